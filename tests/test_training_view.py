"""培训 without a browser: addresses, the form, the pack as HTML, the paper as JSON, the files."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from urllib.parse import parse_qsl, urlencode

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.assistant import Assistant
from assistant.training.choice import LENGTHS, LEVELS, PackChoice
from assistant.training.question import KINDS, key_text, list_columns
from corpus.text.load import load_regulation
from corpus.text.provision import Regulation
from tests.support.fake_trainer import NOTHING, OFFERED, FakeTrainer, TrainingServices
from tests.support.handmade_pack import make_pack
from tests.support.html_reader import ATTACK, Reader
from ui.documents.training.files import make_files
from ui.web.views.training import FILES, list_known_names, render_training
from ui.web.views.training_form import TrainingQuery, read_training
from ui.web.views.training_json import to_paper_record
from ui.web.views.training_routes import Packs, router

DATE = "2026-11-25"
CHOICE = PackChoice(
    scope=("消防车通道", "第七条"),
    unit="养老院",
    audience="单位员工",
    minutes=45,
    level="熟练",
    questions=12,
    kinds=("填空", "案例"),
    seed=9,
    exchanged=(3, 3),
)


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(router(TrainingServices(assistant)))
    with TestClient(app) as made:
        yield made


def shown(query: TrainingQuery, regulation: Regulation, *, groups: bool = True) -> str:
    trainer = FakeTrainer()
    return render_training(
        query, trainer, regulation, lambda c: trainer.pack(c, DATE), groups=groups
    )


def read(address: str) -> TrainingQuery:
    return read_training(parse_qsl(address.partition("?")[2]), list_known_names(OFFERED))


# --- addresses ----------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", ["A", "B"])
@pytest.mark.parametrize("test", [True, False])
def test_address_of_a_choice_is_read_as_the_same(paper: str, test: bool) -> None:
    query = read(TrainingQuery(CHOICE).address(paper=paper, test=test))
    assert query == TrainingQuery(CHOICE, True, paper, test)


CHOICES = st.builds(
    PackChoice,
    scope=st.lists(
        st.sampled_from([*OFFERED.matters, *OFFERED.chapters, "厂房、库房", "第七条"]), unique=True
    ).map(tuple),
    unit=st.sampled_from(["", "养老院"]),
    audience=st.sampled_from(["", "单位员工"]),
    minutes=st.sampled_from(list(LENGTHS)),
    level=st.sampled_from(LEVELS),
    questions=st.none() | st.integers(1, 100),
    kinds=st.lists(st.sampled_from(KINDS), unique=True).map(
        lambda kinds: tuple(k for k in KINDS if k in kinds)
    ),
    seed=st.integers(1, 999_999),
    exchanged=st.lists(st.integers(1, 100), max_size=8).map(tuple),
)


@given(choice=CHOICES)
@settings(max_examples=60)
def test_every_choice_survives_its_address(choice: PackChoice) -> None:
    assert read(TrainingQuery(choice).address()).choice == choice


@pytest.mark.parametrize(
    ("query", "scope"),
    [
        ("more=消防车通道、第七条 物业服务企业", ("消防车通道", "第七条", "物业服务企业")),
        ("more=厂房、库房", ("厂房、库房",)),
        ("scope=消防车通道&more=消防车通道", ("消防车通道",)),
        ("scope=第二章 单位消防安全职责", ("第二章　单位消防安全职责",)),
        ("more=，、 ；", ()),
    ],
)
def test_words_of_the_scope(query: str, scope: tuple[str, ...]) -> None:
    assert read(f"train?{query}").choice.scope == scope


@pytest.mark.parametrize(
    "query",
    [
        "minutes=abc&level=专家&questions=-1&kinds=问答&seed=0&exchanged=x",
        "minutes=²&questions=٣x&seed=1e9&exchanged=0",
        "seed=&exchanged=&paper=C&test=yes",
    ],
)
def test_what_no_form_sends_is_left_out(query: str) -> None:
    found = read(f"train?{query}")
    assert found.choice == PackChoice()
    assert (found.paper, found.test) == ("A", False)


def test_endless_address_is_cut() -> None:
    query = read(f"train?more={'好 ' * 5000}&exchanged={'1,' * 5000}&unit={'长' * 5000}")
    assert len(query.choice.scope) <= 20
    assert len(query.choice.exchanged) <= 200
    assert len(query.choice.unit) <= 60


def test_shown_paper_alone_is_no_choice() -> None:
    assert not read("train?paper=B").asks
    assert not read("train").asks
    assert read("train?minutes=30").asks


# --- the view -----------------------------------------------------------------------------------


def test_form_has_what_is_chosen(regulation: Regulation) -> None:
    html = shown(TrainingQuery(CHOICE, True), regulation)
    for expected in (
        'name="unit" value="养老院"',
        '<option value="45" selected>',
        '<option value="熟练" selected>',
        '<option value="单位员工" selected>',
        'name="questions" min="1" max="100" value="12"',
        'name="scope" value="消防车通道" checked',
        'name="scope" value="第七条" checked',
        'name="kinds" value="案例" checked',
    ):
        assert expected in html
    assert 'name="kinds" value="排序" checked' not in html


def test_form_is_another_where_other_words_are_pills(regulation: Regulation) -> None:
    """The page keeps a form of the same name: its pills would be those of before."""

    def name(*scope: str) -> str:
        html = shown(TrainingQuery(PackChoice(scope=scope), True), regulation)
        return html.split('data-form="')[1].split('"')[0]

    assert name("消防车通道") == name("电动自行车")
    assert name("消防车通道") != name("消防车通道", "第七条")


def test_pack_has_all_its_parts(regulation: Regulation) -> None:
    pack = make_pack()
    page = Reader(shown(TrainingQuery(PackChoice(seed=7), True), regulation))
    words = (pack.title, pack.subtitle, pack.scope, pack.notice, *pack.objectives, *pack.remarks)
    for said in (*words, "这个范围一共能出 64 题", "B 卷有 1 题和 A 卷考同一句话"):
        assert said in page.text
    for part in pack.timeline:
        assert part.title in page.text
        assert part.doing in page.text
    assert "0–3 分" in page.text
    assert "26–30 分" in page.text
    for point in pack.talking:
        assert point.quote.text in page.text
    for question, points in zip(pack.papers[0].questions, pack.papers[0].points, strict=True):
        assert question.stem in page.text
        assert f"答案：{key_text(question)}" in page.text
        assert f"{points} 分" in page.text
        for option in chain.from_iterable(list_columns(question)):
            assert option in page.text
    for link in ("#art-10-item-1", "#art-14-item-7", "#art-22-item-2"):
        assert link in page.links


def test_every_question_of_paper_a_can_be_exchanged_and_again(regulation: Regulation) -> None:
    page = Reader(shown(TrainingQuery(PackChoice(exchanged=(2,)), True), regulation))
    swaps = [link for link in page.links if link.startswith("#train?") and "exchanged" in link]
    numbers = [read(link).choice.exchanged for link in swaps]
    for number in range(1, 11):
        assert (2, number) in numbers


def test_files_on_the_view_are_those_of_a_pack(regulation: Regulation) -> None:
    made = make_files(make_pack())
    assert len(FILES) == len(made)
    suffixes = {"Word": "docx", "Excel": "xlsx", "PPT": "pptx", "Markdown": "md", "JSON": "json"}
    suffixes |= {"Moodle": "xml", "QTI 2.1": "zip"}
    for shown_name, file in zip(FILES, made, strict=True):
        name, _, format = shown_name.rstrip("）").partition("（")
        assert file.name.endswith(f".{suffixes[format]}")
        if name != "全部内容":
            assert name.replace(" ", "") in file.name


def test_without_a_store_there_is_no_way_to_a_group(regulation: Regulation) -> None:
    query = TrainingQuery(PackChoice(), True)
    assert "现场答题" in shown(query, regulation).split('class="starts"')[1]
    without = shown(query, regulation, groups=False).split('class="starts"')[1]
    assert "现场答题" not in without


def test_regulation_without_a_register_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("other") / "某办法.txt"
    path.write_text("某办法\n第一条 甲。", "utf-8")
    html = render_training(
        TrainingQuery(), None, load_regulation(path), lambda _: make_pack(), groups=True
    )
    assert "这部法规还没有责任登记" in html
    assert "<form" not in html


@pytest.mark.parametrize("field", ["scope", "more", "unit", "audience", "group", "kinds"])
def test_what_is_typed_is_no_markup(client: TestClient, field: str) -> None:
    page = Reader(client.get(f"/view/train?{urlencode({field: ATTACK, 'seed': 1})}").text)
    assert not page.tags["img"]


def test_review_is_a_place_that_the_browser_fills(client: TestClient) -> None:
    query = read("train?review=1")
    assert query.review
    assert not query.asks
    html = client.get("/view/train?review=1").text
    assert 'class="quiz review"' in html
    assert "<form" not in html


# --- routes -------------------------------------------------------------------------------------


def test_fragment(client: TestClient) -> None:
    response = client.get("/view/train?unit=养老院")
    assert response.headers["cache-control"] == "no-store"
    assert "消防安全责任培训：物业服务企业" in response.text
    assert NOTHING in client.get("/view/train?scope=天文学").text


def test_paper_for_the_self_test(client: TestClient, regulation: Regulation) -> None:
    for name in ("A", "B"):
        paper = client.get(f"/view/train.json?seed=7&paper={name}").json()
        pack = FakeTrainer().pack(PackChoice(seed=7), paper["date"])
        assert paper == to_paper_record(pack, name, regulation)
    refused = client.get("/view/train.json?scope=天文学")
    assert refused.status_code == 422
    assert refused.json()["error"]["message"] == NOTHING


def test_files(client: TestClient) -> None:
    whole = client.get("/download/train.zip?seed=7")
    with zipfile.ZipFile(BytesIO(whole.content)) as archive:
        assert len(archive.namelist()) == len(FILES)
    for number in range(1, len(FILES) + 1):
        response = client.get(f"/download/train/{number}?seed=7")
        assert response.status_code == 200
        assert response.content
        assert "attachment" in response.headers["content-disposition"]
    for path in ("0", str(len(FILES) + 1)):
        response = client.get(f"/download/train/{path}?seed=7")
        assert response.status_code == 422
        assert "没有第" in response.text
    assert client.get("/download/train.zip?scope=天文学").text == NOTHING
    assert client.get("/download/train/x?seed=7").status_code == 422


def test_pack_in_use_is_made_once(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[PackChoice] = []
    packs = Packs(TrainingServices(assistant))
    monkeypatch.setattr(
        FakeTrainer, "pack", lambda _, choice, date: made.append(choice) or make_pack()
    )
    for seed in (1, 2, 1, 2):
        packs.pack(PackChoice(seed=seed))
    assert [choice.seed for choice in made] == [1, 2]
