"""``fireduty ask``: one question, a conversation, or a trace played again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from assistant.answering.answer import Answer
from assistant.answering.parts import ReadAs
from assistant.answering.statement import Statement
from assistant.assistant import Assistant
from assistant.rendering.text import go_on
from assistant.settings import Settings, Style
from corpus.errors import FAILURE, USAGE, FiredutyError
from ui.records.answers import answer_record


@dataclass(frozen=True, slots=True)
class Manner:
    """How answers are printed.

    Attributes:
        style: everyday words or the statute's; None as the settings say.
        brief: without the provisions' words.
    """

    style: Style | None = None
    brief: bool = False


def ask(
    assistant: Assistant, question: str, manner: Manner, *, as_json: bool, trace: Path | None
) -> None:
    """Answer one question on stdout, and write its trace."""
    if as_json:
        asked = assistant.for_question(question)
        answer = asked.answer(question, style=manner.style)
        click.echo(json.dumps(answer_record(answer, asked.regulations), ensure_ascii=False))
    else:
        answer = show(assistant, question, manner=manner)
    if trace is not None:
        from assistant.writer.trace import write_trace

        write_trace(answer, trace)
        click.echo(f"经过已写入 {trace}", err=True)


def show(
    assistant: Assistant,
    question: str,
    history: Sequence[tuple[str, Answer]] = (),
    manner: Manner = Manner(),
) -> Answer:
    """Print an answer while it is written: a model's sentences as each has been checked."""
    said: tuple[Statement, ...] = ()
    for part in assistant.stream(question, history, manner.style):
        if isinstance(part, Answer):
            click.echo(_rest(part, said, manner))
            if part.unasked:
                keys = " ".join(f"--in {key}" for key in part.unasked)
                click.echo(f"提示：加 {keys}，或者不写 --in 问全部文件", err=True)
            return part
        click.echo(go_on(said, (part,)), nl=False)
        said = (*said, part)
    raise AssertionError("a stream ends with its answer")


def _rest(answer: Answer, said: Sequence[Statement], manner: Manner) -> str:
    """What is left to print of an answer after what has been said of it."""
    text = answer.brief if manner.brief else answer.text
    if not said:
        return text
    if answer.writing is not None and not answer.writing.used:
        return f"\n\n{text}"  # the model has failed half way: the whole follows what stands there
    told = sum(not isinstance(s.parts, ReadAs) for s in said)
    rest = go_on(said, answer.statements[told:])
    return "\n\n".join((rest, *answer.paragraphs_after(brief=manner.brief)))


def chat(assistant: Assistant, manner: Manner) -> None:
    """Answer until told to stop."""
    click.echo("请输入问题，输入「退出」或按 Ctrl-D 结束。", err=True)
    history: list[tuple[str, Answer]] = []
    while True:
        try:
            question = click.prompt("问", prompt_suffix="> ", err=True)
        except click.Abort:
            return
        if question.strip() in ("退出", "exit", "quit"):
            return
        try:
            answer = show(assistant, question, history, manner)
        except FiredutyError as error:
            click.echo(f"错误：{error}", err=True)
            continue
        history.append((question, answer))
        click.echo()


def play(settings: Settings, path: Path, manner: Manner) -> int:
    """Check a recorded reply anew and print the answer; says whether it is the same.

    Raises:
        FiredutyError: the file is no trace.
    """
    from assistant.writer.trace import load_trace

    recording = load_trace(path)
    settings = replace(settings, model=recording.model)
    answer = show(Assistant.open(settings, recording), recording.question, manner=manner)
    if answer.writing is None:
        raise FiredutyError(f"{path} 里的问题现在不经过语言模型，无法回放", exit_code=USAGE)
    if answer.writing.messages != recording.messages:
        click.echo("注意：提示词、条文或检索结果与记录时不同", err=True)
    if answer.text != recording.text:
        click.echo("回放的回答与记录不同", err=True)
        return FAILURE
    click.echo("回放的回答与记录相同", err=True)
    return 0
