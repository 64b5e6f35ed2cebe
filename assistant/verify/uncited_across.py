"""A sentence that names no provision, beside several documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.verify.absent import find_absent_parts
from assistant.verify.attribution import OWN, NamedDocument, after_name, find_named, in_own_words
from assistant.verify.facts import correct_status, find_false_status
from assistant.verify.force import find_false_force
from assistant.verify.pasted import SAME_MATTER, distance, judge_near, judge_verbatim, nothing_near
from assistant.verify.proposing import words_of
from assistant.verify.quoted_across import also_in
from assistant.verify.sentences import PastedSentence
from assistant.verify.several import LibraryVerifier, of_document, place_of
from assistant.verify.texts import PASSAGE, flat, split_segments
from assistant.verify.verdict import PastedFinding
from assistant.verify.verifier import NEAR_EQUAL
from corpus.text.provision import ProvisionId

#: Near equals that a sentence is compared with.
_MOST_NEAR = 3
_OTHER = "别的文件"
_PIECE = re.compile(r"[^，。；;！？\n]+")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a sentence that speaks of a document.

    Attributes:
        text: verbatim.
        key: of the document.
        own: the same with 本文件 for its name.
    """

    text: str
    key: str
    own: str


def judge_uncited(
    library: LibraryVerifier, sentence: PastedSentence, named: Sequence[NamedDocument], meant: str
) -> PastedFinding:
    """A finding on a sentence: a known fact, verbatim, contradicting the nearest, or unchecked.

    Args:
        named: the documents that it names.
        meant: key of the document that is spoken of where it names none.
    """
    speaking = [n for n in named if n.speaks]
    return (
        _fact(library, sentence, named, meant)
        or _verbatim(library, sentence, speaking, meant)
        or _near(library, sentence, speaking, meant)
    )


# --- what is known of a document ------------------------------------------------------------------


def _fact(
    library: LibraryVerifier, sentence: PastedSentence, named: Sequence[NamedDocument], meant: str
) -> PastedFinding | None:
    """Whether a sentence is on the documents themselves: their status, or what they do not state."""
    pieces = list(_pieces(library, sentence.text, meant))
    for piece in pieces:
        regulation = library.regulation(piece.key)
        said = flat(piece.own)
        if wrong := find_false_force(said, regulation) or find_false_status(said, regulation):
            words = tuple(w if w in sentence.text else piece.text for w in wrong)
            reason = f"状态：{correct_status(regulation)}"
            finding = PastedFinding("语句", sentence.span, sentence.text, "改用原文", reason, words)
            return of_document(finding, regulation)
    keys = tuple(dict.fromkeys(p.key for p in pieces))
    if not named and find_absent_parts(split_segments(flat(sentence.text))):
        keys = library.keys  # 没有规定 is said of all
        own = dict.fromkeys(keys, sentence.text)
    else:
        own = {key: "，".join(p.own for p in pieces if p.key == key) for key in keys}
    verdicts = [library.of(key).verify(said, ()) for key, said in own.items()]
    if not verdicts or any(v.state != "已核对" for v in verdicts):
        return None
    places = "、".join(place_of((), library.regulation(key)) for key in own)
    reason, key = f"与{places}全文相符", next(iter(own))
    return PastedFinding("语句", sentence.span, sentence.text, "已核对", reason, document=key)


def _pieces(library: LibraryVerifier, text: str, meant: str) -> Iterator[_Piece]:
    """The pieces between stops, each for the documents that it names, or the piece before it."""
    keys: tuple[str, ...] = (meant,)
    for match in _PIECE.finditer(text):
        named = find_named(match.group(), library.regulations, meant)
        keys = tuple(dict.fromkeys(n.key for n in named)) or keys
        for key in keys:
            own = in_own_words(match.group(), named, key)
            yield _Piece(match.group(), key, _alone(own, library, key))


def _alone(said: str, library: LibraryVerifier, key: str) -> str:
    """A piece that says one thing of several documents, as said of one: 消防法和条例都…."""
    others = find_named(said, library.regulations, key)
    for place in reversed(others):
        said = said[: place.span[0]] + _OTHER + said[place.span[1] :]
    return re.sub(rf"(?:{_OTHER}[和与、及]+)*{OWN}(?:[和与、及]+{_OTHER})*", OWN, said)


