"""Proof of ``training.toml``: against the text, the register and the kinds of unit.

Checked is that every word which claims to be verbatim is, that what claims to be wrong stands
nowhere in the regulation and is borne by none of those who are asked, that steps stand in their
order, that every name has something it names, and that every provision with a duty can be made
false on a reviewed point.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from corpus.actors import duties_of, members
from corpus.clauses_of import Key, key_of
from corpus.inheritance import inheritance
from corpus.language import UnitType, load_language
from corpus.provision import Leaf, ProvisionId, Regulation
from corpus.register import Duty, NoDuty, Register
from corpus.registry import load_register
from corpus.training_data import (
    ASKS,
    FILE,
    POINTS,
    SCENE_FORMS,
    UNIT_SLOT,
    Ask,
    Audience,
    Contrast,
    Right,
    Scene,
    TrainingData,
    Wrong,
    load_training,
    usable,
)
from corpus.training_data import (
    Sequence as Steps,
)

#: Replacements of one contrast, steps of one order, questions on one scene, bodies of one group.
_WRONG, _STEPS, _ASKS, _BODIES = (1, 4), (3, 5), (2, 4), (3, 7)
#: The longest option is at most so many times the shortest, and so many signs more.
_LONGER, _MORE = 2.5, 8


def check_training_file(regulation: Regulation, folder: Path) -> tuple[str, ...]:
    """Everything wrong with the file of a folder, one Chinese line each; none without a file."""
    if not (folder / FILE).exists():
        return ()
    language = load_language(folder)
    register = load_register(regulation, folder, language)
    return check_training(regulation, register, language.units, load_training(folder))


def check_training(
    regulation: Regulation, register: Register, units: Sequence[UnitType], data: TrainingData
) -> tuple[str, ...]:
    """What ``check_training_file`` says of data in memory."""
    proof = _Proof(regulation, register, units)
    return (
        *(line for c in data.contrasts for line in proof.contrast(c)),
        *_twice("易错的字", [f"{c.word}（{p}）" for c in data.contrasts for p in proof.used(c)]),
        *proof.coverage(data),
        *_twice("先后", [s.ask for s in data.sequences]),
        *(line for s in data.sequences for line in proof.sequence(s)),
        *_twice("案例", [s.id for s in data.scenes]),
        *(line for s in data.scenes for line in proof.scene(s)),
        *_twice("人群", [n for a in data.audiences for n in (a.name, *a.lay)]),
        *(line for a in data.audiences for line in proof.audience(a)),
        *_twice("易混主体", ["、".join(sorted(g)) for g in data.confusables]),
        *(line for g in data.confusables for line in proof.group(g)),
    )


def _twice(what: str, names: Iterable[str]) -> Iterator[str]:
    yield from (f"{what}「{name}」重复" for name, count in Counter(names).items() if count > 1)


def _count(where: str, what: str, found: int, allowed: tuple[int, int]) -> Iterator[str]:
    if not allowed[0] <= found <= allowed[1]:
        yield f"{where}：{what}有 {found} 个，应为 {allowed[0]} 至 {allowed[1]} 个"


class _Proof:
    """The tables that every check needs."""

    def __init__(
        self, regulation: Regulation, register: Register, units: Sequence[UnitType]
    ) -> None:
        self._register = register
        self._units = {unit.name for unit in units}
        self._bodies = {body.name for body in register.bodies}
        self._matters = {matter.name for matter in register.matters}
        self._leaves = {str(leaf.id): leaf for leaf in regulation.leaves()}
        self._text = "\n".join(node.words for node in regulation.body.walk())
        self._spans: dict[ProvisionId, list[tuple[int, int]]] = {}
        records: tuple[Duty | NoDuty, ...] = (*register.duties, *register.rest)
        for record in records:
            self._spans.setdefault(record.provision, []).append(record.span)
        self._actors: dict[Key, set[str]] = {}
        for duty in register.duties:
            self._actors.setdefault(key_of(duty), set()).add(duty.actor)

    @cached_property
    def _own(self) -> dict[str, set[Key]]:
        """Clauses that are written for a body or for a collective that it belongs to."""
        own = {name: {key_of(d) for d in duties_of(self._register, name)} for name in self._bodies}
        for collective in self._register.collectives:
            common = {key_of(d) for d in duties_of(self._register, collective.name)}
            for body in members(self._register, collective):
                own[body.name] |= common
        return own

    @cached_property
    def _borne(self) -> dict[str, set[Key]]:
        """Clauses that a body bears: its own, and through references."""
        inherited = inheritance(self._register)
        return {
            name: own | {key_of(d) for way in inherited[name] for d in way.duties}
            for name, own in self._own.items()
        }

    # --- contrasts ------------------------------------------------------------------------------

    def used(self, contrast: Contrast) -> tuple[str, ...]:
        """Short ids of the leaves in which a contrast may be used."""
        return tuple(i for i, leaf in self._leaves.items() if usable(contrast, leaf))

    def contrast(self, contrast: Contrast) -> Iterator[str]:
        where = f"易错的字「{contrast.word}」"
        yield from _count(where, "wrong ", len(contrast.wrong), _WRONG)
        yield from _twice(f"{where}的 wrong ", contrast.wrong)
        if contrast.point not in POINTS:
            yield f"{where}：point 不是 {'、'.join(POINTS)} 之一"
        yield from (f"{where}：「{w}」含有原来的字" for w in contrast.wrong if contrast.word in w)
        for id_ in contrast.provisions:
            if id_ not in self._leaves:
                yield f"{where}：没有条款 {id_}"
            elif (count := self._leaves[id_].text.count(contrast.word)) != 1:
                yield f"{where}：{id_} 中出现 {count} 次，应为 1 次"
        used = self.used(contrast)
        if not used:
            yield f"{where}：原文没有可用之处"
        for leaf in (self._leaves[id_] for id_ in used):
            clause = self._clause(leaf, contrast.word)
            if not clause:
                yield f"{where}：{leaf.id} 中跨了两句"
                continue
            for wrong in contrast.wrong:
                if clause.replace(contrast.word, wrong).rstrip("，；。") in self._text:
                    yield f"{where}：{leaf.id} 换成「{wrong}」后，原文别处就是这样写的"

    def _clause(self, leaf: Leaf, words: str) -> str:
        """The clause of the register that holds some words whole; empty where none does."""
        at = leaf.text.find(words)
        return next(
            (
                leaf.text[start:end]
                for start, end in self._spans.get(leaf.id, ())
                if start <= at and at + len(words) <= end
            ),
            "",
        )

    def coverage(self, data: TrainingData) -> Iterator[str]:
        bound = dict.fromkeys(d.provision for d in self._register.duties)
        lacking = [
            str(id_)
            for id_ in bound
            if not any(
                self._touched(self._leaves[str(id_)], c.word)
                for c in data.contrasts_of(self._leaves[str(id_)])
            )
        ]
        if data.contrasts and lacking:
            yield f"没有易错的字可用的条款：{'、'.join(lacking)}"

    def _touched(self, leaf: Leaf, words: str) -> set[Key]:
        """The duties of a leaf that some words lie in or reach into."""
        found = set()
        at = leaf.text.find(words)
        while at >= 0:
            found |= {
                (leaf.id, (start, end))
                for start, end in self._spans.get(leaf.id, ())
                if start < at + len(words) and at < end and (leaf.id, (start, end)) in self._actors
            }
            at = leaf.text.find(words, at + 1)
        return found

    # --- sequences ------------------------------------------------------------------------------

    def sequence(self, steps: Steps) -> Iterator[str]:
        where = f"先后「{steps.ask}」"
        yield from _count(where, "步骤", len(steps.steps), _STEPS)
        if not steps.because.strip():
            yield f"{where}：没有说明为什么是先后"
        before: tuple[tuple[tuple[int, ...], ...], int] | None = None
        for step in steps.steps:
            leaf = self._leaves.get(step.provision)
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

    # --- scenes ---------------------------------------------------------------------------------

    def scene(self, scene: Scene) -> Iterator[str]:
        where = f"案例 {scene.id}"
        yield from (f"{where}：没有单位类型「{u}」" for u in scene.units if u not in self._units)
        yield from (f"{where}：没有事项「{m}」" for m in scene.about if m not in self._matters)
        slots = [UNIT_SLOT in words for words in (scene.text, *(a.stem for a in scene.asks))]
        if any(slots) and not scene.units:
            yield f"{where}：没有 units，却有 {UNIT_SLOT}"
        if scene.units and not slots[0]:
            yield f"{where}：有 units，text 里却没有 {UNIT_SLOT}"
        yield from _count(where, "问题", len(scene.asks), _ASKS)
        yield from _twice(f"{where}的问题", [a.stem for a in scene.asks])
        for ask in scene.asks:
            yield from self._ask(f"{where}「{ask.stem}」", ask)

    def _ask(self, where: str, ask: Ask) -> Iterator[str]:
        options = [*(r.text for r in ask.right), *(w.text for w in ask.wrong)]
        yield from _twice(f"{where}的选项", options)
        if ask.form not in SCENE_FORMS or ask.asks not in ASKS:
            yield f"{where}：form 或 asks 不认识"
        elif ask.form == "单选" and (len(ask.right), len(ask.wrong)) != (1, 3):
            yield f"{where}：单选应当一对三错"
        elif ask.form == "多选" and not (2 <= len(ask.right) <= 4 and len(options) == 5):
            yield f"{where}：多选应当五个选项、对二至四个"
        yield from (f"{where}：没有主体「{a}」" for a in ask.actors if a not in self._bodies)
        yield from (f"{where}：没有条款 {p}" for p in ask.via if p not in self._leaves)
        if ask.asks == "主体":
            yield from self._who(where, ask)
            return
        lengths = sorted(map(len, options))
        if options and lengths[-1] > _LONGER * lengths[0] + _MORE:
            yield f"{where}：选项长短相差太大（{lengths[0]} 至 {lengths[-1]} 字）"
        borne = {key for a in ask.actors for key in self._borne.get(a, ())}
        own = {key for a in ask.actors for key in self._own.get(a, ())}
        for right in ask.right:
            yield from self._right(where, right, borne if ask.via else own, bool(ask.actors))
        for wrong in ask.wrong:
            yield from self._wrong(where, wrong, borne, bool(ask.actors))

    def _right(self, where: str, right: Right, borne: set[Key], proved: bool) -> Iterator[str]:
        leaf = self._leaves.get(right.provision)
        if leaf is None or right.text not in leaf.text or right.quote not in leaf.text:
            yield f"{where}：{right.provision} 没有「{right.text}」"
        elif proved and not self._touched(leaf, right.quote) & borne:
            yield f"{where}：对的「{right.text}」不是被问者的职责（经由别条承担的要写 via）"

    def _wrong(self, where: str, wrong: Wrong, borne: set[Key], proved: bool) -> Iterator[str]:
        leaf = self._leaves.get(wrong.provision)
        printed = wrong.text
        if wrong.printed:
            printed = wrong.text.replace(wrong.written, wrong.printed)
            if wrong.text.count(wrong.written) != 1 or wrong.written == wrong.printed:
                yield f"{where}：「{wrong.text}」里「{wrong.written}」应当出现 1 次，且与原文不同"
            if wrong.text in self._text:
                yield f"{where}：错的「{wrong.text}」是原文"
        if leaf is None or printed not in leaf.text:
            yield f"{where}：{wrong.provision} 没有「{printed}」"
        elif not wrong.printed and not proved:
            yield f"{where}：没有写 actors，错项只能是改了字的"
        elif not wrong.printed and (
            not self._touched(leaf, printed)
            or any(self._touched(other, printed) & borne for other in self._leaves.values())
        ):
            yield f"{where}：错的「{wrong.text}」也是被问者的职责，或者不是职责"

    def _who(self, where: str, ask: Ask) -> Iterator[str]:
        for right in ask.right:
            leaf = self._leaves.get(right.provision)
            if leaf is None or right.quote not in leaf.text:
                yield f"{where}：{right.provision} 没有「{right.quote}」"
                continue
            keys = self._touched(leaf, right.quote)
            if not any(right.text in self._actors[key] for key in keys):
                yield f"{where}：登记里「{right.quote}」不由「{right.text}」承担"
            for wrong in ask.wrong:
                if wrong.text not in self._bodies or wrong.provision or wrong.printed:
                    yield f"{where}：错项「{wrong.text}」应当只是主体表里的一个主体"
                elif keys & self._borne[wrong.text]:
                    yield f"{where}：「{right.quote}」也由「{wrong.text}」承担"

    # --- audiences and groups -------------------------------------------------------------------

    def audience(self, audience: Audience) -> Iterator[str]:
        where = f"人群「{audience.name}」"
        yield from (f"{where}：没有条款 {p}" for p in audience.focus if p not in self._leaves)
        yield from _twice(f"{where}的 focus ", audience.focus)
        yield from (f"{where}：没有主体「{a}」" for a in audience.actors if a not in self._bodies)
        if audience.unit and audience.unit not in self._units:
            yield f"{where}：没有单位类型「{audience.unit}」"
        if not audience.focus or not audience.about.strip():
            yield f"{where}：没有写 focus 或 about"

    def group(self, bodies: tuple[str, ...]) -> Iterator[str]:
        where = f"易混主体「{'、'.join(bodies)}」"
        yield from _count(where, "主体", len(bodies), _BODIES)
        yield from _twice(f"{where}中", bodies)
        yield from (f"{where}：没有主体「{b}」" for b in bodies if b not in self._bodies)
