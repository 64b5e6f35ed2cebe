from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import FiredutyError
from corpus.language.body_level import BodyLevel
from corpus.language.data import (
    BankQuestion,
    Body,
    Group,
    LanguageData,
    check_language,
    load_language,
)
from corpus.language.listed_names import is_named
from corpus.text.load import load_regulation, shipped_folders
from corpus.text.provision import Regulation


@pytest.mark.parametrize("folder", shipped_folders(), ids=lambda f: f.name)
def test_shipped_data_is_proved_against_the_text(folder: Path) -> None:
    assert check_language(load_language(folder), load_regulation(folder)) == ()


def test_shipped_data_is_as_large_as_documented(
    language: LanguageData, regulation: Regulation
) -> None:
    assert len(language.groups) >= 300
    per_leaf = {str(leaf.id): 0 for leaf in regulation.leaves()}
    for question in language.bank:
        per_leaf[question.provision] += 1
    assert min(per_leaf.values()) >= 6


GOOD = LanguageData(
    groups=(Group(("电瓶车",), ("电动自行车",), "thing", ("art10.item5",)),),
    bodies=(Body("物业服务企业", (), ("物业",), BodyLevel.PROPERTY_MANAGER, ("art10",)),),
)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (
            replace(GOOD, groups=(replace(GOOD.groups[0], statute=("电动三轮",)),)),
            "原文没有「电动三轮」",
        ),
        (replace(GOOD, groups=(replace(GOOD.groups[0], serves=("art99",)),)), "没有条款 art99"),
        (replace(GOOD, groups=(replace(GOOD.groups[0], kind="animal"),)), "kind 不是"),
        (replace(GOOD, bodies=(replace(GOOD.bodies[0], name="物业集团"),)), "原文没有「物业集团」"),
        (
            replace(GOOD, bank=(BankQuestion("问", "unit", "art19.item13"),)),
            "没有条款 art19.item13",
        ),
        (replace(GOOD, bank=(BankQuestion("问", "boss", "art1"),)), "by 不是"),
        (replace(GOOD, bank=(BankQuestion("问", "unit", "art1"),)), "没有问题的条款"),
    ],
)
def test_checker_sees(data: LanguageData, problem: str, regulation: Regulation) -> None:
    assert any(problem in line for line in check_language(data, regulation))


def test_absent_files_are_empty(tmp_path: Path) -> None:
    data = load_language(tmp_path)
    assert (data.groups, data.bank) == ((), ())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[[group]]\nlay = [", "不是有效的 TOML"),
        ('[[group]]\nlay = ["甲"]\n', "缺少字段：statute、kind、serves"),
    ],
)
def test_broken_files_name_file_and_fault(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "thesaurus.toml").write_text(content, "utf-8")
    with pytest.raises(FiredutyError, match=message):
        load_language(tmp_path)


def test_a_level_that_does_not_exist_is_named(tmp_path: Path) -> None:
    body = '[[body]]\nname = "甲"\nlevel = "{}"\nprovisions = []\n'
    for written in ("科室", ""):
        (tmp_path / "bodies.toml").write_text(body.format(written), "utf-8")
        with pytest.raises(
            FiredutyError, match=f"bodies.toml：没有「{written}」这一级主体；可写 国家、市、"
        ):
            load_language(tmp_path)


def test_who_is_an_authority_and_who_is_private() -> None:
    authorities = ["国家", "市", "区", "乡镇", "街道", "部门", "派出机关", "协调机制"]
    private = ["单位", "物业", "负责人", "个人"]
    assert [level for level in BodyLevel if level.is_authority] == authorities
    assert [level for level in BodyLevel if level.is_private] == private
    assert [level for level in BodyLevel if level.is_unit] == ["单位", "物业"]
    assert [level for level in BodyLevel if level.is_office] == authorities[:-1]
    assert [b for b in BodyLevel if not b.is_public] == ["单位", "物业", "个人"]
    assert set(BodyLevel) - {*authorities, *private} == {"村居", ""}


LISTED = "教育、民政、住房和城乡建设、旅游等行政部门按照各自职责负责。\n科学技术、司法行政等部门应当普法。"


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("民政部门", True),
        ("旅游部门", True),
        ("住房和城乡建设部门", True),
        ("司法行政部门", True),
        ("教育部门", True),
        ("建设部门", False),
        ("行政部门", True),
        ("环保部门", False),
        ("民政机构", False),
        ("民政", True),
    ],
)
def test_a_list_names_each_department(name: str, named: bool) -> None:
    assert is_named(name, LISTED) is named
