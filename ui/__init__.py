"""Ways to ask: the command line and the web page."""
