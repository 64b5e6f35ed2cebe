"""Checks the keys of training questions from the provisions and the register alone.

It is independent on purpose. With what makes the questions it shares the text, the register and its
look-ups, the checklists of places and the values. With what checks answers it shares one judgement:
of a statement whose every piece it has found in the text, it asks ``assistant.verify.verifier``
whether the whole is borne out. Who bears a clause is worked out a second time here and not asked of
``corpus.register.bearing``. It reads a question, finds the right answers in the text, and only then
looks at the key::

    checker = KeyChecker(regulation, lookups, verifier, guide)
    checker.find_faults(question)  # () where the key is supported, single and right
    checker.find_paper_faults(questions)  # the same for a whole paper, and what they share
"""
