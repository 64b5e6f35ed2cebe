"""Courses: from a place's own list, from what changed between two texts, and by days."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from click.testing import CliRunner
from icalendar import Calendar
from pptx import Presentation

from assistant.comparing.comparison import TextComparison, compare
from assistant.training.changes import TaughtChanges
from assistant.training.choice import PackChoice
from assistant.training.opening import open_trainer
from assistant.training.pack import Pack
from assistant.training.plan import AGAIN, StudyPlan, make_plan
from assistant.training.question import TrueFalse
from assistant.training.trainer import Trainer
from corpus.errors import USAGE, FiredutyError
from corpus.language.load import load_corpus
from corpus.premises.work import WorkKind, work_of
from corpus.text.load import load_regulation, shipped_folders
from corpus.text.provision import ProvisionId
from ui.cli.main import main
from ui.documents.training.files import make_files
from ui.documents.training.study_plan import make_plan_calendar, make_plan_document
from ui.documents.training.text import write_markdown
from ui.web.views.training_form import TrainingQuery, read_training

DAY, MONDAY = "2026-12-01", date(2026, 12, 7)
HOME = "有地下车库的养老院"
PLACES = (HOME, "我开了家 20 人的小旅馆，租的房子", "物业公司", "加油站")
#: What the earlier text says instead.
EARLIER = {
    "对建筑消防设施每年至少进行一次全面检测": "对建筑消防设施每两年至少进行一次全面检测",
    "实行每日防火巡查，并建立巡查记录": "实行每周防火巡查",
    "责令停产停业，并处五千元以上五万元以下罚款": "责令停产停业，并处三千元以上三万元以下罚款",
}


@pytest.fixture(scope="module")
def trainers() -> dict[str, Trainer]:
    made = [open_trainer(*load_corpus(folder)) for folder in shipped_folders()]
    return {trainer.regulation.key: trainer for trainer in made}


@pytest.fixture(scope="module")
def law(trainers: dict[str, Trainer]) -> Trainer:
    return trainers["消防法"]


@pytest.fixture(scope="module")
def earlier(law: Trainer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The law as it might have been before."""
    (folder,) = [f for f in shipped_folders() if load_regulation(f).title == law.regulation.title]
    text = (Path(folder) / "regulation.txt").read_text("utf-8")
    for now, before in EARLIER.items():
        assert text.count(now) == 1
        text = text.replace(now, before)
    path = tmp_path_factory.mktemp("earlier") / "旧消防法.txt"
    path.write_text(text, "utf-8")
    return path


@pytest.fixture(scope="module")
def revised(law: Trainer, earlier: Path) -> TextComparison:
    return compare(load_regulation(earlier), law.regulation)


# --- a place's own list ---------------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("key", ["消防法", "北京市消防条例", "细则"])
def test_a_course_from_a_list_asks_exactly_its_duties(
    trainers: dict[str, Trainer], key: str, place: str
) -> None:
    trainer = trainers[key]
    guide = trainer.material.guide
    assert guide is not None
    if not guide.describe(place):
        pytest.skip("this text does not know the place")
    work = work_of(guide.checklist(guide.describe(place)), trainer.regulation)
    certain = [x for x in work if x.kind is WorkKind.TO_DO and not x.condition]
    listed = {line.duty.key for x in certain for line in x.lines}
    scope = trainer.scope(PackChoice(describe=place))
    assert {c.key for c in scope.clauses} <= listed
    clear = {c.key for c in trainer.material.clauses.all if c.clear or c.acts}
    assert {c.key for c in scope.clauses} == listed & clear
    pack = trainer.pack(PackChoice(describe=place), DAY)
    quotes: dict[ProvisionId, list[str]] = {c.id: [] for c in scope.clauses}
    for clause in scope.clauses:
        quotes[clause.id].append(clause.quote)
    for question in (q for paper in pack.papers for q in paper.questions):
        for evidence in question.evidence:
            assert any(evidence.quote in quote for quote in quotes[evidence.id])
    assert {p.quote.id for p in pack.talking} <= {c.id for c in scope.clauses}


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (PackChoice(describe="量子计算机"), "没有认出是什么场所"),
        (PackChoice(describe=HOME, answers=(("height", "高"),)), "没有「height」这个问题"),
        (PackChoice(describe=HOME, answers=(("key", "也许"),)), "也许"),
    ],
)
def test_a_place_that_cannot_be_listed_says_why(
    law: Trainer, choice: PackChoice, said: str
) -> None:
    with pytest.raises(FiredutyError, match=said) as raised:
        law.pack(choice, DAY)
    assert raised.value.exit_code == USAGE


