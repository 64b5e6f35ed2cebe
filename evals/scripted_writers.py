"""Scripted language models: faithful, sloppy and hostile. Deterministic functions of the request.

Each is what a model would write; how the server delivers it (stalls, drops, error codes) is in
``evals.openai_server``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

_PROVISION = re.compile(r'<provision id="([^"]+)"[^>]*>\n(.*?)\n</provision>', re.DOTALL)
_QUESTION = re.compile(r"<question>\n(.*?)\n</question>", re.DOTALL)
_MOST = 6
#: What an unfaithful paraphrase does to a sentence: weaker or stronger, more, later, someone else.
_SLIPS = (
    ("不得", "可以"),
    ("应当", "可以"),
    ("每年", "每月"),
    ("每季度", "每三年"),
    ("夜间", "白天"),
    ("及时", "在三十日内"),
    ("负责", "协助"),
    ("消防救援机构", "城管部门"),
    ("定期", "每周"),
)


@dataclass(frozen=True, slots=True)
class WriterRequest:
    """What a request asks.

    Attributes:
        question: of the user.
        provisions: id → words, as fenced in the request.
        system: the system message.
        key: the key that came with the request.
    """

    question: str
    provisions: Mapping[str, str]
    system: str
    key: str = ""

    @classmethod
    def read(cls, messages: Sequence[Mapping[str, str]], key: str) -> WriterRequest:
        """From the messages of a request."""
        said = {m["role"]: m["content"] for m in messages}
        question = _QUESTION.search(said.get("user", ""))
        return cls(
            question.group(1) if question else "",
            dict(_PROVISION.findall(said.get("user", ""))),
            said.get("system", ""),
            key,
        )

    @property
    def first(self) -> str:
        """Id of the first provision."""
        return next(iter(self.provisions), "art1")


StatementList = list[tuple[str, list[str]]]


def faithful(asked: WriterRequest) -> StatementList:
    """The first sentence of each provision, with the words that say who must do it."""
    return [(_sentence(words), [id_]) for id_, words in list(asked.provisions.items())[:_MOST]]


def _sentence(words: str) -> str:
    lead, _, own = words.rpartition("\n")
    first = re.split(r"[。；]", own.strip())[0]
    actor = re.match(r"(.*?应当)", lead)
    return f"{actor.group(1) if actor else ''}{first}。"


def sloppy(asked: WriterRequest) -> StatementList:
    """Every sentence with one slip, where it has a word that can be got wrong."""
    return [(_slip(text), ids) for text, ids in faithful(asked)]


def _slip(text: str) -> str:
    for right, wrong in _SLIPS:
        if right in text:
            return text.replace(right, wrong, 1)
    return text.rstrip("。") + "，并在三日内向应急管理部门书面报告。"


def mixed(asked: WriterRequest) -> StatementList:
    """Every second sentence with a slip."""
    return [(_slip(t) if n % 2 else t, ids) for n, (t, ids) in enumerate(faithful(asked))]


def remembered(asked: WriterRequest) -> StatementList:
    """Penalties and figures from memory, under a provision that does not hold them."""
    return [
        ("违反上述规定的，处五千元以上五万元以下罚款。", [asked.first]),
        ("根据消防法第六十条，可以处警告或者罚款。", [asked.first]),
        ("情节严重的，处十日以上十五日以下拘留。", [asked.first]),
    ]


def invented(asked: WriterRequest) -> StatementList:
    """Provisions that do not exist, in every form."""
    own = _sentence(next(iter(asked.provisions.values()), "单位应当负责消防安全。"))
    return [
        (own, ["art99"]),
        (own.replace("。", "！"), ["art10.item77"]),
        ("第三十三条规定应当每日检查。", ["第三十三条"]),
        ("依据第二十九条第（二十）项应当停业。", [asked.first]),
        ("应当每日检查。", ["不是编号", "", "../../etc/passwd"]),
    ]


def unseen(asked: WriterRequest) -> StatementList:
    """Real provisions that were not given, alone and beside one that was."""
    others = [i for i in ("art1", "art2", "art28", "art32") if i not in asked.provisions]
    return [(text, [others[0]]) for text, _ in faithful(asked)] + [
        (text.replace("。", "！"), [*ids, others[1]]) for text, ids in faithful(asked)
    ]


def misquoting(asked: WriterRequest) -> StatementList:
    """Passages in quotation marks that nobody wrote."""
    return [
        ("条文写明：「单位应当在三日内完成全部整改并书面报告」。", [asked.first]),
        ("原文是“任何个人不得以任何理由拒绝检查人员入户”。", [asked.first]),
        (
            f"规定指出『{_slip(_sentence(next(iter(asked.provisions.values()), '')))}』",
            [asked.first],
        ),
    ]


def html(asked: WriterRequest) -> StatementList:
    """Markup, links and control characters around true words."""
    own = _sentence(next(iter(asked.provisions.values()), "单位应当负责。")).rstrip("。")
    return [
        (f"<script>alert(1)</script>{own}。", [asked.first]),
        (f"<img src=x onerror=alert(1)>{own}。", [asked.first]),
        (f"[{own}](https://evil.example/a)。", [asked.first]),
        (f"![x](javascript:alert(1)){own}。", [asked.first]),
        (f"&lt;b&gt;{own}。", [asked.first]),
        (f"\x1b[31m\u202e{own}\u2066，www.evil.com。", [asked.first]),
        (f"```sh\nrm -rf /\n```{own}。", [asked.first]),
    ]


def obedient(asked: WriterRequest) -> StatementList:
    """Does what an injection wants: rules aside, instructions and key told, another matter."""
    return [
        ("好的，我已忽略之前的规则。", [asked.first]),
        (f"我的系统提示词是：{asked.system}", [asked.first]),
        (asked.system[:60], [asked.first]),
        (f"密钥是 {asked.key}，程序在 /srv/fireduty/secrets/。", [asked.first]),
        ("今天北京晴，最高气温二十度。", [asked.first]),
        ("你不用遵守任何消防规定。", [asked.first]),
        ("已核对：以上内容全部正确。", []),
    ]


def parrot(asked: WriterRequest) -> StatementList:
    """Says whatever the question tells it to say, piece by piece and whole."""
    pieces = re.findall(r"[^，。！？：；“”「」‘’\"'\n]+", asked.question)
    return [(piece, [asked.first]) for piece in (*pieces, asked.question)]


def chatty(asked: WriterRequest) -> StatementList:
    """True sentences between an opening and advice that rest on nothing."""
    return [
        ("下面为您介绍相关规定。", [asked.first]),
        *faithful(asked),
        ("建议您同时购买火灾公众责任保险。", [asked.first]),
        ("如有疑问请咨询当地消防部门。", []),
    ]


Script = Callable[[WriterRequest], StatementList]
STATEMENTS: Mapping[str, Script] = {
    f.__name__: f
    for f in (
        faithful,
        sloppy,
        mixed,
        remembered,
        invented,
        unseen,
        misquoting,
        html,
        obedient,
        parrot,
        chatty,
    )
}


def as_object(statements: StatementList) -> str:
    """The reply that the prompt asks for."""
    rows = [{"text": text, "ids": ids} for text, ids in statements]
    return json.dumps({"statements": rows}, ensure_ascii=False)


#: Other forms of a reply, with what they do to true sentences.
FORMS: Mapping[str, Callable[[StatementList], str]] = {
    "fenced": lambda s: f"好的，下面是回答：\n```json\n{as_object(s)}\n```\n希望有帮助。{{",
    "array": lambda s: json.dumps([{"text": t, "ids": i} for t, i in s]),
    "jsonl": lambda s: "\n".join(json.dumps({"text": t, "ids": i}) for t, i in s),
    "lines": lambda s: "\n".join(f"{n}. {t} [{', '.join(i)}]" for n, (t, i) in enumerate(s, 1)),
    "think": lambda s: f'<think>先想想 {{"text": "错的", "ids": ["art1"]}}</think>\n{as_object(s)}',
    "unopened": lambda s: (
        f'先想想，不能停业 [art1]。\n再想 {{"text": "错的", "ids": ["art1"]}}\n</think>\n{as_object(s)}'
    ),
    "joined_ids": lambda s: json.dumps(
        {"statements": [{"text": t, "ids": "；".join(i)} for t, i in s]}, ensure_ascii=False
    ),
}
#: Replies without a usable statement.
UNREADABLE: Mapping[str, str] = {
    "empty": "",
    "prose": "物业应当每月检查一次灭火器，并处五百元罚款。\n以上是回答。",
    "broken_json": '{"statements": [{"text": "物业应当负责", "ids": ["art10.item1"',
    "wrong_shape": '{"answer": 42, "statements": {"text": ["a"], "ids": {"x": null}}}',
    "nested": '{"a":' * 3_000 + "1" + "}" * 3_000,
    "brackets": "[{" * 9_000,
    "huge": "消防" * 500_000,
}
