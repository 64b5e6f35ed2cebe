"""From an answer to the page's other views: each with what is asked already filled in.

A way is offered only where the question names the place, body or matter, the answer rests on what the
data tie to it, and the other view has something to show for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice

from assistant.answering.answer import Answer
from assistant.answering.parts import BodyHead, MatterHead, OfDocument, Parts, PlaceHead
from assistant.assistant import Assistant
from assistant.training.choice import PackChoice
from assistant.understanding.named import ANYBODY, find_subjects
from assistant.understanding.written import text_to_check
from assistant.verify.attribution import find_spoken
from corpus.citing.across import follow_across
from corpus.errors import FiredutyError
from corpus.premises.several import Guides
from corpus.register.lookups import Lookups
from corpus.text.quotations import outer_quotations
from index.expand import Expansion, ExpansionSource
from ui.web.services import Services
from ui.web.views.checklist_form import PlaceQuery, place_of
from ui.web.views.duty_form import DutyQuery
from ui.web.views.training_form import TrainingQuery

_MOST = 3
#: A question on teaching others.
_TEACHES = re.compile(
    "培训|备课|讲课|授课|宣讲|课件|讲义|讲稿|教案|考试|考题|试题|试卷|出题|讲[^，。？]{0,12}(?:职责|规定)"
)
#: Provisions of a matter from which there is enough to ask about it.
_TEACHABLE = 5


@dataclass(frozen=True, slots=True)
class Way:
    """A link from an answer.

    Attributes:
        name: what it says.
        address: of the view with what it is asked.
        words: a text that is handed over; it stands in no address.
    """

    name: str
    address: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class _About:
    """What an answer is about, in the asker's words or the data's; empty for nothing.

    Attributes:
        place: that was described.
        unit, body, matter: that the question names.
    """

    place: str = ""
    unit: str = ""
    body: str = ""
    matter: str = ""


@dataclass(frozen=True)
class _Views:
    """What the other views have of the documents that were asked."""

    services: Services
    document: str
    registers: Sequence[Lookups] = field(default=())

    def checklist(self, about: _About, question: str) -> Iterator[Way]:
        """我的清单, where it lists anything."""
        if not (about.place or about.unit):
            return
        units = () if about.place else (about.unit,)
        query = PlaceQuery(question if about.place else "", units, document=self.document)
        with suppress(FiredutyError):
            guides = Guides(self.services.guides)
            if guides.guides and guides.listed(place_of(query, guides)):
                yield Way(f"列出我的清单（{about.place or about.unit}）", query.address())

    def duties(self, about: _About) -> Iterator[Way]:
        """职责查询, where it has duties of them."""
        registers = self.registers if about.body else ()
        bodies = {b.name for known in registers for b in known.resolve(about.body).bodies if b.name}
        query = DutyQuery(document=self.document)
        if about.matter and bodies and self._both(bodies, about.matter):
            address = query.address(actor=about.body, matter=about.matter)
            yield Way(f"在职责查询里看{about.body}对“{about.matter}”的职责", address)
        elif bodies:
            address = query.address(actor=about.body)
            yield Way(f"在职责查询里看{about.body}的职责", address)
        elif len(actors := self._actors(about.matter)) > 1:
            address = query.address(matter=about.matter)
            yield Way(f"在职责查询里看“{about.matter}”的 {len(actors)} 个主体", address)

    def _both(self, bodies: set[str], matter: str) -> bool:
        return any(known.matrix(bodies, (matter,)).cells for known in self.registers)

    def _actors(self, matter: str) -> set[str]:
        return {
            duty.actor
            for known in self.registers
            for duty in known.register.duties
            if matter in duty.matters
        }

    def training(self, about: _About, key: str) -> Iterator[Way]:
        """培训, about what is asked as far as there is enough to ask about it."""
        known = next((k for k in self.registers if k.register.regulation.key == key), None)
        if known is None or not known.register.reviewed:
            return
        provisions = {d.provision for d in known.register.duties if about.matter in d.matters}
        scope = (about.matter,) if len(provisions) >= _TEACHABLE else ()
        units = [
            u
            for guide in self.services.guides
            if guide.register is known.register
            for u in guide.units
        ]
        choice = PackChoice(scope=scope, unit=about.unit if about.unit in units else "")
        yield Way("出一套题", TrainingQuery(choice, document=key).address())

    def check(self, text: str, answer: Answer) -> Iterator[Way]:
        """核对引用, for a text that cites, quotes or was found right or wrong."""
        if not text:
            return
        regulations = self.services.assistant.regulations
        cites = follow_across(text, regulations, find_spoken(text, regulations))
        judged = any(s.verdict for s in answer.statements)
        if cites or judged or outer_quotations(text):
            yield Way("核对这段文字", "verify", text)


def ways_on(asking: Assistant, answer: Answer, documents: Sequence[str]) -> tuple[Way, ...]:
    """The ways from an answer, the nearest first.

    Args:
        asking: what was asked.
        documents: keys of the documents that alone were asked; empty for all.
    """
    if answer.training is not None:
        return ()  # has its own
    services = Services(asking)
    views = _Views(
        services,
        documents[0] if len(documents) == 1 else "",
        () if answer.refused else (*services.registers, *services.derived),
    )
    ways = views.check(text_to_check(answer.question), answer)
    return tuple(islice((*ways, *_of_answer(views, asking, answer)), _MOST))


def _of_answer(views: _Views, asking: Assistant, answer: Answer) -> Iterator[Way]:
    if answer.refused:
        return
    about = _about(asking, answer)
    yield from views.checklist(about, answer.read_as or answer.question.strip())
    if not about.place:
        yield from views.duties(about)
    if _TEACHES.search(answer.question):
        yield from views.training(about, answer.document or asking.regulation.key)


def _about(asking: Assistant, answer: Answer) -> _About:
    """What an answer is about; of several documents what the one that answers best says goes first."""
    heads = list(_heads(answer))
    for head in heads:
        if isinstance(head, PlaceHead):
            return _About(place=head.said[0])
    found: dict[ExpansionSource, Expansion] = {}
    for of_document in _parts(answer):
        for named in _named(asking, of_document):
            found.setdefault(named.source, named)
    matters = [head.matter for head in heads if isinstance(head, MatterHead)]
    bodies = [head.body for head in heads if isinstance(head, BodyHead)]
    unit, body, matter = (found.get(source) for source in ("unit", "body", "matter"))
    return _About(
        unit=unit.name if unit else "",
        body=body.found if body else "".join(bodies[:1]),
        matter="".join(matters[:1]) or (matter.name if matter else ""),
    )


def _heads(answer: Answer) -> Iterator[Parts]:
    for statement in answer.statements:
        parts = statement.parts
        yield from (
            parts.said if isinstance(parts, OfDocument) else () if parts is None else (parts,)
        )


def _parts(answer: Answer) -> list[Answer]:
    """What each document that speaks says, the best first."""
    if not answer.parts:
        return [answer]
    keys = dict.fromkeys((answer.document, *answer.speaking))
    return [answer.parts[key] for key in keys if key in answer.parts]


def _named(asking: Assistant, answer: Answer) -> Iterator[Expansion]:
    """What the question names and the provisions that are cited are of."""
    documents = {d.regulation.key: d for d in asking.documents}
    document = documents.get(answer.document) or asking.documents[0]
    subjects = find_subjects(document.index, answer.standalone_question, answer.expansions)
    names = {
        "body": {name for place in subjects.actors for name in place},
        "matter": set(subjects.matters),
        "unit": {e.name for e in answer.expansions if e.source == "unit"},
    }
    cited = {str(id_.of("")) for id_ in answer.cited}
    for one in answer.expansions:
        named = one.name in names.get(one.source, ()) and not ANYBODY.match(one.found)
        # A kind of place is named for its own sake: what binds it may bind every place.
        if named and (one.source == "unit" or not cited.isdisjoint(one.serves)):
            yield one
