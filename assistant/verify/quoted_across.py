"""Quotations of a text that speaks of several documents: whose words they are, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.verify.attribution import NamedDocument
from assistant.verify.parts import documents_of
from assistant.verify.pasted import judge_quotation
from assistant.verify.proposing import words_of
from assistant.verify.quoted_from import quoted_from
from assistant.verify.sentences import PastedSentence, ids_of
from assistant.verify.several import LibraryVerifier, of_document, place_of
from assistant.verify.texts import find_passages
from assistant.verify.verdict import PastedFinding
from corpus.citing.follow import Addressed
from corpus.text.provision import ProvisionId

Span = tuple[int, int]


def judge_quotations(
    library: LibraryVerifier, part: PastedSentence, named: Sequence[NamedDocument], meant: str
) -> Iterator[PastedFinding]:
    """A finding on each quotation of a part of a sentence.

    Args:
        named: the documents that it names.
        meant: key of the document that is spoken of where it names none.
    """
    for a, b in find_passages(part.text):
        quoted, span = part.text[a:b], (part.start + a, part.start + b)
        if another := quoted_from(part.text[:a], part.cited, library.regulations):
            yield _of_another(library, quoted, span, another)
        elif cited := _attributed(part, a, named):
            yield _of_cited(library, quoted, span, cited)
        else:
            yield _of_any(library, quoted, span, meant)


def _attributed(
    part: PastedSentence, at: int, named: Sequence[NamedDocument]
) -> dict[str, tuple[ProvisionId, ...]]:
    """Key of each document that a quotation is said to be of → the provisions, none for the whole."""
    titled = [n for n in named if n.speaks and n.span[1] <= at]
    last = max((x.citation.span[1] for x in part.labels if x.citation.span[1] <= at), default=-1)
    if titled and (titled[-1].span[0] >= last or not part.cited):
        return {titled[-1].key: ()}
    return {key: ids_of(_of(key, part.cited)) for key in documents_of(part.cited)}


def _of(key: str, labels: Sequence[Addressed]) -> list[Addressed]:
    return [x for x in labels if x.document == key]


def _of_another(library: LibraryVerifier, quoted: str, span: Span, another: str) -> PastedFinding:
    """A quotation of an instrument that is not held."""
    held = _holding(library, quoted, library.keys)
    places = "、".join(place_of(ids, library.regulation(key)) for key, ids in held.items())
    here = f"；{places}里有同样的字句" if held else ""
    ids = tuple(i.of(key) for key, found in held.items() for i in found)
    reason = f"注明的出处{another}{library.unasked.why(another)}，无从核对{here}"
    return PastedFinding(
        "引文",
        span,
        quoted,
        "未核对",
        reason,
        (),
        ids,
        document=next(iter(held), ""),
        why="依据的文件没有收录，或没有选来核对",
    )


def _holding(
    library: LibraryVerifier, quoted: str, keys: Sequence[str]
) -> dict[str, tuple[ProvisionId, ...]]:
    """Key of each document that prints a passage → the provisions."""
    found = {key: library.find(quoted, key) for key in keys}
    return {key: ids for key, ids in found.items() if ids}


def _of_cited(
    library: LibraryVerifier,
    quoted: str,
    span: Span,
    cited: dict[str, tuple[ProvisionId, ...]],
) -> PastedFinding:
    """A quotation that is said to be of some documents."""
    held = _holding(library, quoted, library.keys)
    own = [key for key in cited if key in held] or [k for k in cited if not held]
    if own:
        judged = [
            of_document(
                judge_quotation(library.of(k), quoted, span, cited[k]), library.regulation(k)
            )
            for k in own
        ]
        return next((f for f in judged if f.state != "改用原文"), judged[0])
    marks = "、".join(place_of((), library.regulation(key)) for key in cited)
    places = "、".join(place_of(ids, library.regulation(key)) for key, ids in held.items())
    reason = f"不是所引{marks}的字句；原文在{places}"
    ids = tuple(i.of(key) for key, found in held.items() for i in found)
    key = next(iter(held))
    original, right = words_of(library.of(key), held[key][:1]), ids[:1]
    return PastedFinding(
        "引文", span, quoted, "改用原文", reason, (quoted,), ids, original, key, right
    )


def _of_any(library: LibraryVerifier, quoted: str, span: Span, meant: str) -> PastedFinding:
    """A quotation without a source."""
    order = (meant, *(k for k in library.keys if k != meant))
    held = _holding(library, quoted, order)
    if held:
        key, *others = held
        judged = judge_quotation(library.of(key), quoted, span, ())
        return also_in(of_document(judged, library.regulation(key)), others, held, library)
    shares = {k: library.of(k).nearest_shares(quoted) for k in order}
    near = [k for k in order if shares[k]]
    if not near:
        reason = "收录的文件都没有这句话"
        return PastedFinding("引文", span, quoted, "改用原文", reason, (quoted,))
    best = max(near, key=lambda k: shares[k][0][0])
    return of_document(
        judge_quotation(library.of(best), quoted, span, ()), library.regulation(best)
    )


def also_in(
    finding: PastedFinding,
    others: Sequence[str],
    held: dict[str, tuple[ProvisionId, ...]],
    library: LibraryVerifier,
) -> PastedFinding:
    """A finding on words that other documents print as well, which it then names."""
    if not others:
        return finding
    places = "、".join(place_of(held[key], library.regulation(key)) for key in others)
    ids = (*finding.ids, *(i.of(key) for key in others for i in held[key]))
    return replace(finding, reason=f"{finding.reason}；{places}也有同样的字句", ids=ids)
