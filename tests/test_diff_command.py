"""``fireduty library diff``, the view 对照, the interface: which two texts, and what comes out."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from assistant.comparing.choosing import candidates_in
from index.editing import add_documents, update_document
from tests.support.apps import build_app
from tests.support.html_reader import ATTACK
from ui.cli.main import main
from ui.web.compared import comparable
from ui.web.services import Services
from ui.web.views.diff import DiffQuery, render_diff

FERRY = """小河渡口管理办法
（2010年1月5日小河县人民代表大会常务委员会第三次会议通过）
第一条 渡口经营人应当在每日开航前检查渡船，并作出记录。
第二条 渡船超载的，由海事管理机构责令改正，处五百元以上二千元以下罚款。
"""
NEWER = (
    FERRY.replace("通过）", "通过　2020年6月1日小河县人民代表大会常务委员会第九次会议修正）")
    .replace("二千元", "五千元")
    .replace("第二条", "第二条 县级人民政府应当安排资金，用于渡口的建设。\n第三条")
)
DRAFT = f"小河渡口管理办法\n（草案）\n{FERRY.partition('通过）')[2].lstrip()}"

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line in a folder with texts, without any library."""
    for name, text in (("old", FERRY), ("new", NEWER), ("draft", DRAFT), ("broken", "没有条")):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    for name in ("REGULATION", "EMBEDDER", "CHROMA", "RERANKER", "MODEL", "BASE_URL"):
        monkeypatch.delenv(f"FIREDUTY_{name}", raising=False)
    monkeypatch.setenv("FIREDUTY_HOME", str(tmp_path / "none"))
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(main, ["library", "diff", *arguments])


def test_two_files(run: Run) -> None:
    found = run("old.txt", "new.txt")
    assert found.exit_code == 0
    assert found.stdout.startswith(
        "《小河渡口管理办法》：2010-01-05 的一版与 2020-06-01 的一版对照\n"
    )
    assert "原 2 条，新 3 条：未变 1 条，修改 1 条，新增 1 条。" in found.stdout
    assert "· 第三条（原第二条）：罚款由「五百元以上二千元以下」改为「五百元以上五千元以下」" in (
        found.stdout
    )
    assert "处五百元以上[-二千元-]{+五千元+}以下罚款" in found.stdout
    assert "没有列出的 1 条未变：第一条。" in found.stdout
    assert "第一条　未变" in run("old.txt", "new.txt", "--all").stdout


def test_a_draft_is_called_one(run: Run) -> None:
    found = run("old.txt", "draft.txt").stdout
    assert "状态：草案，尚未施行" in found
    assert "新的一边是草案，尚未施行" in found
    assert found.count("草案，尚未施行，仅供学习参考，不作为执法依据。") == 1


def test_json_holds_both_wordings(run: Run) -> None:
    record = json.loads(run("old.txt", "new.txt", "--json", "--all").stdout)
    assert record["counts"]["修改"] == 1
    (row,) = [r for r in record["rows"] if r["kind"] == "修改" and r["old"][0]["kind"] == "条"]
    new = "".join(m["text"] for m in row["marks"] if m["kind"] != "deleted")
    assert new == "渡船超载的，由海事管理机构责令改正，处五百元以上五千元以下罚款。"
    assert row["findings"] == [
        {
            "kind": "数字",
            "about": "罚款",
            "old": "五百元以上二千元以下",
            "new": "五百元以上五千元以下",
            "words": "处五百元以上五千元以下罚款",
        }
    ]


def test_files_of_every_format(run: Run, tmp_path: Path) -> None:
    for name in ("x.docx", "x.md", "x.txt", "x.json"):
        made = run("old.txt", "new.txt", "--output", name)
        assert (made.exit_code, made.stdout) == (0, ""), name
        assert f"已写入 {name}" in made.stderr
    assert "~~二千元~~**五千元**" in (tmp_path / "x.md").read_text("utf-8")
    word = docx.Document(io.BytesIO((tmp_path / "x.docx").read_bytes()))
    _, old, new = word.tables[1].rows[-1].cells
    assert [r.text for r in old.paragraphs[0].runs if r.font.strike] == ["二千元"]
    assert [r.text for r in new.paragraphs[0].runs if r.font.bold] == ["五千元"]
    assert "未注明" in word.sections[0].header.paragraphs[0].text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("消防法", "消防法"), "「消防法」和「消防法」是同一份文本，没有可比的；请换一份"),
        (("old.txt", "./old.txt"), "「old.txt」和「./old.txt」是同一份文本，没有可比的；请换一份"),
        (("没有", "消防法"), "没有收录「没有」；收录的有 细则、消防法、北京市消防条例"),
        (("消防法", "broken.txt"), "里没有找到任何「第…条」"),
        (("消防法",), "「消防法」只收录了一个版本，没有可比的；请写出两份"),
        (("old.txt", "new.txt", "--output", "x.pdf"), "看不出 x.pdf 是什么格式"),
    ],
)
def test_what_cannot_be_compared_is_one_line(
    run: Run, arguments: tuple[str, ...], said: str
) -> None:
    refused = run(*arguments)
    assert refused.exit_code == 2
    assert refused.stdout == ""
    (line,) = refused.stderr.splitlines()
    assert line.startswith("错误：")
    assert said in line


