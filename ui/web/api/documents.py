"""Which documents a request is about, and which library it is answered from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.rendering.lacking import DataKind
from ui.web.services import Services


def pin_documents(services: Services, keys: Sequence[str] = ()) -> Services:
    """The services for some of the documents, none for all, as the library is at this moment.

    A running server may change its library; what is asked is answered from one to its end.

    Raises:
        FiredutyError: there is no document with such a key; says which there are.
    """
    return replace(services, assistant=services.assistant.only(keys))


def pin_first_with(kind: DataKind, services: Services) -> Services:
    """The services for the first document that has data of a kind; for the first where none has."""
    keys = [regulation.key for regulation in services.assistant.regulations]
    if len(keys) == 1:
        return services
    each = [pin_documents(services, (key,)) for key in keys]
    return next((of for of in each if _has(kind, of)), each[0])


def _has(kind: DataKind, services: Services) -> bool:
    return bool(services.guides if kind == "places" else services.registers)
