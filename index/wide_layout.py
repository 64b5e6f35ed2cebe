"""The wide index: flat arrays over the leaves of all documents that answer, beside their segments.

A question touches these arrays and no Python object per leaf; they are mapped, so that several processes
share one copy and only what is touched is in memory. Files in ``WIDE`` of an index folder:

``vectors`` (leaves, dim) int8 and ``norms``: unit vectors are rows divided by their norm; ``shorts``
(leaves, fewer) and ``short_norms``: their beginnings once more, which are read for every question;
``kinds`` (sorts, leaves): what sort of clause each is; ``document``, ``article``: where each lies;
``chapter`` (articles,): the one that each stretch of leaves of one 条 stands in; ``references`` (n, 2): rows
of a leaf and of one that it refers to, in whichever document; ``starts``: the row at which each document
begins; ``cited``: how many others cite each; postings ``text.*`` over the leaves, ``articles.*`` over the
stretches with their titles and chapters, ``chapters.*`` over what stands in each chapter.
"""

from __future__ import annotations

#: Raised whenever the arrays or what they mean change: a library of many is then written anew from its
#: segments, which stay.
WIDE_VERSION = "2"
WIDE = f"wide-{WIDE_VERSION}"
#: Beyond so many documents that answer, a library is asked through the wide index.
MOST_NARROW = 12
ARRAYS = (
    "vectors",
    "norms",
    "shorts",
    "short_norms",
    "kinds",
    "document",
    "article",
    "chapter",
    "references",
    "starts",
    "cited",
)
#: Arrays of a lexical field: sorted term keys, where each term's postings begin, their places and impacts.
POSTINGS = ("terms", "idf", "begins", "places", "impacts")
TEXT, ARTICLES, CHAPTERS = "text", "articles", "chapters"
