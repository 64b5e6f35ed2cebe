"""Fit the ranker, the citing rule and the scope rule over many laws."""
