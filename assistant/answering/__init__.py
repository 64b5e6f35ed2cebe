"""The ways to answer, and what an answer is."""
