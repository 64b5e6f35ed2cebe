"""Fault trials: what damage, bad days and hostile input must not do, tried and told as held or fell."""
