"""What the endpoints and tools about the library give."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ui.web.api.responses import ApiRecord, ApiResponse


class DocumentRecord(ApiRecord):
    """A document of the library."""

    key: str = Field(description="在 in 里写的名称，也是编号的前缀")
    title: str
    rank: str = Field(description="位阶：法律、地方性法规等；不知道则为空")
    status: str
    status_shown: str = Field(description="显示时用的状态，含应有的提醒")
    status_source: str = Field(description="状态出自哪里；不知道则为空")
    as_of: str | None = Field(description="状态截至哪一天")
    version: str
    effective: str | None = Field(description="施行日期；没有写明则为 null")
    issuer: str
    number: str = Field(description="公布的令号、文号")
    source: str
    articles: int
    provisions: int
    questions: int = Field(description="问题库有多少问法")
    has_register: bool
    has_plain: bool
    origin: Literal["shipped", "added", "given"] = Field(
        description="随程序提供、自己添加、FIREDUTY_REGULATION 指定"
    )
    versions: list[str] = Field(description="另存的旧版本")
    newer: str | None = Field(description="旧版才有：收录的较新的一版的 key；不是旧版则为 null")


class LibraryResponse(ApiResponse):
    """The documents of the library."""

    documents: list[DocumentRecord]


class LibraryDocumentResponse(DocumentRecord, ApiResponse):
    """One document."""

    chapters: list[str]


class LibraryChangeResponse(ApiResponse):
    """What came of a change."""

    key: str
    changed: bool = Field(description="false：与已收录的是同一份，没有改动")
    told: list[str] = Field(description="应当知道的其他情况")
    keys: list[str] = Field(description="现在收录的")


class DiffSide(ApiRecord):
    """One of the two texts."""

    key: str
    title: str
    status: str
    status_shown: str
    version: str
    effective: str | None = Field(description="施行日期；没有写明则为 null")
    articles: int


class DiffChanges(ApiRecord):
    """Changes of one sort."""

    title: str
    reviewed: bool = Field(description="false：由程序从条款记录读出，未经复核")
    lines: list[str]


class DiffUnit(ApiRecord):
    """A 条, a heading, or what stands around them."""

    kind: Literal["条", "标题", "条文以外"]
    name: str
    number: str
    annex: str


class DiffMark(ApiRecord):
    """Some words and what became of them."""

    kind: Literal["equal", "deleted", "inserted"]
    text: str


class DiffFinding(ApiRecord):
    """What a change means."""

    kind: Literal["数字", "应当、不得、可以", "主体", "被罚的"]
    about: str = Field(description="数字是什么的：罚款、期限等")
    old: str
    new: str
    words: str = Field(description="它所在的几个字，逐字")


class DiffRow(ApiRecord):
    """What became of some units."""

    kind: Literal["未变", "条号随改", "修改", "拆分", "合并", "新增", "删去"]
    moved: bool
    name: str
    old: list[DiffUnit]
    new: list[DiffUnit]
    marks: list[DiffMark] = Field(
        description="equal 和 deleted 连起来是原文，equal 和 inserted 连起来是新文，逐字"
    )
    findings: list[DiffFinding]


class DiffResponse(ApiResponse):
    """Two texts side by side."""

    title: str
    old: DiffSide
    new: DiffSide
    equal: bool = Field(description="文字没有不同")
    counts: dict[str, int]
    summary: list[str]
    changes: list[DiffChanges]
    rows: list[DiffRow]
