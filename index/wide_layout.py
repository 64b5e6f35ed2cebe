"""The wide index: flat arrays over the leaves of all documents that answer, beside their segments.

A question touches these arrays and no Python object per leaf; they are mapped, so that several processes
share one copy and only what is touched is in memory. Files in ``wide/`` of an index folder:

``vectors`` (leaves, dim) int8 and ``norms``: unit vectors are rows divided by their norm;
``kinds`` (sorts, leaves): what sort of clause each is; ``document``, ``article``, ``chapter``: where each
lies; ``references`` (n, 2): rows of a leaf and of one that it refers to, in whichever document;
``starts``: the row at which each document begins; ``cited``: how many others cite each;
``text.*`` postings over the leaves, ``head.*`` over the titles and chapters.
"""

from __future__ import annotations

WIDE = "wide"
#: Beyond so many documents that answer, a library is asked through the wide index.
MOST_NARROW = 12
ARRAYS = (
    "vectors",
    "norms",
    "kinds",
    "document",
    "article",
    "chapter",
    "chapter_document",
    "references",
    "starts",
    "cited",
)
#: Arrays of a lexical field: sorted term keys, where each term's postings begin, their places and impacts.
POSTINGS = ("terms", "idf", "begins", "places", "impacts")
TEXT, HEAD = "text", "head"
