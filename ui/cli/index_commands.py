"""``fireduty index``: the index built, and what it was built from."""

from __future__ import annotations

import click

from assistant.settings import Settings
from corpus.errors import FAILURE
from corpus.language.load import load_corpus
from index.build import build_index
from index.layout import identify_index
from index.manifest import check_index, is_current
from ui.cli.chinese_help import ChineseGroup
from ui.cli.progress import steps

_MANIFEST_NAMES = {
    "format": "格式",
    "identity": "标识",
    "regulation": "法规",
    "title": "名称",
    "parser": "解析器版本",
    "tokens": "分词版本",
    "index": "索引版本",
    "embedder": "向量模型",
    "leaves": "条款数",
    "questions": "问题库",
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
    regulation, language = load_corpus(settings.regulation)
    folder, manifest = check_index(settings.home / regulation.slug)
    fresh = manifest.identity == identify_index(regulation, language, settings.embedder)
    click.echo(f"位置：{folder}")
    for field, name in _MANIFEST_NAMES.items():
        click.echo(f"{name}：{getattr(manifest, field)}")
    click.echo(f"文件：{len(manifest.files)} 个，都与建立时一致")
    click.echo("状态：最新" if fresh else "状态：已过期，请运行 fireduty index build")
    return 0 if fresh else FAILURE


def build(settings: Settings, *, if_stale: bool) -> None:
    """Build the index of the regulation that the settings name, and say where.

    Args:
        if_stale: not where it is up to date and whole.

    Raises:
        FiredutyError: the regulation cannot be read or the index cannot be written.
    """
    regulation, language = load_corpus(settings.regulation)
    identity = identify_index(regulation, language, settings.embedder)
    if if_stale and is_current(settings.home / regulation.slug, identity):
        return  # without the lock: what is up to date may stand where nothing can be written
    with steps("建立索引") as progress:
        folder = build_index(
            regulation,
            language,
            settings.home,
            settings.embedder,
            if_stale=if_stale,
            progress=progress,
        )
    click.echo(f"索引已建立：{folder}", err=True)
