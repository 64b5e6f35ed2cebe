"""What the API and the MCP tools give, for their documentation; tests hold them to it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class ApiRecord(BaseModel):
    """A part of a response. A record never has a field that is not documented."""

    model_config = ConfigDict(extra="forbid")


class ApiResponse(ApiRecord):
    """A part that ends with the notice on the status."""

    notice: str = Field(description="法规状态决定的提示，展示内容时应一并展示")


class Error(ApiRecord):
    """What was wrong, and what to do."""

    code: str = Field(description="供程序判断，例如 not_found")
    message: str = Field(description="供人看的一句话")


class ErrorResponse(ApiRecord):
    """Every failed request."""

    error: Error


class QuoteRecord(ApiRecord):
    """Verbatim words of a provision."""

    id: str
    text: str = Field(description="逐字原文")


class SpeakingDocument(ApiRecord):
    """A document that answers."""

    key: str
    title: str
    status: str
    status_shown: str = Field(description="显示时用的状态，含应有的提醒")


class AnswerRecord(ApiRecord):
    """An answer, as in docs/batch.md."""

    text: str = Field(description="完整回答，含引文和状态提示")
    cited: list[str] = Field(description="所依据的条款，最重要的在前；拒答时为空")
    quotes: list[QuoteRecord]
    refused: bool
    reason: str | None = Field(description="为什么拒答；false_premise 是回答：前提与原文不符")
    intent: str
    documents: list[SpeakingDocument] = Field(description="作答的法规，现行有效的在前；拒答时为空")


class StatementRecord(ApiRecord):
    """A sentence of the conclusion and the provisions that bear it out."""

    text: str
    ids: list[str] = Field(description="这句话依据的条款")
    state: Literal["", "已核对", "原文"] = Field(
        description="语言模型写的话：已核对，或没有通过核对、已换成原文；程序自己的话为空"
    )


class AskResponse(ApiResponse):
    """An answer."""

    question: str
    standalone_question: str = Field(description="结合上文补全后的问题，下一轮可放进 history")
    answer: AnswerRecord
    statements: list[StatementRecord] = Field(description="结论逐句，不含条文全文")
    complete: bool = Field(description="所列条款是不是本文本对这个主体或事项的全部规定")
    next: list[str] = Field(description="接着可以问的问题")
    ranking: list[tuple[str, float]]
    error: None
    ms: float
    writing: dict[str, Any] | None = Field(default=None, description="只在用了语言模型时有")


class SuggestResponse(ApiResponse):
    """Questions that may be meant."""

    questions: list[str]


class SearchHit(ApiRecord):
    """A provision that a search found."""

    id: str
    document: str = Field(description="法规的 key")
    status: str
    status_shown: str = Field(description="显示时用的状态，含应有的提醒")
    citation: str
    path: str
    text: str
    lead_in: str
    score: float


class SearchResponse(ApiResponse):
    """What a search found, best first."""

    query: str = Field(description="改正错字后的查询")
    results: list[SearchHit]
    told: list[str] = Field(description="查询里的条号读不懂、不存在或属于别的文件时的说明")


class DocumentResponse(ApiResponse):
    """A look-up or a list: the headline with its count, sentences, records."""

    title: str
    summary: list[str]
    source: str
    date: str
    data: Any


class OptionRecord(ApiRecord):
    """A choice."""

    name: str
    condition: str


class QuestionRecord(ApiRecord):
    """A question about a place."""

    id: str
    text: str
    options: list[OptionRecord]


class ChecklistForm(ApiResponse):
    """What may be said of a place."""

    units: list[str]
    questions: list[QuestionRecord]


class TrainingForm(ApiResponse):
    """What may be chosen."""

    audiences: list[str]
    units: list[str]
    chapters: list[str]
    matters: list[str]
    actors: list[str]
    kinds: list[str]
    levels: list[str]
    minutes: dict[int, int] = Field(description="时长（分钟） → 一份试卷的题数")


class TrainingEvidence(ApiRecord):
    """The words that decide a question."""

    id: str
    citation: str
    path: str
    quote: str = Field(description="逐字原文")


class Altered(ApiRecord):
    """What is wrong in a false statement."""

    point: str
    written: str = Field(description="题中的字")
    printed: str = Field(description="条文的字")


class TrainingQuestion(ApiRecord):
    """A question with its key."""

    id: str
    number: int
    points: int
    kind: str
    form: str
    scene: str = Field(description="案例的情景；没有则为空")
    stem: str
    options: list[str]
    partners: list[str] = Field(description="连线题的右列")
    key: list[int] = Field(
        description="从 0 数的选项；排序题是 options 的正确先后，连线题是每个左项的右项"
    )
    blanks: list[str] = Field(description="填空题的答案")
    blank_count: int
    key_text: str = Field(description="答案的印法，例如 ABD")
    explanation: str
    evidence: list[TrainingEvidence]
    difficulty: str
    matters: list[str]
    altered: Altered | None


class TrainingPaper(ApiRecord):
    """One variant."""

    name: str
    points: int
    questions: list[TrainingQuestion]


class TrainingPart(ApiRecord):
    """A part of the session."""

    title: str
    minutes: int
    doing: str


class TalkingPointRecord(ApiRecord):
    """A provision to talk about."""

    id: str
    citation: str
    path: str
    lead_in: str
    text: str = Field(description="逐字原文")
    plain: list[str] = Field(description="逐句核对过的白话，不能代替原文")
    actors: list[str]
    matters: list[str]
    change: dict[str, str] | None = Field(
        description="对照时：kind 是修改、新增等，old 是原来的文字"
    )


class TrainingResponse(ApiResponse):
    """A training pack."""

    title: str
    subtitle: str
    date: str
    source: str
    scope: str
    choice: dict[str, Any]
    objectives: list[str]
    timeline: list[TrainingPart]
    talking: list[TalkingPointRecord]
    papers: list[TrainingPaper]
    shared: int = Field(description="A、B 两卷有几题依据同一句条文")
    available: int = Field(description="这个范围一共能出多少题")
    sources: list[str]
    remarks: list[str]
    changes: dict[str, Any] | None = Field(
        description="写了 against 时：两份文本的对照，同 GET diff"
    )


class StudyDayRecord(ApiRecord):
    """A date on which there is something to do."""

    date: str
    day: int = Field(description="学习的第几天；只复习错题的日子是 0")
    reading: list[dict[str, str]] = Field(description="要读的条文：id、citation、逐字的 text")
    test: list[str] = Field(
        description="当天自测的范围：POST training 的 scope，加 only；空着就没有"
    )
    again: list[int] = Field(description="这一天再来的是第几天的错题")


class StudyPlanResponse(ApiResponse):
    """A study plan."""

    title: str
    scope: str
    date: str
    source: str
    remarks: list[str]
    days: list[StudyDayRecord]


class FindingRecord(ApiRecord):
    """A citation, quotation or sentence, judged."""

    kind: str
    line: int
    span: tuple[int, int]
    text: str
    state: Literal["已核对", "改用原文", "未核对"]
    reason: str
    offending: list[str]
    document: str = Field(description="按哪部法规（key）核对的；只有一部时为空，ids 也不带 key")
    ids: list[str]
    original: str = Field(description="应当是、或最接近的原文；没有时为空")
    right: list[str] = Field(description="original 是哪些条款的原文")


class VerifyResponse(ApiResponse):
    """What was found in a text."""

    findings: list[FindingRecord]


class ProvisionAddress(ApiRecord):
    """The address of a provision."""

    id: str
    citation: str


class ReferenceRecord(ApiRecord):
    """One mention and what it addresses."""

    source: ProvisionAddress
    text: str
    kind: str
    targets: list[ProvisionAddress]
    excluded: list[ProvisionAddress]
    external: str | None = Field(description="别的文件的名称和条号")
    held: ProvisionAddress | None = Field(
        description="别的文件也收录了，而且有这一条：它在那里的编号；没有收录是 null"
    )
    subject: str
    condition: str
    note: str


class References(ApiRecord):
    """Both directions."""

    outgoing: list[ReferenceRecord]
    incoming: list[ReferenceRecord]


class ProvisionResponse(ApiResponse):
    """A provision with its surroundings."""

    id: str = Field(description="编号；编、章、节没有编号，为空")
    document: str = Field(description="法规的 key")
    title: str
    status: str
    status_shown: str = Field(description="显示时用的状态，含应有的提醒")
    citation: str
    path: str
    text: str = Field(description="逐字原文，含下属各款、各项")
    lead_in: str = Field(description="项的总领句；没有则为空")
    plain: list[str] = Field(description="逐句核对过的白话；没有则为空，不能代替原文")
    parts: list[ProvisionAddress] = Field(description="下属的款、项")
    previous: ProvisionAddress | None
    next: ProvisionAddress | None
    references: References


class StatusDocument(ApiRecord):
    """A document that is answered from."""

    document: str = Field(description="法规的 key")
    title: str
    status: str
    status_shown: str
    edition: str
    provisions: int


class StatusResponse(ApiResponse):
    """What the service answers from."""

    version: str
    title: str
    status: str
    edition: str
    articles: int
    provisions: int
    index: str = Field(description="索引标识")
    built_at: str
    documents: list[StatusDocument]
    has_register: bool = Field(description="有没有职责登记，duties 和 training 要用")
    has_places: bool = Field(description="有没有场所数据，checklist 要用")
    model: bool = Field(description="有没有设置改写用的语言模型")
