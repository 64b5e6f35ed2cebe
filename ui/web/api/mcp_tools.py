"""The API's functions as tools of the Model Context Protocol. All of them only read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from typing import Annotated, Any, Literal, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field, ValidationError

from assistant.answering.quoting import status_notices
from assistant.training.choice import PackChoice
from corpus.errors import FiredutyError
from ui.records.brand import BRAND
from ui.web.api import asking, look_ups, provisions
from ui.web.api.documents import pin_documents
from ui.web.api.library import compare_two, list_library
from ui.web.api.library_responses import DiffResponse, LibraryResponse
from ui.web.api.requests import MAX_NAME, MAX_PASTED, MAX_TURNS, DocumentKeys, Name, QuestionText
from ui.web.api.responses import (
    AskResponse,
    ChecklistForm,
    DocumentResponse,
    ProvisionResponse,
    SearchResponse,
    StatusResponse,
    SuggestResponse,
    TrainingForm,
    TrainingResponse,
    VerifyResponse,
)
from ui.web.errors import describe_problems
from ui.web.services import Services

T = TypeVar("T", bound=BaseModel)
Call = Callable[..., Any]
_READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_INTERNAL = "程序内部出错，没有得到结果；请再试一次，仍不行请告诉维护人员"
_Filter = Annotated[str, Field(max_length=60)]
_Documents = Annotated[
    DocumentKeys, Field(description="只问这些法规：工具 library 给出的 key；不给就是全部")
]


class _ChineseServer(MCPServer[Any]):
    """A server whose refusals are ours, without the library's English around them."""

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
        """As of ``MCPServer``."""
        try:
            return await super().call_tool(name, arguments, context)
        except UnexpectedToolError as error:
            raise UnexpectedToolError(_INTERNAL) from error
        except ToolError as error:
            raise ToolError(_describe(name, error.__cause__)) from error.__cause__


def _describe(name: str, cause: BaseException | None) -> str:
    match cause:
        case ValidationError():
            problems = cause.errors(include_url=False)
            return describe_problems([{**p, "loc": ("arguments", *p["loc"])} for p in problems])
        case ToolError():
            return str(cause)
        case _:
            return f"没有这个工具：{name[:40]}"


def build_server(services: Services) -> MCPServer[Any]:
    """The server with its tools."""
    regulations = services.assistant.regulations
    names = "、".join(f"《{r.title}》（{r.status}）" for r in regulations)
    server: MCPServer[Any] = _ChineseServer(
        "fireduty",
        title=BRAND,
        instructions=(
            f"回答关于{names}的问题。引文逐字取自条文，"
            f"转述时请保留条款号和 notice：{status_notices(regulations)}"
        ),
        version=version("fireduty"),
        log_level="ERROR",
    )
    call = partial(_call, services)
    for title, tool in (*_asking(call), *_looking_up(call), *_reading(call), *_training(call)):
        server.add_tool(tool, title=title, annotations=_READS)
    return server


def _call(
    services: Services,
    model: type[T],
    documents: list[str],
    function: Call,
    *args: object,
    **named: object,
) -> T:
    """What a function gives for some of the documents, as the model that documents it."""
    try:
        return model.model_validate(function(pin_documents(services, documents), *args, **named))
    except FiredutyError as error:
        raise ToolError(str(error)) from error


def _asking(call: Call) -> tuple[tuple[str, Call], ...]:
    def ask(
        question: QuestionText,
        history: Annotated[
            list[QuestionText], Field(max_length=MAX_TURNS, description="前面的问题，先问的在前")
        ] = [],  # noqa: B006
        style: Annotated[
            Literal["statute", "plain"] | None, Field(description="statute 条文原话，plain 白话")
        ] = None,
        brief: Annotated[bool, Field(description="只要结论和条款，不附条文全文")] = False,
        documents: _Documents = [],  # noqa: B006
    ) -> AskResponse:
        """用大白话问一个问题，得到带逐字条文的回答；条文没有规定的，refused 为 true。"""
        turns = [(asked, None) for asked in history]
        found: AskResponse = call(
            AskResponse, documents, asking.ask, question, turns, style, brief=brief
        )
        return found

    def search(
        query: QuestionText,
        k: Annotated[int, Field(ge=1, le=asking.MAX_HITS)] = 5,
        documents: _Documents = [],  # noqa: B006
    ) -> SearchResponse:
        """检索与查询最相关的条款，最相关的在前。"""
        found: SearchResponse = call(SearchResponse, documents, asking.search, query, k)
        return found

    def verify(
        text: Annotated[str, Field(min_length=1, max_length=MAX_PASTED)],
        documents: _Documents = [],  # noqa: B006
    ) -> VerifyResponse:
        """逐处核对文字里的引用、引文和语句是否与条文一致；「未核对」不等于正确。"""
        found: VerifyResponse = call(VerifyResponse, documents, asking.verify, text)
        return found

    def suggest(
        typed: _Filter,
        documents: _Documents = [],  # noqa: B006
    ) -> SuggestResponse:
        """问题库里含有这几个字的问题，最多六个，可以照着问。"""
        found: SuggestResponse = call(SuggestResponse, documents, asking.suggest, typed)
        return found

    return ("提问", ask), ("检索条款", search), ("核对引用", verify), ("提示问题", suggest)


