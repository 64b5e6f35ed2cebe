"""How much of a law comes back from a file that was made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from corpus.errors import FiredutyError
from corpus.readers.enclosing import refuse_several
from corpus.readers.read import read_file
from corpus.text.load import make_regulation
from evals.readers.laws import Law, provisions_of
from evals.readers.make_pdf import make_columns, make_single
from evals.readers.make_web import make_gbk, make_page
from evals.readers.make_word import make_numbered, make_typed

#: Style → ending of its files, and what makes one.
STYLES: Mapping[str, tuple[str, Callable[[Law], bytes]]] = {
    "Word，编号是打的字": (".docx", make_typed),
    "Word，自动编号、表格、页眉": (".docx", make_numbered),
    "PDF，单栏，页眉页码": (".pdf", make_single),
    "PDF，两栏": (".pdf", make_columns),
    "网页，导航和页脚": (".html", make_page),
    "GBK 文本": (".txt", make_gbk),
}


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back of one file.

    Attributes:
        law: name of the law.
        style: of the file.
        right: provisions that came back word by word under their address.
        total: provisions of the law.
        extra: provisions that the law does not have.
        wrong: addresses that did not come back.
        fault: why the file was not read, empty where it was.
    """

    law: str
    style: str
    right: int
    total: int
    extra: int = 0
    wrong: tuple[str, ...] = ()
    fault: str = ""


def measure(law: Law, style: str) -> Returned:
    """Make a file of a law, read it, compare."""
    suffix, make = STYLES[style]
    name = law.name + suffix
    try:
        read = read_file(make(law), name)
        regulation = make_regulation(read.text, name)
        refuse_several(regulation.body, read.text, name)
    except FiredutyError as error:
        return Returned(law.name, style, 0, len(law.provisions), fault=str(error))
    found = provisions_of(regulation)
    wrong = tuple(at for at, words in law.provisions.items() if found.get(at) != words)
    extra = len(found.keys() - law.provisions.keys())
    return Returned(
        law.name, style, len(law.provisions) - len(wrong), len(law.provisions), extra, wrong
    )
