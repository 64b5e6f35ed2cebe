"""Statements → words: one renderer for each medium that the assistant itself needs."""
