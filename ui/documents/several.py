"""Documents of several regulations as one: what is in force first, each with its title and status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.answering.quoting import source_of, status_notices
from corpus.text.authority import authority
from corpus.text.provision import Regulation
from ui.documents.document import Document, Part


def join_parts(
    asked: str,
    parts: Sequence[Part],
    silent: Sequence[tuple[Regulation, str]],
    date: str,
    *,
    nothing: str,
) -> Document:
    """One document of the parts, in the order of authority.

    Args:
        asked: what it is about, the beginning of its title.
        parts: of the regulations that have something to say.
        silent: those that have not, each with a sentence on why.
        date: ISO date that the document bears.
        nothing: Chinese, the rest of the title where no regulation says anything.
    """
    spoken = sorted(parts, key=lambda part: authority(part.regulation))
    quiet = sorted(silent, key=lambda pair: authority(pair[0]))
    about = [part.regulation for part in spoken] or [regulation for regulation, _ in quiet]
    title = f"{asked}：{_count(about)}" if spoken else f"{asked}：{nothing}"
    return Document(
        title,
        status_notices(about, among=len(parts) + len(silent)),
        "、".join(map(source_of, about)),
        date,
        tuple(f"《{regulation.title}》：{why}" for regulation, why in quiet),
        (),
        name=asked,
        parts=tuple(spoken),
    )


def _count(regulations: Sequence[Regulation]) -> str:
    """见 3 部文件（现行有效 2 部、征求意见稿 1 部）."""
    by_status = Counter(r.status for r in regulations)
    split = "、".join(f"{status} {count} 部" for status, count in by_status.items())
    return f"见 {len(regulations)} 部文件（{split}）"
