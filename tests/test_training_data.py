"""The reviewed data of training questions: proved against the text, and every complaint fires."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import FiredutyError
from corpus.language.data import LanguageData
from corpus.language.load import load_corpus
from corpus.register.records import Register
from corpus.teaching.check import check_training, check_training_file
from corpus.teaching.data import (
    Audience,
    Contrast,
    Right,
    Scene,
    SceneQuestion,
    Sequence,
    Step,
    TrainingData,
    Wrong,
    is_usable,
    load_training,
)
from corpus.text.load import data_folder, shipped_folders
from corpus.text.provision import Regulation

FOLDER = data_folder()
DATA = load_training(FOLDER)
AUDIENCES = ["单位员工", "部门干部", "街道乡镇干部", "物业公司", "个体工商户"]


@pytest.fixture(scope="module")
def check(
    regulation: Regulation, register: Register, language: LanguageData
) -> Callable[[TrainingData], tuple[str, ...]]:
    return lambda data: check_training(regulation, register, language.units, data)


def test_the_shipped_data_is_proved(regulation: Regulation) -> None:
    assert check_training_file(regulation, FOLDER) == ()


def test_there_is_enough_of_everything() -> None:
    assert len(DATA.contrasts) >= 120
    assert len(DATA.scenes) >= 30
    assert len(DATA.confusables) >= 20
    assert [a.name for a in DATA.audiences] == AUDIENCES


def test_length_does_not_give_the_key_away() -> None:
    asks = [a for s in DATA.scenes for a in s.asks if a.form == "单选" and a.asks == "职责"]
    longest = [a for a in asks if len(a.right[0].text) > max(len(w.text) for w in a.wrong)]
    shortest = [a for a in asks if len(a.right[0].text) < min(len(w.text) for w in a.wrong)]
    assert len(longest) <= len(asks) / 4
    assert len(shortest) <= len(asks) / 4


# --- which contrasts a leaf has -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("contrast", "provision", "expected"),
    [
        (Contrast("夜间巡查", ("日间巡查",), "时间"), "art7.item1", True),
        (Contrast("夜间巡查", ("日间巡查",), "时间", ("art7.item1",)), "art7.item1", True),
        (Contrast("夜间巡查", ("日间巡查",), "时间", ("art7.item2",)), "art7.item1", False),
        (Contrast("夜间巡查", ("日间巡查",), "时间"), "art7.item2", False),
        # 第八条第（一）项 has 避难层 twice: which one was meant would be a guess.
        (Contrast("避难层", ("避难间",), "范围"), "art8.item1", False),
    ],
)
def test_usable(contrast: Contrast, provision: str, expected: bool, regulation: Regulation) -> None:
    leaf = next(x for x in regulation.leaves() if str(x.id) == provision)
    assert is_usable(contrast, leaf) is expected
    assert (contrast in TrainingData((contrast,)).contrasts_of(leaf)) is expected


# --- every complaint fires ----------------------------------------------------------------------

STEPS = DATA.sequences[0]
ACTS = SceneQuestion(
    "这家{unit}应当做到下列哪些？",
    "多选",
    tuple(
        Right("art7.item1", words, words)
        for words in ("加强病房、宿舍的夜间巡查", "针对性开展夜间应急演练")
    ),
    (
        Wrong("采取相应的风险管控措施", "art7.item5"),
        Wrong("依法查处消防安全违法行为", "art19.item1"),
        Wrong("加强病房、宿舍的日间巡查", "art7.item1", "夜间", "日间"),
    ),
    actors=("养老服务机构", "单位"),
)
TOWED = "协助清拖小区内堵塞占用消防车通道和圈占室外消火栓的车辆"
WHO = SceneQuestion(
    "由谁协助清拖？",
    "单选",
    (Right("art19.item3", "公安交管部门", TOWED),),
    tuple(Wrong(name) for name in ("公安派出所", "城市管理部门", "消防救援机构")),
    asks="主体",
)
SCENE = Scene("a", "一家{unit}有老人住宿。", ("养老院",), ("应急演练",), (ACTS, WHO))
PEOPLE = Audience("物业公司", ("物业",), "管小区。", ("art10.item1",), "小区", ("物业服务企业",))


def test_the_examples_are_sound(check: Callable[[TrainingData], tuple[str, ...]]) -> None:
    sound = TrainingData((), (STEPS,), (SCENE,), (PEOPLE,), DATA.confusables)
    assert check(sound) == ()


def _steps(*steps: tuple[str, str], because: str = "先后") -> Sequence:
    return Sequence("先后？", tuple(Step(p, t) for p, t in steps), because)


@pytest.mark.parametrize(
    ("contrast", "complaint"),
    [
        (Contrast("夜间巡查", (), "时间"), "wrong 有 0 个"),
        (Contrast("夜间巡查", tuple("甲乙丙丁戊"), "时间"), "wrong 有 5 个"),
        (Contrast("夜间巡查", ("日间巡查", "日间巡查"), "时间"), "「日间巡查」重复"),
        (Contrast("夜间巡查", ("日间巡查",), "语气"), "point 不是"),
        (Contrast("夜间巡查", ("不夜间巡查",), "时间"), "含有原来的字"),
        (Contrast("夜间巡查", ("日间巡查",), "时间", ("art77",)), "没有条款 art77"),
        (Contrast("夜间巡查", ("日间巡查",), "时间", ("art7.item2",)), "出现 0 次，应为 1 次"),
        (Contrast("避难层", ("避难间",), "范围", ("art8.item1",)), "出现 2 次，应为 1 次"),
        (Contrast("半夜巡查", ("日间巡查",), "时间"), "原文没有可用之处"),
        (Contrast("等行为，劝阻", ("等行为，举报",), "范围", ("art10.item1",)), "跨了两句"),
        (
            Contrast("消防安全专业培训机构", ("职业培训机构、技工院校",), "范围", ("art19.item6",)),
            "原文别处就是这样写的",
        ),
    ],
)
def test_contrasts(
    check: Callable[[TrainingData], tuple[str, ...]], contrast: Contrast, complaint: str
) -> None:
    assert any(complaint in line for line in check(TrainingData((contrast,))))


def test_a_contrast_twice(
    check: Callable[[TrainingData], tuple[str, ...]],
) -> None:
    first = DATA.contrasts[0]
    doubled = replace(DATA, contrasts=(*DATA.contrasts, first))
    assert check(doubled) == (f"易错的字「{first.word}（{first.provisions[0]}）」重复",)


@pytest.mark.parametrize(
    ("steps", "complaint"),
    [
        (_steps(("art22.item6", "立即报警"), ("art22.item6", "对初起火灾的扑救")), "步骤有 2 个"),
        (_steps(("art99", "立即报警"), *[("art22.item6", "立即报警")] * 2), "没有条款 art99"),
        (_steps(*[("art22.item6", "立即报告")] * 3), "出现 0 次，应为 1 次"),
        (_steps(*[("art8.item1", "避难层")] * 3), "出现 2 次，应为 1 次"),
        (
            _steps(
                ("art22.item6", "对初起火灾的扑救"),
                ("art22.item6", "立即报警"),
                ("art22.item7", "指导和监督"),
            ),
            "「立即报警」在原文中不在前一步之后",
        ),
        (replace(STEPS, because=" "), "没有说明为什么是先后"),
    ],
)
def test_sequences(
    check: Callable[[TrainingData], tuple[str, ...]], steps: Sequence, complaint: str
) -> None:
    assert any(complaint in line for line in check(TrainingData(sequences=(steps,))))
    assert any("重复" in line for line in check(TrainingData(sequences=(steps, steps))))


@pytest.mark.parametrize(
    ("scene", "complaint"),
    [
        (replace(SCENE, units=("敬老园",)), "没有单位类型「敬老园」"),
        (replace(SCENE, about=("大事",)), "没有事项「大事」"),
        (replace(SCENE, units=()), "没有 units，却有 {unit}"),
        (replace(SCENE, text="一家养老院。"), "有 units，text 里却没有"),
        (replace(SCENE, asks=()), "问题有 0 个"),
        (replace(SCENE, asks=(ACTS, ACTS)), "的问题「"),
    ],
)
def test_scenes(
    check: Callable[[TrainingData], tuple[str, ...]], scene: Scene, complaint: str
) -> None:
    assert any(complaint in line for line in check(TrainingData(scenes=(scene,))))


ALTERED = ACTS.wrong[2]
ONE = Right("art7.item1", "加强病房、宿舍的夜间巡查", "加强病房、宿舍的夜间巡查")
ASK_FAULTS = [
    (replace(ACTS, form="判断"), "form 或 asks 不认识"),
    (replace(ACTS, form="单选"), "单选应当一对三错"),
    (replace(ACTS, wrong=ACTS.wrong[:2]), "多选应当五个选项"),
    (replace(ACTS, right=(ONE, ONE)), "的选项「"),
    (replace(ACTS, actors=("敬老园",)), "没有主体「敬老园」"),
    (replace(ACTS, via=("art99",)), "没有条款 art99"),
    (replace(ACTS, wrong=(Wrong("消" * 99, "art7.item5"), *ACTS.wrong[1:])), "长短相差太大"),
    (replace(ACTS, right=(ONE, Right("art7.item1", "加强巡查", "加强巡查"))), "没有「加强巡查」"),
    # What stands in 第六条 is a self-employed person's only through 第三十条.
    (replace(ACTS, actors=("个体工商户",)), "不是被问者的职责"),
    (
        replace(ACTS, wrong=(Wrong("加强避难间的管理", "art7.item1"), *ACTS.wrong[1:])),
        "也是被问者的职责",
    ),
    (replace(ACTS, wrong=(Wrong("违法必究", "art19.item1"), *ACTS.wrong[1:])), "没有「违法必究」"),
    (replace(ACTS, actors=()), "没有写 actors"),
    (
        replace(ACTS, wrong=(*ACTS.wrong[:2], replace(ALTERED, written="夜晚"))),
        "里「夜晚」应当出现 1 次",
    ),
    (
        replace(ACTS, wrong=(*ACTS.wrong[:2], replace(ALTERED, printed="午间"))),
        "没有「加强病房、宿舍的午间巡查」",
    ),
    (
        replace(
            ACTS,
            wrong=(
                *ACTS.wrong[:2],
                Wrong("对消防车通道和登高操作场地进行标注标识", "art6.item6", "登高", "登高"),
            ),
        ),
        "且与原文不同",
    ),
    (
        replace(
            ACTS,
            wrong=(*ACTS.wrong[:2], Wrong("定期开展演练", "art14.item11", "组织开展", "开展")),
        ),
        "错的「定期开展演练」是原文",
    ),
    (replace(WHO, right=(replace(WHO.right[0], quote="协助拖走"),)), "没有「协助拖走」"),
    (replace(WHO, right=(replace(WHO.right[0], text="公安机关"),)), "不由「公安机关」承担"),
    (replace(WHO, wrong=(Wrong("交警"), *WHO.wrong[1:])), "应当只是主体表里的一个主体"),
    (replace(WHO, wrong=(Wrong("公安交管部门"), *WHO.wrong[1:])), "也由「公安交管部门」承担"),
]


@pytest.mark.parametrize(("ask", "complaint"), ASK_FAULTS, ids=[c for _, c in ASK_FAULTS])
def test_questions_on_scenes(
    check: Callable[[TrainingData], tuple[str, ...]], ask: SceneQuestion, complaint: str
) -> None:
    other = WHO if ask.asks == "职责" else ACTS
    found = check(TrainingData(scenes=(replace(SCENE, asks=(ask, other)),)))
    assert any(complaint in line for line in found), found


def test_the_same_duty_of_two_bodies_is_no_wrong_option(
    check: Callable[[TrainingData], tuple[str, ...]],
) -> None:
    """督促、指导、协助有关单位做好消防宣传教育工作 is written for both, in two 项."""
    right = Right("art19.item1", "消防救援机构", "督促、指导、协助有关单位做好消防宣传教育工作")
    wrong = (Wrong("应急管理部门"), Wrong("公安机关"), Wrong("教育部门"))
    ask = SceneQuestion("谁？", "单选", (right,), wrong, asks="主体")
    found = check(TrainingData(scenes=(replace(SCENE, asks=(ACTS, ask)),)))
    assert [line for line in found if "也由「应急管理部门」承担" in line]
    assert not [line for line in found if "教育部门」承担" in line]


def test_a_duty_through_a_reference_is_right_only_with_the_way(
    check: Callable[[TrainingData], tuple[str, ...]],
) -> None:
    """街道办事处 bears items of 第十五条 through its second 款; item 3 is not among them."""
    words = "建立健全消防安全组织和消防安全工作协调机制"
    plan = Wrong("将消防安全内容纳入镇总体规划、乡规划", "art15.item3")
    ask = replace(
        ACTS,
        right=(
            Right("art15.item1", words, words),
            Right("art15.item5", "明确网格消防工作职责", "明确网格消防工作职责"),
        ),
        wrong=(plan, *ACTS.wrong[1:]),
        actors=("街道办事处",),
        via=("art15.para2",),
    )
    assert check(TrainingData(scenes=(replace(SCENE, asks=(ask, WHO)),))) == ()
    told = check(TrainingData(scenes=(replace(SCENE, asks=(replace(ask, via=()), WHO)),)))
    assert len(told) == 2
    assert all("经由别条承担的要写 via" in line for line in told)
    borne = replace(ask, wrong=(Wrong("制定消防安全制度", "art15.item1"), *ask.wrong[1:]))
    found = check(TrainingData(scenes=(replace(SCENE, asks=(borne, WHO)),)))
    assert any("也是被问者的职责" in line for line in found)


@pytest.mark.parametrize(
    ("audience", "complaint"),
    [
        (replace(PEOPLE, focus=("art10.item9",)), "没有条款 art10.item9"),
        (replace(PEOPLE, focus=("art10.item1", "art10.item1")), "「art10.item1」重复"),
        (replace(PEOPLE, focus=()), "没有写 focus 或 about"),
        (replace(PEOPLE, about=" "), "没有写 focus 或 about"),
        (replace(PEOPLE, actors=("物管",)), "没有主体「物管」"),
        (replace(PEOPLE, unit="院子"), "没有单位类型「院子」"),
        (replace(PEOPLE, lay=("物业公司",)), "人群「物业公司」重复"),
    ],
)
def test_audiences(
    check: Callable[[TrainingData], tuple[str, ...]], audience: Audience, complaint: str
) -> None:
    assert any(complaint in line for line in check(TrainingData(audiences=(audience,))))


@pytest.mark.parametrize(
    ("groups", "complaint"),
    [
        ((("公安机关", "公安派出所"),), "主体有 2 个"),
        ((("公安机关", "公安派出所", "公安派出所"),), "「公安派出所」重复"),
        ((("公安机关", "公安派出所", "交警"),), "没有主体「交警」"),
        ((("公安机关", "公安派出所", "民政部门"), ("民政部门", "公安机关", "公安派出所")), "重复"),
    ],
)
def test_confusable_bodies(
    check: Callable[[TrainingData], tuple[str, ...]],
    groups: tuple[tuple[str, ...], ...],
    complaint: str,
) -> None:
    assert any(complaint in line for line in check(TrainingData(confusables=groups)))


# --- reading ------------------------------------------------------------------------------------


def test_without_a_file_there_is_no_data(regulation: Regulation, tmp_path: Path) -> None:
    assert load_training(tmp_path) == load_training(None) == TrainingData()
    assert check_training_file(regulation, tmp_path) == ()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('[[contrast]]\nword = "夜间"\nwrong = ["日间"]\n', "缺少字段：point"),
        ('[[contrast]]\nword = "a"\nwrong = []\npoint = "时间"\nwhy = "b"\n', "不认识的字段 why"),
        (
            '[[sequence]]\nask = "a"\nbecause = "b"\nsteps = [{ text = "c" }]\n',
            "缺少字段：provision",
        ),
        (
            '[[scene]]\nid = "a"\ntext = "b"\nunits = []\nabout = []\n[[scene.ask]]\nstem = "c"\n',
            "缺少字段：form、right、wrong",
        ),
        ("[[contrast]\n", "不是有效的 TOML"),
    ],
)
def test_broken_files_are_named(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "training.toml").write_text(text, "utf-8")
    with pytest.raises(FiredutyError, match=complaint):
        load_training(tmp_path)


@pytest.mark.parametrize("folder", shipped_folders(), ids=lambda f: f.name)
def test_the_data_of_every_shipped_document_is_proved(folder: Path) -> None:
    regulation, _ = load_corpus(folder)
    assert check_training_file(regulation, folder) == ()


def test_there_are_scenes_over_all_shipped_documents() -> None:
    scenes = [len(load_training(f).scenes) for f in shipped_folders()]
    assert min(scenes) >= 30
    assert sum(scenes) >= 120
