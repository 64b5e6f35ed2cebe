"""Clause records: who must, may or must not do what, read out of any regulation by program."""
