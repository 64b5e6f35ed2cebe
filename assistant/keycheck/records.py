"""Questions as JSON values and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.training.question import Alteration, Evidence, QuizQuestion
from corpus.citing.citations import parse_id
from corpus.errors import FiredutyError


def from_record(record: Mapping[str, Any]) -> QuizQuestion:
    """The question that ``as_record`` wrote, with the alteration of a false statement where there is one.

    Raises:
        FiredutyError: a field is missing or is not what it should be.
    """
    try:
        altered = record.get("altered")
        return QuizQuestion(
            record["id"],
            record["kind"],
            record["form"],
            record["stem"],
            tuple(record["options"]),
            tuple(record["key"]),
            record["explanation"],
            tuple(
                Evidence(parse_id(e["id"]), e["citation"], e["path"], e["quote"])
                for e in record["evidence"]
            ),
            record["difficulty"],
            tuple(record.get("matters", ())),
            tuple(record.get("partners", ())),
            tuple(record.get("blanks", ())),
            record.get("scene", ""),
            Alteration(altered["point"], altered["written"], altered["printed"])
            if altered
            else None,
        )
    except (KeyError, TypeError, ValueError) as error:
        name = record.get("id", "没有编号")
        raise FiredutyError(f"题 {name} 的记录不完整：{error}") from error
