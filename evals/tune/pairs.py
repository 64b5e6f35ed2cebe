"""Assertions and the provisions that they are held against, labelled: written ones and altered clauses.

Written: questions of ``evals/laws/entailment.jsonl`` with the answer that their provision gives, and those
of ``near.jsonl``, to which theirs gives none. Altered: clauses of laws that no question is written on, said
in short and with one thing changed, so that what is so and what is not is known.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answering.entailment import is_called, named_bodies
from assistant.understanding.assertion import Assertion, find_assertion
from corpus.clauses.read import read_clauses
from corpus.clauses.records import ClauseEffect, ClauseRecord
from corpus.text.provision import Leaf, Regulation
from evals.laws.questions import FOLDER

Label = Literal["yes", "no", "not_stated"]
LABELS: tuple[Label, ...] = ("yes", "no", "not_stated")
#: Kind of the pairs that people wrote.
WRITTEN = "写的"


@dataclass(frozen=True, slots=True)
class Pair:
    """An assertion and a provision.

    Attributes:
        law: path in the archive.
        question: as asked.
        asked: what it asserts.
        leaf, records: the provision, with its clauses.
        label: what the provision says to it.
        kind: of alteration, else ``WRITTEN``.
    """

    law: str
    question: str
    asked: Assertion
    leaf: Leaf
    records: tuple[ClauseRecord, ...]
    label: Label
    kind: str


def written_pairs(texts: Mapping[str, Regulation]) -> Iterator[Pair]:
    """The questions that people wrote, of the laws that are given."""
    for name in ("entailment", "near"):
        for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            asked = find_assertion(row["question"])
            if asked is None or row["law"] not in texts:
                continue
            leaves, records = _read(texts[row["law"]])
            if leaf := leaves.get(row["provision"]):
                label: Label = row.get("label", "not_stated")
                own = records[row["provision"]]
                yield Pair(row["law"], row["question"], asked, leaf, own, label, WRITTEN)


#: What makes a question ask the opposite, by the words that it asks with.
_TURNS = (
    (re.compile(r"可以|(?<![功可性智职技不])能(?!源|力|耗|不能)"), ("不能", "不可以")),
    (re.compile(r"必须|应该|应当|非得|该|要(?!求|是|么)"), ("不用", "可以不", "不需要")),
)


def turned_pairs(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Questions that people wrote, asked the other way round, and with a figure put in."""
    for pair in pairs:
        chance, text = random.Random(pair.question), pair.asked.text
        if pair.label == "not_stated":
            continue
        other: Label = "no" if pair.label == "yes" else "yes"
        for words, turned in _TURNS:
            match = words.search(text)
            if match is None or re.search("不|没|禁|违|罚|免", text):
                continue
            before, after = text[: match.start()], text[match.end() :]
            makes = [(other, "反问", before + chance.choice(turned) + after)]
            if pair.label == "yes" and not re.search(r"\d|[一二三四五六七八九十两百]", text):
                added = chance.choice(_ADDED)
                makes.append(("not_stated", "添数字", before + match.group() + added + after))
            if words is _TURNS[0][0] and pair.label == "yes":
                makes.append(
                    ("no", "范围", before + chance.choice(("必须", "都必须", "一律")) + after)
                )
            for label, kind, said in makes:
                question = said + chance.choice(_TAGS)
                if asked := find_assertion(question):
                    yield Pair(pair.law, question, asked, pair.leaf, pair.records, label, kind)
            break
        yield from _other_body(pair, chance)


def _other_body(pair: Pair, chance: random.Random) -> Iterator[Pair]:
    """What is asked of a body that the provision charges, asked of one that it does not speak of."""
    said = pair.leaf.lead_in + pair.leaf.text
    subjects = "、".join(p.text for r in pair.records for p in r.subjects)
    named = [b for b in named_bodies(pair.asked.text) if is_called(b, subjects)]
    others = [b for b in _EVERYDAY_BODIES if not is_called(b, said)]
    if pair.label != "yes" or not named or not others:
        return
    question = pair.asked.text.replace(named[0], chance.choice(others)) + chance.choice(_TAGS)
    if asked := find_assertion(question):
        yield Pair(pair.law, question, asked, pair.leaf, pair.records, "no", "主体")


_EVERYDAY_BODIES = (
    "住建局", "公安局", "派出所", "街道办", "居委会", "城管", "教育局", "消防队", "市政府", "财政局", "民政局", "卫健委", "环保局",
    "市场监管局", "文旅局", "物业", "村委会", "交通局", "水务局", "应急局", "人社局", "发改委", "法院", "业委会", "税务局",
)  # fmt: skip
_ADDED = ("每月", "每年", "三十日内", "二十四小时内", "每季度", "五个工作日内", "至少三人")


