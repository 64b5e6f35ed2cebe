"""A sentence that cites provisions of one document, or of several together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.verify.attribution import NamedDocument, in_own_words
from assistant.verify.facts import correct_status
from assistant.verify.force import find_false_force, says_by_law
from assistant.verify.labels import remove_labels
from assistant.verify.parts import documents_of
from assistant.verify.pasted import cites_nothing_held, place_unread, verdict_finding
from assistant.verify.proposing import with_right_place, words_of
from assistant.verify.sentences import PastedSentence, ids_of
from assistant.verify.several import LibraryVerifier, of_document, place_of
from assistant.verify.verdict import (
    PastedFinding,
    Problem,
    ProblemKind,
    Verdict,
    Why,
    offences,
)
from corpus.citing.follow import Addressed
from corpus.text.provision import ProvisionId

#: Share of a sentence that the provisions of a document must hold to have a part in it.
_TAKES_PART = 0.25
_ONLY_CITES: Why = "只有条款号，没有说法"


def judge_cited(
    library: LibraryVerifier, part: PastedSentence, named: Sequence[NamedDocument], meant: str
) -> PastedFinding | None:
    """A finding on a part of a sentence that cites provisions; None for one that only cites chapters.

    Args:
        named: the documents that it names.
        meant: key of the document that is spoken of where it names none.
    """
    cited = {key: ids_of(_of(key, part.cited)) for key in documents_of(part.cited)}
    cited = {key: ids for key, ids in cited.items() if ids}
    if not cited:
        unread = cites_nothing_held(part, library.unasked)
        if unread is None:
            return None
        keys = documents_of(part.cited) or (meant,)
        owned = any(x.document for x in part.cited)
        told = of_document(unread, library.regulation(keys[0])) if owned else unread
        return place_unread(told, part, library.verifiers, library.tell)
    verdicts = {key: _verdict(library, part, named, key, ids) for key, ids in cited.items()}
    if len(verdicts) == 1:
        ((key, verdict),) = verdicts.items()
        finding = of_document(verdict_finding(part.span, verdict), library.regulation(key))
        return with_right_place(finding, part, verdict, library.verifiers, library.tell)
    return _together(library, part, verdicts)


def _of(key: str, labels: Sequence[Addressed]) -> list[Addressed]:
    return [x for x in labels if x.document == key]


def _verdict(
    library: LibraryVerifier,
    part: PastedSentence,
    named: Sequence[NamedDocument],
    key: str,
    ids: tuple[ProvisionId, ...],
) -> Verdict:
    """What one document says of a part: its provisions, and whether it is called what it is."""
    verifier, regulation = library.of(key), library.regulation(key)
    labels = [x if x.document == key else replace(x, belonging="other") for x in part.labels]
    verdict = verifier.verify(part.text, ids, labels=labels)
    own = in_own_words(part.text, named, key)
    wrong = (
        *find_false_force(own, regulation),
        *says_by_law(part.text, verifier.ground(ids).text, regulation),
    )
    if not wrong or any(p.kind is ProblemKind.STATUS for p in verdict.problems):
        return verdict
    words = tuple(w if w in part.text else part.text for w in wrong)
    problem = Problem(ProblemKind.STATUS, correct_status(regulation), words)
    problems = (*verdict.problems, problem)
    return replace(
        verdict,
        state="改用原文",
        reason=offences(problems),
        offending=tuple(dict.fromkeys((*verdict.offending, *words))),
        problems=problems,
    )


def _together(
    library: LibraryVerifier, part: PastedSentence, verdicts: Mapping[str, Verdict]
) -> PastedFinding:
    """A part that cites several documents at once: what one does not bear out another must.

    A document whose provisions say nothing of the kind has no part in it, and all that is wrong with
    the sentence by it stays wrong.
    """
    wrong = {
        key: [
            p
            for p in verdict.problems
            if _stays(p, key, verdicts) or not _takes_part(library, part, verdict, key)
        ]
        for key, verdict in verdicts.items()
    }
    ids = tuple(i.of(key) for key, verdict in verdicts.items() for i in verdict.ids)
    places = "、".join(place_of(v.ids, library.regulation(k)) for k, v in verdicts.items())
    first = next(iter(verdicts))
    if all(v.state == "未核对" for v in verdicts.values()):
        reason, why = f"{places}：{verdicts[first].reason}", _ONLY_CITES
        return PastedFinding(
            "语句", part.span, part.text, "未核对", reason, (), ids, document=first, why=why
        )
    if not any(wrong.values()):
        reason = f"与{places}一致"
        return PastedFinding(
            "语句", part.span, part.text, "已核对", reason, (), ids, document=first
        )
    told = [
        f"{place_of((), library.regulation(k))}：{offences(found)}"
        for k, found in wrong.items()
        if found
    ]
    words = tuple(dict.fromkeys(w for found in wrong.values() for p in found for w in p.words))
    original = "\n".join(
        f"{place_of((i,), library.regulation(key))}：{words_of(library.of(key), (i,))}"
        for key, verdict in verdicts.items()
        if wrong[key]
        for i in verdict.ids
    )
    reason = "；".join(told)
    document = next(key for key, found in wrong.items() if found)
    right = tuple(i for i in ids if wrong[i.document])
    return PastedFinding(
        "语句", part.span, part.text, "改用原文", reason, words, ids, original, document, right
    )


def _stays(problem: Problem, key: str, verdicts: Mapping[str, Verdict]) -> bool:
    """Whether no other document bears out what one does not."""
    if problem.kind in (ProblemKind.CITATION, ProblemKind.STATUS):
        return True
    others = (v for k, v in verdicts.items() if k != key)
    return all(any(_alike(problem, p) for p in other.problems) for other in others)


def _alike(one: Problem, other: Problem) -> bool:
    """Whether two problems are of the same words of a sentence."""
    if not one.words or not other.words:
        return one.kind is other.kind
    return any(a in b or b in a for a in one.words for b in other.words)


def _takes_part(library: LibraryVerifier, part: PastedSentence, verdict: Verdict, key: str) -> bool:
    said = remove_labels(part.text, part.labels)
    return bool(library.of(key).nearest_shares(said, verdict.ids, _TAKES_PART))
