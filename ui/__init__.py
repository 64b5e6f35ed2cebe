"""Ways to ask: the command line and what is served."""
