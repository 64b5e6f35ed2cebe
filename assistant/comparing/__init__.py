"""Two texts side by side: which provision became which, which words changed, what that means."""
