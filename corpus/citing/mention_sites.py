"""What resolving a mention starts from and ends with: its place, and what it addresses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from corpus.citing.outline import Outline
from corpus.text.provision import Leaf, ProvisionId


class Unresolved(StrEnum):
    """Why a mention leads to no provision. The value is what users are told."""

    MISSING = "本文本没有这一条款"
    TWICE = "本文本有不止一处可指"
    AMBIGUOUS = "有两种可能的所指"
    NO_EARLIER = "前面没有可以指的条款"
    UNKNOWN_NAME = "不能确定指哪一部文件"
    QUOTED = "引号内是另一文本的文字"
    AMENDMENT = "修改决定里的条款属于被修改的文件"
    COMPLEX = "写法不能确定起止"
    WHOLE = "指本文本自身"


@dataclass(frozen=True, slots=True)
class Frame:
    """What a mention leaves behind for the next: 第十条第一款……第三款 is of 第十条.

    Attributes:
        title: the other instrument, empty for this regulation, None where it is not known which.
        address: the printed address of the last provision addressed.
        unit: the innermost unit printed.
        end: where the mention ends in its leaf; 0 for one of the lead-in.
    """

    title: str | None
    address: ProvisionId
    unit: str
    end: int = 0


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a mention addresses.

    Attributes:
        targets: provisions of the same regulation.
        external: title of another instrument.
        external_ids: its provisions, unproved; the ends of a range.
        reason: why nothing is known; None when resolved.
        frame: what the mention leaves behind; None where it names no provision.
    """

    targets: tuple[ProvisionId, ...] = ()
    external: str = ""
    external_ids: tuple[ProvisionId, ...] = ()
    reason: Unresolved | None = None
    frame: Frame | None = None

    @property
    def found(self) -> bool:
        """Whether the mention leads anywhere."""
        return bool(self.targets or self.external)


@dataclass(frozen=True, slots=True)
class MentionSite:
    """Where a mention stands.

    Attributes:
        leaf: the provision.
        outline: the addresses of its regulation.
        is_own: whether a title is the regulation's own.
        amends: title of the instrument that the words around amend, whose numbers they print; None
            in a text that amends nothing, empty where it is not known which.
        frames: what earlier mentions left behind, those of the lead-in first; of other instruments
            only those of the same sentence.
        latest: what the mention right before left behind, in whatever sentence.
        earlier: what mentions in earlier leaves of the same article left behind.
        titles: other instruments named earlier.
        text: the words of the leaf before the mention.
    """

    leaf: Leaf
    outline: Outline
    is_own: Callable[[str], bool]
    amends: str | None = None
    frames: tuple[Frame, ...] = ()
    latest: Frame | None = None
    earlier: tuple[Frame, ...] = ()
    titles: tuple[str, ...] = ()
    text: str = ""

    @property
    def article(self) -> ProvisionId:
        """The article that the mention stands in."""
        return self.leaf.id.parent_article()

    @property
    def paragraph(self) -> ProvisionId:
        """The 款 that the mention stands in, as printed; the 条 where that cannot be told."""
        return self.outline.paragraph_of(self.leaf.id)
