"""One question over the documents of a library: which speak, and what they say together."""
