"""The articles of the national laws: the corpus of the statute benchmark.

The archive holds several dated versions of a law, and the Civil Code in eight files. Here every law
stands once, in its newest version, cut into articles by the project's own parser.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tqdm import tqdm

from corpus.text.parse import parse
from corpus.text.provision import Level, Provision
from evals.parse_survey import texts

#: Folder of the local regulations, which no question asks about.
_LOCAL = "DLC"
#: Folders whose files are parts of one law.
_MERGED = {"民法典": "民法典"}
_DATED = re.compile(r"(.*)\((\d{4}-\d{2}-\d{2})\)$")
_PRINTED_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_ARTICLE_START = re.compile(r"^第[一二三四五六七八九十百千]+条", re.MULTILINE)
_IGNORED = re.compile(r"[\s《》〈〉、，]|中华人民共和国")


@dataclass(frozen=True, slots=True)
class Article:
    """One article, the unit of retrieval.

    Attributes:
        law: title of the law without 「中华人民共和国」.
        number: normalised number, ``"133-1"``.
        chapter: titles of the 编, 章 and 节 above, joined by a space.
        text: all 款 and 项 with their labels, on one line.
    """

    law: str
    number: str
    chapter: str
    text: str


@dataclass(frozen=True, slots=True)
class Collection:
    """The corpus and what was left out.

    Attributes:
        articles: law by law, in printed order.
        files: national files read.
        older: files that a newer version replaces.
        bare: titles without any 条.
        local: local regulations, not read.
    """

    articles: tuple[Article, ...]
    files: int
    older: int
    bare: tuple[str, ...]
    local: int

    @property
    def laws(self) -> int:
        """How many laws hold the articles."""
        return len({a.law for a in self.articles})


@dataclass(frozen=True, slots=True)
class _File:
    """One file of the archive: a version of a law, or a part of one."""

    law: str
    part: str
    date: str
    source: str


def law_key(title: str) -> str:
    """What two spellings of one title share: no prefix, 《》, spaces, or half-width brackets."""
    folded = unicodedata.normalize("NFKC", title)
    return _IGNORED.sub("", folded).replace("(", "（").replace(")", "）")


def read_collection(archive: Path) -> Collection:
    """All articles of the newest version of each national law."""
    files, local = _national(archive)
    newest = list(_newest(files))
    articles: list[Article] = []
    bare: list[str] = []
    for file in tqdm(newest, desc="解析条文", file=sys.stderr, disable=None):
        found = list(_articles(file))
        articles += found
        if not found:
            bare.append(file.law)
    return Collection(tuple(articles), len(files), len(files) - len(newest), tuple(bare), local)


def write_newest(archive: Path, folder: Path) -> None:
    """Write the newest version of each national law to a folder, each as a file that a library reads."""
    for number, file in enumerate(_newest(_national(archive)[0])):
        dated = f"({file.date})" if file.date else ""
        held = folder / str(number)  # names are those of the archive, and may be equal
        held.mkdir()
        (held / f"{file.part or file.law}{dated}.md").write_text(file.source, "utf-8")


def _national(archive: Path) -> tuple[list[_File], int]:
    """The national files of the archive, and how many local ones there are."""
    files: list[_File] = []
    local = 0
    for name, source in tqdm(texts(archive), desc="读取法律", file=sys.stderr, disable=None):
        if _LOCAL in PurePosixPath(name).parts:
            local += 1
        else:
            files.append(_file(PurePosixPath(name), source))
    return files, local


def _file(path: PurePosixPath, source: str) -> _File:
    match = _DATED.fullmatch(path.stem)
    title, date = (match.group(1), match.group(2)) if match else (path.stem, _header_date(source))
    folder = path.parent.name
    law = _MERGED.get(folder, title)
    return _File(law.strip(), title if folder in _MERGED else "", date, source)


def _header_date(source: str) -> str:
    """The newest date printed before the first article, in ISO form; empty where there is none."""
    start = _ARTICLE_START.search(source)
    header = source[: start.start()] if start else source[:2000]
    dates = [f"{y}-{int(m):02}-{int(d):02}" for y, m, d in _PRINTED_DATE.findall(header)]
    return max(dates, default="")


def _newest(files: Iterable[_File]) -> Iterator[_File]:
    """Of each law (or part of a merged law) the version with the latest date."""
    best: dict[tuple[str, str], _File] = {}
    for file in files:
        key = (law_key(file.law), file.part)
        if key not in best or file.date > best[key].date:
            best[key] = file
    yield from best.values()


def _articles(file: _File) -> Iterator[Article]:
    seen: set[str] = set()
    for node, chapter in _walk(parse(file.source), ()):
        text = article_text(node)
        if not text or node.number in seen:
            continue  # an annex that numbers its articles anew
        seen.add(node.number)
        yield Article(
            file.law.removeprefix("中华人民共和国"),
            node.number,
            chapter,
            text,
        )


def _walk(node: Provision, titles: tuple[str, ...]) -> Iterator[tuple[Provision, str]]:
    """Articles of the main text, each with the titles above it."""
    for child in node.children:
        if child.level is Level.ARTICLE:
            yield child, " ".join(titles)
        elif child.level < Level.ARTICLE and child.level is not Level.ANNEX:
            title = child.words.replace(" ", "")
            yield from _walk(child, (*titles, title) if title else titles)


def article_text(article: Provision) -> str:
    """The article's words with those of its 款, 项 and 目, on one line, without the article's label."""
    parts = [article.words]
    parts += [n.label + n.words for n in article.walk() if n is not article]
    return "".join(parts).strip()