def written_laws() -> set[str]:
    """The laws that they are written on."""
    return {
        json.loads(line)["law"]
        for name in ("entailment", "near")
        for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()
    }


def altered_pairs(texts: Mapping[str, Regulation], each: int = 10) -> Iterator[Pair]:
    """Clauses in short, true and altered: so many clauses of each law."""
    elsewhere: list[str] = []
    for law, text in texts.items():
        chance = random.Random(law)
        leaves, records = _read(text)
        usable = [r for own in records.values() for r in own if _usable(r)]
        parties = sorted(
            {
                p.text
                for own in records.values()
                for r in own
                for p in r.subjects
                if 2 < len(p.text) < 14
            }
        )
        counted = [r for r in usable if _NUMBER.search(_act(r))]
        for record in (*counted[:each], *chance.sample(usable, min(each, len(usable)))):
            key = str(record.provision)
            for label, kind, said in _alter(record, parties, usable, elsewhere, chance):
                question = said + chance.choice(_TAGS)
                asked = find_assertion(question)
                if asked and (kind != "主体" or _names_another(asked, leaves[key])):
                    yield Pair(law, question, asked, leaves[key], records[key], label, kind)
        elsewhere = [_act(r) for r in usable]


def _names_another(asked: Assertion, leaf: Leaf) -> bool:
    """Whether a body is named that can be told to be another than those of a provision."""
    said = leaf.lead_in + leaf.text
    return any(not is_called(b, said) for b in named_bodies(asked.text))


def _read(text: Regulation) -> tuple[dict[str, Leaf], dict[str, tuple[ClauseRecord, ...]]]:
    leaves = {str(leaf.id): leaf for leaf in text.leaves()}
    records: dict[str, tuple[ClauseRecord, ...]] = dict.fromkeys(leaves, ())
    for record in read_clauses(text):
        records[str(record.provision)] += (record,)
    return leaves, records


_TAGS = ("，对吗", "，对吧", "，是不是", "吧", "吗", "，没错吧", "，不是吗", "，是这样规定的吧")
_MODALS = {
    "应当": ("要", "应该", "必须", "得"),
    "必须": ("要", "必须", "得"),
    "不得": ("不能", "不可以", "不得", "不许"),
    "可以": ("可以", "能"),
    "鼓励": ("鼓励",),
}
#: A modal word that says otherwise.
_OTHERWISE = {
    "应当": ("不用", "可以不", "不需要"),
    "必须": ("不用", "可以不"),
    "不得": ("可以", "能"),
    "可以": ("不能", "不得", "必须"),
    "鼓励": ("必须", "非得"),
}
_DIGITS = "一二三四五六七八九"
_NUMBER = re.compile(
    rf"(?<![第{_DIGITS}同])[{_DIGITS}](?=[十百千万]|个?(?:工作日|日|年|月|小时|元|米|次|周|倍|人(?!员)|名))"
)
_LAY = (
    ("进行", ""), ("及时", ""), ("依法", ""), ("人民政府", "政府"), ("主管部门", "部门"), ("委员会", "委"), ("机动车", "车"),
    ("应当", ""), ("实施", "搞"), ("或者", "或"), ("以及", "和"), ("予以", ""), ("按照规定", ""), ("相关", ""), ("有关", ""), ("开展", "搞"),
    ("制定", "定"), ("设置", "设"), ("建立", "建"), ("告知", "告诉"), ("禁止", "不许"), ("缴纳", "交"), ("擅自", "自己"),
)  # fmt: skip


_CHARGED = (
    "{0}归{1}管",
    "{0}由{1}负责",
    "{0}是{1}的事",
    "{0}是{1}的职责",
    "{0}由{1}来办",
    "{0}是{1}来管",
)
_BODIES = (
    ("住房和城乡建设", "住建"), ("住房城乡建设", "住建"), ("市场监督管理", "市场监管"), ("生态环境", "环保"), ("城市管理", "城管"),
    ("人力资源和社会保障", "人社"), ("人力资源社会保障", "人社"), ("居民委员会", "居委会"), ("村民委员会", "村委会"), ("业主委员会", "业委会"),
    ("物业服务企业", "物业"), ("街道办事处", "街道办"), ("消防救援机构", "消防队"), ("公安机关", "公安局"), ("人民政府", "政府"), ("人民法院", "法院"),
    ("卫生健康", "卫健"), ("文化和旅游", "文旅"), ("交通运输", "交通"), ("农业农村", "农业"), ("应急管理", "应急"),
)  # fmt: skip


