"""What can be wrong with a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: 不能核对: the shape or the words give nothing to hold against the text. 答案错: the key is not
#: what the text says. 另有正确: something that is not the key is right as well. 改后仍真: a statement
#: keyed as false that is true. 改处不实: the alteration that the question states is none. 状态: a text is named without its status.
FaultKind = Literal[
    "不能核对",
    "条款",
    "引用",
    "引文",
    "解析",
    "选项",
    "答案个数",
    "泄题",
    "答案错",
    "另有正确",
    "改后仍真",
    "改处不实",
    "次序无据",
    "案例",
    "状态",
    "重复",
]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: its kind, and a Chinese sentence that says what is wrong."""

    kind: FaultKind
    text: str
