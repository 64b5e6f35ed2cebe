from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.asked import (
    AskedModel,
    fit_asked,
    load_asked,
    pack_asked,
    save_asked,
    shipped_asked,
    unpack_asked,
)
from index.derive import asked_key
from index.opened import Index
from index.retrieve import read_signals
from index.tokens import char_tokens

LEAVES = [char_tokens(t) for t in ("物业服务企业应当维护消防车通道", "住房和城乡建设部门负责验收")]
ASKED = [
    (0, char_tokens(t)) for t in ("物业要管通道吗", "消防车通道归谁维护", "物业应当维护什么")
] + [(1, char_tokens(t)) for t in ("验收找谁", "谁负责竣工验收", "住建部门负责什么")]
ABSENT = [char_tokens(t) for t in ("通道几米宽", "罚多少钱", "门几米高", "多少钱一个")]


@pytest.fixture(scope="module")
def model() -> AskedModel:
    return fit_asked(LEAVES, ASKED, ABSENT)


@pytest.mark.parametrize(
    ("question", "leaf", "stated"),
    [
        ("通道归物业维护吗", 0, True),
        ("谁负责验收", 1, True),
        ("验收罚多少钱", 1, False),
        ("物业几米高", 0, False),
    ],
)
def test_tells_the_provision_and_whether_any(
    model: AskedModel, question: str, leaf: int, stated: bool
) -> None:
    leaves, odds = model.judge(char_tokens(question))
    assert int(leaves.argmax()) == leaf
    assert (odds > 0) is stated
    assert leaves.sum() == pytest.approx(1)


def test_is_deterministic(model: AskedModel) -> None:
    again = fit_asked(LEAVES, ASKED, ABSENT)
    assert again.vocabulary == model.vocabulary
    assert np.array_equal(again.weights, model.weights)


def test_round_trip(model: AskedModel) -> None:
    back = unpack_asked(pack_asked(model))
    assert back.vocabulary == model.vocabulary
    tokens = char_tokens("谁维护消防车通道")
    assert np.array_equal(back.judge(tokens)[0], model.judge(tokens)[0])
    assert back.judge(tokens)[1] == model.judge(tokens)[1]


@pytest.mark.parametrize("absent", [[], ABSENT])
def test_nothing_to_learn(absent: list[list[str]]) -> None:
    empty = unpack_asked(pack_asked(fit_asked(LEAVES, [], absent)))
    leaves, odds = empty.judge(["甲"])
    assert leaves.tolist() == [0, 0]
    assert odds == 0


def test_without_topics_that_are_not_stated_everything_is_stated() -> None:
    third = [char_tokens("公安派出所负责检查")]
    model = fit_asked([*LEAVES, *third], ASKED, [])
    assert model.judge(char_tokens("罚多少钱"))[1] > 3


def test_same_words_same_sum_in_every_process() -> None:
    question = "小区地下车库的疏散门被锁了，物业有责任吗，谁来管，多久检查一次"
    sums = set()
    for seed in ("1", "2", "3"):
        code = (
            "import sys\n"
            "from index.tokens import char_tokens\n"
            "import numpy as np\n"
            "from index.asked import AskedModel\n"
            f"tokens = char_tokens({question!r})\n"
            "words = {t: i for i, t in enumerate(dict.fromkeys(tokens))}\n"
            "noise = np.random.default_rng(0)\n"
            "shape = (len(words), 40)\n"
            "model = AskedModel(words, noise.random(len(words), np.float32),"
            " noise.random(shape).astype(np.float16), np.zeros(40, np.float32))\n"
            "shares, odds = model.judge(tokens)\n"
            "sys.stdout.write(shares.tobytes().hex() + repr(odds))\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        sums.add(done.stdout)
    assert len(sums) == 1


def test_unknown_words_leave_only_the_bias(model: AskedModel) -> None:
    leaves, odds = model.judge(["甲乙"])
    assert np.isfinite(leaves).all()
    assert np.isfinite(odds)


def test_separates_the_bank_from_what_is_not_stated(index: Index) -> None:
    def odds(question: str) -> float:
        return read_signals(index, question).absence.odds

    bank = [odds(q.text) for q in index.language.bank[::20]]
    absent = [odds(t.questions[0]) for t in index.language.absent[::4]]
    assert np.median(bank) > 1 > -1 > np.median(absent)


def test_the_model_that_ships_was_learnt_from_the_data_that_ships(index: Index) -> None:
    """After a change of text or data: ``python -m index.finetune shipped``."""
    assert load_asked(
        asked_key(index.regulation, index.language), shipped_asked(index.regulation.slug)
    )


def test_a_model_of_other_data_or_a_damaged_one_is_not_taken(
    model: AskedModel, tmp_path: Path
) -> None:
    path = tmp_path / "asked.npz"
    assert load_asked("甲", path) is None
    save_asked("甲", model, path)
    assert load_asked("乙", path) is None
    kept = load_asked("甲", path)
    assert kept is not None
    leaves, odds = model.judge(["罚", "多少"])
    assert kept.judge(["罚", "多少"])[0].tolist() == leaves.tolist()
    assert kept.judge(["罚", "多少"])[1] == odds
    path.write_bytes(path.read_bytes()[:-400])
    assert load_asked("甲", path) is None
