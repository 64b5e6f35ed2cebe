"""Documents that are held and were not asked: a question that names one is told so.

With some documents chosen, the others are strictly left out. What is asked of one of those is refused as
another instrument's, and never called not collected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answering.answer import Answer, Refusal
from assistant.answering.parts import Elsewhere, HeldUnasked, RefusalSaid
from assistant.answering.statement import Statement, StatementKind
from assistant.library.named import find_titles
from assistant.understanding.elsewhere import find_instruments
from corpus.language.places import PLACES
from corpus.text.provision import Regulation
from index.library import Library, is_titled
from index.manifest import ListedDocument

#: Refusals and answers that are another's where the question is put to a document that was not asked.
_NOT_THEIRS = ("other_instrument", "not_stated", "not_found", "off_topic", "false_premise", None)
#: Provisions that are shown as the nearest.
_NEAREST = 3
#: Right before a name: what is asked stands in it. 违反消防法 and 提到消防法 ask nothing of it.
_LOOKED_UP = re.compile(
    r"(?:^|[，,。；;？?！!：: ]|请问|那么?|根据|按照?|依据|依照|参照|对照|想知道|关于|在|看看?|查查?|问问?)《?(?:现行的?)?$"
)
#: Right after one.
_SAYS = re.compile(
    r"》?(?:里|中|上(?!述)|第|对|(?:的?规定|是?怎么|是?如何|咋|有没有|什么时候|何时|哪年|几时|呢|说|写|讲|要求|有什么|有哪些)(?!的)|[，,：:])"
)
_FOUNDED = re.compile(r"》?(?:的?(?:规定|要求))?(?:制定|以外|之外)")


def answered_beside(
    answer: Answer, question: str, library: Library, asked: Sequence[Regulation]
) -> Answer:
    """An answer that says of documents which it was not to use that they are held.

    Args:
        answer: of the documents that were asked.
        question: cleaned.
        library: those documents, with the manifest of the whole library.
        asked: the same documents.
    """
    named = dict(_named(question, list_unasked(library), library))
    if not named:
        return answer
    told = HeldUnasked(tuple((d.title, d.key) for d in dict.fromkeys(named.values())))
    reason = answer.refusal.reason if answer.refusal else None
    content = any(_is_content(question, span) for span in named)
    if content and reason in _NOT_THEIRS and not _names_asked(question, asked):
        return _refused(answer, told, asked)
    statements = tuple(_corrected(s, told) for s in answer.statements)
    return answer if statements == answer.statements else replace(answer, statements=statements)


def held_unasked_of(instrument: str, library: Library) -> tuple[tuple[str, str], ...]:
    """Title and key of the documents that a name means and that are held and were not asked."""
    found = dict.fromkeys(d for _, d in _named(f"《{instrument}》", list_unasked(library), library))
    return tuple((d.title, d.key) for d in found) if instrument else ()


def list_unasked(library: Library) -> list[ListedDocument]:
    """The current documents that are left out, with none of their versions asked."""
    if library.is_part:
        return []  # all of them were asked: what this one was put to are the likeliest
    listed = library.manifest.documents if library.manifest else ()
    bases = {d.base for d in listed if d.key in library.keys}
    return [d for d in listed if d.is_current and d.base not in bases]


def _named(
    question: str, unasked: Sequence[ListedDocument], library: Library
) -> Iterator[tuple[tuple[int, int], ListedDocument]]:
    """Places that name such a document by its title or key, or by the end of its title only."""
    if not unasked:
        return
    by_key = {d.key: d for d in unasked}
    for span, key in find_titles(question, [(d.key, d.title) for d in unasked]):
        yield span, by_key[key]
    listed = library.manifest.documents if library.manifest else ()
    for span, name in find_instruments(question):
        owners = [d for d in listed if d.is_current and _ends(d, name)]
        if len(owners) == 1 and owners[0] in unasked:
            yield span, owners[0]


def _ends(listed: ListedDocument, name: str) -> bool:
    """Whether a name is the title of a document or the end of it, and of no other place."""
    if any(place in name and place not in listed.title for place in PLACES):
        return False
    bare = name.rpartition("的")[2] or name  # 北京的消防条例
    return is_titled(bare, listed.title, listed.key) or (
        len(bare) > 2 and listed.title.endswith(bare)
    )


def _is_content(question: str, span: tuple[int, int]) -> bool:
    """Whether a question asks what stands in the document that is named there."""
    before, after = question[: span[0]], question[span[1] :]
    if _FOUNDED.match(after):
        return False
    return bool(_SAYS.match(after) or (_LOOKED_UP.search(before) and before.strip("《 ")))


def _names_asked(question: str, asked: Sequence[Regulation]) -> bool:
    names = [(r.key, r.title) for r in asked]
    kinds = (r.kind for r in asked if len(r.kind) > 1)
    titled = any(True for _ in find_titles(question, names))
    return titled or any(re.search(rf"(?<![\u4e00-\u9fff]){kind}", question) for kind in kinds)


def _refused(answer: Answer, told: HeldUnasked, asked: Sequence[Regulation]) -> Answer:
    """What others were asked of is no answer; what was found is shown as near it."""
    shown = answer.cited or tuple(q.id for q in answer.quotes)
    nearest = shown[:_NEAREST]
    said = RefusalSaid("other_instrument", tuple(r.title for r in asked), told)
    return replace(
        answer,
        statements=(Statement(StatementKind.CONCLUSION, said, nearest),),
        cited=(),
        quotes=tuple(q for q in answer.quotes if q.id in nearest),
        refusal=Refusal("other_instrument", nearest),
        complete=False,
        speaking=(),
    )


def _corrected(statement: Statement, told: HeldUnasked) -> Statement:
    """「不在收录范围内」 of a document that is held, put right."""
    said = statement.parts
    if not isinstance(said, RefusalSaid) or not isinstance(said.detail, Elsewhere):
        return statement
    if not any(_is_meant(said.detail.instrument, title, key) for title, key in told.documents):
        return statement
    return replace(statement, parts=replace(said, detail=told))


def _is_meant(instrument: str, title: str, key: str) -> bool:
    bare = instrument.strip("《》")
    return title.endswith(bare) or key in bare or title in bare