# --- printed, or near what is printed -------------------------------------------------------------


def _verbatim(
    library: LibraryVerifier,
    sentence: PastedSentence,
    speaking: Sequence[NamedDocument],
    meant: str,
) -> PastedFinding | None:
    """A sentence that some document prints; None where none does."""
    said = after_name(sentence.text, speaking[-1]) if speaking else sentence.text
    if len(flat(said)) < PASSAGE:
        return None
    order = _order(library, speaking, meant)
    found = {key: library.find(said, key) for key in order}
    held = {key: ids for key, ids in found.items() if ids}
    if not held:
        return None
    wanted = {n.key for n in speaking}
    own = [key for key in held if not wanted or key in wanted]
    if not own:
        marks = "、".join(place_of((), library.regulation(key)) for key in sorted(wanted))
        places = "、".join(place_of(ids, library.regulation(key)) for key, ids in held.items())
        ids = tuple(i.of(key) for key, found in held.items() for i in found)
        reason = f"不是{marks}的字句；原文在{places}"
        return PastedFinding(
            "语句",
            sentence.span,
            sentence.text,
            "改用原文",
            reason,
            (said,),
            ids,
            words_of(library.of(ids[0].document), (ids[0].of(""),)),
            next(iter(held)),
            ids[:1],
        )
    judged = {key: judge_verbatim(library.of(key), said, sentence.span, held[key]) for key in own}
    first = next((key for key in own if judged[key].state == "已核对"), own[0])
    finding = of_document(judged[first], library.regulation(first))
    others = [key for key in own if key != first]
    return also_in(finding, others, held, library)


def _order(
    library: LibraryVerifier, speaking: Sequence[NamedDocument], meant: str
) -> tuple[str, ...]:
    """All documents: those that are said to speak first, then the one that is meant."""
    return tuple(dict.fromkeys((*(n.key for n in speaking), meant, *library.keys)))


def _near(
    library: LibraryVerifier,
    sentence: PastedSentence,
    speaking: Sequence[NamedDocument],
    meant: str,
) -> PastedFinding:
    """A sentence beside the provisions of all documents that it comes nearest to."""
    wanted = tuple(dict.fromkeys(n.key for n in speaking))
    near = _nearest(library, sentence.text, wanted or _order(library, (), meant))
    if not near:
        return _nothing(library, sentence, wanted)
    judged = [
        (distance(verdict), key, finding)
        for key, ids in near.items()
        for verdict, finding in [judge_near(library.of(key), sentence.text, sentence.span, ids)]
    ]
    _, key, finding = min(judged, key=lambda found: found[0])
    return of_document(finding, library.regulation(key))


def _nearest(
    library: LibraryVerifier, text: str, keys: Sequence[str]
) -> dict[str, tuple[ProvisionId, ...]]:
    """Key of a document → its provisions that a text comes nearest to, near equals of the best."""
    shares = [
        (share, key, id_)
        for key in keys
        for share, id_ in library.of(key).nearest_shares(text, (), SAME_MATTER)
    ]
    best = max((share for share, _, _ in shares), default=0.0)
    kept = sorted(shares, key=lambda found: -found[0])[:_MOST_NEAR]
    found: dict[str, tuple[ProvisionId, ...]] = {}
    for share, key, id_ in kept:
        if share >= NEAR_EQUAL * best:
            found[key] = (*found.get(key, ()), id_)
    return found


def _nothing(
    library: LibraryVerifier, sentence: PastedSentence, wanted: Sequence[str]
) -> PastedFinding:
    """That nothing comes near a sentence in the documents that it names, and what does elsewhere."""
    if not wanted:
        return nothing_near(sentence)
    marks = "、".join(place_of((), library.regulation(key)) for key in wanted)
    others = _nearest(library, sentence.text, [k for k in library.keys if k not in wanted])
    places = "、".join(place_of(ids, library.regulation(key)) for key, ids in others.items())
    also = f"；最接近的是{places}" if places else ""
    ids = tuple(i.of(key) for key, found in others.items() for i in found)
    reason = f"没有注明条款，{marks}也没有相近的规定{also}"
    return PastedFinding(
        "语句",
        sentence.span,
        sentence.text,
        "未核对",
        reason,
        (),
        ids,
        document=wanted[0],
        why="没有相近的规定",
    )
