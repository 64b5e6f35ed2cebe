"""Files of any kind → the text of a regulation, with what was left out and what to look at."""
