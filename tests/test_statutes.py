"""The outside benchmark on a made-up corpus: names, folds, metrics, reading of an archive."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from evals.statutes.benchmark import main, unseen
from evals.statutes.corpus import Article, law_key, read_collection
from evals.statutes.folds import CrossFit, rank_folds
from evals.statutes.gold import ArticleNames, StatuteQuestion, folds_of, read_questions, split_name
from evals.statutes.labels import learn
from evals.statutes.map import Lesson
from evals.statutes.metrics import interval, score
from evals.statutes.search import StatuteIndex, build_index, top

ARTICLES = (
    Article(
        "刑法",
        "133",
        "",
        "违反交通运输管理法规，因而发生重大事故，致人重伤、死亡的，处三年以下有期徒刑。",
    ),
    Article(
        "刑法", "133-1", "", "在道路上驾驶机动车，追逐竞驶、醉酒驾驶机动车的，处拘役，并处罚金。"
    ),
    Article(
        "个体工商户条例",
        "3",
        "",
        "有经营能力的公民，依照本条例规定登记，从事工商业经营的，为个体工商户。",
    ),
)


@pytest.mark.parametrize(
    ("name", "title", "number"),
    [
        ("中华人民共和国刑法第一百三十三条之一", "中华人民共和国刑法", "133-1"),
        ("个体工商户条例第二条", "个体工商户条例", "2"),
        ("《中华人民共和国民法典》第五十四条", "中华人民共和国民法典", "54"),
        ("没有条号", "没有条号", ""),
    ],
)
def test_split_name(name: str, title: str, number: str) -> None:
    assert split_name(name) == (title, number)


def test_law_key_ignores_the_prefix() -> None:
    assert law_key("《中华人民共和国刑法》") == law_key("刑法")


@pytest.mark.parametrize(
    ("name", "text", "row", "how"),
    [
        ("中华人民共和国刑法第一百三十三条之一", ARTICLES[1].text, 1, "number"),
        ("个体工商户条例第二条", ARTICLES[2].text, 2, "renumbered"),
        ("城乡个体工商户暂行条例第二条", ARTICLES[2].text, 2, "renamed"),
        (
            "中华人民共和国海商法第一条",
            "为了调整海上运输关系、船舶关系，促进海上运输事业发展，制定本法。",
            None,
            "missing",
        ),
    ],
)
def test_names_are_found_by_number_then_by_text(
    name: str, text: str, row: int | None, how: str
) -> None:
    assert ArticleNames(ARTICLES).find(name, text) == (row, how)


def test_read_questions(tmp_path: Path) -> None:
    record = {
        "query_id": 1,
        "question": "醉驾判多久",
        "statutes": [{"name": "中华人民共和国刑法第一百三十三条之一", "text": ARTICLES[1].text}],
    }
    path = tmp_path / "q.jsonl"
    path.write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    mapped = read_questions(path, ARTICLES)
    assert mapped.questions[0].gold == {1}
    assert mapped.how["number"] == 1


def question(number: int, text: str, *gold: int) -> StatuteQuestion:
    return StatuteQuestion(number, text, frozenset(gold))


def test_folds_keep_equal_questions_together_and_are_fixed() -> None:
    questions = [question(i, f"问{i % 7}", 0) for i in range(20)]
    folds = folds_of(questions, 5, seed=1)
    assert (folds == folds_of(questions, 5, seed=1)).all()
    by_text = {
        q.text: {int(f) for r, f in zip(questions, folds, strict=True) if r.text == q.text}
        for q in questions
    }
    assert all(len(f) == 1 for f in by_text.values())


TOPICS = (
    "租赁房屋",
    "借款利息",
    "交通事故",
    "产品质量",
    "遗产继承",
    "劳动合同",
    "商标侵权",
    "离婚财产",
)


@pytest.fixture(scope="module")
def index() -> StatuteIndex:
    import torch

    torch.set_num_threads(1)  # tiny products
    articles = [
        Article(law, str(number), topic, f"因{topic}发生纠纷的，当事人可以依照{law}请求{end}。")
        for law, end in (("民事规定", "赔偿损失"), ("行政规定", "行政机关处理"))
        for number, topic in enumerate(TOPICS, 1)
    ]
    return build_index(articles, seed=1, epochs=1)


def asked(shifted: int | None = None) -> tuple[list[StatuteQuestion], NDArray[np.int64]]:
    """Two questions a topic and their folds; the labels of one fold may be moved on by one topic."""
    questions, folds = [], []
    for fold, form in enumerate(("{}怎么办？", "遇到{}，能要求赔偿吗？")):
        for place, topic in enumerate(TOPICS):
            gold = (place + (fold == shifted)) % len(TOPICS) + len(TOPICS) * fold
            questions.append(question(len(questions), form.format(topic), gold))
            folds.append(fold)
    return questions, np.array(folds, np.int64)


def lessons_of(index: StatuteIndex, questions: list[StatuteQuestion]) -> list[Lesson]:
    signals = [index.signals(q.text) for q in questions]
    return [
        Lesson(s.rows, sorted(q.gold), top(s.plain, 5), s.vector)
        for q, s in zip(questions, signals, strict=True)
    ]


def ranked(index: StatuteIndex, fold: int, shifted: int | None = None) -> list[list[int]]:
    """Rankings of a fold's questions."""
    questions, folds = asked(shifted)
    ran = rank_folds(index, questions, folds, lessons_of(index, questions), seed=1)
    return [[*r.linear, *r.rows] for r in ran if folds[r.question] == fold]


