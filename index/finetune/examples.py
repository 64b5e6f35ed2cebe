"""What the encoder learns from: pairs of texts that belong together, law by law.

Plain questions with the provision that answers them and with each other; and, by program, pairs that
the texts themselves hold: a penalty and the duty that it punishes, a term and its definition, a title
with the opening of a clause and its rest.
"""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from corpus.citing.references import find_references
from corpus.errors import FiredutyError
from corpus.language.data import load_language
from corpus.text.archive import read_archive
from corpus.text.load import data_folder, load_default, load_regulation
from corpus.text.provision import Leaf, Regulation
from index.embed import PASSAGE, QUERY, describe_leaf

Kind = Literal["answer", "paraphrase", "bank", "penalty", "definition", "opening"]

_PUNISHES = re.compile(r"处.{0,20}罚款|警告|吊销|责令|处分|追究|没收|拘留")
_DEFINES = re.compile(
    r"(?:所称|所指)的?(?P<term>[^，。；：、是]{2,16})，?[是系]?指|^(?P<plain>[^，。；：是]{2,14})[：，]?[是系]指"
)
_SO_CALLED = re.compile(r"^.{0,8}(?:所称|所指)的?")
_WAYS_TO_ASK = ("什么是{}", "{}是什么意思", "{}指的是什么", "怎样才算{}", "{}的定义")
_STOP = re.compile(r"[，。；：]")


@dataclass(frozen=True, slots=True)
class Example:
    """Two texts that belong together, each with its prefix.

    Attributes:
        left, right: what is embedded.
        law: where it comes from; examples of one law are hard for each other.
        about: address of the provision, the same for all examples that it answers.
        kind: of pair.
    """

    left: str
    right: str
    law: str
    about: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class TrainingPairs:
    """All examples, and the passages that may serve as wrong answers.

    Attributes:
        examples: pairs.
        passages: law → address → passage, of every law that questions are asked of.
    """

    examples: tuple[Example, ...]
    passages: Mapping[str, Mapping[str, str]]


def collect(
    archive: Path, question_files: Sequence[Path], without: Path, seed: int
) -> TrainingPairs:
    """Everything that is trained on.

    Args:
        archive: the law texts.
        question_files: JSON lines with ``law``, ``provision``, ``question``.
        without: JSON lines with ``split`` and ``title``: laws whose split is not ``fit`` are left
            out altogether, in every version.
        seed: of what is drawn.

    Raises:
        FiredutyError: a question names a provision that its law does not have.
    """
    held_out = {
        plain_title(record["title"]) for record in _lines(without) if record["split"] != "fit"
    }
    asked: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for path in question_files:
        for record in _lines(path):
            asked[record["law"]].append((record["provision"], record["question"]))
    generator = random.Random(seed)
    examples: list[Example] = []
    passages: dict[str, dict[str, str]] = {}
    for name, regulation in read_laws(archive):
        if plain_title(regulation.title) in held_out or plain_title(Path(name).stem) in held_out:
            continue
        if name in asked:
            passages[name] = _passages(regulation)
            examples += _questions(name, asked.pop(name), passages[name], "answer")
        examples += _own_words(name, regulation, generator)
    if asked:
        raise FiredutyError(f"题里的法规不在档案里，或属于保留的法规：{sorted(asked)[:3]}")
    shipped = load_default()
    bank = [(q.provision, q.text) for q in load_language(data_folder()).bank]
    passages[shipped.slug] = _passages(shipped)
    examples += _questions(shipped.slug, bank, passages[shipped.slug], "bank")
    return TrainingPairs(tuple(examples), passages)


def read_laws(archive: Path) -> Iterator[tuple[str, Regulation]]:
    """Every law of the archive that can be parsed: path in it, and regulation."""
    with TemporaryDirectory() as folder:
        for name, data in read_archive(archive):
            path = Path(folder) / Path(name).name
            path.write_bytes(data)
            try:
                regulation = load_regulation(path)
            except FiredutyError:
                continue
            finally:
                path.unlink()
            yield name.partition("/")[2], regulation


def plain_title(title: str) -> str:
    """A title without the words that differ between versions of one law."""
    return re.sub(r"[（(].*?[)）]|中华人民共和国|修正|修订|\s", "", title)


