"""Regulation text ↔ provision tree, without loss."""
