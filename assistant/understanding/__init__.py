"""What the words of a question say, before anything is looked up."""
