"""The responsibility register: who must do what, clause by clause, and look-ups in it."""
