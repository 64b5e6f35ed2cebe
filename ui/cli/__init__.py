"""The command line ``fireduty``."""
