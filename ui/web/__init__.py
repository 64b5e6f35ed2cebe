"""What the program serves: the page, its fragments and the API, in one process."""
