"""Evaluation: gold sets, metrics, tuning, benchmarks."""
