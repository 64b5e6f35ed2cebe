"""Chinese regulations as provision trees, with what is known of them. Standard library only."""
