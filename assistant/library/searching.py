"""A query → the provisions of a library that it names, or those that retrieval finds beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.searching import ADDRESSED, Found, search
from assistant.answering.sources import Sources
from assistant.library.named import Naming, find_namings, text_for
from assistant.library.unasked import held_unasked_of
from assistant.rendering.addresses import held_unasked, why_not
from assistant.understanding.question import clean
from assistant.understanding.understood import Understood, understand
from corpus.citing.follow import Addressed
from corpus.citing.written import find_citations
from corpus.language.examples import for_example
from corpus.language.places import PLACES, without_own_districts
from index.across import rank_across
from index.library import Library
from index.retrieve import Hit, Mode


def search_documents(
    library: Library,
    documents: Sequence[Sources],
    query: str,
    k: int,
    *,
    mode: Mode = "hybrid",
) -> Found:
    """The provisions for a query in all documents, or in those that it names.

    An address leads into the document that it names, one that names none into the first; beyond it
    retrieval is asked only for the words that are not address. Of several documents the ids name
    theirs.

    Args:
        library: the documents, opened.
        documents: the sources of each, in the same order.
        query: as typed.
        k: at most so many.
        mode: of retrieval.

    Raises:
        FiredutyError: the query is empty or too long.
    """
    first = documents[0]
    if len(documents) == 1:
        found = search(first.index, query, k, first.examples, mode=mode)
        unanswered = found.asked.cites.unanswered if found.asked.cites else ()
        said = tuple(_why_not(a, first, (), library) for a in unanswered)
        return replace(found, told=said)
    query = clean(query, for_example(first.examples.greeting[:1]))
    meant, titles = first.regulation.key, [d.regulation.title for d in documents]
    regulations = [d.regulation for d in documents]
    namings = find_namings(query, regulations, meant, by_name=library.is_part)
    named = [d for d in documents if d.regulation.key in {n.key for n in namings}]
    read = [(d, _understand(d, query, namings)) for d in named or (first,)]
    addressed, told = [], [] if not _leaves_open(query) else [_meant(first)]
    for document, asked in read:
        if asked.cites is None:
            continue
        addressed += [leaf.id.of(document.regulation.key) for leaf in asked.cites.leaves]
        told += [_why_not(a, document, titles, library) for a in asked.cites.unanswered]
    told = [sentence for sentence in told if sentence]
    hits = [Hit(id_, 1.0, {ADDRESSED: 1.0}) for id_ in addressed]
    asked = read[0][1]
    if _says_more(read, found=bool(hits)):
        among = {d.regulation.key for d in (named if namings else documents)}
        hits += _ranked(library, asked.text, among, mode, skip=set(addressed))
    return Found(asked, tuple(hits[:k]), tuple(dict.fromkeys(told)))


def _understand(document: Sources, query: str, namings: Sequence[Naming]) -> Understood:
    """The query as one document is asked it."""
    own = text_for(query, document.regulation.key, namings)
    return understand(document.index, without_own_districts(own, document.regulation.title))


def _why_not(
    addressed: Addressed, document: Sources, titles: Sequence[str], library: Library
) -> str:
    """What is wrong with an address; of a document that is held and was not asked that it is."""
    held = held_unasked_of(addressed.citation.instrument, library)
    if addressed.belonging == "other" and held:
        names = titles or (document.regulation.title,)
        return held_unasked(held, "".join(f"《{title}》" for title in names))
    return why_not(addressed, document.regulation, titles)


def _leaves_open(query: str) -> bool:
    """Whether an address stands in the query that does not say of which document it is."""
    return any(not c.instrument for c in find_citations(query, typed=True, places=PLACES))


def _meant(first: Sources) -> str:
    return f"没有写明是哪部法规的条号，查的是《{first.regulation.title}》。"


def _says_more(read: Sequence[tuple[Sources, Understood]], *, found: bool) -> bool:
    """Whether retrieval is asked as well: there are words beyond the addresses, or no address."""
    cites = [asked.cites for _, asked in read if asked.cites is not None]
    if not cites:
        return True
    return any(c.rest for c in cites) and (found or not any(c.unanswered for c in cites))


def _ranked(
    library: Library, text: str, among: set[str], mode: Mode, skip: set[object]
) -> list[Hit]:
    every = rank_across(library, text, len(library.leaves), mode=mode)
    return [h for h in every.hits if h.id.document in among and h.id not in skip]
