"""Questions in a conversation → answers with cited provisions."""