# --- what changed ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def changed(law: Trainer, revised: TextComparison) -> Pack:
    return law.pack(PackChoice(against="旧"), DAY, revised)


def test_only_what_differs_is_taught_and_asked(changed: Pack, revised: TextComparison) -> None:
    differing = set(TaughtChanges(revised).leaves)
    assert {str(i) for i in differing} == {"art16.item3", "art17.para2.item3", "art61"}
    assert {p.quote.id for p in changed.talking} == differing
    asked = {i for paper in changed.papers for q in paper.questions for i in q.provisions}
    assert asked <= differing


def test_both_sides_stand_in_their_own_words(changed: Pack, revised: TextComparison) -> None:
    old = {leaf.text for leaf in revised.old.leaves()}
    for point in changed.talking:
        assert point.changed is not None
        assert not point.changed.whole
        assert point.changed.old in old
        assert point.changed.old != point.quote.text


def test_the_old_words_are_a_false_statement_whose_key_is_checked(
    law: Trainer, revised: TextComparison
) -> None:
    found = law.scope(PackChoice(), revised).further
    further = [q for q in found if isinstance(q, TrueFalse)]
    assert len(further) == len(found)
    altered = {(q.altered.written, q.altered.printed) for q in further if q.altered}
    assert altered == {("每两年", "每年"), ("每周", "每日")}
    assert all(not q.key and law.is_sound(q) for q in further)
    assert all(q.altered and q.altered.printed in q.key_sentence for q in further)


def test_another_law_is_named_and_its_words_stand_whole(trainers: dict[str, Trainer]) -> None:
    draft, law = trainers["细则"], trainers["北京市消防条例"]
    pack = draft.pack(PackChoice(against="x"), DAY, compare(law.regulation, draft.regulation))
    assert "北京市消防条例（现行有效）" in pack.title
    assert pack.notice.startswith("征求意见稿")
    assert "对照的《北京市消防条例》（2011-05-27）：现行有效" in pack.notice
    articles = (
        {f"{row.old[0].name}　{row.old[0].text}" for row in pack.comparison.rows if row.old}
        if pack.comparison
        else set()
    )
    for point in pack.talking:
        assert point.changed is not None
        assert point.changed.whole
        assert point.changed.old in articles
    written = write_markdown(pack)
    assert "新的一边是征求意见稿，尚未施行" in written
    assert "两份不是同一部法规" in written
    deck = Presentation(
        BytesIO(next(f.content for f in make_files(pack) if f.name == "幻灯片.pptx"))
    )
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert "改了什么" in titles
    assert not [t for t in titles if t.startswith("只有")]  # two laws: nothing was added or deleted


def test_nothing_changed_says_so(law: Trainer) -> None:
    same = compare(law.regulation, law.regulation)
    with pytest.raises(FiredutyError, match="没有文字不同、又可以出题的条款"):
        law.pack(PackChoice(against="x"), DAY, same)


# --- a plan ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plan(law: Trainer) -> StudyPlan:
    return make_plan(law, PackChoice(describe=HOME), MONDAY, DAY, days=4, weekdays="一三五")


def test_every_provision_is_read_once_and_asked_on_its_day(law: Trainer, plan: StudyPlan) -> None:
    read = Counter(p.quote.id for day in plan.days for p in day.reading)
    scope = law.scope(plan.choice)
    assert set(read) == {c.id for c in scope.clauses}
    assert set(read.values()) == {1}
    sizes = [len(day.reading) for day in plan.days]
    assert max(sizes) - min(sizes) <= 1
    for day in plan.days:
        assert day.test is not None
        pack = law.pack(day.test, DAY)
        asked = {i for paper in pack.papers for q in paper.questions for i in q.provisions}
        assert asked <= {p.quote.id for p in day.reading}


def test_days_and_reviews_fall_where_they_should(plan: StudyPlan) -> None:
    dates = [day.date for day in plan.days]
    assert dates == [MONDAY, date(2026, 12, 9), date(2026, 12, 11), date(2026, 12, 14)]
    expected = {day + timedelta(days=n) for day in dates for n in AGAIN}
    assert set(plan.reviews) == expected
    assert [d.date for d in plan.reviews[date(2026, 12, 14)]] == [MONDAY, date(2026, 12, 11)]


