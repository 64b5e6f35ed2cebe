"""Checks the keys of training questions from the provisions and the register alone.

It shares nothing with what makes the questions but the values: it reads a question, works out from
the text which answers are right, and only then looks at the key::

    checker = KeyChecker(regulation, lookups, verifier, guide)
    checker.find_faults(question)  # () where the key is supported, single and right
    checker.find_paper_faults(questions)  # the same for a whole paper, and what they share
"""
