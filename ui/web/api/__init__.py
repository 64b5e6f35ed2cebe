"""The JSON interface and the MCP tools: one set of operations."""
