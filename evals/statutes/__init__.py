"""Retrieval of statute articles for plain-language questions, the outside benchmark."""
