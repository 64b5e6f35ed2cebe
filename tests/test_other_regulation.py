"""A made-up regulation of another field, taken the whole way through every public door.

Twice: as a folder that says what it is, and as a bare text file of which nothing else is known.
Nothing said of it may speak of the regulation that ships, nor claim what its status does not tell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.verify.pasted import verify_text
from corpus.text.invariants import check
from corpus.text.layout import normalise
from corpus.text.parse import parse
from corpus.text.provision import Regulation
from corpus.text.render import render
from index.build import build_library
from index.embed import BUILTIN
from tests.support.added_regulation import accept_register, write_folder
from tests.support.apps import build_app
from tests.support.html_reader import Reader
from ui.cli.main import main
from ui.web.api import responses
from ui.web.services import Services

FOLDER = Path(__file__).parent / "regulations" / "dogs"
API = "/api/v1"
IN_FORCE = "仅供参考，以公布的正式文本为准。"
NOT_STATED = "本文件的效力状态未注明，请核对正式文本。"
#: What belongs to the regulation that ships, or to a draft. The product's own name may stand.
FOREIGN = re.compile(
    r"消防(?!责任助手)|北京|细则|征求意见|尚未施行|不作为执法依据|火灾|灭火|养老院|物业|not in force"
)
RIGHT = "养犬人应当自取得犬只之日起三十日内，到公安派出所办理登记"
ALTERED = "养犬人应当自取得犬只之日起六十日内，到公安派出所办理登记"


@dataclass(frozen=True)
class Door:
    """One form of the regulation, built and opened."""

    path: Path
    home: Path
    notice: str
    assistant: Assistant

    @property
    def stated(self) -> bool:
        """Whether something is known of it beside its words."""
        return self.path.is_dir()

    @property
    def regulation(self) -> Regulation:
        return self.assistant.regulation


@pytest.fixture(scope="module", params=["folder", "bare text"])
def door(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Door:
    folder = request.param == "folder"
    path = FOLDER if folder else FOLDER / "regulation.txt"
    settings = Settings(tmp_path_factory.mktemp("dogs"), path)
    build_library(settings.home, BUILTIN, regulation=path)
    notice = IN_FORCE if folder else NOT_STATED
    return Door(path, settings.home, notice, Assistant.open(settings))


@pytest.fixture
def command(door: Door, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The command line with the regulation set: arguments → exit code, output, errors."""
    for name in ("EMBEDDER", "CHROMA", "RERANKER", "MODEL", "BASE_URL", "STYLE"):
        monkeypatch.delenv(f"FIREDUTY_{name}", raising=False)
    monkeypatch.setenv("FIREDUTY_HOME", str(door.home))
    monkeypatch.setenv("FIREDUTY_REGULATION", str(door.path))

    def run(*arguments: str) -> tuple[int, str, str]:
        result = CliRunner().invoke(main, arguments)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.exit_code, result.stdout, result.stderr

    return run


@pytest.fixture(scope="module")
def client(door: Door) -> Iterator[TestClient]:
    with TestClient(build_app(Services(door.assistant))) as made:
        yield made


def own(text: str) -> str:
    """A text that says nothing foreign; given back."""
    found = FOREIGN.search(text)
    assert found is None, text[max(0, found.start() - 40) : found.end() + 40]
    return text


# --- the text -----------------------------------------------------------------------------------


def test_parsed_without_loss(door: Door) -> None:
    source = (FOLDER / "regulation.txt").read_text("utf-8")
    assert render(parse(source)) == normalise(source)
    assert check(door.regulation.body, source) == ()
    assert door.regulation.warnings == ()
    assert (len(door.regulation.articles()), len(door.regulation.leaves())) == (12, 26)


def test_names_itself(door: Door) -> None:
    assert door.regulation.title == "青溪镇养犬管理办法"
    assert (door.regulation.kind, door.regulation.own_name) == ("办法", "本办法")


def test_checked_built_and_shown_by_command(command: Any, door: Door) -> None:
    code, said, _ = command("corpus", "check", str(door.path))
    assert code == 0
    assert "章 5，条 12，项 10" in own(said)
    code, said, _ = command("corpus", "show", "第十一条")
    assert code == 0
    assert "第七条第一款" in own(said)
    assert command("index", "build", "--if-stale")[0] == 0
    code, said, _ = command("index", "status")
    assert (code, "状态：最新" in own(said)) == (0, True)


def test_help_names_the_regulation(command: Any) -> None:
    code, said, _ = command("--help")
    assert code == 0
    assert "用大白话问《青溪镇养犬管理办法》" in said
    assert "北京" not in said


