"""What the program reads out of single clauses of laws, against labels by hand."""
