"""Fit the channel weights, the citation selector and the refusal rule on the dev half.

``python -m evals.tune`` prints what it finds; the constants are then copied by hand into the
modules named in the output, so that a reviewer sees them change. Test questions are never read.
"""