# --- asking -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("牵引带", "art8.item1"),
        ("流浪犬", "art5.item4"),
        ("狂犬病疫苗", "art7"),
        ("虐待犬只", "art9.item3"),
        ("二十四小时内报告", "art10"),
    ],
)
def test_search(command: Any, words: str, first: str) -> None:
    code, said, _ = command("search", words, "--json")
    assert code == 0
    assert json.loads(said)[0]["id"] == first


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("第七条写了什么", ["art7", "art7.para2"]),
        ("第七条第二款", ["art7.para2"]),
        ("第八条第（一）项是什么", ["art8.item1"]),
        ("本办法第十条", ["art10"]),
        ("青溪镇养犬管理办法第四条", ["art4"]),
        ("遛狗要牵绳吗", ["art8.item1"]),
        ("公安派出所负责什么", ["art5.item1"]),
        ("谁负责犬只免疫", ["art5.item2"]),
        ("谁管养犬登记", ["art5.item1"]),
        ("什么是烈性犬", ["art3.para2"]),
        ("犬只可以进学校吗", ["art9.item2"]),
    ],
)
def test_asked(door: Door, question: str, cited: list[str]) -> None:
    answer = door.assistant.answer(question)
    assert answer.refusal is None
    assert [str(i) for i in answer.cited] == cited
    assert own(answer.text).endswith(door.notice)
    assert answer.status_notice == door.notice


@pytest.mark.parametrize(
    ("question", "stated", "not_stated"),
    [
        ("这个办法生效了吗", "本文件的状态是「现行有效」。", None),
        ("什么时候施行", "自2024年5月1日起施行。", "自2024年5月1日起施行。"),
        ("谁发布的这个办法", "由青溪镇人民政府发布。", None),
        ("哪天公布的", None, None),
        ("谁负责解释", None, None),
        ("这个办法的全称是什么", "全称是《青溪镇养犬管理办法》", "全称是《青溪镇养犬管理办法》"),
        ("一共有多少条", "全文共 5 章、12 条、10 项", "全文共 5 章、12 条、10 项"),
        ("有哪些章", "共 5 章：第一章 总则", "共 5 章：第一章 总则"),
    ],
)
def test_about_the_text_itself(
    door: Door, question: str, stated: str | None, not_stated: str | None
) -> None:
    """None where nothing says it: then it is refused and nothing is claimed."""
    answer = door.assistant.answer(question)
    wanted = stated if door.stated else not_stated
    assert (answer.refusal is None) == (wanted is not None)
    assert own(answer.text).startswith(wanted or ("本文件没有", "文本没有"))


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("第二十条写了什么", "no_such_provision"),
        ("第五条第（九）项", "no_such_provision"),
        ("动物防疫法第三条写了什么", "other_instrument"),
        ("狗证多少钱", "not_stated"),
        ("派出所电话是多少", "not_stated"),
        ("明天天气怎么样", "off_topic"),
        ("你好", "chitchat"),
        ("谢谢", "chitchat"),
        ("？？", "unclear"),
        ("hello", "chitchat"),
    ],
)
def test_not_answered(door: Door, question: str, reason: str) -> None:
    answer = door.assistant.answer(question)
    assert answer.refusal is not None
    assert answer.refusal.reason == reason
    assert own(answer.text).endswith(door.notice)


@pytest.mark.parametrize("question", ["How many articles are there?", "Is it in force?"])
def test_english_claims_nothing(door: Door, question: str) -> None:
    """Without English words for it, it cannot be understood; the status is as in Chinese."""
    assert own(door.assistant.answer(question).text).endswith(door.notice)


def test_follow_up(door: Door) -> None:
    first = door.assistant.answer("第五条写了什么")
    second = door.assistant.answer("第二项呢", [("第五条写了什么", first)])
    assert [str(i) for i in second.cited] == ["art5.item2"]
    own(second.text)


def test_every_example_is_answered(door: Door) -> None:
    examples = door.assistant.examples
    asked = [q for p in examples.personas for q in p.examples]
    assert len(asked) == 3
    assert set(examples.greeting) <= set(asked)
    for question in asked:
        assert door.assistant.answer(question).refusal is None, question
    greeting = door.assistant.answer("你好").text
    assert all(f"「{q}」" in greeting for q in examples.greeting)


def test_batch(command: Any, tmp_path: Path, door: Door) -> None:
    questions = ("遛狗要牵绳吗", "你好", "什么时候施行", "")
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = (json.dumps({"id": str(n), "question": q}) for n, q in enumerate(questions))
    source.write_text("\n".join(lines), "utf-8")
    code, _, told = command("batch", str(source), str(target))
    assert code == 0
    assert "4 行，其中 1 行有错" in told
    records = [json.loads(line) for line in own(target.read_text("utf-8")).splitlines()]
    assert records[0]["answer"]["cited"] == ["art8.item1"]
    assert [bool(r["error"]) for r in records] == [False, False, False, True]
    assert all(r["answer"]["text"].endswith(door.notice) for r in records[:3])


