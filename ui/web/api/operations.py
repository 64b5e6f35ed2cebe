"""Everything that programs can ask for: the one table behind the JSON interface and the MCP tools.

A row says what an operation takes and gives, what it is called and which function does it. The endpoints
with their OpenAPI text (``routes``) and the tools with their schemas (``mcp_tools``) are made from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from inspect import Parameter
from typing import Annotated, Any, Literal

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ui.web.api import asking, library, look_ups, provisions
from ui.web.api import library_responses as of_library
from ui.web.api import requests as takes
from ui.web.api import responses as gives
from ui.web.api.library import LibraryEditor

#: Packs take a hundred times as long as an answer; changes of the library wait for each other.
Waiting = Literal["answers", "packs", "changes"]


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that a program can ask for.

    Attributes:
        name: of the endpoint, for programs that are made from the OpenAPI document.
        place: method and address under /api/v1: ``GET /library/{key}``.
        summary: Chinese, a few words; the title of the tool.
        description: Chinese, a sentence or two; it may name other endpoints.
        function: services and the fields of the request → a record; for a change the editor of the
            library stands in the place of the services.
        output: the record, documented.
        address: the fields that stand in the address.
        body: the fields that are sent as JSON.
        tool: what the tool is called; empty where there is none.
        line: where requests wait; what changes the library is for users that have logged in.
    """

    name: str
    place: str
    summary: str
    description: str
    function: Callable[..., dict[str, Any]]
    output: type[BaseModel]
    address: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    tool: str = ""
    line: Waiting = "answers"

    @property
    def method(self) -> str:
        """GET, POST, PUT or DELETE."""
        return self.place.partition(" ")[0]

    @property
    def path(self) -> str:
        """The address under /api/v1."""
        return self.place.partition(" ")[2]


def as_parameters(
    model: type[BaseModel] | None, describe: Callable[[str, FieldInfo], object]
) -> Iterator[Parameter]:
    """The fields of a model as the parameters of a function, the documents last.

    Args:
        describe: name and field → what the framework is to know of the parameter.
    """
    fields = model.model_fields.items() if model is not None else ()
    for name, field in sorted(fields, key=lambda item: item[0] == "documents"):
        told: Any = Annotated[field.annotation, *field.metadata, describe(name, field)]
        default = Parameter.empty if field.is_required() else field.get_default()
        yield Parameter(name, Parameter.KEYWORD_ONLY, annotation=told, default=default)


def _add(editor: LibraryEditor, *, text: str, name: str, confirmed: bool) -> dict[str, Any]:
    return editor.add(text, name, sure=confirmed)


def _update(
    editor: LibraryEditor, *, key: str, text: str, name: str, confirmed: bool
) -> dict[str, Any]:
    return editor.update(key, text, name, sure=confirmed)


