"""From provisions to records: every leaf cut into clauses, every clause a record or no duty.

The subject of a clause is its own, else that of the clause before, else that of the lead-in. A
printed 应当 governs what follows it in the same provision up to the next subject; the lead-in's
(应当履行下列职责) governs its items. 不得, 必须, 可以 and 鼓励 govern their own clause only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.language.body_level import BodyLevel
from corpus.register.clauses import BodyNames, split_segments, split_sentences
from corpus.register.duties import (
    depends_on,
    matters_of,
    modality_of,
    no_duty_of,
    objects_of,
    opens_a_duty,
    role_of,
    times_of,
    trigger_of,
)
from corpus.register.overlay import ClauseCorrection, Further
from corpus.register.records import Duty, Matter, Modality, NoDuty, NoDutyReason
from corpus.text.provision import Leaf, Regulation


@dataclass(frozen=True, slots=True)
class _Piece:
    """A clause on the way to a record: what stands before its subject, and what after."""

    span: tuple[int, int]
    text: str
    actors: tuple[str, ...]
    before: str
    words: str


@dataclass(frozen=True, slots=True)
class _Context:
    """What a clause takes from the words before it."""

    actors: tuple[str, ...] = ()
    modality: Modality = "陈述"
    modal: str = ""


def extract(
    regulation: Regulation,
    names: BodyNames,
    matters: Sequence[Matter],
    corrections: Mapping[str, Sequence[ClauseCorrection]] | None = None,
) -> tuple[tuple[Duty, ...], tuple[NoDuty, ...]]:
    """All records and no-duty clauses, in printed order. Their spans together cover every leaf.

    Args:
        corrections: by short id of the leaf; the program alone without them.
    """
    duties: list[Duty] = []
    rest: list[NoDuty] = []
    for leaf in regulation.leaves():
        of_leaf = (corrections or {}).get(str(leaf.id), ())
        _read_leaf(leaf, names, matters, of_leaf, duties=duties, rest=rest)
    return tuple(duties), tuple(rest)


def _read_leaf(
    leaf: Leaf,
    names: BodyNames,
    matters: Sequence[Matter],
    corrections: Sequence[ClauseCorrection],
    *,
    duties: list[Duty],
    rest: list[NoDuty],
) -> None:
    lead = context = _of_lead_in(leaf, names)
    number = 1
    for start, end in cut_pieces(leaf.text, names, corrections):
        text = leaf.text[start:end]
        correction = next((c for c in corrections if text.startswith(c.opens)), ClauseCorrection())
        subject = names.subject(text)
        if actors := correction.actors or (subject.actors if subject else ()):
            governed = lead if set(actors) <= set(lead.actors) else _Context()
            context = replace(governed if subject else context, actors=actors)
        before = text[: subject.start] if subject else ""
        words = text[subject.end :] if subject else text
        piece = _Piece((start, end), text, context.actors, before, words)
        reason = no_duty_of(text) if correction.no_duty is None else correction.no_duty or None
        if reason is None and not context.actors:
            reason = NoDutyReason.NO_BODY
        if reason is not None:
            rest.append(NoDuty(leaf.id, piece.span, text, reason, matters_of(text, matters)))
            continue
        modality, modal = modality_of(piece.words)
        if subject and modality == "应当":
            context = _Context(context.actors, modality, modal)
        elif modality == "陈述":
            modality, modal = context.modality, context.modal
        records = _records(
            leaf,
            piece,
            names=names,
            matters=matters,
            modality=(modality, modal),
            correction=correction,
            number=number,
        )
        duties += records
        number += len(records)


def _of_lead_in(leaf: Leaf, names: BodyNames) -> _Context:
    subject = names.subject(leaf.lead_in) if leaf.lead_in else None
    if subject is None:
        return _Context()
    modality, modal = modality_of(leaf.lead_in[subject.end :])
    if not leaf.lead_in.endswith("：") or modality != "应当":
        return _Context(subject.actors)
    return _Context(subject.actors, modality, modal)


def _records(
    leaf: Leaf,
    piece: _Piece,
    *,
    names: BodyNames,
    matters: Sequence[Matter],
    modality: tuple[Modality, str],
    correction: ClauseCorrection,
    number: int,
) -> list[Duty]:
    """One record for each actor of a clause; nobody is acted upon by its own duty."""
    level = names.level(piece.actors[0])
    public = level.is_authority or level is BodyLevel.VILLAGE
    words = piece.words
    role = correction.role or role_of(words, public)
    found = [n for n in names.find(words) if n not in piece.actors]
    tagged = _tags(piece, matters, correction)
    times = times_of(words) if correction.recurrence is None else correction.recurrence
    trigger = trigger_of(piece.before) or trigger_of(words)
    if correction.trigger is not None:
        trigger = correction.trigger
    objects = objects_of(words, found) if correction.objects is None else correction.objects
    bound = [Further(actor, role) for actor in piece.actors] + list(correction.more)
    return [
        Duty(
            f"{leaf.id}#{number + n}",
            leaf.id,
            piece.span,
            piece.text,
            one.actor,
            names.level(one.actor),
            one.role,
            correction.modality or modality[0],
            correction.modal if correction.modality else modality[1],
            tagged if one.matters is None else one.matters,
            trigger,
            times,
            tuple(o for o in objects if o != one.actor),
            correction.note,
        )
        for n, one in enumerate(bound)
    ]


def _tags(
    piece: _Piece, matters: Sequence[Matter], correction: ClauseCorrection
) -> tuple[str, ...]:
    """Matters of a clause: by its words and by its actors' names (文物部门 and 文物)."""
    about = "\n".join((*piece.actors, piece.text))
    tagged = matters_of(about, matters) if correction.matters is None else correction.matters
    return tuple(dict.fromkeys((*tagged, *correction.also_matters)))


