"""Reviewed data that training questions are made of, and its proof."""
