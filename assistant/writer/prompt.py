"""The prompt file → messages. Provisions and question stand in fences that they cannot close."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from assistant.answering.statement import Quote
from assistant.settings import Style

_FILE = Path(__file__).parent.parent / "prompts" / "answer-v2.md"
_STYLES: Mapping[Style, str] = {"plain": "语体：白话", "statute": "语体：条文"}
_PLACE = re.compile(r"\{\{(条文|问题)\}\}")
#: Angle brackets of the data become full-width ones, so that no data can open or close a fence.
_NO_TAGS = str.maketrans("<>", "＜＞")

#: (role, text) pairs, system first.
Messages = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Prompt:
    """One version of the prompt.

    Attributes:
        version: file name and digest of its content, ``answer-v2+1a2b3c4d``.
        parts: second-level heading → text below it.
    """

    version: str
    parts: Mapping[str, str]

    def messages(
        self,
        question: str,
        quotes: Sequence[Quote],
        style: Style,
        marks: Mapping[str, str] = MappingProxyType({}),
    ) -> Messages:
        """System and user message for one question and the provisions that may be used.

        Args:
            question: standing alone.
            quotes: the provisions.
            style: how the model is to speak.
            marks: key of each document → its name and status, where the provisions are of several.
        """
        fenced = (_fenced(q, marks.get(q.id.document, "")) for q in quotes)
        data = {"条文": "\n\n".join(fenced), "问题": question.translate(_NO_TAGS)}
        # One pass: a placeholder inside the data stays as it is.
        user = _PLACE.sub(lambda m: data[m.group(1)], self.parts["消息"])
        return (("system", self.system(style, several=bool(marks))), ("user", user))

    def system(self, style: Style, *, several: bool = False) -> str:
        """The system message; ``several``: for provisions of several documents."""
        headings = ("系统", *(["几部文件"] if several else []), _STYLES[style])
        return "\n\n".join(self.parts[heading] for heading in headings)


def _fenced(quote: Quote, mark: str) -> str:
    words = "\n".join(filter(None, (quote.lead_in, quote.text))).translate(_NO_TAGS)
    document = f' document="{mark.translate(_NO_TAGS)}"' if mark else ""
    return f'<provision id="{quote.id}"{document}>\n{words}\n</provision>'


@lru_cache(maxsize=1)
def load_prompt() -> Prompt:
    """The prompt that is in use."""
    text = _FILE.read_text("utf-8")
    _, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    headed = (section.split("\n", 1) for section in sections)
    parts = {heading.strip(): body.strip() for heading, body in headed}
    return Prompt(f"{_FILE.stem}+{sha256(text.encode()).hexdigest()[:8]}", parts)
