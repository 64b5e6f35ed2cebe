"""A provision by the address that somebody wrote, or a word on which there are."""

from __future__ import annotations

from corpus.citing.citations import lookup, parse_id
from corpus.citing.missing import NoSuchArticle, find_missing
from corpus.errors import USAGE, FiredutyError
from corpus.text.provision import Provision, ProvisionId, Regulation

#: So much of an unknown address is said back.
_ECHO = 40


class NotHereError(FiredutyError):
    """There is no such provision, or the regulation has no data of this kind."""


def find_provision(written: str, regulation: Regulation) -> tuple[ProvisionId, Provision]:
    """The provision at an address in any common form.

    Raises:
        FiredutyError: what is written is no address.
        NotHereError: there is no such provision; says which there are.
    """
    address = parse_id(written)
    node = lookup(regulation, address)
    if node is None or (not node.label and not node.text):
        articles = regulation.articles()
        missing = find_missing(address, regulation)
        unread = missing.unread if isinstance(missing, NoSuchArticle) else ""
        raise NotHereError(
            f"没有这一条款：{written[:_ECHO]}；{unread + '；' if unread else ''}"
            f"全文从{articles[0].label}到{articles[-1].label}共 {len(articles)} 条",
            exit_code=USAGE,
        )
    return address, node
