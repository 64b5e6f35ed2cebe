"""What the command line and the server both read and write."""
