"""Plain questions on many laws, split by law: for fitting, for choosing, for reporting."""
