"""Checks the keys of training questions from the provisions and the register alone.

It is independent on purpose: it shares the text, the register and the values with what makes the
questions, and no judgement, so that who bears a clause is worked out a second time here and not
asked of ``corpus.register.bearing``. It reads a question, finds the right answers in the text, and
only then looks at the key::

    checker = KeyChecker(regulation, lookups, verifier, guide)
    checker.find_faults(question)  # () where the key is supported, single and right
    checker.find_paper_faults(questions)  # the same for a whole paper, and what they share
"""