def _everyday(body: str, chance: random.Random) -> str:
    for printed, everyday in _BODIES:
        if chance.random() < 0.6:
            body = body.replace(printed, everyday)
    if chance.random() < 0.6:
        body = re.sub(r"(?:行政)?(?:主管|管理)?部门$", "局", body)
    return (
        re.sub(r"^(?:市|县级以上(?:地方)?|区)(?=.{3})", "", body) if chance.random() < 0.5 else body
    )


def _usable(record: ClauseRecord) -> bool:
    act = _act(record)
    plain = record.effect in (ClauseEffect.DUTY, ClauseEffect.POWER, ClauseEffect.PROHIBITION)
    return plain and bool(record.subjects) and record.modal in _MODALS and 6 <= len(act) <= 40 and not re.search(r"下列|以下|规定的其他", act)  # fmt: skip


def _act(record: ClauseRecord) -> str:
    """The first thing that a clause says of its subject."""
    parts = re.split(r"[，；。：]", record.act)
    first = next((p for p in parts if _NUMBER.search(p)), parts[0])
    return first if len(first) >= 8 else record.act


def _lay(words: str, chance: random.Random) -> str:
    for printed, everyday in _LAY:
        if chance.random() < 0.5:
            words = words.replace(printed, everyday)
    members = re.split("、", words)
    return words if len(members) < 3 or chance.random() < 0.3 else f"{members[0]}{members[-1][-6:]}"


def _alter(
    record: ClauseRecord,
    parties: Sequence[str],
    others: Sequence[ClauseRecord],
    elsewhere: Sequence[str],
    chance: random.Random,
) -> Iterator[tuple[Label, str, str]]:
    subject = chance.choice(record.subjects).text
    act, modal = _lay(_act(record), chance), record.modal
    says = chance.choice(_MODALS[modal])
    condition = record.conditions[0] if record.conditions and chance.random() < 0.6 else ""
    before = f"{condition}，" if condition else ""
    name = _everyday(subject, chance) if chance.random() < 0.7 else ""
    yield "yes", "原样", f"{before}{name}{says}{act}"
    if modal in ("应当", "必须", "可以") and len(subject) < 16:
        yield (
            "yes",
            "原样",
            before + chance.choice(_CHARGED).format(act, _everyday(subject, chance)),
        )
    yield "no", "情态", f"{before}{name}{chance.choice(_OTHERWISE[modal])}{act}"
    if number := _NUMBER.search(act):
        other = chance.choice([d for d in _DIGITS if d != number.group()])
        yield (
            "no",
            "数字",
            f"{before}{name}{says}{act[: number.start()]}{other}{act[number.end() :]}",
        )
    else:
        added = chance.choice(_ADDED)
        yield "not_stated", "添数字", f"{before}{name}{says}{added}{act}"
    strange = [p for p in parties if p not in record.text and p[-2:] != subject[-2:] and not any(p in s.text or s.text in p for s in record.subjects)]  # fmt: skip
    if strange and modal in ("应当", "必须", "可以") and len(record.subjects) == 1:
        for form in (f"{{1}}{says}{{0}}", *chance.sample(_CHARGED, 2)):
            yield "no", "主体", before + form.format(act, _everyday(chance.choice(strange), chance))
    if leave := re.match(r"未经([^，。]{2,16}?)(同意|批准|许可)，?", record.text):
        who, what = leave.groups()
        yield "no", "未经", f"{name}可以不经{who}{what}就{act}"
        yield "yes", "未经", f"不经{who}{what}不能{act}"
        yield "no", "未经", f"{name}没有{who}{what}也能{act}"
    if len(record.subjects) > 1:
        yield "no", "范围", f"{before}只有{subject}{says}{act}"
    limited = record.conditions or record.exceptions or modal in ("可以", "鼓励")
    if limited and modal != "不得":
        yield "no", "范围", f"{name}任何情况下都{'必须' if modal != '不得' else '不能'}{act}"
    if modal == "不得" and not record.conditions and not record.exceptions:
        yield "yes", "范围", f"{name}一律{says}{act}"
    sibling = [r for r in others if r.provision != record.provision and r.modal == modal]
    if sibling:
        yield "not_stated", "别条的事", f"{name}{says}{_lay(_act(chance.choice(sibling)), chance)}"
    if elsewhere:
        yield (
            "not_stated",
            "别法的事",
            f"{name}{says}{_lay(chance.choice(list(elsewhere)), chance)}",
        )
