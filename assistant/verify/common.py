"""Words so common in Chinese at large that they name nothing in particular.

From jieba's dictionary (MIT): function words, and verbs above a frequency (知道, 看到, 列出). Such a word
adds no claim of its own; what would (批准, 安装, 收取) is listed in ``wording.toml`` and stays strict, as
do all nouns.
"""

from __future__ import annotations

from functools import lru_cache

#: Tags of function words: pronouns, conjunctions, prepositions, particles, adverbs, numerals,
#: measure words, set phrases, interjections, adjectives.
_FUNCTION = frozenset(
    [
        "r",
        "rr",
        "rz",
        "c",
        "p",
        "u",
        "ud",
        "ug",
        "uj",
        "ul",
        "uv",
        "uz",
        "y",
        "d",
        "ad",
        "m",
        "mq",
        "q",
        "l",
        "k",
        "e",
        "o",
        "z",
        "a",
    ]
)
_VERB = frozenset(["v", "vd", "vi", "vq"])
#: Verbs rarer than this name particular acts.
_FREQUENT = 1_300


@lru_cache(maxsize=1)
def load_common_words() -> frozenset[str]:
    """The words, simplified Chinese as jieba writes them."""
    import jieba

    found = set()
    with jieba.get_dict_file() as stream:
        for line in stream.read().decode("utf-8").splitlines():
            word, frequency, tag = line.split(" ")
            if tag in _FUNCTION or (tag in _VERB and int(frequency) >= _FREQUENT):
                found.add(word)
    return frozenset(found)
