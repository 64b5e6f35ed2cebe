"""How far a clause bears out an assertion: what can be compared of the pair, and the rule over it.

The rule tells three cases apart: the clause says so, says otherwise, or says nothing to it.
``python -m evals.tune entailment --laws laws.tar.xz --write`` fits it on questions over hundreds of laws
and on clauses that a program altered; no regulation is known to it. Over another encoder than the
shipped one it knows nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from assistant.understanding.assertion import Assertion
from assistant.verify.figures import find_figures
from corpus.clauses.records import ClauseEffect, ClauseRecord
from corpus.text.numerals import to_int
from corpus.text.provision import Leaf
from index.embed import Embedder

FILE = Path(__file__).parent / "entailment.json"

#: How a question puts what is asked of an act, the first that fits: done wrongly, left undone, done.
_ASKED = (
    ("waived", r"不(?:用|必|需要|管(?!不)|交|收|算(?!违)|受|担|负|承担|罚|追究|关|归)|无(?:需|须)|甭|用不着|免(?!费)|没事|可以不|能不(?!能)|"
     r"(.)不\1都|(?<!有)没(?:有)?(?:什么)?(?:责任|义务|关系|份)|各管各|管不着|随便|落不到"),
    ("breach", r"违规|违法|违反|犯法|(?:是|属于|算).{0,4}禁止|要罚|会罚|被罚|受处罚|担责|处罚|罚款"),
    ("denied", r"(?<!让)(?:不|没)(?:让|准|许|允许)|(?<!能)不能|(?<!行)不行|(?<!该)不该|不(?:得|可以|应)|(?<!对)不对|禁止|严禁"),
    ("leave", r"可以|(?<![功可性智职技])能(?!源|力|耗|够?不能)|[可准许让]|行(?:不行|吗|么|吧|啊)|合[规法理]|正常|允许|权"),
    ("duty", r"必须|非得|应[当该]?|[要得该](?!求)|义务|责任|职责|强制"),
)  # fmt: skip
_ASKED_MODES = tuple((name, re.compile(pattern)) for name, pattern in _ASKED)
#: 「我们一趟趟跑，对吗」 asks whether what is told of is right.
_RIGHT = re.compile("对[吗么不]|对不对")
_TOLD = re.compile("我|[说讲]|咱|俺|他们|人家|结果|让人")
#: What a clause does beside its modal word.
_WAIVES = re.compile(
    r"免[于予除收费缴]|不(?:予|适用|列入|计入|承担|收取|受|再|作为|需要|属于|纳入|重复|颁发)|(?:中|终|停)止(?!违)|无(?:须|需|效)|除外|减免"
)
_OPTIONAL = re.compile(r"可(?=根据|采取|按照|依法|以|向|由)|自愿|根据.{0,8}需要")
_LIMITS = re.compile(r"除[^，。；]{1,40}外|一般|原则上|确需|未经|根据.{0,8}需要|可以|鼓励|紧急")
_QUANTIFIED = (
    ("every", re.compile(r"都|任何|所有|全部|一律|完全|一概|全都|凡是|不管|无论|各个|每个")),
    ("only", re.compile(r"只(?!要)|仅|才(?!能|艺)|就(?:行|够|可以|能|没|不)|光(?!缆)|单单|不光|顶多|最多|只要")),
)  # fmt: skip
_NEGATED = re.compile(
    r"没(?:有)?(?![^，。]{1,4}的)|不(?!动产|锈|少于|低于|超过|得少)|未(?!成年)|无(?!人|线|障碍|业主|物业)|非(?!机动|营利|法)"
)
_CONTRARY = tuple(
    pair.split("/")
    for pair in [
        "以上/以下",
        "增加/减少",
        "室内/室外",
        "城市/农村",
        "城镇/农村",
        "口头/书面",
        "公开/保密",
        "事前/事后",
        "集中/分散",
        "自愿/强制",
        "免费/收费",
        "有偿/无偿",
        "提前/推迟",
        "独立/共同",
        "首次/再次",
        "上级/下级",
        "国家/地方",
        "中央/地方",
        "个人/单位",
        "业主/物业",
        "甲级/乙级",
        "新建/既有",
        "公共/专有",
        "主要/次要",
        "分管/主要",
        "之前/之后",
        "秒级/分钟级",
        "特别重大/重大/较大/一般",
        "专职/志愿/兼职",
        "一级/二级/三级",
        "国家级/省级/市级",
    ]
)
_OTHERWISE = str.maketrans(
    "", "", "的了吗呢是在就都要去给把被和与及或、，。；：？！“”「」（）也还得该可以能不 "
)
#: Names of bodies by how they end, and everyday ones, which stand by themselves.
_ENDING = r"(?:部门|机构|机关|委员会|人民政府|政府|办事处|(?<![布当结])局(?![部面势限])|(?<![常党原])委(?![托员屈派会]))"
_EVERYDAY = r"(?:公安派出所|派出所|消防救援机构|消防队|居委会?|村委会|街道办(?!事)|镇政府|物业公司|物业(?!费|服务合同|管理(?!公司))|公安(?!机关|局|部门|派)|城管(?!局|部门|委)|交警|法院|社区(?!卫生|矫正))"
_BODY = re.compile(rf"(?P<known>{_EVERYDAY})|[\u4e00-\u9fff]{{0,12}}?{_ENDING}")
_BEFORE_BODY = re.compile(
    r"^.*(?:没有?|无|归|由|让|找|向|给|对|跟|和|与|及|是|的|到|在|，|、|用|被|替|叫|请|还是)"
)


#: A tree as rows of feature, threshold, row where it is not above it, row where it is, value; a leaf has
#: no feature (-1).
Tree = Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class EntailmentRule:
    """Boosted trees.

    Attributes:
        names: of the features.
        base: ``(3,)``: says so, says otherwise, says nothing.
        trees: rounds of three trees, for each of these.
        yes, no: the least probabilities at which it may be said.
    """

    names: tuple[str, ...]
    base: tuple[float, ...]
    trees: Sequence[Sequence[Tree]]
    yes: float
    no: float

    def probabilities(self, features: Mapping[str, float]) -> tuple[float, float, float]:
        """That a clause says so, that it says otherwise, that it says nothing."""
        x = [features[n] for n in self.names]
        logits = np.array(self.base)
        for trees in self.trees:
            logits = logits + [_value(tree, x) for tree in trees]
        raised = np.exp(logits - logits.max())
        yes, no, nothing = raised / raised.sum()
        return float(yes), float(no), float(nothing)


def _value(tree: Tree, x: Sequence[float]) -> float:
    at = 0
    while tree[at][0] >= 0:
        feature, threshold, left, right, _ = tree[at]
        at = int(left if x[int(feature)] <= threshold else right)
    return tree[at][4]


@dataclass(frozen=True, slots=True)
class Entailment:
    """What the rule makes of an assertion and a clause: probabilities, and the clause.

    Attributes:
        yes, no: that the clause says so, that it says otherwise.
        certain: whether it names every body that is asserted, and no word that excludes one that is.
        clause: the clause.
    """

    yes: float
    no: float
    certain: bool
    clause: ClauseRecord


def nearest_clause(assertion: str, records: Sequence[ClauseRecord]) -> ClauseRecord:
    """The clause that shares most with an assertion, in single characters and in pairs."""
    said = _grams(assertion)
    return max(records, key=lambda r: sum(len(g) for g in said & _grams(clause_words(r))))


def pair_features(
    asked: Assertion, leaf: Leaf, record: ClauseRecord, likeness: float
) -> dict[str, float]:
    """What can be compared of an assertion and a clause.

    Args:
        asked: the assertion.
        leaf: the provision.
        record: the clause of it.
        likeness: inner product of their vectors.
    """
    lead = leaf.lead_in if leaf.lead_in.endswith(("：", ":")) else ""
    clause = lead[-120:] + clause_words(record)
    said = leaf.lead_in + leaf.text
    text = asked.text
    found: dict[str, float] = {
        "likeness": likeness,
        "leading": float(asked.leading),
        "right": float(bool(_RIGHT.search(asked.ending))),
        "told": float(bool(_TOLD.search(text))),
        "length": min(len(text), 40) / 40,
        "covered": _share(text, clause, 1),
        "pairs": _share(text, clause, 2),
        "covered_leaf": _share(text, said, 1),
        "back": _share(clause_words(record), text, 1),
        "new": _longest_new(text, said) / 10,
        "limits": float(bool(_LIMITS.search(clause))),
        "condition": float(bool(record.conditions or record.exceptions)),
        "contrary": float(_contrary(text, clause)),
        "without": float(bool(_WITHOUT.search(text) and _WITHOUT.search(clause))),
    }
    found |= _figures(text, clause, said)
    found |= _bodies(text, said, record)
    denied, denies = (bool(_NEGATED.search(t)) for t in (_bare(text), _bare(clause)))
    found["negation"] = float(denied and not denies)
    found["negated"] = float(denies and not denied)
    for name, pattern in _QUANTIFIED:
        quantified = pattern.search(text) and not pattern.search(clause)
        found[name] = float(bool(quantified))
        found[f"{name}_limited"] = float(bool(quantified) and found["limits"] > 0)
    mode, effect = asked_mode(asked), clause_mode(record, clause)
    for one in (*(name for name, _ in _ASKED), "plain"):
        for other in CLAUSE_MODES:
            both = float(mode == one and effect == other)
            found[f"{one}/{other}"] = both
    about = found["likeness"] * found["covered"]
    found["about"] = about
    found["modes_oppose"] = float((mode, effect) in OPPOSED) * about
    found["opposes"] = float((mode, effect) in OPPOSED or (mode, effect) == ("plain", "waives"))
    found["modes_agree"] = float((mode, effect) in AGREE) * about
    # The thresholds of the trees are written with more digits than this.
    return {name: round(value, 3) for name, value in found.items()}


CLAUSE_MODES = ("must", "may", "forbids", "urges", "waives", "punishes", "states")
#: Of what is asked and what a clause does, the pairs that go together, and those that do not.
AGREE = frozenset(
    {("duty", "must"), ("leave", "may"), ("breach", "forbids"), ("breach", "punishes"), ("waived", "waives"),
     ("denied", "forbids"), ("plain", "must"), ("plain", "states"), ("plain", "may")}
)  # fmt: skip
OPPOSED = frozenset(
    {("leave", "forbids"), ("waived", "must"), ("duty", "waives"), ("duty", "urges"), ("breach", "may"), ("denied", "may"),
     ("denied", "must"), ("leave", "punishes"), ("plain", "forbids"), ("duty", "may"), ("duty", "forbids")}
)  # fmt: skip


def asked_mode(asked: Assertion) -> str:
    """What is asked of an act."""
    text = asked.text + asked.ending
    return next((name for name, pattern in _ASKED_MODES if pattern.search(text)), "plain")


def clause_mode(record: ClauseRecord, clause: str) -> str:
    """What a clause does with an act."""
    if record.effect is ClauseEffect.PENALTY:
        return "punishes"
    if record.modality == "不得" or record.effect is ClauseEffect.PROHIBITION:
        return "forbids"
    if _WAIVES.search(clause):
        return "waives"
    by_modality = {"应当": "must", "必须": "must", "可以": "may", "鼓励": "urges"}
    if record.modality in by_modality:
        return by_modality[record.modality]
    if _OPTIONAL.search(clause):
        return "may"
    return "may" if record.effect is ClauseEffect.POWER else "states"


def clause_words(record: ClauseRecord) -> str:
    """A clause with its subject, where that stands before it."""
    names = "、".join(p.text for p in record.subjects if p.text not in record.text)
    return names + record.text


def _grams(text: str) -> set[str]:
    bare = _bare(text)
    return {bare[i : i + n] for n in (1, 2) for i in range(len(bare) - n + 1)}


def _bare(text: str) -> str:
    return text.translate(_OTHERWISE)


def _share(text: str, of: str, size: int) -> float:
    """Share of the character runs of a size of a text that another holds."""
    bare, other = _bare(text), _bare(of)
    runs = [bare[i : i + size] for i in range(len(bare) - size + 1)]
    return sum(run in other for run in runs) / len(runs) if runs else 0.0


def shared_pairs(text: str, of: str) -> float:
    """Share of the pairs of characters of a text that another holds."""
    return _share(text, of, 2)


def _longest_new(text: str, said: str) -> int:
    """Characters of the longest run of an assertion that a provision does not hold."""
    runs = re.findall("0+", "".join("01"[c in said] for c in _bare(text)))
    return min(max(map(len, runs), default=0), 10)


def _contrary(text: str, clause: str) -> bool:
    """Whether one says 以上 and the other 以下, one 重大 and the other 一般."""
    for group in _CONTRARY:
        said, printed = ({word for word in group if word in t} for t in (text, clause))
        if said and printed and not said & printed:
            return True
    return False


#: 「罚两百」 is of money.
_FINED = re.compile(
    r"(?<=[罚交收赔])(?:\d+|[一二两三四五六七八九十百千万]+)(?![\d一二两三四五六七八九十百千万元块倍次年月天日个分到至以])"
)
#: What is done without leave.
_WITHOUT = re.compile(
    r"(?:不|没|未)(?:有)?(?:经|取得|办|拿|申请|报批|登记)|无证|擅自|(?:不用|不必|无需|不需要|没).{0,12}(?:同意|批准|许可|证)"
)


def _figures(text: str, clause: str, said: str) -> dict[str, float]:
    """How the figures of an assertion stand to those that are printed."""
    asserted = [f.key for f in find_figures(_FINED.sub(r"\g<0>元", text))]
    near, all_ = ({f.key for f in find_figures(t)} for t in (clause, said))
    missing = [key for key in asserted if key not in all_]
    rival = any(u == unit for _, unit in missing for _, u in near)
    aside = any(key not in near for key in asserted) or not _numerals(text) <= _numerals(clause)
    return {
        "figure_same": float(bool(asserted) and not missing),
        "figure_rival": float(rival),
        "figure_new": float(bool(missing) and not rival),
        "figure_aside": float(aside),
    }


def _numerals(text: str) -> frozenset[int]:
    """Numbers of two digits or more, of whatever they are: 第一百一十条, 二十千克."""
    found: set[int] = set()
    for numeral in re.findall(r"[〇一二三四五六七八九十百千两]{2,}|[0-9]{2,4}", text):
        with suppress(ValueError):  # 千百
            found.add(to_int(numeral))
    return frozenset(found)


def _bodies(text: str, said: str, record: ClauseRecord) -> dict[str, float]:
    """Whether the bodies of an assertion are those that a provision names, and its subject."""
    named = named_bodies(text)
    subjects = "、".join(p.text for p in record.subjects)
    charge = _IN_CHARGE.search(text)
    charged = charge["body"] if charge else ""
    return {
        "body_subject": float(any(is_called(b, subjects) for b in named)),
        "body_named": float(bool(named) and all(is_called(b, said) for b in named)),
        "body_other": float(any(not is_called(b, said) for b in named)),
        "body_first": float(
            bool(named) and text.startswith(named[0]) and not is_called(named[0], subjects)
        ),
        "charged_other": float(bool(charged) and not is_called(charged, said)),
        "charged_not": float(bool(charged) and not is_called(charged, subjects)),
        "subjects": float(bool(subjects)),
    }


#: 「归民政办」「由应急局管」: the body that is said to be in charge.
_IN_CHARGE = re.compile(
    rf"(?:归|由|是(?=[^，]{{0,10}}?(?:{_EVERYDAY}|{_ENDING})))(?P<body>[\u4e00-\u9fff]{{2,10}}?)(?:的?[事活]|的职责|来|去|在)?(?:管|办|负责|查|抓|牵头|维护|审|干|组织|调查|验|批|发|做|出|编|定|$)"
)


def named_bodies(text: str) -> tuple[str, ...]:
    """Bodies that an assertion names, as written."""
    found = (m["known"] or _BEFORE_BODY.sub("", m.group()) for m in _BODY.finditer(text))
    charged = _IN_CHARGE.search(text)
    names = [name for name in found if len(name) > 1]
    if charged and not any(name in charged["body"] or charged["body"] in name for name in names):
        names.append(charged["body"])
    return tuple(dict.fromkeys(names))


#: What bodies are called that bear another name in laws.
_NICKNAMES = (
    ("消防队", "消防救援"), ("消防", "消防救援"), ("交警", "交通管理"), ("环保", "生态环境"), ("镇里", "乡镇"), ("乡里", "乡镇"), ("卫健委", "卫生健康"),
    ("公安局", "公安"), ("规自", "规划和自然资源"), ("发改委", "发展改革"), ("人社", "人力资源"), ("警察", "公安"), ("物业", "物业"), ("物业公司", "物业服务"),
)  # fmt: skip


@cache
def _called(name: str) -> re.Pattern[str]:
    stem = re.sub(
        r"(?:主管|行政|管理)*(?:部门|机构|机关|委员会|委会|人民政府|政府|局|委|办|处)$", "", name
    )
    meant = [printed for everyday, printed in _NICKNAMES if everyday in (name, stem)]
    forms = [*meant, "[^，。；、]{0,6}?".join(map(re.escape, stem or name))]
    return re.compile("|".join(forms))


def is_called(name: str, text: str) -> bool:
    """Whether a text names a body by a name of which an everyday one is short: 住建局 and
    住房和城乡建设部门, 居委会 and 居民委员会."""
    return name in text or _called(name).search(text) is not None


#: Features of an assertion that claims more than the clause prints: no 是 is said to it.
DOUBTS = (
    "contrary",
    "body_other",
    "figure_rival",
    "figure_new",
    "figure_aside",
    "negation",
    "only",
    "every",
    "opposes",
)


def judge(
    asked: Assertion, leaf: Leaf, records: Sequence[ClauseRecord], embedder: Embedder
) -> Entailment | None:
    """What the clause of a provision that is nearest says to an assertion; None without clauses."""
    if not records:
        return None
    record = nearest_clause(asked.text, records)
    said = np.asarray(embedder.embed_query(asked.text))
    (printed,) = embedder.embed_documents([clause_words(record)])
    features = pair_features(asked, leaf, record, float(said @ np.asarray(printed)))
    yes, no, _ = load_rule().probabilities(features)
    return Entailment(yes, no, not any(features[name] for name in DOUBTS), record)


@cache
def load_rule() -> EntailmentRule:
    """The rule as it was fitted."""
    record = json.loads(FILE.read_text("utf-8"))
    return EntailmentRule(
        tuple(record["names"]), tuple(record["base"]), record["trees"], record["yes"], record["no"]
    )
