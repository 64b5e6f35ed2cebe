"""``fireduty index``: the index built, and what it was built from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from assistant.settings import Settings
from corpus.errors import FAILURE
from index.build import build_library, identify_library
from index.embed import identify_embedder
from index.manifest import LibraryManifest
from index.shelf import Shelf, read_checked_shelf
from ui.cli.chinese_help import ChineseGroup
from ui.cli.progress import steps
from ui.cli.reading_report import report_reading

#: Documents of which every one is reported; of more only those that are in doubt.
_TOLD = 20
_MANIFEST_NAMES = {
    "format": "格式",
    "identity": "标识",
    "parser": "解析器版本",
    "tokens": "分词版本",
    "index": "索引版本",
    "embedder": "向量模型",
    "dimension": "向量维数",
    "built_at": "建立时间",
}


@click.group(cls=ChineseGroup)
def index() -> None:
    """建立、查看索引。"""


@index.command("build")
@click.option("--if-stale", is_flag=True, help="索引是最新的就什么也不做。")
def build_command(if_stale: bool) -> None:
    """建立索引；旧索引在新索引完成之前一直可用。"""
    build(Settings.from_environment(), if_stale=if_stale)


@index.command("status")
def show_status() -> int:
    """显示索引由什么建立、是否最新。"""
    settings = Settings.from_environment()
    shelf, folder, manifest = open_checked(settings)
    wanted = {document.slug: document for document in shelf.documents}
    click.echo(f"位置：{folder}")
    for field, name in _MANIFEST_NAMES.items():
        click.echo(f"{name}：{getattr(manifest, field)}")
    click.echo(f"文件：{len(manifest.files)} 个，都与建立时一致")
    for listed in manifest.documents:
        now = wanted.pop(listed.slug, None)
        state = "最新" if now is not None and now.segment == listed.segment else "已过期"
        click.echo(
            f"文件「{listed.key}」：《{listed.title}》，{listed.leaves} 个条款，"
            f"{listed.questions} 个问法，{state}"
        )
    for document in wanted.values():
        click.echo(f"文件「{document.key}」：《{document.regulation.title}》，还没有收录")
    fresh = manifest.identity == identify_library(shelf)
    click.echo("状态：最新" if fresh else "状态：已过期，请运行 fireduty index build")
    return 0 if fresh else FAILURE


def build(settings: Settings, *, if_stale: bool) -> None:
    """Build the library that the settings name; say how its texts were read, and where it is.

    Args:
        if_stale: not where it is up to date and whole.

    Raises:
        FiredutyError: a text cannot be read or the index cannot be written.
    """

    def report(shelf: Shelf) -> None:
        many = len(shelf.documents) > _TOLD
        for document in shelf.documents:
            name = str(settings.regulation or document.regulation.title)
            told, read_well = report_reading(name, document.regulation)
            if not (many and read_well):
                click.echo(told, err=True)
        if many:
            click.echo(f"共 {len(shelf.documents)} 部，上面是读得有疑问的", err=True)

    with steps("建立索引") as progress:
        built = build_library(
            settings.home,
            settings.embedder,
            regulation=settings.regulation,
            if_stale=if_stale,
            chroma=settings.chroma,
            begin=report,
            progress=progress,
        )
    tell_notes(built.shelf.notes)
    if built.is_new:
        click.echo(f"索引已建立：{built.folder}", err=True)


def tell_notes(notes: Sequence[str]) -> None:
    """Say what should be known besides, as what became of documents that the index should hold."""
    for note in notes:
        click.echo(f"注意：{note}", err=True)


def open_checked(settings: Settings) -> tuple[Shelf, Path, LibraryManifest]:
    """The documents that the library should hold, and the index in use, which is whole."""
    identity = identify_embedder(settings.embedder)
    return read_checked_shelf(settings.home, identity, settings.regulation)
