"""Versions that a program has made of laws, to measure comparisons on."""
