"""What operations take, for validation and for their documentation.

A field is called by its alias in the JSON interface, and by its own name as an argument of a tool. What
is said of it may name an endpoint (GET library), for which the tools put their own name.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.training.plan import WORKDAYS
from assistant.training.question import QuizKind
from assistant.understanding.question import MAX_CHARACTERS

#: Turns of a conversation that a request may replay.
MAX_TURNS = 20
MAX_NAME = 60
#: Documents that a request may name.
MAX_KEYS = 50
#: The most that a search gives.
MAX_HITS = 50
MAX_PASTED = 20_000
#: Characters of a text that is added to the library.
MAX_TEXT = 1_000_000
MAX_FILE_NAME = 300

QuestionText = Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS)]
Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME)]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


_Written = Annotated[str, Field(max_length=MAX_NAME)]


class _AboutDocuments(_Request):
    documents: list[Name] = Field(
        default=[],
        max_length=MAX_KEYS,
        alias="in",
        description="只问这些法规：GET library 给出的 key；不给就是全部",
    )


class FormRequest(BaseModel):
    """Documents whose form is shown; in an address they are written one by one."""

    documents: list[Name] = Field(
        default=[],
        max_length=MAX_KEYS,
        alias="in",
        description="只问这些法规（GET library 的 key），可写几次",
    )


class EarlierTurn(_Request):
    """An earlier turn of the conversation."""

    question: QuestionText = Field(description="当时的问题")
    standalone_question: QuestionText | None = Field(
        default=None, description="当时回答里的 standalone_question；给了就不必再推断一次"
    )


class AskRequest(_AboutDocuments):
    """A question with what was asked before."""

    question: QuestionText = Field(description=f"问题，最多 {MAX_CHARACTERS} 字")
    history: list[EarlierTurn | QuestionText] = Field(
        default=[],
        max_length=MAX_TURNS,
        description="前面的问题，先问的在前；每个是一段文字，或 {question, standalone_question}",
    )
    style: Literal["statute", "plain"] | None = Field(
        default=None, description="statute 条文原话，plain 白话；不给就按服务的设置"
    )
    brief: bool = Field(default=False, description="只要结论和条款，不附条文全文")
    rewrite: bool = Field(default=True, description="设置了语言模型时，是否由它改写")


class SearchRequest(FormRequest):
    """Words to search for."""

    query: QuestionText = Field(alias="q", description="查询")
    k: int = Field(default=5, ge=1, le=MAX_HITS, description="最多几条", examples=[5])


class SuggestRequest(FormRequest):
    """The beginning of a question."""

    typed: _Written = Field(description="已经输入的字")


class DutiesRequest(FormRequest):
    """Conditions on duties."""

    actor: _Written = ""
    matter: _Written = ""
    modality: _Written = ""
    times: _Written = ""
    compare: list[Name] = Field(default=[], max_length=2, description="两个主体，写两次")
    calendar: bool = False
    all: bool = False


class ProvisionRequest(FormRequest):
    """An address."""

    id: _Written = Field(
        description="art19.item5、KEY/art19.item5、19.5、第十九条第（五）项 等；KEY 是法规的 key",
        examples=["19.5"],
    )


class KeyRequest(BaseModel):
    """The key of a document."""

    key: _Written = Field(description="法规的 key，/library 里列着")


class DiffRequest(BaseModel):
    """Two documents."""

    a: Name = Field(description="原来的一份：key 或 key@版本")
    b: _Written = Field(default="", description="新的一份；不写就是 a 的最新一版和前一版")
    all: bool = Field(default=False, description="没有变的条也列出来")


class ChecklistRequest(_AboutDocuments):
    """A place."""

    describe: str = Field(default="", max_length=500, description="用一句话说是什么场所")
    units: list[Name] = Field(default=[], max_length=10, description="单位类型")
    answers: dict[Name, list[Name]] = Field(
        default={},
        max_length=40,
        description="问题的 id → 选的选项；有哪些由 GET checklist 给出",
    )
    why_not: bool = Field(default=False, description="是否也列出不适用的条款和理由")


class VerifyRequest(_AboutDocuments):
    """A text to judge."""

    text: str = Field(min_length=1, max_length=MAX_PASTED, description="要核对的文字")


class TrainingRequest(_AboutDocuments):
    """What a training pack is about."""

    scope: list[Name] = Field(
        default=[],
        max_length=20,
        description="条（第七条）、章（第二章）、事项或主体；有哪些由 GET training 给出",
    )
    unit: str = Field(default="", max_length=MAX_NAME, description="单位类型，按它的清单出题")
    describe: str = Field(
        default="", max_length=500, description="用一句话说是什么场所：只讲、只考它的清单里要做的"
    )
    answers: dict[Name, list[Name]] = Field(
        default={}, max_length=40, description="清单的问题的 id → 选的选项，同 POST checklist"
    )
    against: str = Field(
        default="",
        max_length=MAX_NAME,
        description="和它对照，只讲、只考文字不同的条文：key 或 key@版本",
    )
    only: bool = Field(default=False, description="scope 里的条文不连下面的款项，题也只依据它们")
    audience: str = Field(default="", max_length=MAX_NAME, description="给谁讲")
    minutes: int = Field(default=30, description="15、30、45 或 90")
    level: Literal["入门", "熟练"] = "入门"
    questions: int | None = Field(default=None, description="一份试卷的题数；不给就按时长")
    kinds: list[QuizKind] = Field(default=[], max_length=8, description="只要这些题型")
    seed: int = Field(default=1, ge=0, le=2**31, description="同样的选择和种子总是同一套")
    exchanged: list[int] = Field(
        default=[], max_length=200, description="换掉 A 卷的这些题，按换的先后；写两次换两次"
    )


class StudyPlanRequest(TrainingRequest):
    """What is learnt, and when."""

    start: str = Field(
        default="", max_length=10, description="从哪天开始，2026-12-07 的样子；默认今天"
    )
    days: int | None = Field(default=None, description="分几天学；不给就按每天的 minutes")
    weekdays: str = Field(default=WORKDAYS, max_length=7, description="每周哪几天，例如 一三五")


class DocumentRequest(_Request):
    """The text of a document."""

    text: str = Field(
        min_length=1, max_length=MAX_TEXT, description="法规全文，纯文本，第一行是名称"
    )
    name: str = Field(
        default="", max_length=MAX_FILE_NAME, description="原来的文件名；文本里没有名称时用它"
    )
    confirmed: bool = Field(default=False, description="读得有疑问的（断号、重号等）也收：已经看过")
