"""What a document says of one thing that a question names, provision by provision, each in its own words.

A body of the register has the duties that it is charged with there; everything else is read out of the clause
records. What is its own comes first, and before what many share or what only a reference applies; then what
others must do about it, the penalties and the definitions. 项 of one series are told together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.answering.compose import lead_of
from assistant.answering.duty_answer import duty_line, is_common
from assistant.answering.parts import DutyLine, Listing, NamedLine
from assistant.answering.quoting import opening_of, short_citation
from assistant.answering.sources import Sources
from assistant.understanding.asked_names import AskedName
from corpus.clauses.naming import NamedPart, NamedProvision, provisions_naming
from corpus.clauses.records import ClauseEffect, PartySource
from corpus.register.records import ClauseKey, Duty
from corpus.text.provision import Leaf, ProvisionId, Regulation
from index.opened import Index

#: Characters of a clause that is told whole, of all clauses of a line, and of the words that lead in to a 项.
_WHOLE, _LINE, _LEAD = 64, 90, 44
#: Characters of a 项 up to which those of one series are told together.
_ITEM = 70
#: What a penalty is.
_SANCTION = re.compile(r"罚款|拘留|吊销|没收|处分")
#: Bearers from which on a clause is a common one: it says of all departments what it says of this one.
_MANY = 4


@dataclass(frozen=True, slots=True)
class TellingLine:
    """One provision, or the 项 of one series, and what it says of something.

    Attributes:
        ids: the provisions.
        line: their words.
        part: what part the thing has in them.
        effect: what the clause does.
        keys: the clauses.
        common: whether it is one clause for many bearers, or no more than an encouragement.
        applied: whether it binds the thing only because another provision refers to it.
        said: all words of the provisions with those that lead in to them, to look for a topic in.
    """

    ids: tuple[ProvisionId, ...]
    line: DutyLine | NamedLine | Listing
    part: NamedPart
    effect: ClauseEffect
    keys: frozenset[ClauseKey]
    common: bool
    applied: bool
    said: str


def lines_of(sources: Sources, name: AskedName) -> tuple[TellingLine, ...]:
    """Everything that a document says of a name, its own first, in printed order within a part.

    Each provision is a line of its own, see ``in_series``.
    """
    own = _by_register(sources, name.bodies) if name.bodies else []
    told = {i for line in own for i in line.ids}
    read = [
        _by_record(one, name, sources.regulation)
        for one in provisions_naming(sources.index.leaves, sources.index.records, name.pattern)
        # What a reviewed register does not charge a body with is not its duty.
        if one.leaf.id not in told and not (name.bodies and one.part is NamedPart.ACTS)
    ]
    return tuple(
        sorted((*own, *read), key=lambda x: (x.part, x.common, x.applied, x.ids[0].sort_key))
    )


def _by_register(sources: Sources, bodies: Iterable[str]) -> list[TellingLine]:
    """The duties that the register has for some bodies."""
    lookups, index = sources.lookups, sources.index
    bearers = Counter(duty.key for duty in lookups.register.duties)
    borne: dict[ProvisionId, list[Duty]] = {}
    own: set[ProvisionId] = set()
    for body in lookups.register.bodies:
        if body.name in bodies:
            found = lookups.actor(body)
            own.update(duty.provision for duty in found.own)
            for duty in found.borne:
                borne.setdefault(duty.provision, []).append(duty)
    return [
        TellingLine(
            (address,),
            duty_line(duties, index.regulation, by_reference=address not in own),
            NamedPart.ACTS,
            ClauseEffect.PROHIBITION if duties[0].modality == "不得" else ClauseEffect.DUTY,
            frozenset(duty.key for duty in duties),
            is_common(duties, bearers) or all(d.modality == "鼓励" for d in duties),
            address not in own,
            index.leaf(address).lead_in + index.leaf(address).text,
        )
        for address, duties in borne.items()
    ]


def _by_record(one: NamedProvision, name: AskedName, regulation: Regulation) -> TellingLine:
    leaf = one.leaf
    pieces, cut = _telling_words(one, name.pattern)
    unlabelled = (NamedPart.ACTS, NamedPart.IS_RUN, NamedPart.OTHER)
    label = "" if one.part in unlabelled else one.effect.value
    lead = () if one.part is NamedPart.DEFINED else lead_of(leaf.lead_in, _LEAD)
    return TellingLine(
        (leaf.id,),
        NamedLine(label, short_citation(leaf.id, regulation), (*lead, *pieces), cut),
        one.part,
        one.effect,
        frozenset(r.key for r in one.records),
        len(one.records[0].subjects) >= _MANY or one.records[0].modality == "鼓励",
        False,
        leaf.lead_in + leaf.text,
    )


def _telling_words(one: NamedProvision, name: re.Pattern[str]) -> tuple[tuple[str, ...], bool]:
    """The words of the clauses that tell, in pieces: those with the effect of the line first counted in."""
    pieces: list[tuple[int, str]] = []
    length = 0
    first, *others = sorted(one.records, key=lambda r: (r.effect is not one.effect, r.span))
    for record in (first, *sorted(others, key=lambda r: len(r.text))):
        words = _words(record.text, name)
        if pieces and length + len(words) > _LINE:
            continue
        own = [s.text for s in record.subjects if s.source is PartySource.OWN]
        if own and own[0] in record.text.partition(words)[0]:
            pieces.append((record.span[0], own[0]))  # who must, where the words begin further on
        # Under what condition, where the words begin after it.
        first_condition = record.conditions[0] if record.conditions else ""
        if (
            0 < len(first_condition) <= _WHOLE
            and first_condition in record.text.partition(words)[0]
        ):
            pieces.append((record.span[0] + record.text.find(first_condition), first_condition))
            length += len(first_condition)
        pieces.append((record.span[0] + record.text.find(words), words))
        length += len(words)
        if record.effect is ClauseEffect.PENALTY and not _SANCTION.search(words):
            parts = re.split(r"(?<=[，；。：:])", record.text.partition(words)[2])
            sanction = next((p.rstrip("，；。：:") for p in parts if _SANCTION.search(p)), "")
            if sanction:
                pieces.append((record.span[0] + record.text.rfind(sanction), sanction))
    text = one.leaf.text
    told = tuple(words for _, words in sorted(pieces))
    joined = [told[0]]
    for words in told[1:]:
        between = text[text.find(joined[-1]) + len(joined[-1]) : text.find(words)]
        if len(between) <= 1 and joined[-1] + between + words in text:
            joined[-1] += between + words
        else:
            joined.append(words)
    return tuple(joined), not text.rstrip("。；，：: .").endswith(joined[-1])


def _words(text: str, name: re.Pattern[str]) -> str:
    """A short clause whole; of a long one its beginning, or the parts from that on which names the thing."""
    whole = text.strip().rstrip("。；，、：:.")
    parts = re.split(r"(?<=[，；。：])", whole)
    at = next((i for i, part in enumerate(parts) if name.search(part)), 0)
    begin = 0 if len(whole) <= _WHOLE or len("".join(parts[: at + 1])) <= _WHOLE else at
    return opening_of("".join(parts[begin:]), _WHOLE)[0] if len(whole) > _WHOLE else whole


def in_series(index: Index, lines: Sequence[TellingLine]) -> Iterator[TellingLine]:
    """The same with 项 of one series, and what leads in to them, as one line each."""
    for (part, _, applied), group in groupby(lines, key=lambda x: _series_of(index, x)):
        some = list(group)
        items = [x for x in some if index.leaf(x.ids[0]).id.item]
        leaves = [index.leaf(x.ids[0]) for x in items]
        long = sum(len(x.text) for x in leaves) > _ITEM * len(leaves)
        if part is None or len(items) < 2 or applied or long:
            yield from some
            continue
        yield TellingLine(
            tuple(i for x in (*(x for x in some if x not in items), *items) for i in x.ids),
            _listing(leaves, index.regulation),
            part,
            _effect_of(some),
            frozenset(k for x in some for k in x.keys),
            all(x.common for x in some),
            False,
            "".join(x.said for x in some),
        )


def _series_of(index: Index, line: TellingLine) -> tuple[NamedPart | None, str, bool]:
    """The series that a line belongs to; one of its own for any other."""
    leaf = index.leaf(line.ids[0])
    introduced = leaf.id.item and not leaf.id.subitem and leaf.lead_in.endswith(("：", ":"))
    if introduced or leaf.is_lead_in:
        return line.part, str(leaf.id.holder if leaf.id.item else leaf.id), line.applied
    return None, str(leaf.id), line.applied


def _listing(leaves: Sequence[Leaf], regulation: Regulation) -> Listing:
    items = tuple((x.provision.label, x.text.strip().rstrip("。；;.")) for x in leaves)
    source = short_citation(leaves[0].id.holder, regulation)
    return Listing(source, lead_of(leaves[0].lead_in, _LINE), items)


def _effect_of(lines: Sequence[TellingLine]) -> ClauseEffect:
    effects = [x.effect for x in lines]
    return next((e for e in effects if e is ClauseEffect.PROHIBITION), effects[0])


def is_defined(lines: Sequence[TellingLine], name: AskedName) -> TellingLine | None:
    """The provision that defines a name itself; None for none."""
    words = "|".join(map(re.escape, name.words))
    itself = re.compile(rf"(?:本[^，。]{{1,6}}(?:所称|中的))?“?(?:{words})”?，?(?:是指|指|是)")
    defining = (x for x in lines if x.part is NamedPart.DEFINED)
    return next((x for x in defining if itself.match("".join(_pieces(x)))), None)


def _pieces(line: TellingLine) -> tuple[str, ...]:
    return line.line.pieces if isinstance(line.line, NamedLine) else ()
