"""A cross-reference as a value: one mention of a provision with what it addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from corpus.text.provision import ProvisionId

#: What a mention does. 引用 is a plain mention.
RefKind = Literal["附加", "参照", "等同", "部分适用", "承接", "引用"]
KINDS: tuple[RefKind, ...] = get_args(RefKind)


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
        external_id: the provision of that instrument (《X》第N条), None where none is named. A
            list yields one reference per member, a range one for each end.
        subject: verbatim name of the body or unit that the reference binds, where one is named.
        condition: words on which the choice of target depends (同级别人民政府), verbatim.
        note: why, Chinese; implicit references bring theirs from reviewed data, unresolved ones
            the reason.
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
