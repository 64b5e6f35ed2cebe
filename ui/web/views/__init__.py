"""The views beside 问答: value → HTML, and the router that serves them as fragments."""