def cut_pieces(
    text: str, names: BodyNames, corrections: Sequence[ClauseCorrection] = ()
) -> list[tuple[int, int]]:
    """Spans of the clauses that become records of their own; together they are the text."""
    starts = {text.find(c.opens) for c in corrections if not c.join}
    joined = {text.find(c.opens) for c in corrections if c.join}
    cuts = {start for sentence in split_sentences(text) for start in _starts(text, sentence, names)}
    ordered = sorted(((cuts | starts) - joined - {-1}) | {0})
    return list(zip(ordered, [*ordered[1:], len(text)], strict=True))


def _starts(text: str, sentence: tuple[int, int], names: BodyNames) -> list[int]:
    """Where clauses begin within one sentence: where actor, role, modality or frequency changes."""
    starts = [sentence[0]]
    condition = sentence[0]  # where the condition begins that the next words stand under
    for start, end in split_segments(text, *sentence)[1:]:
        before, words = text[starts[-1] : start], text[start:end]
        subject = names.subject(text[starts[-1] : end])
        if _is_condition(before, names) or (subject and subject.end >= len(before)):
            continue
        if _is_condition(words, names):
            condition = start
            continue
        if no_duty_of(words) is NoDutyReason.LEAD_IN or _begins(before, words, names):
            starts.append(condition if condition > starts[-1] else start)
    return starts


def _begins(before: str, words: str, names: BodyNames) -> bool:
    if names.subject(words):
        return True
    return opens_a_duty(words) and not depends_on(before, words) and _differs(before, words, names)


def _is_condition(words: str, names: BodyNames) -> bool:
    """Whether a clause has come no further than its subject, a condition or a connective."""
    subject = names.subject(words)
    body = words[subject.end :] if subject else words
    bare = body.rstrip("，").removeprefix("并").removeprefix("负责")
    return trigger_of(body) == bare or bare in ("", "其中", "同时")


def _differs(before: str, words: str, names: BodyNames) -> bool:
    subject = names.subject(before)
    body = before[subject.end :] if subject else before
    modality = modality_of(words)[0]
    if modality not in ("陈述", "应当") and (
        modality == "不得" or modality != modality_of(body)[0]
    ):
        return True
    return role_of(body) != role_of(words) or _often(body) != _often(words)


def _often(words: str) -> tuple[str, ...]:
    return tuple(t.unit for t in times_of(words) if t.kind == "frequency")
