"""Training questions, papers and packs, made from the real regulation."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.training.choice import LENGTHS, LEVELS, PackChoice
from assistant.training.clauses import core_of
from assistant.training.opening import open_trainer
from assistant.training.question import (
    BLANK,
    KINDS,
    FillBlank,
    Matching,
    MultipleChoice,
    Ordering,
    QuizQuestion,
    SingleChoice,
    TrueFalse,
    is_right,
    key_text,
    list_columns,
)
from assistant.training.reply import printed, understood
from assistant.training.trainer import Trainer
from corpus.errors import USAGE, FiredutyError
from corpus.language.load import load_corpus
from evals.training import coverage_of, shipped_trainers
from ui.cli.main import main

DAY = "2026-11-25"


# --- the bank -----------------------------------------------------------------------------------


@pytest.mark.slow
def test_no_key_of_the_whole_bank_is_refused(
    trainer: Trainer, bank: tuple[QuizQuestion, ...]
) -> None:
    faulty = {
        q.id: [f.text for f in faults] for q in bank if (faults := trainer.checker.find_faults(q))
    }
    assert faulty == {}


def test_ids_are_unique_and_the_same_in_every_run(bank: tuple[QuizQuestion, ...]) -> None:
    again = open_trainer(*load_corpus(None))
    assert again.bank.all == bank[: len(again.bank.all)]
    plain = again.bank.in_reserve(again.material.clauses.all)
    assert {q.id for q in plain} <= {q.id for q in bank}
    assert len({q.id for q in bank}) == len(bank)


def test_nearly_every_duty_can_be_asked_three_times_in_two_ways() -> None:
    for name, trainer in shipped_trainers().items():
        asked = coverage_of(trainer)
        # 「已经…不再符合前款规定的」 points at what stands before it, and nothing else can be asked of it.
        assert asked.covered >= 0.98 * asked.leaves, (name, asked.thin)


def test_the_place_and_the_length_of_the_key_tell_nothing(bank: tuple[QuizQuestion, ...]) -> None:
    single = [q for q in bank if isinstance(q, SingleChoice) and len(q.options) == 4]
    places = Counter(q.key for q in single)
    expected = len(single) / 4
    chi_squared = sum((places[n] - expected) ** 2 / expected for n in range(4))
    assert chi_squared < 11.34  # the .99 quantile with three degrees of freedom
    lengths = [[len(o) for o in q.options] for q in single]
    longest = sum(
        len(q.options[q.key]) == max(of) > sorted(of)[-2]
        for q, of in zip(single, lengths, strict=True)
    )
    assert longest / len(single) < 0.4


def test_questions_hold_what_their_form_needs(bank: tuple[QuizQuestion, ...]) -> None:
    counted = Counter(q.kind for q in bank)
    assert set(counted) == set(KINDS)
    for question in bank:
        assert all(len(column) == len(set(column)) for column in list_columns(question))
        match question:
            case SingleChoice():
                assert question.options[question.key]
            case MultipleChoice():
                assert 2 <= len(question.key) <= 4
                assert len(question.options) == 5
            case FillBlank():
                assert question.stem.count(BLANK) == len(question.key) > 0
            case Ordering():
                assert question.key != tuple(range(len(question.steps)))
            case Matching():
                assert sorted(question.key) == list(range(len(question.right)))
            case TrueFalse():
                assert (question.altered is None) == question.key
        assert question.key_sentence in question.explanation


@pytest.mark.parametrize(
    ("actor", "act"),
    [
        # 街道办事处 bears items 1, 4 to 8 of the township's list through a reference, not 2 and 3.
        ("街道办事处", "依托乡镇执法平台，部署消防安全整治"),
        ("清河农场办事处", "加强村民宅基地自建房屋出租、经营的消防安全管理"),
        # Every organisation is a unit.
        ("物业服务企业", "科学确定风险等级，制定并落实防范化解措施"),
        ("市场监督管理部门", "科学确定风险等级，制定并落实防范化解措施"),
        # A department bears what is said to all of them.
        ("文物部门", "开展针对性消防安全检查治理，消除火灾隐患"),
        # The same words stand twice.
        ("消防救援机构", "督促、指导、协助有关单位做好消防宣传教育工作"),
        # A part and its whole.
        ("公安机关", "负责开展日常消防监督检查、消防宣传教育"),
    ],
)
def test_who_bears_an_act_in_any_way_is_no_wrong_answer(
    trainer: Trainer, bank: tuple[QuizQuestion, ...], actor: str, act: str
) -> None:
    assert trainer.material.may_bear(actor, act)
    for question in bank:
        if not isinstance(question, SingleChoice) or question.kind != "谁负责":
            continue
        if act in question.stem and actor in question.options:
            assert question.options[question.key] == actor


def test_what_the_reference_leaves_out_is_a_wrong_answer(trainer: Trainer) -> None:
    act = "安排必要的资金，用于公共消防设施建设和业务经费支出"
    assert not trainer.material.may_bear("街道办事处", act)


@pytest.mark.parametrize(
    ("act", "core"),
    [
        ("按照国家有关消防工作要求，落实消防安全责任制", "落实消防安全责任制"),
        ("在隐患消除前，应当落实防范措施", "应当落实防范措施"),
        ("定期开展消防宣传教育", "定期开展消防宣传教育"),
    ],
)
def test_core_of_an_act(act: str, core: str) -> None:
    assert core_of(act) == core


# --- packs --------------------------------------------------------------------------------------

_scopes = st.sampled_from(
    [
        ("消防车通道",),
        ("第二章",),
        ("物业",),
        ("第十五条", "第二十二条"),
        ("电动自行车", "出租房"),
        (),
    ]
)
choices = st.builds(
    PackChoice,
    scope=_scopes,
    unit=st.just(""),
    audience=st.sampled_from(["", "单位员工", "物业公司", "街道乡镇干部", "部门干部", "个体户"]),
    minutes=st.sampled_from(list(LENGTHS)),
    level=st.sampled_from(LEVELS),
    questions=st.one_of(st.none(), st.integers(1, 12)),
    seed=st.integers(0, 10**6),
    exchanged=st.lists(st.integers(1, 12), max_size=3).map(tuple),
)


@settings(max_examples=25)
@given(choice=choices)
def test_a_pack_holds_together(trainer: Trainer, choice: PackChoice) -> None:
    pack = trainer.pack(choice, DAY)
    assert pack == trainer.pack(choice, DAY)
    assert sum(p.minutes for p in pack.timeline) == choice.minutes
    assert all(p.minutes > 0 for p in pack.timeline)
    assert pack.notice.startswith("征求意见稿")
    first, second = pack.papers
    wanted = choice.questions or LENGTHS[choice.minutes]
    assert len(first.questions) == len(second.questions) <= wanted
    for paper in pack.papers:
        assert sum(paper.points) == 100
        sentences = [q.key_sentence for q in paper.questions]
        assert len(set(sentences)) == len(sentences)
        assert trainer.checker.find_paper_faults(paper.questions) == ()
    taught = {t.quote.id for t in pack.talking}
    for paper in pack.papers:
        assert {i for q in paper.questions for i in q.provisions} <= taught
    shared = {q.key_sentence for q in first.questions}
    assert pack.shared == sum(q.key_sentence in shared for q in second.questions)


def test_another_seed_another_paper(trainer: Trainer) -> None:
    choice = PackChoice(scope=("消防车通道",))
    first = trainer.pack(choice, DAY).papers[0].questions
    second = trainer.pack(replace(choice, seed=2), DAY).papers[0].questions
    assert {q.id for q in first} != {q.id for q in second}


@pytest.mark.parametrize("number", [1, 4, 10])
def test_an_exchange_changes_one_question_and_never_goes_back(
    trainer: Trainer, number: int
) -> None:
    choice = PackChoice(scope=("第三章",))
    seen = [trainer.pack(choice, DAY).papers[0].questions]
    for times in range(1, 5):
        exchanged = replace(choice, exchanged=(number,) * times)
        seen.append(trainer.pack(exchanged, DAY).papers[0].questions)
    for before, after in pairwise(seen):
        changed = [n for n, (a, b) in enumerate(zip(before, after, strict=True), 1) if a != b]
        assert changed == [number]
    assert len({questions[number - 1].id for questions in seen}) == len(seen)


def test_the_level_changes_the_difficulty(trainer: Trainer) -> None:
    easy, hard = (
        Counter(
            q.difficulty
            for q in trainer.pack(PackChoice(minutes=90, level=level), DAY).papers[0].questions
        )
        for level in LEVELS
    )
    assert easy["易"] > hard["易"]
    assert hard["难"] > easy["难"]


def test_a_unit_is_taught_by_its_checklist(trainer: Trainer) -> None:
    pack = trainer.pack(PackChoice(unit="养老院", audience="单位员工"), DAY)
    assert "养老院" in pack.title
    asked = {str(i) for paper in pack.papers for q in paper.questions for i in q.provisions}
    assert "art7.item1" in asked
    assert not asked & {"art7.item2", "art7.item3", "art8.item3"}
    assert any("要看具体情况" in remark for remark in pack.remarks)


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (PackChoice(scope=("火星",)), "范围里的「火星」不是这部法规的条、章、事项或主体"),
        (PackChoice(scope=("消防车道路",)), "相近的有消防车通道"),
        (PackChoice(scope=("第三十三条",)), "没有这一条款：第三十三条"),
        (PackChoice(scope=("第三十一条",)), "没有规定谁要做什么，不能出题"),
        (PackChoice(scope=("第九章",)), "没有「第九章」；有第一章"),
        (PackChoice(scope=("  ",)), "范围是空的"),
        (
            PackChoice(scope=("第二十五条",), questions=10),
            "最多能出 2 道依据互不重复的题，不够 10 道",
        ),
        (PackChoice(unit="养老所"), "不认识的单位类型「养老所」；相近的有养老院"),
        (PackChoice(unit="养老院", scope=("第二十七条",)), "合在一起没有可以出题的条款"),
        (PackChoice(audience="外星人"), "不认识的培训对象「外星人」；可以是单位员工"),
        (PackChoice(minutes=20), "时长 20 分钟不行；可以是 15、30、45、90 分钟"),
        (PackChoice(level="专家"), "没有「专家」这个难度；可以是入门、熟练"),  # type: ignore[arg-type]
        (PackChoice(kinds=("作文",)), "没有「作文」这种题"),  # type: ignore[arg-type]
        (PackChoice(questions=0), "可以有 1 到 200 题，不能是 0 题"),
        (PackChoice(questions=201), "可以有 1 到 200 题，不能是 201 题"),
    ],
)
def test_what_cannot_be_chosen_is_said_in_one_line(
    trainer: Trainer, choice: PackChoice, said: str
) -> None:
    with pytest.raises(FiredutyError) as caught:
        trainer.pack(choice, DAY)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == USAGE


def test_a_pack_with_a_wrong_key_is_refused(
    trainer: Trainer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(papers: object, choice: PackChoice, count: int, sound: object) -> object:
        made = original(papers, choice, count, sound)  # type: ignore[arg-type]
        paper = made[0]
        at = next(n for n, q in enumerate(paper.questions) if isinstance(q, TrueFalse))
        question = paper.questions[at]
        broken = replace(question, key=not question.key)
        questions = (*paper.questions[:at], broken, *paper.questions[at + 1 :])
        return replace(paper, questions=questions), *made[1:]

    from assistant.training import trainer as module

    original = module.draw_papers
    monkeypatch.setattr(module, "draw_papers", wrong)
    with pytest.raises(FiredutyError, match="没有通过核对，没有生成"):
        trainer.pack(PackChoice(scope=("物业",)), DAY)


# --- replies ------------------------------------------------------------------------------------


def question(form: str, bank: tuple[QuizQuestion, ...]) -> QuizQuestion:
    return next(q for q in bank if q.form == form)


@pytest.mark.parametrize(
    ("form", "written", "reply"),
    [
        ("单选", "b", (1,)),
        ("单选", " C。", (2,)),
        ("单选", "AB", ()),
        ("单选", "E", ()),
        ("多选", "a、c d", (0, 2, 3)),
        ("多选", "AA", ()),
        ("判断", "对", (0,)),
        ("判断", "×", (1,)),
        ("判断", "也许", ()),
        ("排序", "CA", ()),
        ("连线", "1A 2B 3C 4D", (0, 1, 2, 3)),
        ("连线", "1A2B", ()),
    ],
)
def test_replies_as_people_write_them(
    bank: tuple[QuizQuestion, ...], form: str, written: str, reply: tuple[int, ...]
) -> None:
    assert understood(question(form, bank), written) == reply


def test_the_printed_key_is_understood_as_the_right_reply(bank: tuple[QuizQuestion, ...]) -> None:
    for q in bank:
        assert is_right(q, understood(q, key_text(q)))
        assert printed(q)[-1 if isinstance(q, TrueFalse | FillBlank) else 0]


# --- the command line ---------------------------------------------------------------------------


def run(*args: str, stdin: str | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, args, input=stdin)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def opened(trainer: Trainer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands do not make the whole bank again; that it would be the same is tested above."""
    monkeypatch.setattr("ui.cli.train_commands.open_trainer", lambda *_: trainer)


