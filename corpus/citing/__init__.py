"""Citations of provisions: found in text, resolved, and typed as references."""
