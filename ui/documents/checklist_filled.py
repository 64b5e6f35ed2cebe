"""What somebody filled into a checklist: it comes with the request for a file, and nothing keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, StringConstraints, TypeAdapter, ValidationError

from corpus.errors import FiredutyError

_Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]


class FilledLine(BaseModel, frozen=True):
    """What stands beside one line of a checklist.

    Attributes:
        done: whether it is ticked.
        who: 责任人.
        due: 期限.
        on: 完成日期.
        proof: 证据.
    """

    done: bool = False
    who: _Words = ""
    due: _Words = ""
    on: _Words = ""
    proof: _Words = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of the columns that are filled in."""
        return self.who, self.due, self.on, self.proof


#: By line: the id of the regulation, a stroke, and the id of the line's first record.
FilledLines = Mapping[str, FilledLine]
NOTHING_FILLED = FilledLine()
_LINES = TypeAdapter(dict[str, FilledLine])


def read_filled(text: str) -> FilledLines:
    """What was filled in, from JSON; nothing from nothing.

    Raises:
        FiredutyError: it is something else.
    """
    if not text:
        return {}
    try:
        return _LINES.validate_json(text)
    except ValidationError:
        raise FiredutyError("填写的内容读不懂（每格最多 300 字），请刷新页面再试") from None
