"""``fireduty library``: the documents that are asked, added, removed and replaced."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from assistant.settings import Settings
from corpus.errors import FAILURE, USAGE, FiredutyError
from corpus.text.provision import Regulation
from index.documents import UNVERSIONED
from index.editing import LibraryChange, add_read, remove_document, update_read
from index.manifest import ListedDocument
from index.opening import choose_listed
from index.reading import AddedPath, UnconfirmedError, confirmed, read_documents, read_one
from index.shelf import list_entries, read_listed
from ui.cli.added_report import count_added, report_added
from ui.cli.chinese_help import ChineseGroup
from ui.cli.confirming import confirm_with, with_remedy
from ui.cli.diff_command import diff
from ui.cli.index_commands import open_checked, tell_notes
from ui.cli.options import PATH, choose_json
from ui.cli.progress import steps
from ui.cli.reading_report import report_reading
from ui.documents.export import write
from ui.documents.text_table import lay_out_table
from ui.records.documents import chapters_of, full_record, listed_record

_SOURCES = {"shipped": "随程序提供", "added": "自己添加", "given": "FIREDUTY_REGULATION 指定"}
_YES = click.option("--yes", is_flag=True, help="读得有疑问的也收，不再问：已经看过读取报告。")
#: Texts that are told one by one; of more only those that cannot be read, and how many went in.
_TOLD = 20
#: Documents of which the list reads the texts; of more it tells what the index notes of them.
_MOST_READ = 60
_KEY = click.argument("key", metavar="KEY")


@click.group(cls=ChineseGroup)
def library() -> None:
    """管理资料库：收录了哪些法规，添加、更新、去掉。"""


library.add_command(diff)


@library.command("add")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=PATH)
@click.option(
    "--yes",
    is_flag=True,
    help="不再问：读得有疑问的也收，同名的收作另一版，同一部法的几个文件合成一部。",
)
@click.option("--report", metavar="文件", type=PATH, help="每份文本怎样了，一行一份写成 TSV。")
def add(paths: tuple[Path, ...], *, yes: bool, report: Path | None) -> int:
    """收录法规，随即可问。PATH 是 Word、PDF、网页、文本等文件，带 regulation.txt 的文件夹，放着许多文件的文件夹、压缩包。

    读得有疑问的，在终端里先给出读取报告，问过才收；不在终端里的，要加 --yes。
    """
    settings = _library_settings()
    with steps("读文件") as reading:
        found = read_documents(
            paths, settings.embedder, lambda done, total: reading("读文本", done, total)
        )
    read = confirmed(found, confirm_with(yes=yes))
    with steps("收录") as progress:
        change = add_read(
            settings.home, settings.embedder, read, progress, versions=yes, chroma=settings.chroma
        )
    tell_notes(change.built.shelf.notes)
    if report is not None:
        write(report, report_added(change.added).encode())
    faults = [one.fault for one in change.added if one.fault is not None]
    if len(change.added) == 1 and faults:
        raise with_remedy(faults[0], paths[0])
    told = change.added if len(change.added) <= _TOLD else [a for a in change.added if a.fault]
    for one in told:
        _tell_added(one)
    if len(change.added) > _TOLD:
        click.echo(count_added(change.added))
    broken = [f for f in faults if not isinstance(f, UnconfirmedError)]
    return FAILURE if broken else USAGE if faults else 0


def _tell_added(one: AddedPath) -> None:
    document = one.document
    if one.fault is not None:
        said = str(with_remedy(one.fault, one.path))
        click.echo(f"错误：{said if str(one.path) in said else f'{one.path}：{said}'}", err=True)
    elif document is not None and one.is_new:
        report = report_reading(str(one.path), document.regulation, summary=one.reading)
        click.echo(report[0], err=True)
        click.echo(f"已收录「{document.key}」：《{document.regulation.title}》，现在就可以问")
    elif document is not None:
        click.echo(f"{one.path} 与已收录的「{document.key}」是同一份文本，没有改动")


@library.command("list")
@click.argument("words", metavar="[名称里的字]", default="")
@choose_json
def list_documents(words: str, as_json: bool) -> None:
    """列出收录的法规：KEY、名称、状态、版本、条数、来源；带 @ 的是旧版本，用 --in 点名才问。"""
    settings = Settings.from_environment()
    every = list_entries(settings.home, settings.regulation)
    found = [entry for entry in every if words in entry.key or words in entry.title]
    if len(found) > _MOST_READ:
        records = [_record(entry) for entry in found]
    else:
        keys = {entry.key for entry in found}
        texts = read_listed(settings.home, settings.regulation, keys)
        records = [_record(listed, text) for listed, text in texts]
    if as_json:
        click.echo(json.dumps(records, ensure_ascii=False))
        return
    columns = ("KEY", "名称", "状态", "版本", "条", "来源")
    rows = [
        [str(r[n]) for n in ("key", "title", "status", "version", "articles")]
        + [_SOURCES[str(r["source"])]]
        for r in records
    ]
    click.echo("\n".join(lay_out_table(columns, rows, whole=1)))
    if words or len(found) > _MOST_READ:
        click.echo(f"共 {len(every)} 部，这里 {len(found)} 部", err=True)


@library.command("show")
@_KEY
@choose_json
def show(key: str, as_json: bool) -> None:
    """显示一部法规的情况：状态、日期、机关、章节。"""
    settings = Settings.from_environment()
    listed, text = _listed(settings, (key,))[0]
    record, others = _record(listed, text), [v.key for v in text.others]
    chapters = chapters_of(text)
    if as_json:
        click.echo(json.dumps({**record, "chapters": chapters}, ensure_ascii=False))
        return
    for name, value in (
        ("KEY", record["key"]),
        ("名称", record["title"]),
        ("位阶", record["rank"]),
        ("状态", record["status_shown"]),
        ("状态出处", record["status_source"]),
        ("状态截至", record["as_of"]),
        ("版本", record["version"]),
        ("另存的版本", "、".join(others) or "没有"),
        ("施行日期", record["effective"]),
        ("发布机关", record["issuer"]),
        ("来源", _SOURCES[listed.source]),
        ("出处", text.source),
        ("条数", f"{record['articles']} 条，{listed.leaves} 个可引用条款"),
        ("问题库", f"{listed.questions} 个问法" if listed.questions else "没有"),
    ):
        click.echo(f"{name}：{value or '没有写明'}")
    for heading in chapters:
        click.echo(f"  {heading}")


@library.command("remove")
@_KEY
def remove(key: str) -> None:
    """把一部法规从资料库去掉；随程序提供的以后用 fireduty library add KEY 收回。"""
    settings = _library_settings()
    with steps("更新资料库") as progress:
        change = remove_document(
            settings.home, settings.embedder, key, progress, chroma=settings.chroma
        )
    tell_notes(change.built.shelf.notes)
    assert change.document is not None
    click.echo(f"已去掉「{change.document.key}」：《{change.document.regulation.title}》")
    tell_notes(change.notes)


@library.command("update")
@_KEY
@click.argument("path", metavar="PATH", type=PATH)
@_YES
def update(key: str, path: Path, yes: bool) -> None:
    """用新的文件代替 KEY；原来的留作 KEY@版本，用 --in 点名才问。读得有疑问的，同 library add。"""
    settings = _library_settings()
    (one,) = confirmed([read_one(path, settings.embedder)], confirm_with(yes=yes))
    if one.fault is not None:
        raise with_remedy(one.fault, path)
    with steps("更新资料库") as progress:
        change = update_read(
            settings.home, settings.embedder, key, one, progress, chroma=settings.chroma
        )
    tell_notes(change.built.shelf.notes)
    _tell_updated(change, path)


def _tell_updated(change: LibraryChange, path: Path) -> None:
    tell_notes(change.notes)
    new = change.document
    if new is None:
        return
    (one,) = change.added
    click.echo(report_reading(str(path), new.regulation, summary=one.reading)[0], err=True)
    versions = [d.key for d in change.built.shelf.documents if d.base == new.base and d is not new]
    if new.key == new.base:
        click.echo(f"「{new.key}」已换成这一份，现在就可以问；原来的是 {'、'.join(versions)}")
    else:
        click.echo(
            f"这一份比「{new.base}」旧，或者还没有施行、已经废止，收作「{new.key}」；"
            f"不点名时仍按「{new.base}」回答"
        )


@library.command("check")
def check() -> int:
    """检查资料库：文件是否与建立时一致，是否最新，各部文本读得好不好。"""
    settings = Settings.from_environment()
    shelf, _, manifest = open_checked(settings)
    held = {document.slug: document for document in shelf.documents}
    good, many = True, len(manifest.documents) > _TOLD
    for listed in manifest.documents:
        now = held.pop(listed.slug, None)
        if now is None:
            click.echo(f"「{listed.key}」：文本没有了")
            good = False
            continue
        report, read_well = report_reading(f"「{listed.key}」", now.regulation)
        fresh = now.segment == listed.segment
        if not (many and read_well and fresh):
            click.echo(f"{report}\n  索引：{'最新' if fresh else '已过期'}")
        good = good and read_well and fresh
    for document in held.values():
        click.echo(f"「{document.key}」：《{document.regulation.title}》还没有收录")
        good = False
    tell_notes(shelf.notes)
    if many:
        click.echo(f"共 {len(manifest.documents)} 部，上面是有问题的", err=True)
    click.echo(
        "结果：都好" if good else "结果：有问题；已过期、没有收录的请运行 fireduty index build"
    )
    return 0 if good else FAILURE


def _library_settings() -> Settings:
    """The settings, where they name the library.

    Raises:
        FiredutyError: they name one document, which is a library that does not change.
    """
    settings = Settings.from_environment()
    if settings.regulation is not None:
        raise FiredutyError(
            "设置了 FIREDUTY_REGULATION，资料库只有它指定的一部，不能添加、更新、去掉；请先去掉这个设置",
            exit_code=USAGE,
        )
    return settings


def _listed(
    settings: Settings, keys: Sequence[str] = ()
) -> list[tuple[ListedDocument, Regulation]]:
    """The listed documents with their texts; with keys those."""
    entries = list_entries(settings.home, settings.regulation)
    chosen = choose_listed(entries, keys) if keys else entries
    return list(read_listed(settings.home, settings.regulation, {entry.key for entry in chosen}))


def _record(listed: ListedDocument, text: Regulation | None = None) -> dict[str, object]:
    """A document as the list tells of it; without its text what the index has noted."""
    known = listed_record(listed) if text is None else full_record(text)
    told = {name: "" if value in (None, UNVERSIONED) else value for name, value in known.items()}
    of = {"provisions": listed.leaves, "source": listed.source, "current": listed.is_current}
    return told | of
