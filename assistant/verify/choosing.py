"""Which documents of a large library a text is checked by."""

from __future__ import annotations

from collections import Counter

from assistant.verify.texts import PASSAGE, flat, split_sentences
from index.library import Library
from index.tokens import char_tokens
from index.wide_rank import rank_rows

#: Documents that a text names, and others that are likeliest for its sentences, at most.
MOST_NAMED, MOST_NEAR = 16, 6
#: Sentences that are looked up, from the whole length of the text.
_SAMPLE = 24
#: Longest words of a sentence that are looked up.
_LONGEST = 200


def choose_for_text(library: Library, text: str) -> tuple[str, ...]:
    """Keys of the documents of a large library that a text is checked by.

    They are those that it names, the most named first, those that its sentences come nearest to, and the
    first of the library, which is meant where none is named.

    Args:
        library: a large one.
        text: anything that somebody wrote.
    """
    catalogue = library.catalogue
    assert catalogue is not None
    named = Counter(key for line in text.split("\n") for _, key in catalogue.titles.find(line))
    chosen = dict.fromkeys([catalogue.keys[0], *(k for k, _ in named.most_common(MOST_NAMED))])
    return tuple(chosen | dict.fromkeys(k for k, _ in _near(library, text).most_common(MOST_NEAR)))


def _near(library: Library, text: str) -> Counter[str]:
    """Keys of the documents that sentences come nearest to, by how many do."""
    catalogue = library.catalogue
    assert catalogue is not None
    sentences = [text[a:b][:_LONGEST] for a, b in split_sentences(text)]
    sentences = [s for s in sentences if len(flat(s)) >= PASSAGE and char_tokens(s)]
    found: Counter[str] = Counter()
    for sentence in sentences[:: max(1, -(-len(sentences) // _SAMPLE))]:
        ranked = rank_rows(catalogue.wide, sentence, catalogue.signals(sentence))
        if len(ranked.rows):
            found[catalogue.keys[catalogue.wide.document[ranked.rows[0]]]] += 1
    return found