@pytest.mark.usefixtures("opened")
def test_train_writes_the_same_files_again(tmp_path: Path) -> None:
    for name in ("a", "b"):
        args = ("--unit", "养老院", "--minutes", "15", "--date", DAY)
        code, out, _ = run("train", *args, "--out", str(tmp_path / name))
        assert code == 0
        assert "征求意见稿" in out
    names = sorted(p.name for p in (tmp_path / "a").iterdir())
    assert "讲师手册.docx" in names
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


@pytest.mark.usefixtures("opened")
def test_train_without_a_folder_prints_markdown() -> None:
    code, out, _ = run("train", "--scope", "消防车通道", "--questions", "3")
    assert code == 0
    assert out.startswith("# 消防安全责任培训：消防车通道")
    assert "征求意见稿" in out


@pytest.mark.usefixtures("opened", "environment")
@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--scope", "火星"), "范围里的「火星」"),
        (("--date", "昨天"), "日期「昨天」看不懂"),
        (("--minutes", "一刻钟"), "参数"),
        (("--scope", "物业", "--out", "/dev/null/x"), "无法写入"),
    ],
)
def test_train_says_what_is_wrong(args: tuple[str, ...], said: str) -> None:
    code, _, err = run("train", *args)
    assert code == USAGE
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.usefixtures("opened")
def test_quiz_is_answered_scored_and_repeated(trainer: Trainer) -> None:
    choice = PackChoice(scope=("物业",), questions=4, seed=3)
    questions = trainer.pack(choice, DAY).papers[0].questions
    keys = [key_text(q) for q in questions]
    wrong = "对" if keys[0] != "正确" else "错"
    first = {"单选": "B" if keys[0] == "A" else "A", "判断": wrong}.get(questions[0].form, "甲")
    stdin = "\n".join([first, *keys[1:], "", keys[0], ""])
    code, out, _ = run("quiz", "--scope", "物业", "--questions", "4", "--seed", "3", stdin=stdin)
    assert code == 0
    assert "共 4 题，答对 3 题。" in out
    assert "重做 1 道错题吗？" in out
    assert "共 1 题，答对 1 题。" in out
    assert "征求意见稿" in out


@pytest.mark.usefixtures("opened")
def test_quiz_can_be_left(trainer: Trainer) -> None:
    code, out, _ = run("quiz", "--scope", "物业", "--questions", "3", stdin="???\nq\n")
    assert code == 0
    assert "没有看懂" in out
    assert "已退出。" in out


def test_what_nobody_reviewed_asks_for_printed_words_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who else may bear a duty is not known of such a text: no name is ever the answer."""
    text = tmp_path / "规定.txt"
    text.write_text(
        "第一条 灯会主办单位应当每月检查全部灯具和电线。\n"
        "第二条 灯会场地的管理单位应当在七日内修复损坏的护栏。\n",
        "utf-8",
    )
    monkeypatch.setenv("FIREDUTY_REGULATION", str(text))
    code, out, _ = run("train")
    assert code == 0
    assert "程序提取，未经复核" in out
    trainer = open_trainer(*load_corpus(text))
    asked = trainer.questions(PackChoice())
    assert {q.kind for q in asked} <= {"判断正误", "数字期限", "填空", "职责归属"}
    assert "只出" in trainer.pack(PackChoice(), "2026-01-01").remarks[-1]
    assert not any(q.altered.point == "主体" for q in asked if getattr(q, "altered", None))
