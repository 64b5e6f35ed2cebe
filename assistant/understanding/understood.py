"""A question → what its words say to more than one way of answering, read once.

What only one way wants of the words (which place is described, which fact of the text is asked for)
that way reads itself. What the provisions say to it is not here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.understanding.about import MetaAsked, read_meta
from assistant.understanding.assertion import Assertion, find_assertion
from assistant.understanding.citation_lookup import NamedProvisions, asked_edition, look_up
from assistant.understanding.elsewhere import find_other_instrument, find_other_place
from assistant.understanding.extent import Extent, read_extent
from assistant.understanding.intent import Intent, asks_for_more, recognise
from assistant.understanding.named import NamedSubjects, find_subjects, find_unnamed_body
from assistant.understanding.premise import PremiseCues, read_premise
from assistant.understanding.question import has_content
from assistant.understanding.small_talk import SmallTalkKind, read_small_talk
from assistant.understanding.whereabouts import find_passage
from corpus.language.quantity import Quantity, asked_quantity
from index.expand import Expansion
from index.focus import Focus
from index.opened import Index
from index.typos import SpellingCorrection

#: The asker speaks of a place of their own and wants all that it must do: 「我开了家小旅馆」,
#: 「个体户要做什么」.
_OWN_PLACE = re.compile(
    r"(?:我|咱|本店|本公司|本单位|老板|自家|个体户).*(?:做什么|做哪些|做啥|该做|要做|干什么|干啥|注意什么|注意啥|"
    r"哪些[^，。？]{0,6}?(?:职责|要求|规定|义务|工作)|什么(?:要求|规定|职责|义务)|怎么做|咋做|清单|遵守)|"
    r"^(?:我|咱)们?(?:家|在)?.{0,8}(?:开|办|经营|租)(?:了|着|的)?(?!.*(?:谁|哪|吗|怎么|几|多少|什么|能不能|要不要))"
)
#: Whether something is allowed, or may be charged for.
_ASKS_LEAVE = re.compile(
    r"可以|能不能|可不可以|允许|让不让|行不行|(?<!不)能.{0,12}(?:吗|么|不)|行吗|合规|收.{0,4}(?:费|钱)吗"
)


@dataclass(frozen=True, slots=True)
class Understood:
    """What the words of a question say.

    Attributes:
        typed: the question as asked, cleaned.
        text: a question that stands alone: with what earlier turns supply, homophones corrected.
        corrections: what was corrected.
        has_content: whether there is any letter, digit or Chinese character to go by.
        small_talk: what kind of small talk it is; None for a question.
        asks_for_more: whether it only asks if there is more than was just said.
        passage: words of which it asks where they stand; empty for none.
        cites: the provisions and 章 that it names, with why some cannot be given; None for none.
        meta: what it asks of the regulation itself; None for nothing.
        intent: what it wants.
        expansions: lay words of the language data in it, in reading order, then matters.
        subjects: the bodies, matters and kinds of unit that it names.
        unnamed_body: a body that it is about and that the text does not name, else empty.
        elsewhere: another place or instrument that it names, else empty.
        edition: the words by which it asks for another edition than is held, else empty.
        quantity: the kind of figure that it asks for; None for none.
        extent: how much of its subject it asks for.
        assertion: what it asserts; None where it asks for more than yes or no.
        premise: what it takes for granted that can be held against the text; None for nothing.
        asks_leave: whether it asks if something is allowed.
        own_place: whether the asker speaks of a place of his own and wants all it must do.
        focus: what an earlier turn showed, within which it is asked; None for nothing.
    """

    typed: str
    text: str
    corrections: tuple[SpellingCorrection, ...]
    has_content: bool
    small_talk: SmallTalkKind | None
    asks_for_more: bool
    passage: str
    cites: NamedProvisions | None
    meta: MetaAsked | None
    intent: Intent
    expansions: tuple[Expansion, ...]
    subjects: NamedSubjects
    unnamed_body: str
    elsewhere: str
    edition: str
    quantity: Quantity | None
    extent: Extent
    assertion: Assertion | None
    premise: PremiseCues | None
    asks_leave: bool
    own_place: bool
    focus: Focus | None = None

    @property
    def asking(self) -> str:
        """The words that ask for a figure: of a fragment its own, not those of the earlier question."""
        return self.focus.asking if self.focus else self.text


def understand(index: Index, question: str, focus: Focus | None = None) -> Understood:
    """What a question says, homophones read as the words that they stand for.

    Args:
        index: knows the words of its regulation.
        question: cleaned.
        focus: as of ``Understood``; what it holds of other documents is left out.
    """
    text, corrections = index.speller.correct(question)
    own = focus.inside(index.regulation.key) if focus else None
    asked = _read(index, question, text, corrections)
    return replace(asked, focus=own, quantity=asked_quantity(own.asking)) if own else asked


def reread(index: Index, asked: Understood, text: str) -> Understood:
    """The same question in other words: a part of it."""
    return asked if text == asked.text else _read(index, asked.typed, text, asked.corrections)


def _read(
    index: Index, typed: str, text: str, corrections: tuple[SpellingCorrection, ...]
) -> Understood:
    regulation = index.regulation
    expansions = index.lexicon.expand(text)
    cites = look_up(text, regulation)
    small_talk = None if cites or asks_for_more(text) else read_small_talk(index, text)
    return Understood(
        typed=typed,
        text=text,
        corrections=corrections,
        has_content=has_content(text),
        small_talk=small_talk,
        asks_for_more=asks_for_more(text),
        passage=find_passage(typed),
        cites=cites,
        meta=read_meta(text),
        intent="chitchat"
        if small_talk not in (None, "offtask")
        else "citation"
        if cites
        else recognise(text),
        expansions=expansions,
        subjects=find_subjects(index, text, expansions),
        unnamed_body=find_unnamed_body(index, text, expansions),
        elsewhere=find_other_place(text, regulation) or find_other_instrument(text, regulation),
        edition=asked_edition(text, regulation),
        quantity=asked_quantity(text),
        extent=read_extent(text),
        assertion=find_assertion(text),
        premise=read_premise(text),
        asks_leave=_ASKS_LEAVE.search(text) is not None,
        own_place=_OWN_PLACE.search(text) is not None,
    )
