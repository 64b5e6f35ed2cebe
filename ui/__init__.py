"""Command line and web page.

Imports go one way: ``ui.records`` ← ``ui.documents`` ← ``ui.web`` ← ``ui.cli``. Records are what
several of the others read and write; documents are what leaves the program as a table or a file;
the command line starts the web page, never the other way round. ``tests/test_layers.py`` holds it.
"""