def test_ask_by_command(command: Any, door: Door) -> None:
    for style in ("条文", "白话"):
        code, said, _ = command("ask", "遛狗要牵绳吗", "--style", style)
        assert code == 0
        assert own(said).rstrip().endswith(door.notice)


# --- verifying ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "states"),
    [
        (f"{RIGHT}（第七条第一款）。", ["已核对", "已核对"]),
        (f"{ALTERED}（第七条第一款）。", ["改用原文", "已核对"]),
        ("第三十条规定应当每月遛狗两次。", ["未核对", "改用原文"]),
    ],
)
def test_verified(door: Door, command: Any, tmp_path: Path, text: str, states: list[str]) -> None:
    found = verify_text(door.assistant.verifier, text)
    assert [f.state for f in found] == states
    path = tmp_path / "text.txt"
    path.write_text(text, "utf-8")
    code, said, _ = command("verify", str(path))
    assert code == int("改用原文" in states)
    assert own(said).rstrip().endswith(door.notice)


@pytest.mark.parametrize(
    ("text", "stated", "not_stated"),
    [
        ("本办法现行有效。", "已核对", "未核对"),
        ("本办法是征求意见稿，尚未施行。", "改用原文", "未核对"),
        ("本办法不能作为执法依据。", "改用原文", "未核对"),
        ("本办法已经废止了。", "未核对", "未核对"),
        ("本办法共十二条，分五章。", "已核对", "已核对"),
        ("本办法共十三条，分五章。", "未核对", "未核对"),
    ],
)
def test_what_is_said_of_the_status(door: Door, text: str, stated: str, not_stated: str) -> None:
    (finding,) = verify_text(door.assistant.verifier, text)
    assert finding.state == (stated if door.stated else not_stated)


def test_the_example_to_check_shows_both(door: Door) -> None:
    found = verify_text(door.assistant.verifier, door.assistant.examples.pasted)
    assert {f.state for f in found} == {"已核对", "改用原文"}


# --- looking up ---------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [("checklist", "--describe", "我有一条小鱼"), ("checklist",)])
def test_look_ups_say_what_is_missing(command: Any, arguments: tuple[str, ...]) -> None:
    code, said, told = command(*arguments)
    assert (code, said) == (1, "")
    lacking = "《青溪镇养犬管理办法》还没有场所适用性数据，不能"
    assert re.fullmatch(rf"错误：{lacking}.+\n", own(told))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("duties", "--actor", "公安派出所"), "主体写有「公安派出所」：程序读出"),
        (("duties", "--matter", "登记"), "写有「登记」：程序读出"),
        (("duties", "--times", "每年"), "时间为「每年」"),
        (("duties", "--all"), "全部职责"),
        (("duties", "--matrix"), "主体与事项对照"),
        (("duties", "--calendar"), "时间要求"),
        (("checklist", "--unit", "养犬人"), "主体写有「养犬人」：程序读出"),
        (("checklist", "--describe", "我是养犬人"), "主体写有「养犬人」：程序读出"),
        (("train", "--scope", "第七条"), "责任培训"),
    ],
)
def test_what_the_program_read_is_marked(
    command: Any, arguments: tuple[str, ...], says: str
) -> None:
    code, said, _ = command(*arguments)
    assert code == 0
    assert says in said
    assert "程序提取，未经复核" in own(said)
    assert "已列出" not in said


