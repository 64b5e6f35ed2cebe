"""Which two texts are compared: documents of the library by their keys, or files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.errors import USAGE, FiredutyError
from corpus.text.load import load_regulation
from corpus.text.provision import Regulation
from corpus.text.versions import is_dated
from index.documents import key_of, with_key
from index.manifest import VERSION_SIGN
from index.texts import ListedText

#: Reads the documents with some keys.
ReadTexts = Callable[[Sequence[str]], Sequence[ListedText]]


def choose_two(first: str, second: str, read: ReadTexts) -> tuple[Regulation, Regulation]:
    """The two texts that are named.

    Args:
        first, second: a key, a key with a version, or the path of a file or folder; without a second
            one the first is a key, and its newest version is compared with the one before.
        read: the documents of the library with some keys.

    Raises:
        FiredutyError: a name is that of no document, a text cannot be read, both are the same
            document, or there is no second version.
    """
    if not second:
        return _two_versions(first, read)
    places, texts = [], []
    for name in (first, second):
        text = _listed(name, read)
        places.append(text.path.resolve() if text else Path(name).resolve())
        texts.append(text.regulation if text else _from_file(Path(name)))
    if places[0] == places[1]:
        raise FiredutyError(
            f"「{first}」和「{second}」是同一份文本，没有可比的；请换一份", exit_code=USAGE
        )
    return texts[0], texts[1]


def _listed(name: str, read: ReadTexts) -> ListedText | None:
    """The document with a key; None for what is no key and stands on the disk."""
    try:
        return read((name,))[0]
    except FiredutyError:
        if not Path(name).exists():
            raise
        return None


def _from_file(path: Path) -> Regulation:
    regulation = load_regulation(path)
    return with_key(regulation, key_of(regulation))


def _two_versions(key: str, read: ReadTexts) -> tuple[Regulation, Regulation]:
    """A version and the one that answers; of that one the version before it."""
    asked = read((key,))[0]
    every = (asked, *asked.others)
    if len(every) == 1:
        raise FiredutyError(
            f"「{key}」只收录了一个版本，没有可比的；请写两份：fireduty library diff A B",
            exit_code=USAGE,
        )
    in_order = sorted(every, key=_age)
    if VERSION_SIGN in asked.listed.key:
        other = next(text for text in every if text.listed.is_current)
        pair = sorted((asked, other), key=in_order.index)
    else:
        pair = in_order[-2:]
    return pair[0].regulation, pair[1].regulation


def _age(text: ListedText) -> tuple[bool, str, bool]:
    """Sorts versions, the newest last; of those without a date the one that answers."""
    version = text.listed.version
    return is_dated(version), version, text.listed.is_current