@pytest.mark.slow
def test_a_fold_is_ranked_without_its_own_labels(
    index: StatuteIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evals.statutes.folds.PARTS", 2)
    plain = ranked(index, 0)
    assert ranked(index, 0, shifted=0) == plain
    assert ranked(index, 0, shifted=1) != plain  # the labels that it may see do count


@pytest.mark.slow
def test_what_describes_a_question_has_seen_neither_it_nor_the_outer_fold(
    index: StatuteIndex,
) -> None:
    questions, folds = asked()
    for outer in (0, 1):
        models = CrossFit(
            index, questions, folds=folds, lessons=lessons_of(index, questions), outer=outer, seed=1
        )
        held_out = {questions[i].id for i in models.test}
        assert held_out == {q.id for q, f in zip(questions, folds, strict=True) if f == outer}
        assert models.full.ids == {q.id for q in questions} - held_out
        for i, one in enumerate(questions):
            seen = models.describes(i).ids
            assert not seen & (held_out | {one.id})
            assert len(seen) >= len(models.train) - len(models.train) // 2


@pytest.mark.slow
def test_spread_gives_values_to_answers_only(index: StatuteIndex) -> None:
    questions, _ = asked()
    labelled = learn(index, questions[:2], lessons_of(index, questions[:2]), seed=1)
    assert labelled.answers.tolist() == [0, 1]
    spread = labelled.spread(np.array([1, 5, 0]), np.array([2.0, 3.0]))
    assert spread.tolist() == [3.0, 0.0, 2.0]


def test_unseen_questions() -> None:
    questions = [question(0, "甲", 1), question(1, "乙", 1), question(2, "丙", 2)]
    assert unseen(questions, np.array([0, 1, 1])).tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("ranking", "gold", "missing", "expected"),
    [
        ([5, 3, 9], {3}, 0, [1, 0.5, 1]),
        ([5, 3, 9], {3, 7}, 0, [0.5, 0.5, 0.5]),
        ([*range(20)], {15}, 0, [0, 0, 1]),
        ([1], {1}, 1, [0.5, 1, 0.5]),
        ([], {1}, 0, [0, 0, 0]),
    ],
)
def test_score(ranking: list[int], gold: set[int], missing: int, expected: list[float]) -> None:
    assert score(ranking, gold, missing).tolist() == expected


def test_interval_is_fixed_and_holds_the_mean() -> None:
    values = np.array([[0.0, 1.0, 0.5], [1.0, 1.0, 0.5], [1.0, 0.0, 0.5]])
    low, high = interval(values, seed=3)
    assert (low <= values.mean(0)).all()
    assert (high >= values.mean(0)).all()
    assert [a.tolist() for a in interval(values, seed=3)] == [low.tolist(), high.tolist()]


def archive(folder: Path, files: dict[str, str]) -> Path:
    path = folder / "laws.tar.xz"
    with tarfile.open(path, "w:xz") as tar:
        for name, text in files.items():
            data = text.encode()
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return path


def test_the_newest_national_version_is_read(tmp_path: Path) -> None:
    path = archive(
        tmp_path,
        {
            "laws/行政法规/供水条例(2018-01-01).md": "# 供水条例\n\n第一条 旧。",
            "laws/行政法规/供水条例(2020-01-01).md": "# 供水条例\n\n第一条 新。\n\n第二条 完。",
            "laws/DLC/北京地方法规/地方性法规/北京/北京市供水条例.md": "# 北京市供水条例\n\n第一条 地方。",
        },
    )
    collection = read_collection(path)
    assert [a.text for a in collection.articles] == ["新。", "完。"]
    assert (collection.files, collection.older, collection.local) == (2, 1, 1)


def test_absent_data_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    absent = str(tmp_path / "none")
    assert main(["--laws", absent, "--questions", absent]) == 0
    assert "跳过" in capsys.readouterr().out
