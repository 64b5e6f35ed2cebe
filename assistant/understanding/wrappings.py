"""What was typed → the plain lines in it: markup, code, data formats and pasted talk taken off.

People paste a question with whatever stood around it. Nothing is lost that a person would call words: where
taking off leaves no Chinese word, the input stays as it was.
"""

from __future__ import annotations

import csv
import html
import json
import re
from collections.abc import Callable, Iterator

_HAN = re.compile(r"[\u3400-\u9fff]")
_FENCE = re.compile(r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)", re.DOTALL)
_HIDDEN_ELEMENT = re.compile(
    r"<(script|style|noscript|template)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE
)
#: A tag as HTML and XML write one; 「<3层>」 is none.
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9:-]*(?:\s[^<>]*)?/?>|<!\[CDATA\[|\]\]>|<[!?][^<>]*>")
#: Tags within a line.
_INLINE = re.compile(
    r"</?(?:a|b|i|u|s|em|strong|span|font|code|mark|small|sub|sup|wbr|del|ins|q|cite|abbr|label)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_ADDRESS = re.compile(
    r"(?:https?|ftp)://[^\s\u3000-\u9fff，。？！]+|www\.[^\s\u3000-\u9fff，。？！]+"
)
#: Marks of Markdown and of wikis at the beginning of a line, and around words.
_LINE_MARK = re.compile(
    r"^[ \t]*(?:#{1,6}(?=\s)|>+|[-*+](?=\s)|\d+[.)](?=\s)|={2,}|\|)[ \t]*", re.M
)
_AROUND = re.compile(r"\*\*|__|~~|`|={2,}|'{2,}|\[\[|\]\]|\{\{|\}\}|(?<=\S)\|(?=\S)|\|\s*$", re.M)
#: Who speaks, at the beginning of a line of pasted talk.
_SPEAKER = re.compile(
    r"^[ \t\[【<（(|]*(?P<who>[\w\u3400-\u9fff·]{1,12}?)[ \t\]】>）)|]*(?:\d{1,2}:\d{2}(?::\d{2})?)?[ \t]*[:：]\s*"
)
_ASKERS = re.compile(
    r"(?i:user|human|customer|client|question|q|me|ask)|用户|顾客|客户|提问|问题?|我|群众|来访者|咨询人|市民|业主|居民|学员|员工"
)
_OTHERS = re.compile(
    r"(?i:assistant|system|ai|bot|gpt|chatgpt|agent|answer|a|support|tool|developer)|客服|系统|助手|答复?|回答|机器人|智能|小?助理|管理员|老师|工作人员"
)
#: A line of a program, a log or a query rather than of talk.
_CODE = re.compile(
    r"[{};]\s*(?:$|//|#|--)|^\s*(?:#include|import|from|def|class|return|if|for|while|var|let|const|print|public|private|"
    r"SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|at |Traceback|File \"|\$|>>>)|=>|==|!=|\+=|\bnull\b|\bNone\b|"
    r"\b(?:ERROR|WARN|INFO|DEBUG|FATAL)\b|^\s*\d{4}-\d\d-\d\d[T ]\d\d:\d\d",
)
_COMMENT = re.compile(r"(?://|#|--|/\*+|\*|;)\s*(?P<words>[^\n]*[\u3400-\u9fff][^\n]*?)(?:\*/)?$")
#: What is named in Chinese in a program: 充电桩.会自动断电.
_NAME = re.compile(r"[\u3400-\u9fff][\w\u3400-\u9fff]*(?:[._]\w*[\u3400-\u9fff]\w*)*")
_STRING = re.compile(r"\"([^\"\n]*[\u3400-\u9fff][^\"\n]*)\"|'([^'\n]*[\u3400-\u9fff][^'\n]*)'")
#: Names of the field in which a data format holds what was asked.
_ASKED = re.compile(
    r"(?i:question|query|q|text|content|message|msg|body|input|prompt|ask|title|desc\w*)|问题?|提问|内容|诉求|咨询\w*|正文|描述"
)
_FIELD = re.compile(
    r"^[ \t]*[-*]?[ \t]*[\"']?(?P<name>[\w\u3400-\u9fff]{1,16})[\"']?[ \t]*[:：=][ \t]*(?P<value>.+)$"
)


def unwrap(text: str) -> str:
    """The words of what was typed, its lines apart.

    Args:
        text: with line breaks.
    """
    for take_off in _WAYS:
        left = take_off(text)
        if _HAN.search(left) or not _HAN.search(text):
            text = left
    return text.strip()


