"""One question over the documents that ship: what a person asks who names no law."""
