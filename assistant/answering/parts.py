"""What the statements of answers say, as data: the parts of each sentence, none of its words.

``assistant.rendering.chinese`` and ``assistant.rendering.english`` say them. The words of a
provision are always a part of their own, never inside other words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant.writer.failure import FailureKind
from corpus.citing.missing import NoSuch
from corpus.text.provision import ProvisionId

if TYPE_CHECKING:
    from corpus.register.records import Role  # with it the references: every answer would wait

#: Why an answer is a refusal.
RefusalReason = Literal[
    "not_stated",  # the regulation does not say it
    "not_found",  # in its field, but no provision answers directly
    "no_such_provision",  # 第三十三条
    "false_premise",  # it says otherwise than the question asserts
    "other_instrument",  # another law or another place
    "off_topic",
    "chitchat",
    "unclear",  # no words to go by
]

# --- any answer ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SaidWords:
    """A sentence that is no more than its words.

    Attributes:
        text: whole.
        quoted: passages of provisions that it holds, verbatim.
    """

    text: str
    quoted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a provision and the frame around them: 第七条第（一）项规定：「…」。

    Attributes:
        words: verbatim.
        source: short citation; empty where the sentence names none.
        before, after: what stands beside the words.
        lead: verbatim words that introduce them, in pieces: who must do what a 项 says, or is punished
            how; empty for words that stand by themselves.
        cut: whether the sentence goes on after the words.
    """

    words: str
    source: str = ""
    before: str = "规定："
    after: str = "。"
    lead: tuple[str, ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """项 of one series with the words that lead in to them: 第十条规定：「…应当：」（一）「…」；（三）「…」.

    Attributes:
        source: short citation of the 条 or 款 that they stand in.
        lead: its words, verbatim, in pieces.
        items: label and words of each, verbatim, in printed order.
        left: how many more are cited and not told here.
    """

    source: str
    lead: tuple[str, ...]
    items: tuple[tuple[str, str], ...]
    left: int = 0


@dataclass(frozen=True, slots=True)
class OriginalFollows:
    """That the words of provisions follow, by their names."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllListed:
    """That nothing is left after what was listed."""

    count: int


@dataclass(frozen=True, slots=True)
class ReadAs:
    """How a follow-up was understood."""

    question: str


@dataclass(frozen=True, slots=True)
class RestsOn:
    """The provisions that the last answer rests on.

    Attributes:
        names: their citations, with the document's title.
    """

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LastAsked:
    """What was asked before."""

    question: str


@dataclass(frozen=True, slots=True)
class AskedHead:
    """Which of several questions is answered next.

    Attributes:
        number: its place, from 1.
        question: its words.
    """

    number: int
    question: str


# --- several documents --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OfDocument:
    """What one of several documents says first.

    Attributes:
        mark: its short name with its status.
        said: parts of its first sentences.
        verdict: 是, 不是 or 不可以 before them; empty for none.
    """

    mark: str
    said: tuple[Parts, ...]
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class GoesOn:
    """That further lines of one of several documents follow, and how many."""

    mark: str
    count: int


# --- the register -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MatterHead:
    """What a matter comes to.

    Attributes:
        matter: its name.
        provisions, actors: how many provisions charge how many.
        coverage: share of all provisions on it, 「13/13」; empty where not all are listed.
        leads: who takes the lead.
        lead: the same as the register says it, also that the text does not say.
        bearers: names of the first of them, those who lead or are responsible first.
    """

    matter: str
    provisions: int
    actors: int
    coverage: str
    leads: tuple[str, ...]
    lead: str
    bearers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bearer:
    """A body with the provisions by which it bears something, and how those are cited together."""

    actor: str
    ids: tuple[ProvisionId, ...]
    cited: str


@dataclass(frozen=True, slots=True)
class RoleLine:
    """Who has one role in a matter."""

    role: Role
    bearers: tuple[Bearer, ...]


@dataclass(frozen=True, slots=True)
class BodiesMeant:
    """The bodies that one everyday name may mean."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BodyHead:
    """How many provisions bind a body, and how many of them only because others refer to them."""

    body: str
    provisions: int
    by_reference: int


@dataclass(frozen=True, slots=True)
class DutyLine:
    """The words of a provision that bind a body.

    Attributes:
        source: short citation.
        words: verbatim, from the beginning of the clause; of several clauses the first.
        cut: whether the provision says more.
        matters: names of the matters that it is about.
        by_reference: whether it binds the body only because another one refers to it.
    """

    source: str
    words: str
    cut: bool
    matters: tuple[str, ...] = ()
    by_reference: bool = False


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """A way of references by which provisions bind a body.

    Attributes:
        source: short citation of the provision that refers.
        applied: what it makes apply, cited together.
        condition: on which that depends, verbatim; empty for none.
        through: every provision that refers, from the body's own on.
    """

    source: str
    applied: str
    condition: str
    through: tuple[ProvisionId, ...]


@dataclass(frozen=True, slots=True)
class ExcludedLine:
    """Provisions that a partial reference leaves out, cited together."""

    cited: str


@dataclass(frozen=True, slots=True)
class SharedLine:
    """The 条 of duties that a body shares with others of its kind, by their names."""

    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedHead:
    """In how many provisions something is named, and how they print it where that is not how it is asked."""

    said: str
    provisions: int
    printed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedLine:
    """The words of a provision that name something.

    Attributes:
        label: what the clause does (禁止, 罚则 …); empty where that needs not be told.
        source: short citation.
        pieces: verbatim, in printed order; something is left out between them.
        cut: whether the provision says more.
    """

    label: str
    source: str
    pieces: tuple[str, ...]
    cut: bool


@dataclass(frozen=True, slots=True)
class ComparedHead:
    """Bodies, places or things set side by side: whose, and how many provisions."""

    counts: tuple[tuple[tuple[str, ...], int], ...]


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """What a provision says of one side, or of several alike."""

    bodies: tuple[str, ...]
    line: DutyLine | NamedLine | Listing


# --- a place ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlaceHead:
    """How many provisions apply to a place, and how many more on a condition.

    Attributes:
        said: the asker's own words for the place.
    """

    said: tuple[str, ...]
    certain: int
    depending: int


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """Why provisions apply to a place; how they are cited together."""

    cited: str
    why: str


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """A provision that applies on a condition, by its short citation."""

    source: str
    condition: str


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A question that the asker has left open."""

    question: str


# --- everyday words, and a language model -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlainLine:
    """A provision in everyday words.

    Attributes:
        sentence: reviewed, without its full stop.
        source: short citation.
        by_reference: whether it binds the body that is asked about only by a reference.
    """

    sentence: str
    source: str
    by_reference: bool = False


@dataclass(frozen=True, slots=True)
class NearestHead:
    """That the provisions told after it are the nearest, and which of them is meant is not sure."""

    count: int


@dataclass(frozen=True, slots=True)
class RestCount:
    """How many cited provisions are not told in the sentences before."""

    count: int


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """A language model's sentence that was checked.

    Attributes:
        sentence: without its full stop.
        source: what it was checked against.
        quoted: passages that it puts in quotation marks.
    """

    sentence: str
    source: str
    quoted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelFailed:
    """That a language model gave nothing that can be used, and why."""

    kind: FailureKind


@dataclass(frozen=True, slots=True)
class ModelLeftOut:
    """How many of a model's sentences gave way to the provisions' words, and how many are left out."""

    replaced: int
    dropped: int


# --- refusals -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another instrument, or another place."""

    instrument: str


@dataclass(frozen=True, slots=True)
class HeldUnasked:
    """Documents that are held and were not asked: the title and the key of each."""

    documents: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Unstated:
    """What is not stated.

    Attributes:
        what: in our words or the asker's.
        asked: whether they are the asker's.
        figure: whether it is a kind of figure, of which others may well be stated.
    """

    what: str
    asked: bool = False
    figure: bool = False


@dataclass(frozen=True, slots=True)
class Denied:
    """What the question takes for granted, and what a provision says instead.

    Attributes:
        asserted: the asker's words that it does not say; empty where it says the opposite.
        instead: its own words.
    """

    asserted: str
    instead: Quotation


@dataclass(frozen=True, slots=True)
class UnnamedBody:
    """A body that the text does not name, and the 条 that bind every department."""

    body: str
    common: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SmallTalkSaid:
    """What is said to somebody who asks nothing of the documents.

    Attributes:
        kind: see ``assistant.understanding.small_talk``.
        documents: title and status of each document that can be asked.
        among: of a large library, of which these are some, how many it holds; else 0.
    """

    kind: str
    documents: tuple[tuple[str, str], ...]
    among: int = 0


RefusalDetail = (
    SaidWords | Elsewhere | HeldUnasked | Unstated | Denied | UnnamedBody | SmallTalkSaid | NoSuch
)


@dataclass(frozen=True, slots=True)
class RefusalSaid:
    """What is not answered, and where to turn.

    Attributes:
        reason: the class of refusal.
        titles: of the documents that were asked.
        detail: what it is about; None where the reason says all.
        instruments: where one may look it up, as the provisions name them.
        examples: questions that may be asked instead.
        among: of a large library, of which those are the likeliest, how many it holds; else 0.
    """

    reason: RefusalReason
    titles: tuple[str, ...]
    detail: RefusalDetail | None = None
    instruments: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    among: int = 0


Parts = (
    SaidWords
    | Quotation
    | Listing
    | OriginalFollows
    | AllListed
    | ReadAs
    | OfDocument
    | GoesOn
    | MatterHead
    | RoleLine
    | BodiesMeant
    | BodyHead
    | DutyLine
    | ReferenceLine
    | ExcludedLine
    | SharedLine
    | NamedHead
    | NamedLine
    | ComparedHead
    | ComparedLine
    | PlaceHead
    | ReasonLine
    | ConditionLine
    | OpenLine
    | PlainLine
    | AskedHead
    | RestsOn
    | LastAsked
    | NearestHead
    | RestCount
    | CheckedLine
    | ModelFailed
    | ModelLeftOut
    | RefusalSaid
)


def quoted(parts: Sequence[Parts]) -> tuple[str, ...]:
    """The passages of provisions that some parts quote, verbatim and in order."""
    return tuple(passage for part in parts for passage in _passages(part))


def _passages(part: Parts) -> tuple[str, ...]:
    match part:
        case SaidWords(quoted=passages) | CheckedLine(quoted=passages):
            return passages
        case Quotation(words=words, lead=lead):
            return (*lead, words)
        case DutyLine(words=words):
            return (words,)
        case NamedLine(pieces=pieces):
            return pieces
        case ComparedLine(line=line):
            return _passages(line)
        case Listing(lead=lead, items=items):
            return (*lead, *(words for _, words in items))
        case RefusalSaid(detail=Denied(instead=instead)):
            return _passages(instead)
        case OfDocument(said=said):
            return quoted(said)
        case RefusalSaid(detail=SaidWords(quoted=passages)):
            return passages
        case _:
            return ()
