"""``fireduty duties`` as a user meets it: conclusion first, whole lists, the notice last."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from corpus.register.lookups import Lookups
from corpus.register.records import MODALITIES, ROLES
from corpus.text.provision import Regulation
from ui.cli.main import main
from ui.documents.duty_query import Query, answer
from ui.documents.duty_tables import DutyTables

NOTICE = "征求意见稿，尚未施行，仅供学习参考，不作为执法依据。"

pytestmark = pytest.mark.usefixtures("environment")


def run(*args: str) -> Result:
    return CliRunner(env={"COLUMNS": "120"}).invoke(main, ["duties", "--in", "细则", *args])


def record(*args: str) -> Any:
    result = run(*args, "--format", "json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def ids(duties: list[dict[str, Any]]) -> set[str]:
    return {d["provision"] for d in duties}


@pytest.fixture(scope="module")
def tables(lookups: Lookups) -> DutyTables:
    return DutyTables(lookups, "2026-01-02")


# ---- conclusions ----


CONCLUSIONS = [
    (["--matter", "消防车通道"], r"消防车通道：13 处规定，\d+ 个主体，本细则未明确牵头部门"),
    (["--matter", "协调机制与会议"], r"协调机制与会议：.*牵头：政府主要负责人、分管负责人"),
    (["--matter", "消防通道"], r"「消防通道」涉及消防车通道、疏散通道与安全出口，.*共 \d+ 处规定"),
    (
        ["--actor", "街道办"],
        r"街道办事处：12 项职责（直接写明 2 项，按照引用适用 10 项），见 7 处条款；另有与同类一起承担的 3 项",
    ),
    (["--actor", "教委"], r"教育部门：5 项职责，见 1 处条款；另有与同类一起承担的 13 项"),
    (["--actor", "业委会"], r"业主委员会：本细则没有直接写它的职责（0 项）"),
    (
        ["--actor", "城管"],
        r"「城管」可以指城市管理部门、城市管理综合行政执法部门，以下分别列出，共 8 项职责",
    ),
    (["--actor", "气象局"], r"本细则没有点名「气象局」；.*第十八条、第二十一条（9 项职责）"),
    (["--actor", "消防协会"], r"本细则没有点名「消防协会」；.*第十八条、第二十一条（9 项职责）"),
    (["--actor", "保险公司"], r"保险公司：本细则有 1 处写到，1 个主体"),
    (["--modality", "不得"], r"「不得」：13 项，见 5 处条款"),
    (["--times", "每季度"], r"「每季度」：2 项职责（频次 2 项）"),
    (["--times", "每小时"], r"「每小时」：本细则没有写这样的职责（0 项）"),
    (["--calendar"], r"时间要求：48 项职责（频次 30 项、期限 12 项、时段 6 项）"),
    (
        ["--actor", "街道办", "--calendar"],
        r"街道办事处的时间要求：1 项职责（期限 1 项）；另有与同类一起承担的 1 项",
    ),
    (
        ["--actor", "公安", "--modality", "不得"],
        r"公安机关（不得）：.*（0 项）；另有与同类一起承担的 1 项",
    ),
    (
        ["--actor", "交警", "--matter", "消防车通道"],
        r"公安交管部门（消防车通道）：2 项，见 1 处条款",
    ),
    (
        ["--compare", "镇政府", "街道办"],
        r"乡镇人民政府与街道办事处：相同 10 项，只有乡镇人民政府 2 项，只有街道办事处 2 项",
    ),
    (["--all"], r"全部职责：\d+ 项职责，\d+ 个主体"),
    (["--matrix"], r"主体与事项对照：\d+ 个主体、\d+ 个事项，\d+ 处有职责"),
]


@pytest.mark.parametrize(("args", "first"), CONCLUSIONS, ids=[" ".join(a) for a, _ in CONCLUSIONS])
def test_the_first_line_concludes_and_the_last_is_the_notice(args: list[str], first: str) -> None:
    result = run(*args)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert re.fullmatch(first, lines[0]), lines[0]
    assert lines[-1] == NOTICE


# ---- content ----


def test_a_matter_lists_every_provision_lead_and_responsible_first() -> None:
    (found,) = record("--matter", "消防车通道")["data"]
    assert found["coverage"] == "13/13 处"
    assert len(ids(found["duties"])) == 13
    roles = [ROLES.index(d["role"]) for d in found["duties"]]
    assert roles == sorted(roles)
    assert {a["borne_by"] for a in found["applied"]} >= {"街道办事处", "医院"}
    assert all("消防车通道" in d["matters"] for d in found["duties"])


def test_excluded_items_are_named() -> None:
    printed = run("--actor", "街道办").stdout
    assert "不适用：第十五条第一款第（二）、（三）项。" in printed
    assert (
        "经第十五条第二款（部分适用）承担："
        "第十五条第一款第（一）、（四）、（五）、（六）、（七）、（八）项。" in printed
    )
    (found,) = record("--actor", "街道办")["data"]
    assert found["excluded"] == ["art15.item2", "art15.item3"]


def test_two_hops_are_shown() -> None:
    printed = run("--actor", "清河农场办事处").stdout
    assert (
        "经第十七条第二款（参照）、第十五条第二款（部分适用）承担："
        "第十五条第一款第（一）、（四）、（五）、（六）、（七）、（八）项（条件：在职权范围内）。"
        in printed
    )
    assert "不适用：第十五条第一款第（二）、（三）项。" in printed
    (found,) = record("--actor", "清河农场办事处")["data"]
    two = [d for d in found["inherited"] if any(len(v["steps"]) == 2 for v in d["via"])]
    assert ids(two) == {f"art15.item{n}" for n in (1, 4, 5, 6, 7, 8)}


def test_common_duties_stand_apart() -> None:
    (found,) = record("--actor", "教委")["data"]
    assert ids(found["own"]) == {"art19.item6"}
    assert "art18.item1" in ids(found["common"]["市、区两级人民政府有关部门"])
    printed = run("--actor", "教委").stdout
    assert "【作为「市、区两级人民政府有关部门」一起承担（10 项）】" in printed


def test_two_ways_to_one_duty_are_both_shown() -> None:
    (found,) = record("--actor", "房东")["data"]
    conditions = {tuple(v["condition"] for v in d["via"]) for d in found["inherited"]}
    assert conditions == {("建筑物由所有权人直接使用时", "对专有部分")}


def test_two_bodies_with_one_name_are_told_apart() -> None:
    first, second = record("--actor", "城管")["data"]
    assert (first["actor"], second["actor"]) == ("城市管理部门", "城市管理综合行政执法部门")
    assert not {d["id"] for d in first["own"]} & {d["id"] for d in second["own"]}


@pytest.mark.parametrize("name", ["消防协会", "气象局"])
def test_an_unnamed_body_gets_the_common_rules(name: str) -> None:
    found = record("--actor", name)["data"]
    assert ids(found["common"]) == {
        *(f"art18.item{n}" for n in (1, 2, 3)),
        "art21",
        "art21.para2",
    }


def test_filters_hold_together() -> None:
    (found,) = record("--matter", "廉洁执法", "--modality", "不得")["data"]
    assert {d["modality"] for d in found["duties"]} == {"不得"}
    assert ids(found["duties"]) == {"art27.para2"}
    (found,) = record("--times", "年度", "--modality", "应当", "--actor", "村委会")["data"]
    assert ids(found["duties"]) == {"art22.item1"}


def test_a_comparison_loses_nothing_of_either() -> None:
    found = record("--compare", "镇政府", "街道办")["data"]
    assert ids(found["only_a"]) == {"art15.item2", "art15.item3"}
    assert ids(found["only_b"]) == {"art15.para2"}
    (a,), (b,) = (record("--actor", n)["data"] for n in ("镇政府", "街道办"))
    for side, only in ((a, "only_a"), (b, "only_b")):
        bears = {d["id"] for d in (*side["own"], *side["inherited"])}
        assert bears == {d["id"] for d in (*found["same"], *found[only])}


def test_the_whole_register_is_written(tables: DutyTables) -> None:
    duties, rest = tables.whole().sections
    register = tables.lookups.register
    assert (len(duties.rows), len(rest.rows)) == (len(register.duties), len(register.rest))


def test_every_cell_of_text_is_verbatim(tables: DutyTables, regulation: Regulation) -> None:
    text = "\n".join(leaf.text for leaf in regulation.leaves())
    for matter in tables.lookups.register.matters:
        for section in answer(Query(matter=matter.name), tables).sections:
            if "条文原文" in section.columns:
                at = section.columns.index("条文原文")
                for row in section.rows:
                    assert row[at].split("\n（注：")[0] in text


def test_counts_are_those_of_the_tables(tables: DutyTables) -> None:
    for modality in MODALITIES:
        document = answer(Query(modality=modality), tables)
        (section,) = document.sections
        assert f"：{len(section.rows)} 项" in document.title
    for body in tables.lookups.register.bodies:
        document = answer(Query(actor=body.name), tables)
        own = [len(s.rows) for s in document.sections if s.heading.startswith("职责（")]
        assert f"{sum(own)} 项" in document.title
        assert tables.lookups.actor(body).borne == () or own


def test_the_matrix_counts_what_the_actor_bears(tables: DutyTables) -> None:
    rows = {(r[0], r[1]): int(r[2]) for r in tables.matrix().sections[0].rows}
    assert rows["街道办事处", "网格化管理"] == 1
    found = tables.lookups.matrix().cells
    assert {key: len(duties) for key, duties in found.items()} == rows


# ---- files ----


@pytest.mark.parametrize("suffix", ["xlsx", "docx", "csv", "md", "json", "txt"])
def test_the_suffix_decides(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"街道.{suffix}"
    result = run("--actor", "街道办", "--out", str(path))
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"已写入 {path}：街道办事处：12 项职责" in result.stderr
    magic = {"xlsx": b"PK", "docx": b"PK", "csv": b"\xef\xbb\xbf", "json": b"{", "md": b"# "}
    assert path.read_bytes().startswith(magic.get(suffix, "街道".encode()))


@pytest.mark.parametrize("option", ["--matrix", "--graph"])
def test_pictures_are_written(tmp_path: Path, option: str) -> None:
    path = tmp_path / "图.html"
    assert run(option, "--out", str(path)).exit_code == 0
    assert path.read_text("utf-8").startswith("<!DOCTYPE html>")


# ---- faults ----


FAULTS = [
    ([], "请说要查什么"),
    (["--actor", "月球基地"], "本细则未提及「月球基地」"),
    (["--actor", "住建尾"], "本细则未提及「住建尾」；名称相近的有：住建"),
    (["--matter", "航天器"], "本细则未提及「航天器」"),
    (["--modality", "不准"], "没有「不准」这种要求，可以用：应当、必须、不得"),
    (["--compare", "城管", "街道"], "无法比较：「城管」可以指城市管理部门"),
    (["--compare", "气象局", "街道"], "无法比较：本细则没有点名「气象局」"),
    (["--compare", "街道"], "compare"),
    (["--calendar", "--all"], "一次只能用一个"),
    (["--matrix", "--actor", "街道"], "一次只能用一个"),
    (["--graph"], "请加 --out 文件名.html"),
    (["--graph", "--out", "a.csv"], "引用图只能存成 html"),
    (["--graph", "--format", "json"], "引用图只能存成 html"),
    (["--actor", "街道", "--format", "html", "--out", "a"], "html 只用于 --matrix 和 --graph"),
    (["--actor", "街道", "--format", "xlsx"], "xlsx 只能存成文件：请加 --out 文件名.xlsx"),
    (["--actor", "街道", "--format", "docx"], "docx 只能存成文件：请加 --out 文件名.docx"),
    (["--actor", "街道", "--format", "pdf"], "没有这种格式：pdf"),
    (["--actor", "街道", "--out", "a.pdf"], "看不出 a.pdf 是什么格式"),
]


@pytest.mark.parametrize(("args", "words"), FAULTS, ids=[" ".join(a) for a, _ in FAULTS])
def test_faults_are_one_chinese_line(args: list[str], words: str) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_folder_that_is_not_there_fails(tmp_path: Path) -> None:
    result = run("--modality", "不得", "--out", str(tmp_path / "没有" / "a.md"))
    assert result.exit_code == 1
    assert "没有文件夹" in result.stderr


def test_a_text_without_a_register_is_read_by_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = tmp_path / "rule.txt"
    text.write_text("第一条 物业服务企业应当巡查。", "utf-8")
    monkeypatch.setenv("FIREDUTY_REGULATION", str(text))
    result = CliRunner().invoke(main, ["duties", "--modality", "应当"])
    assert result.exit_code == 0
    assert "程序读出 1 项职责" in result.stdout
    assert "程序提取，未经复核" in result.stdout


@pytest.mark.slow
def test_the_command_imports_nothing_heavy(home: Path) -> None:
    script = (
        "import sys; sys.argv = ['fireduty', 'duties', '--actor', '街道办']\n"
        "from ui.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([m for m in ('torch', 'gradio', 'chromadb', 'docx', 'openpyxl') if m in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"FIREDUTY_HOME": str(home)},
    )
    assert result.stdout.startswith("街道办事处：")
    assert result.stdout.splitlines()[-1] == "[]"
