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