def _looking_up(call: Call) -> tuple[tuple[str, Call], ...]:
    def duties(
        *,
        actor: _Filter = "",
        matter: _Filter = "",
        modality: _Filter = "",
        times: _Filter = "",
        compare: Annotated[list[Name], Field(max_length=2, description="两个主体")] = [],  # noqa: B006
        calendar: bool = False,
        documents: _Documents = [],  # noqa: B006
    ) -> DocumentResponse:
        """查职责登记：按主体、事项、情态、时间，可以合用；compare 比较两个主体；calendar 列时间要求。"""
        query = look_ups.make_duty_query(actor, matter, modality, times, compare, calendar=calendar)
        found: DocumentResponse = call(DocumentResponse, documents, look_ups.look_up_duties, query)
        return found

    def checklist_questions(
        documents: _Documents = [],  # noqa: B006
    ) -> ChecklistForm:
        """列清单可以填的单位类型和问题。"""
        found: ChecklistForm = call(ChecklistForm, documents, look_ups.list_checklist_choices)
        return found

    def checklist(
        describe: Annotated[str, Field(max_length=500, description="一句话说是什么场所")] = "",
        units: Annotated[list[Name], Field(max_length=10, description="单位类型")] = [],  # noqa: B006
        answers: Annotated[
            dict[Name, list[Name]], Field(description="checklist_questions 的 id → 选项")
        ] = {},  # noqa: B006
        why_not: bool = False,
        documents: _Documents = [],  # noqa: B006
    ) -> DocumentResponse:
        """一个场所的职责清单和每一条的理由；没说到的列为待核实。"""
        pairs = [(id_, choice) for id_, chosen in answers.items() for choice in chosen]
        found: DocumentResponse = call(
            DocumentResponse,
            documents,
            look_ups.make_checklist,
            describe,
            units,
            pairs,
            why_not=why_not,
        )
        return found

    return (
        ("查职责登记", duties),
        ("清单可以填什么", checklist_questions),
        ("一个场所的清单", checklist),
    )


def _reading(call: Call) -> tuple[tuple[str, Call], ...]:
    def provision(
        id: Annotated[
            Name,
            Field(
                description="art19.item5、KEY/art19.item5、19.5、第十九条第（五）项 等；KEY 是法规的 key"
            ),
        ],
        documents: _Documents = [],  # noqa: B006
    ) -> ProvisionResponse:
        """一条、一款或一项的原文、前后条款、引用和被引用。"""
        found: ProvisionResponse = call(ProvisionResponse, documents, provisions.show_provision, id)
        return found

    def status() -> StatusResponse:
        """回答依据的法规、版本和索引。"""
        found: StatusResponse = call(StatusResponse, [], provisions.show_status)
        return found

    def library() -> LibraryResponse:
        """收录的法规：key、名称、位阶、状态和出处、日期、版本。"""
        found: LibraryResponse = call(LibraryResponse, [], list_library)
        return found

    def diff(
        a: Annotated[Name, Field(description="原来的一份：工具 library 给出的 key，或 key@版本")],
        b: Annotated[
            str, Field(max_length=MAX_NAME, description="新的一份；不给就是 a 的最新一版和前一版")
        ] = "",
    ) -> DiffResponse:
        """逐条对照两份文本：每一条成了哪一条、改了哪些字、数字和应当不得可以有没有变。"""
        found: DiffResponse = call(DiffResponse, [], compare_two, a, b)
        return found

    return ("看条文", provision), ("状态", status), ("资料库", library), ("两份文本对照", diff)


def _training(call: Call) -> tuple[tuple[str, Call], ...]:
    def training_choices(
        documents: _Documents = [],  # noqa: B006
    ) -> TrainingForm:
        """出题和做培训材料可以选的对象、单位类型、章、事项、主体、题型。"""
        found: TrainingForm = call(TrainingForm, documents, look_ups.list_training_choices)
        return found

    def training(
        *,
        scope: Annotated[
            list[Name], Field(max_length=20, description="条（第七条）、章（第二章）、事项或主体")
        ] = [],  # noqa: B006
        unit: Annotated[
            str, Field(max_length=60, description="单位类型，名称照 training_choices")
        ] = "",
        audience: Annotated[
            str, Field(max_length=60, description="给谁讲，名称照 training_choices")
        ] = "",
        minutes: Annotated[int, Field(description="15、30、45 或 90")] = 30,
        level: Literal["入门", "熟练"] = "入门",
        questions: Annotated[int | None, Field(description="一份试卷的题数")] = None,
        seed: Annotated[int, Field(ge=0, le=2**31, description="换一个数，换一套题")] = 1,
        documents: _Documents = [],  # noqa: B006
    ) -> TrainingResponse:
        """一套培训材料：目标、讲解要点和 A、B 两份试卷，题题有核对过的答案和逐字条文。"""
        choice = PackChoice(
            scope=tuple(scope),
            unit=unit,
            audience=audience,
            minutes=minutes,
            level=level,
            questions=questions,
            seed=seed,
        )
        found: TrainingResponse = call(TrainingResponse, documents, look_ups.make_training, choice)
        return found

    return ("培训可以选什么", training_choices), ("一套培训材料", training)