OPERATIONS = (
    Operation(
        "ask",
        "POST /ask",
        "提问",
        "回答一个问题。引文逐字取自条文；条文没有规定的，`refused` 为 true，`reason` 说明原因。",
        asking.ask,
        gives.AskResponse,
        body=takes.AskRequest,
        tool="ask",
    ),
    Operation(
        "search",
        "GET /search",
        "检索条款",
        "与查询最相关的条款，最相关的在前。",
        asking.search,
        gives.SearchResponse,
        takes.SearchRequest,
        tool="search",
    ),
    Operation(
        "suggest",
        "GET /suggest",
        "提示问题",
        "问题库里含有已输入的字的问题，以它开头的在前，最多六个；少于两个字没有提示。",
        asking.suggest,
        gives.SuggestResponse,
        takes.SuggestRequest,
        tool="suggest",
    ),
    Operation(
        "verify",
        "POST /verify",
        "核对引用",
        "逐处核对文字里的引用、引文和语句。「未核对」是无从核对，不等于正确。",
        asking.verify,
        gives.VerifyResponse,
        body=takes.VerifyRequest,
        tool="verify",
    ),
    Operation(
        "duties",
        "GET /duties",
        "查职责登记",
        "按主体 actor、事项 matter、要求 modality（应当、不得……）、时间 times 查，可以合用；compare 比较两个主体，\n"
        "calendar 列出有时间要求的，all 列出整个登记。",
        look_ups.find_duties,
        gives.DocumentResponse,
        takes.DutiesRequest,
        tool="duties",
    ),
    Operation(
        "form",
        "GET /checklist",
        "清单可以填什么",
        "单位类型和全部问题，供填 POST checklist。",
        look_ups.list_checklist_choices,
        gives.ChecklistForm,
        takes.FormRequest,
        tool="checklist_questions",
    ),
    Operation(
        "checklist",
        "POST /checklist",
        "一个场所的清单",
        "一个场所的职责和每一条的理由。没说到的列为待核实，不当作“是”或“否”。",
        look_ups.make_checklist,
        gives.DocumentResponse,
        body=takes.ChecklistRequest,
        tool="checklist",
    ),
    Operation(
        "provision",
        "GET /provision/{id:path}",
        "一条、一款或一项",
        "原文、下属各项、前后条款，引用了什么、被什么引用。没有写明哪部法规的，是第一部的。",
        provisions.show_provision,
        gives.ProvisionResponse,
        takes.ProvisionRequest,
        tool="provision",
    ),
    Operation(
        "status",
        "GET /status",
        "状态",
        "回答依据的法规、版本和索引。",
        provisions.show_status,
        gives.StatusResponse,
        tool="status",
    ),
    Operation(
        "form",
        "GET /training",
        "培训可以选什么",
        "对象、单位类型、章、事项、主体、题型，供填 POST training。",
        look_ups.list_training_choices,
        gives.TrainingForm,
        takes.FormRequest,
        tool="training_choices",
    ),
    Operation(
        "training",
        "POST /training",
        "一套培训材料",
        "目标、时间安排、讲解要点和 A、B 两份试卷，题题有答案、解析和逐字条文。答案由另写的程序核对过。",
        look_ups.make_training,
        gives.TrainingResponse,
        body=takes.TrainingRequest,
        tool="training",
        line="packs",
    ),
    Operation(
        "plan",
        "POST /training/plan",
        "一份学习计划",
        "哪一天读哪几条、测什么，答错的哪一天再来；选法同 POST training。",
        look_ups.make_study_plan,
        gives.StudyPlanResponse,
        body=takes.StudyPlanRequest,
        tool="study_plan",
        line="packs",
    ),
    Operation(
        "every",
        "GET /library",
        "资料库",
        "收录的法规：名称、位阶、状态和出处、日期、版本；第一部是没有写明时所指的。",
        library.list_library,
        of_library.LibraryResponse,
        tool="library",
    ),
    Operation(
        "one",
        "GET /library/{key}",
        "一部法规",
        "一部法规的情况和章节。",
        library.show_document,
        of_library.LibraryDocumentResponse,
        takes.KeyRequest,
    ),
    Operation(
        "diff",
        "GET /diff",
        "两份文本对照",
        "逐条对照两份文本：每一条成了哪一条、改了哪些字、数字和应当不得可以有没有变。",
        library.compare_two,
        of_library.DiffResponse,
        takes.DiffRequest,
        tool="diff",
    ),
    Operation(
        "add",
        "POST /library",
        "收录一部法规",
        "收录一份文本，随即可问；同一份文本再来一次，没有改动。读得有疑问的，看过再加 confirmed。要登录。",
        _add,
        of_library.LibraryChangeResponse,
        body=takes.DocumentRequest,
        line="changes",
    ),
    Operation(
        "update",
        "PUT /library/{key}",
        "更新一部法规",
        "用新的文本代替；原来的留作 key@版本。要登录。",
        _update,
        of_library.LibraryChangeResponse,
        takes.KeyRequest,
        takes.DocumentRequest,
        line="changes",
    ),
    Operation(
        "remove",
        "DELETE /library/{key}",
        "去掉一部法规",
        "从资料库去掉。要登录。",
        LibraryEditor.remove,
        of_library.LibraryChangeResponse,
        takes.KeyRequest,
        line="changes",
    ),
)
