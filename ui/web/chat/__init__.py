"""问答: a conversation on the page."""
