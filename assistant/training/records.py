"""Questions as JSON values and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, get_args

from assistant.training.question import (
    TRUE_FALSE,
    Alteration,
    Evidence,
    FillBlank,
    Matching,
    MultipleChoice,
    MultipleKind,
    Ordering,
    QuizKind,
    QuizQuestion,
    SingleChoice,
    SingleKind,
    TrueFalse,
    TrueFalseKind,
    key_text,
    list_columns,
    right_reply,
)
from corpus.citing.citations import parse_id
from corpus.errors import FiredutyError

_KINDS_OF: Mapping[str, tuple[QuizKind, ...]] = {
    "单选": get_args(SingleKind),
    "多选": get_args(MultipleKind),
    "判断": get_args(TrueFalseKind),
    "填空": (FillBlank.kind,),
    "排序": (Ordering.kind,),
    "连线": (Matching.kind,),
}


def to_shown_record(question: QuizQuestion) -> dict[str, Any]:
    """A question as participants get it: without key, explanation and evidence."""
    shown = list_columns(question)
    return {
        "id": question.id,
        "kind": question.kind,
        "form": question.form,
        "scene": question.scene,
        "stem": question.stem,
        "options": list(shown[0]) if shown else [],
        "partners": list(shown[1]) if len(shown) > 1 else [],
        "blank_count": len(question.key) if isinstance(question, FillBlank) else 0,
        "difficulty": question.difficulty,
        "matters": list(question.matters),
    }


def to_key_record(question: QuizQuestion) -> dict[str, Any]:
    """The key of a question and what explains it."""
    of_words = isinstance(question, FillBlank)
    reply = list(right_reply(question))
    return {
        "key": [] if of_words else reply,
        "blanks": reply if of_words else [],
        "key_text": key_text(question),
        "explanation": question.explanation,
    }


def to_record(question: QuizQuestion) -> dict[str, Any]:
    """A question with its key, its evidence and the alteration of a false statement."""
    altered = question.altered if isinstance(question, TrueFalse) else None
    return {
        **to_shown_record(question),
        **to_key_record(question),
        "evidence": [
            {
                "id": str(e.id),
                "citation": e.citation,
                "path": e.path,
                "quote": e.quote,
                **({"document": e.document} if e.document else {}),
            }
            for e in question.evidence
        ],
        "altered": asdict(altered) if altered else None,
    }


def from_record(record: Mapping[str, Any]) -> QuizQuestion:
    """The question that ``to_record`` wrote.

    Raises:
        FiredutyError: a field is missing or is not what its form needs.
    """
    try:
        return _read(record)
    except (KeyError, TypeError, ValueError) as error:
        name = record.get("id", "没有编号")
        wrong = f"缺少 {error.args[0]}" if isinstance(error, KeyError) else "有字段的内容不对"
        raise FiredutyError(f"题 {name} 的记录不完整：{wrong}") from error


def _read(record: Mapping[str, Any]) -> QuizQuestion:
    form, kind, scene = record["form"], record["kind"], record.get("scene", "")
    options, key = tuple(record["options"]), tuple(record["key"])
    if kind not in _KINDS_OF[form]:
        raise ValueError(f"{kind}题不能是{form}")
    common = _read_common(record)
    match form:
        case "单选":
            (only,) = key
            return SingleChoice(**common, kind=kind, options=options, key=only, scene=scene)
        case "多选":
            return MultipleChoice(**common, kind=kind, options=options, key=key, scene=scene)
        case "判断":
            if options != TRUE_FALSE or key not in ((0,), (1,)):
                raise ValueError("判断题的选项是正确、错误，答案是其中之一")
            altered = record.get("altered")
            point = Alteration(**altered) if altered else None
            return TrueFalse(**common, kind=kind, key=key == (0,), altered=point, scene=scene)
        case "填空":
            return FillBlank(**common, key=tuple(record["blanks"]))
        case "排序":
            return Ordering(**common, steps=options, key=key)
        case _:
            return Matching(**common, left=options, right=tuple(record["partners"]), key=key)


def _read_common(record: Mapping[str, Any]) -> dict[str, Any]:
    """What every question has."""
    evidence = (
        Evidence(parse_id(e["id"]), e["citation"], e["path"], e["quote"], e.get("document", ""))
        for e in record["evidence"]
    )
    return {
        "id": record["id"],
        "stem": record["stem"],
        "explanation": record["explanation"],
        "evidence": tuple(evidence),
        "difficulty": record["difficulty"],
        "matters": tuple(record.get("matters", ())),
    }