@pytest.fixture(scope="module")
def registered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same regulation with a register that was gone through."""
    folder = tmp_path_factory.mktemp("registered") / "qingxi-dogs"
    write_folder(folder)
    accept_register(folder)
    return folder


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("duties", "--actor", "派出所"), "公安派出所：2 项职责"),
        (("duties", "--matter", "养犬登记"), "十五日内办理变更或者注销登记"),
        (("duties", "--times", "每年"), "「每年」：2 项职责"),
        (("duties", "--all"), "用长度不超过一点五米的牵引带牵领犬只"),
    ],
)
def test_looked_up_in_a_register(
    registered: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], says: str
) -> None:
    monkeypatch.setenv("FIREDUTY_REGULATION", str(registered))
    result = CliRunner().invoke(main, [*arguments, "--format", "md"])
    assert result.exit_code == 0
    assert says in own(result.stdout).replace("# ", "")
    assert result.stdout.rstrip().endswith(IN_FORCE)


def test_trained_from_a_register(
    registered: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FIREDUTY_REGULATION", str(registered))
    out = tmp_path / "out"
    arguments = ["train", "--scope", "第七条", "--minutes", "15", "--out", str(out)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0
    assert own(result.stdout).startswith("养犬责任培训：第七条")
    assert IN_FORCE in own((out / "培训包.md").read_text("utf-8"))
    assert json.loads(own((out / "培训包.json").read_text("utf-8")))


def test_a_conversation_makes_no_training(door: Door) -> None:
    for question in ("出5道题", "给我做一份培训"):
        answer = door.assistant.answer(question)
        assert answer.training is None
        assert answer.refusal is not None
        own(answer.text)


# --- the interface ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "body", "model"),
    [
        ("POST", "/ask", {"question": "遛狗要牵绳吗"}, responses.AskResponse),
        ("POST", "/ask", {"question": "你好"}, responses.AskResponse),
        ("POST", "/ask", {"question": "什么时候施行"}, responses.AskResponse),
        ("GET", "/search?q=牵引带", None, responses.SearchResponse),
        ("GET", "/suggest?typed=登记", None, responses.SuggestResponse),
        ("POST", "/verify", {"text": f"{ALTERED}（第七条第一款）。"}, responses.VerifyResponse),
        ("GET", "/provision/7", None, responses.ProvisionResponse),
        ("GET", "/status", None, responses.StatusResponse),
    ],
)
def test_interface(
    client: TestClient, door: Door, method: str, path: str, body: Any, model: Any
) -> None:
    response = client.request(method, f"{API}{path}", json=body)
    assert response.status_code == 200
    assert model.model_validate(response.json()).notice == door.notice
    own(response.text)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/checklist", None),
        ("POST", "/checklist", {"describe": "我养了一条狗"}),
        ("GET", "/provision/20", None),
    ],
)
def test_interface_says_what_is_missing(
    client: TestClient, method: str, path: str, body: Any
) -> None:
    response = client.request(method, f"{API}{path}", json=body)
    assert response.status_code == 404
    assert re.search("还没有|没有这一条款", own(response.json()["error"]["message"]))


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/duties?actor=公安派出所", None),
        ("GET", "/duties?all=true", None),
        ("POST", "/training", {"scope": ["第七条"]}),
    ],
)
def test_interface_marks_what_the_program_read(
    client: TestClient, method: str, path: str, body: Any
) -> None:
    response = client.request(method, f"{API}{path}", json=body)
    assert response.status_code == 200
    assert "程序提取，未经复核" in own(response.text)


def test_the_interface_describes_itself(client: TestClient) -> None:
    document = client.get(f"{API}/openapi.json").json()
    for name in ("AskRequest", "VerifyRequest"):
        assert document["components"]["schemas"][name]["examples"]
    own(json.dumps(document, ensure_ascii=False))
    own(client.get(f"{API}/docs").text)


# --- the page -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("view", "says"),
    [
        ("duties?actor=公安派出所", "程序提取，未经复核"),
        ("checklist", "《青溪镇养犬管理办法》还没有场所适用性数据"),
        ("train?scope=第七条", "程序提取，未经复核"),
        ("verify", "粘贴一段文字"),
        ("about", "没有在这部法规上评测过"),
    ],
)
def test_views(client: TestClient, view: str, says: str) -> None:
    response = client.get(f"/view/{view}")
    assert response.status_code == 200
    assert says in own(response.text)


@pytest.mark.parametrize("picture", ["matrix", "graph"])
def test_pictures(client: TestClient, picture: str) -> None:
    response = client.get(f"/view/{picture}")
    assert response.status_code == 200
    assert ("程序提取，未经复核" in own(response.text)) == (picture == "matrix")


def test_page(client: TestClient, door: Door) -> None:
    page = json.dumps(client.get("/config").json(), ensure_ascii=False)
    banner = "现行有效 · 仅供参考" if door.stated else "状态未注明，请核对正式文本"
    for words in ("只依据《青溪镇养犬管理办法》回答", banner, door.notice, "什么是烈性犬"):
        assert words in own(page)


def test_about_says_what_is_known(client: TestClient, door: Door) -> None:
    said = Reader(client.get("/view/about").text).text
    known = "青溪镇人民政府" if door.stated else "原文没有写明"
    assert f"发布机关{known}" in said
    assert "施行日期2024-05-01" in said
    assert door.notice in said


def test_checked_on_the_page(client: TestClient) -> None:
    for text, counts in ((RIGHT, "已核对 1，不符 0"), (ALTERED, "已核对 0，不符 1")):
        html = client.post("/view/verify", content=f"{text}（第七条第一款）。".encode()).text
        assert f"共 1 句：{counts}，未核对 0" in own(html)


def test_conversation_as_a_file(client: TestClient) -> None:
    asked = {"questions": ["遛狗要牵绳吗", "你好"]}
    response = client.post("/download/conversation.md", json=asked)
    assert response.status_code == 200
    assert "问答：2 个问题" in own(response.text)
