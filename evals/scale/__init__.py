"""A library of thousands of laws: built, asked, and held against the statute benchmark."""
