"""Of a large library the documents that one look-up of duties is of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ui.documents.duty_meaning import search_with
from ui.web.services import Services

#: Documents that one look-up shows.
_MOST = 12


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The services of the documents that are looked up.

    Attributes:
        services: theirs; of a library that is not large those of all.
        others: keys of further documents that bind the body, those that bind it most first.
        total: how many bind it, those that are looked up included.
        fault: Chinese, that no document has anything on the words; empty where one has.
    """

    #: Further documents that are named.
    LINKED: ClassVar[int] = 40

    services: Services
    others: tuple[str, ...] = ()
    total: int = 0
    fault: str = ""


def narrow(services: Services, actor: str, matter: str = "") -> Narrowed:
    """The documents that bind a body most; for other words those that answer them."""
    library, words = services.assistant.library, actor or matter
    if not words or not library.is_large or library.catalogue is None:
        return Narrowed(services)
    found = library.catalogue.binding(actor) if actor else ()
    if not found:
        meant = search_with(services.assistant)(words).provisions
        found = tuple(dict.fromkeys(address.document for address in meant))
    if not found:
        return Narrowed(services, fault=f"资料库里没有哪一部写了「{words}」的职责")
    return Narrowed(services.only(found[:_MOST]), found[_MOST:], len(found))
