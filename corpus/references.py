"""Cross-references: a mention of a provision, resolved to what it addresses and typed by what it does.

Finding mentions is syntax (``corpus.citations``); resolving needs to know where the mention stands.
One candidate or none: an ambiguous mention stays without targets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.provision import ProvisionId

#: What a mention does. 引用 is a plain mention.
RefKind = Literal["附加", "参照", "等同", "部分适用", "承接", "引用"]


@dataclass(frozen=True, slots=True)
class Reference:
    """One mention with what it addresses.

    Attributes:
        source: the leaf in which the mention stands.
        span: half-open character range in ``Leaf.text``.
        text: the mention, verbatim.
        kind: what the mention does.
        targets: the provisions addressed, in printed order; empty if external or unresolved.
        excluded: siblings that a 部分适用 leaves out.
        external: title of another instrument, else empty.
        external_id: the provision of that instrument (《X》第N条), None where none is named.
        subject: verbatim name of the body or unit that the reference binds, where one is named.
        condition: words on which the choice of target depends (同级别人民政府), verbatim.
        note: why, Chinese; implicit references bring theirs from reviewed data.
        reviewed: whether it comes from the reviewed data file.
    """

    source: ProvisionId
    span: tuple[int, int]
    text: str
    kind: RefKind
    targets: tuple[ProvisionId, ...] = ()
    excluded: tuple[ProvisionId, ...] = ()
    external: str = ""
    external_id: ProvisionId | None = None
    subject: str = ""
    condition: str = ""
    note: str = ""
    reviewed: bool = False


def outgoing(references: Sequence[Reference], address: ProvisionId) -> tuple[Reference, ...]:
    """References that stand in a provision."""
    return tuple(r for r in references if r.source == address)


def incoming(references: Sequence[Reference], address: ProvisionId) -> tuple[Reference, ...]:
    """References that lead to a provision."""
    return tuple(r for r in references if address in r.targets)
