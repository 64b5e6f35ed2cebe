"""What no limit holds for may be done; the others of the same sentence stay bound."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.verify.verifier import Verifier
from corpus.citing.citations import parse_id
from corpus.language.data import load_language
from corpus.register.registry import register_of
from corpus.text.load import load_regulation, shipped_folders


def _law() -> Path:
    return next(f for f in shipped_folders() if f.name == "fire-law")


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    language = load_language(_law())
    return Verifier(register_of(load_regulation(_law()), language), language)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("消防车执行任务可以闯红灯", "已核对"),
        ("消防车可以不受指挥信号的限制", "已核对"),
        ("消防车不受行驶速度的限制", "已核对"),
        ("其他车辆可以不让行", "改用原文"),
        ("其他车辆可以穿插超越", "改用原文"),
        ("消防车可以收取通行费", "改用原文"),
    ],
)
def test_who_may_and_who_must_give_way(said: str, state: str, verifier: Verifier) -> None:
    verdict = verifier.verify(said, (parse_id("art47"),))
    assert verdict.state == state, verdict.reason