def _without_fences(text: str) -> str:
    return _FENCE.sub("\n", text) if "```" in text or "~~~" in text else text


def _without_markup(text: str) -> str:
    text = _HIDDEN_ELEMENT.sub("\n", text)
    if _TAG.search(text) or "&" in text:
        text = html.unescape(_TAG.sub("\n", _INLINE.sub("", text)))
    return _AROUND.sub(" ", _LINE_MARK.sub("", _ADDRESS.sub(" ", _LINK.sub(r"\1", text))))


def _asked_in_data(text: str) -> str:
    """The field of JSON, CSV or key and value lines that holds what was asked."""
    return _in_json(text) or _in_table(text) or _in_fields(text) or text


def _in_json(text: str) -> str:
    start = min((i for i in (text.find("{"), text.find("[")) if i >= 0), default=-1)
    if start < 0:
        return ""
    try:
        value, end = json.JSONDecoder().raw_decode(text[start:])
    except ValueError:
        return ""
    around = text[:start] + "\n" + text[start + end :]
    if _HAN.search(around) and len(_HAN.findall(around)) > 6:
        return around
    return _chosen(list(_pairs(value)))


def _pairs(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict):
        if _OTHERS.fullmatch(str(value.get("role", ""))):
            return
        for key, inner in value.items():
            yield from _pairs(inner, str(key))
    elif isinstance(value, list):
        for inner in value:
            yield from _pairs(inner, name)


def _chosen(pairs: list[tuple[str, str]]) -> str:
    """The values of fields that are named so that they hold what was asked, else all with Chinese words."""
    spoken = [(n, v) for n, v in pairs if _HAN.search(v)]
    asked = [v for n, v in spoken if _ASKED.fullmatch(n)]
    return "\n".join(asked or [v for _, v in spoken])


def _in_table(text: str) -> str:
    """The column of comma- or tab-separated lines that is named so."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        return ""
    mark = "\t" if "\t" in lines[0] else ","
    rows = list(csv.reader(lines, delimiter=mark))
    names = [n.strip() for n in rows[0]]
    at = [n for n, name in enumerate(names) if _ASKED.fullmatch(name)]
    if len(names) < 2 or not at:
        return ""
    return "\n".join(row[n] for row in rows[1:] for n in at if n < len(row))


def _in_fields(text: str) -> str:
    """The lines of key and value, where most lines are such and one is named so."""
    lines = [line for line in text.splitlines() if line.strip()]
    fields = [m for m in map(_FIELD.match, lines) if m]
    if (
        len(fields) < 2
        or len(fields) < 0.6 * len(lines)
        or any(
            _ASKERS.fullmatch(m["name"]) and _OTHERS.fullmatch(n["name"])
            for m in fields
            for n in fields
        )
    ):
        return ""
    return "\n".join(m["value"].strip("\"' ,") for m in fields if _ASKED.fullmatch(m["name"]))


def _said_by_the_asker(text: str) -> str:
    """Of pasted talk the last words of whoever asks."""
    turns: list[tuple[bool | None, list[str]]] = [(None, [])]
    for line in text.splitlines():
        match = _SPEAKER.match(line)
        asks = match and (
            False
            if _OTHERS.fullmatch(match["who"])
            else True
            if _ASKERS.fullmatch(match["who"])
            else None
        )
        if match is None or asks is None:
            turns[-1][1].append(line)
        else:
            turns.append((asks, [line[match.end() :]]))
    if len(turns) < 2:
        return text
    asked = ["\n".join(lines) for asks, lines in turns if asks and _HAN.search("".join(lines))]
    loose = "\n".join(line for asks, lines in turns if asks is None for line in lines)
    return asked[-1] if asked else loose


def _without_code(text: str) -> str:
    """Lines of programs and logs become the Chinese words of their names, strings and comments, or nothing."""
    kept = []
    for line in text.splitlines():
        if not _CODE.search(line):
            kept.append(line)
            continue
        comment = _COMMENT.search(line)
        told = line[: comment.start()] if comment else line
        said = [a or b for a, b in _STRING.findall(told)] or _NAME.findall(told)
        kept.append("，".join([*said, *([comment["words"]] if comment else [])]))
    return "\n".join(kept)


_WAYS: tuple[Callable[[str], str], ...] = (
    _without_fences,
    _asked_in_data,
    _said_by_the_asker,
    _without_markup,
    _without_code,
)
