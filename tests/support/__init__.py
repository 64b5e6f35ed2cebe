"""What tests share: made once, or standing in for something slow. No test lies here."""