def _lines(path: Path) -> Iterator[dict[str, str]]:
    for line in path.read_text("utf-8").splitlines():
        yield json.loads(line)


def _passages(regulation: Regulation) -> dict[str, str]:
    return {str(leaf.id): PASSAGE + describe_leaf(leaf) for leaf in regulation.leaves()}


def _questions(
    law: str, asked: Iterable[tuple[str, str]], passages: Mapping[str, str], kind: Kind
) -> Iterator[Example]:
    """Each question with its provision and with the next question that asks for the same."""
    together: dict[str, list[str]] = defaultdict(list)
    for provision, question in asked:
        if provision not in passages:
            raise FiredutyError(f"{law} 没有 {provision}")
        together[provision].append(question)
        yield Example(QUERY + question, passages[provision], law, provision, kind)
    for provision, questions in together.items():
        for one, other in pairwise(questions):
            yield Example(QUERY + one, QUERY + other, law, provision, "paraphrase")


def _own_words(law: str, regulation: Regulation, generator: random.Random) -> Iterator[Example]:
    """Pairs that a text holds by itself; at most a few openings of each."""
    leaves = {leaf.id: leaf for leaf in regulation.leaves()}
    for leaf in leaves.values():
        if match := _DEFINES.search(leaf.text):
            term = _SO_CALLED.sub("", match["term"] or match["plain"]).strip("“”「」《》")
            question = generator.choice(_WAYS_TO_ASK).format(term)
            yield _pair(law, QUERY + question, leaf, "definition")
    for reference in find_references(regulation):
        source = leaves.get(reference.source)
        if source is None or not _PUNISHES.search(source.text):
            continue
        for target in reference.targets[:2]:
            duty = leaves.get(target)
            if duty is not None and duty is not source:
                yield _pair(law, PASSAGE + describe_leaf(duty), source, "penalty")
    for leaf in generator.sample(list(leaves.values()), min(4, len(leaves))):
        stop = _STOP.search(leaf.text, 8)
        if stop and len(leaf.text) - stop.end() > 12:
            opening = f"{regulation.title}：{leaf.text[: stop.start()]}"
            rest = f"{PASSAGE}{leaf.text[stop.end() :]}"
            yield Example(QUERY + opening, rest, law, str(leaf.id), "opening")


def _pair(law: str, left: str, leaf: Leaf, kind: Kind) -> Example:
    return Example(left, PASSAGE + describe_leaf(leaf), law, str(leaf.id), kind)


def draw_epoch(collection: TrainingPairs, seed: int, block: int) -> list[tuple[Example, ...]]:
    """Blocks of examples of one law in random order: what an epoch goes through.

    Examples of a block are each other's hard negatives. The bank of the one text that has one, and
    what texts hold by themselves, are drawn anew for every epoch, so that they never outweigh the
    questions on many laws.
    """
    generator = random.Random(seed)
    by_kind: dict[Kind, list[Example]] = defaultdict(list)
    for example in collection.examples:
        by_kind[example.kind].append(example)
    answers = by_kind["answer"]
    drawn = list(answers)
    for kind, share in SHARES.items():
        pool = by_kind[kind]
        drawn += generator.sample(pool, min(len(pool), round(share * len(answers))))
    generator.shuffle(drawn)
    by_law: dict[tuple[str, bool], list[Example]] = defaultdict(list)
    for example in drawn:
        asks = example.kind in ("answer", "bank")
        by_law[example.law if asks else "", asks].append(example)
    blocks = [
        tuple(group[start : start + block])
        for group in by_law.values()
        for start in range(0, len(group), block)
    ]
    generator.shuffle(blocks)
    return blocks


#: How many of each kind an epoch sees for one question on a law.
SHARES: Mapping[Kind, float] = {
    "bank": 0.12,
    "paraphrase": 0.1,
    "penalty": 0.05,
    "definition": 0.04,
    "opening": 0.03,
}


@lru_cache(maxsize=65536)
def is_part(one: str, other: str) -> bool:
    """Whether two addresses of one law are the same, or one leads in the other."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return long.startswith((f"{short}.item", f"{short}.subitem"))
