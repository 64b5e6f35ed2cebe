"""The outside benchmark on a made-up corpus: names, metrics, reading of an archive.

That it ranks as the product does is tested with a library of many (``test_large_library``).
"""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import numpy as np
import pytest

from evals.statutes.benchmark import main
from evals.statutes.corpus import Article, law_key, read_collection, write_newest
from evals.statutes.gold import ArticleNames, read_questions, split_name
from evals.statutes.metrics import interval, score

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
    (tmp_path / "newest").mkdir()
    write_newest(path, tmp_path / "newest")
    (written,) = (tmp_path / "newest").rglob("*.md")
    assert written.name == "供水条例(2020-01-01).md"
    assert "新" in written.read_text("utf-8")


def test_absent_data_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    absent = str(tmp_path / "none")
    assert main(["--laws", absent, "--questions", absent]) == 0
    assert "跳过" in capsys.readouterr().out