def test_a_plan_is_a_calendar_and_a_document(plan: StudyPlan) -> None:
    events = Calendar.from_ical(make_plan_calendar(plan, lambda _: "http://h/#train?test=1"))
    found = {e.decoded("dtstart"): e for e in events.walk("VEVENT")}
    assert set(found) == {*(d.date for d in plan.days), *plan.reviews}
    first = found[MONDAY]
    assert plan.days[0].reading[0].quote.text in str(first["description"])
    assert plan.notice in str(first["description"])
    assert str(first["url"]) == "http://h/#train?test=1"
    assert "url" not in found[date(2026, 12, 8)]
    assert str(found[date(2026, 12, 8)]["summary"]) == "复习第 1 天的错题"
    document = make_plan_document(plan)
    assert [row[0] for row in document.sections[0].rows][:2] == [
        "2026-12-07（周一）",
        "2026-12-08（周二）",
    ]
    words = " ".join(row[2] for row in document.sections[1].rows)
    assert all(p.quote.text in words for day in plan.days for p in day.reading)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"weekdays": "周一"}, "每周哪几天「周一」看不懂"),
        ({"weekdays": ""}, "看不懂"),
        ({"days": 0}, "可以排 1 到 60 天"),
        ({"days": 2}, "一天最多读 20 处，至少要 6 天"),
    ],
)
def test_days_that_cannot_be_planned_say_why(
    law: Trainer, given: dict[str, object], said: str
) -> None:
    with pytest.raises(FiredutyError, match=said):
        make_plan(law, PackChoice(), MONDAY, DAY, **given)  # type: ignore[arg-type]


# --- commands and addresses -----------------------------------------------------------------------


def run(*args: str) -> tuple[int, str, str]:
    result = CliRunner(env={"COLUMNS": "120"}).invoke(main, args)
    return result.exit_code, result.stdout, result.stderr


def test_commands(tmp_path: Path, earlier: Path) -> None:
    code, said, _ = run(
        "plan", "--in", "消防法", "--describe", HOME, "--start", "2026-12-07", "--format", "json"
    )
    assert code == 0
    record = json.loads(said)["data"]
    assert record["days"][0]["date"] == "2026-12-07"
    path = tmp_path / "计划.ics"
    assert run("plan", "--in", "消防法", "--describe", HOME, "--out", str(path))[0] == 0
    assert path.read_bytes().startswith(b"BEGIN:VCALENDAR")
    code, said, _ = run("train", "--in", "消防法", "--against", str(earlier))
    assert (code, "## 改了什么" in said) == (0, True)
    for wrong, told in (
        (("plan", "--start", "明天"), "日期「明天」看不懂"),
        (("train", "--describe", HOME, "--answer", "major"), "要写成 问题=选项"),
        (("train", "--against", "没有的法"), "没有的法"),
    ):
        code, _, error = run(*wrong)
        assert code != 0
        assert told in error


def test_an_address_says_all_of_a_choice() -> None:
    choice = PackChoice(
        scope=("art16.item3",), describe=HOME, answers=(("major", "是"),), against="旧", only=True
    )
    query = TrainingQuery(choice, True, document="消防法")

    again = read_training(parse_qsl(query.query()))
    assert again.choice == choice
    planned = read_training(
        parse_qsl(f"{query.query()}&plan=1&start=2026-12-07&days=3&on=一&on=五")
    )
    assert planned.plan is not None
    assert (planned.plan.start, planned.plan.days, planned.plan.weekdays) == (
        "2026-12-07",
        3,
        "一五",
    )
    assert read_training(parse_qsl(planned.plan_query)) == planned


def test_what_a_lead_forbids_is_never_said_without_it(trainers: dict[str, Trainer]) -> None:
    """任何单位和个人不得实施下列行为：（六）占用消防车通道 says nobody 占用消防车通道 as a duty."""
    told = [
        (clause, clause.sentence(actor))
        for trainer in trainers.values()
        for clause in trainer.material.clauses.all
        if clause.modality == "不得" and not clause.subject
        for actor in clause.actors
    ]
    assert len(told) > 10
    assert not [said for _, said in told if not any(w in said for w in ("不得", "禁止", "严禁"))]