@pytest.fixture(scope="module")
def versions(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that holds two versions of one text."""
    folder = tmp_path_factory.mktemp("versions")
    shutil.copytree(home, folder / "home")
    old, new = folder / "old.txt", folder / "new.txt"
    old.write_text(FERRY, "utf-8")
    new.write_text(NEWER, "utf-8")
    add_documents(folder / "home", "builtin", [old])
    update_document(folder / "home", "builtin", "小河渡口管理办法", new)
    return folder / "home"


def test_one_key_compares_the_newest_with_the_one_before(
    run: Run, versions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIREDUTY_HOME", str(versions))
    newest, older = run("小河渡口管理办法"), run("小河渡口管理办法@2010-01-05")
    assert newest.exit_code == 0
    assert newest.stdout == older.stdout
    assert "2010-01-05 的一版与 2020-06-01 的一版" in newest.stdout
    assert "状态：较早的一版（2010-01-05）" in newest.stdout
    turned = run("小河渡口管理办法", "小河渡口管理办法@2010-01-05").stdout
    assert "注意次序：" in turned


# --- the page and the interface ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def services(versions: Path) -> Services:
    from assistant.settings import Settings

    return Services(Assistant.open(Settings(home=versions)))


@pytest.fixture(scope="module")
def client(services: Services) -> TestClient:
    return TestClient(build_app(services), base_url="http://localhost")


def test_old_versions_may_be_chosen(services: Services) -> None:
    keys = [candidate.listed.key for candidate in comparable(services)]
    assert keys[-2:] == ["小河渡口管理办法@2010-01-05", "小河渡口管理办法"]
    assert [c.listed.key for c in candidates_in(services.assistant.library.only(("消防法",)))] == [
        "消防法"
    ]


def test_the_view_is_whole_without_a_script(client: TestClient) -> None:
    found = client.get("/view/diff", params={"a": "小河渡口管理办法"})
    assert found.status_code == 200
    assert "<del>二千元</del>" in found.text
    assert "<ins>五千元</ins>" in found.text
    assert 'method="get"' in found.text
    assert re.search(r'value="小河渡口管理办法@2010-01-05" selected', found.text)
    assert "较早的一版（2010-01-05）" in found.text
    library = client.get("/view/library").text
    assert 'href="#diff"' in library
    assert library.count("与前一版对照") == 1


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"a": "消防法", "b": "消防法"}, "是同一份文本"),
        ({"a": "没有", "b": "消防法"}, "没有收录「没有」"),
        ({}, "新的"),
        ({"a": ATTACK, "b": ATTACK}, "没有收录"),
    ],
)
def test_what_cannot_be_compared_is_told_beside_the_choice(
    client: TestClient, asked: dict[str, str], said: str
) -> None:
    found = client.get("/view/diff", params=asked)
    assert found.status_code == 200
    assert said in found.text
    assert "<select" in found.text
    assert ATTACK not in found.text


def test_words_of_a_text_never_become_markup(services: Services, tmp_path: Path) -> None:
    from assistant.comparing.comparison import compare
    from corpus.text.load import load_regulation

    texts = []
    for name, words in (("a", "甲"), ("b", ATTACK)):
        path = tmp_path / f"{name}.txt"
        path.write_text(f"{words}办法\n第一条 渡船{words}应当检查。\n", "utf-8")
        texts.append(load_regulation(path))
    shown = render_diff(DiffQuery("a", "b"), comparable(services), compare(*texts))
    assert ATTACK not in shown


def test_the_view_as_a_word_file(client: TestClient) -> None:
    found = client.get("/download/diff.docx", params={"a": "小河渡口管理办法"})
    assert found.status_code == 200
    assert docx.Document(io.BytesIO(found.content)).tables
    assert client.get("/download/diff.docx", params={"a": "没有"}).status_code == 422


def test_the_interface_gives_what_the_command_gives(
    run: Run, client: TestClient, versions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIREDUTY_HOME", str(versions))
    given = client.get("/api/v1/diff", params={"a": "小河渡口管理办法"})
    assert given.json() == json.loads(run("小河渡口管理办法", "--json").stdout)
    refused = client.get("/api/v1/diff", params={"a": "消防法"})
    assert refused.status_code == 400
    assert "只收录了一个版本" in refused.text
