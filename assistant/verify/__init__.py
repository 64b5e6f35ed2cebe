"""Checks every sentence of an answer, or of any text, against the provisions it rests on.

Usable alone::

    verifier = Verifier.open(Settings.from_environment())  # reads the register; needs no index
    verifier = Verifier(assistant.lookups.register, index.language, index.segmenter)  # or so
    verdicts = verifier.verify_statements(claims, shown)  # one Verdict for each, in order
    findings = verify_text(verifier, text)  # each citation, quotation and sentence of any text

``claims`` are ``Claim`` values; ``shown`` are the ids that the writer was given. ``Verdict.state``
is 已核对 (show as checked), 改用原文 (show the own words of ``Verdict.ids`` instead) or 未核对 (nothing to
check against: never show as checked).
"""
