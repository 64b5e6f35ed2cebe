"""Proof of ``training.toml``: against the text, the register and the kinds of unit.

Checked is that every word which claims to be verbatim is, that what claims to be wrong stands
nowhere in the regulation and is borne by none of those who are asked, that steps stand in their
order, and that every name has something it names.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.language.data import UnitType, load_language
from corpus.register.records import Register
from corpus.register.registry import load_register
from corpus.teaching.data import (
    FILE,
    POINTS,
    Audience,
    Contrast,
    TrainingData,
    is_usable,
    load_training,
)
from corpus.teaching.data import Sequence as Steps
from corpus.teaching.scene_check import SceneProof
from corpus.teaching.tables import Tables, check_count, find_repeats
from corpus.text.provision import Regulation

#: Replacements of one contrast, steps of one order, bodies of one group.
_WRONG, _STEPS, _BODIES = (1, 4), (3, 5), (3, 7)


def check_training_file(regulation: Regulation, folder: Path) -> tuple[str, ...]:
    """Everything wrong with the file of a folder, one Chinese line each; none without a file."""
    if not os.path.lexists(folder / FILE):
        return ()
    language = load_language(folder)
    register = load_register(regulation, folder, language)
    return check_training(regulation, register, language.units, load_training(folder))


def check_training(
    regulation: Regulation, register: Register, units: Sequence[UnitType], data: TrainingData
) -> tuple[str, ...]:
    """What ``check_training_file`` says of data in memory."""
    tables = Tables(regulation, register, units)
    proof, scenes = _Proof(tables), SceneProof(tables)
    return (
        *(line for c in data.contrasts for line in proof.contrast(c)),
        *find_repeats(
            "易错的字", [f"{c.word}（{p}）" for c in data.contrasts for p in proof.used(c)]
        ),
        *find_repeats("先后", [s.ask for s in data.sequences]),
        *(line for s in data.sequences for line in proof.sequence(s)),
        *find_repeats("案例", [s.id for s in data.scenes]),
        *(line for s in data.scenes for line in scenes.scene(s)),
        *find_repeats("人群", [n for a in data.audiences for n in (a.name, *a.lay)]),
        *(line for a in data.audiences for line in proof.audience(a)),
        *find_repeats("易混主体", ["、".join(sorted(g)) for g in data.confusables]),
        *(line for g in data.confusables for line in proof.group(g)),
    )


class _Proof:
    """Checks of everything but scenes against one regulation."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    # --- contrasts ------------------------------------------------------------------------------

    def used(self, contrast: Contrast) -> tuple[str, ...]:
        """Short ids of the leaves in which a contrast may be used."""
        return tuple(i for i, leaf in self._tables.leaves.items() if is_usable(contrast, leaf))

    def contrast(self, contrast: Contrast) -> Iterator[str]:
        where = f"易错的字「{contrast.word}」"
        yield from check_count(where, "wrong ", len(contrast.wrong), _WRONG)
        yield from find_repeats(f"{where}的 wrong ", contrast.wrong)
        if contrast.point not in POINTS:
            yield f"{where}：point 不是 {'、'.join(POINTS)} 之一"
        yield from (f"{where}：「{w}」含有原来的字" for w in contrast.wrong if contrast.word in w)
        for id_ in contrast.provisions:
            if id_ not in self._tables.leaves:
                yield f"{where}：没有条款 {id_}"
            elif (count := self._tables.leaves[id_].text.count(contrast.word)) != 1:
                yield f"{where}：{id_} 中出现 {count} 次，应为 1 次"
        used = self.used(contrast)
        if not used:
            yield f"{where}：原文没有可用之处"
        for leaf in (self._tables.leaves[id_] for id_ in used):
            clause = self._tables.clause(leaf, contrast.word)
            if not clause:
                yield f"{where}：{leaf.id} 中跨了两句"
                continue
            for wrong in contrast.wrong:
                if clause.replace(contrast.word, wrong).rstrip("，；。") in self._tables.text:
                    yield f"{where}：{leaf.id} 换成「{wrong}」后，原文别处就是这样写的"

    # --- sequences ------------------------------------------------------------------------------

    def sequence(self, steps: Steps) -> Iterator[str]:
        where = f"先后「{steps.ask}」"
        yield from check_count(where, "步骤", len(steps.steps), _STEPS)
        if not steps.because.strip():
            yield f"{where}：没有说明为什么是先后"
        before: tuple[tuple[tuple[int, ...], ...], int] | None = None
        for step in steps.steps:
            leaf = self._tables.leaves.get(step.provision)
            if leaf is None:
                yield f"{where}：没有条款 {step.provision}"
                continue
            if (count := leaf.text.count(step.text)) != 1:
                yield f"{where}：{step.provision} 中「{step.text}」出现 {count} 次，应为 1 次"
                continue
            here = (leaf.id.sort_key, leaf.text.find(step.text))
            if before is not None and here <= before:
                yield f"{where}：「{step.text}」在原文中不在前一步之后"
            before = here

    # --- audiences and groups -------------------------------------------------------------------

    def audience(self, audience: Audience) -> Iterator[str]:
        where = f"人群「{audience.name}」"
        yield from (
            f"{where}：没有条款 {p}" for p in audience.focus if p not in self._tables.leaves
        )
        yield from find_repeats(f"{where}的 focus ", audience.focus)
        yield from (
            f"{where}：没有主体「{a}」" for a in audience.actors if a not in self._tables.bodies
        )
        if audience.unit and audience.unit not in self._tables.units:
            yield f"{where}：没有单位类型「{audience.unit}」"
        if not audience.focus or not audience.about.strip():
            yield f"{where}：没有写 focus 或 about"

    def group(self, bodies: tuple[str, ...]) -> Iterator[str]:
        where = f"易混主体「{'、'.join(bodies)}」"
        yield from check_count(where, "主体", len(bodies), _BODIES)
        yield from find_repeats(f"{where}中", bodies)
        yield from (f"{where}：没有主体「{b}」" for b in bodies if b not in self._tables.bodies)
