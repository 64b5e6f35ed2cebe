"""Chunks, tokens, vectors and fusion: question → ranked provisions."""
