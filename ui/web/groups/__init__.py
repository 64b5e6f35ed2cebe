"""Groups that answer one paper together."""
