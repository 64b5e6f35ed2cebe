"""Proof of the scenes of ``training.toml``.

A right option is borne by those who are asked; a wrong one is an act that none of them bears, or
an act altered on one point that stands nowhere in the regulation. Of bodies, only the right one
bears the act.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpus.register.records import ClauseKey
from corpus.teaching.data import ASKS, SCENE_FORMS, UNIT_SLOT, Right, Scene, SceneQuestion, Wrong
from corpus.teaching.tables import Tables, check_count, find_repeats

#: Questions on one scene.
_ASKS = (1, 4)
#: The longest option is at most so many times the shortest, and so many signs more.
_LONGER, _MORE = 2.5, 8


class SceneProof:
    """Checks of scenes against one regulation."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def scene(self, scene: Scene) -> Iterator[str]:
        """Everything wrong with a scene, one Chinese line each."""
        where = f"案例 {scene.id}"
        yield from (
            f"{where}：没有单位类型「{u}」" for u in scene.units if u not in self._tables.units
        )
        yield from (
            f"{where}：没有事项「{m}」" for m in scene.about if m not in self._tables.matters
        )
        slots = [UNIT_SLOT in words for words in (scene.text, *(a.stem for a in scene.asks))]
        if any(slots) and not scene.units:
            yield f"{where}：没有 units，却有 {UNIT_SLOT}"
        if scene.units and not slots[0]:
            yield f"{where}：有 units，text 里却没有 {UNIT_SLOT}"
        yield from check_count(where, "问题", len(scene.asks), _ASKS)
        yield from find_repeats(f"{where}的问题", [a.stem for a in scene.asks])
        for ask in scene.asks:
            yield from self._ask(f"{where}「{ask.stem}」", ask)

    def _ask(self, where: str, ask: SceneQuestion) -> Iterator[str]:
        options = [*(r.text for r in ask.right), *(w.text for w in ask.wrong)]
        yield from find_repeats(f"{where}的选项", options)
        if ask.form not in SCENE_FORMS or ask.asks not in ASKS:
            yield f"{where}：form 或 asks 不认识"
        elif ask.form == "单选" and (len(ask.right), len(ask.wrong)) != (1, 3):
            yield f"{where}：单选应当一对三错"
        elif ask.form == "多选" and not (2 <= len(ask.right) <= 4 and len(options) == 5):
            yield f"{where}：多选应当五个选项、对二至四个"
        yield from (f"{where}：没有主体「{a}」" for a in ask.actors if a not in self._tables.bodies)
        yield from (f"{where}：没有条款 {p}" for p in ask.via if p not in self._tables.leaves)
        if ask.asks == "主体":
            yield from self._who(where, ask)
            return
        lengths = sorted(map(len, options))
        if options and lengths[-1] > _LONGER * lengths[0] + _MORE:
            yield f"{where}：选项长短相差太大（{lengths[0]} 至 {lengths[-1]} 字）"
        borne = {key for a in ask.actors for key in self._tables.bearers.borne(a)}
        own = {key for a in ask.actors for key in self._tables.bearers.named(a)}
        for right in ask.right:
            yield from self._right(where, right, borne if ask.via else own, bool(ask.actors))
        for wrong in ask.wrong:
            yield from self._wrong(where, wrong, borne, bool(ask.actors))

    def _right(
        self, where: str, right: Right, borne: set[ClauseKey], proved: bool
    ) -> Iterator[str]:
        leaf = self._tables.leaves.get(right.provision)
        if leaf is None or right.text not in leaf.text or right.quote not in leaf.text:
            yield f"{where}：{right.provision} 没有「{right.text}」"
        elif proved and not self._tables.touched(leaf, right.quote) & borne:
            yield f"{where}：对的「{right.text}」不是被问者的职责（经由别条承担的要写 via）"

    def _wrong(
        self, where: str, wrong: Wrong, borne: set[ClauseKey], proved: bool
    ) -> Iterator[str]:
        leaf = self._tables.leaves.get(wrong.provision)
        printed = wrong.text
        if wrong.printed:
            printed = wrong.text.replace(wrong.written, wrong.printed)
            if wrong.text.count(wrong.written) != 1 or wrong.written == wrong.printed:
                yield f"{where}：「{wrong.text}」里「{wrong.written}」应当出现 1 次，且与原文不同"
            if wrong.text in self._tables.text:
                yield f"{where}：错的「{wrong.text}」是原文"
        if leaf is None or printed not in leaf.text:
            yield f"{where}：{wrong.provision} 没有「{printed}」"
        elif not wrong.printed and not proved:
            yield f"{where}：没有写 actors，错项只能是改了字的"
        elif not wrong.printed and (
            not self._tables.touched(leaf, printed)
            or any(
                self._tables.touched(other, printed) & borne
                for other in self._tables.leaves.values()
            )
        ):
            yield f"{where}：错的「{wrong.text}」也是被问者的职责，或者不是职责"

    def _who(self, where: str, ask: SceneQuestion) -> Iterator[str]:
        for right in ask.right:
            leaf = self._tables.leaves.get(right.provision)
            if leaf is None or right.quote not in leaf.text:
                yield f"{where}：{right.provision} 没有「{right.quote}」"
                continue
            done = self._tables.touched(leaf, right.quote)
            if not any(right.text in self._tables.actors[key] for key in done):
                yield f"{where}：登记里「{right.quote}」不由「{right.text}」承担"
            for other in self._tables.leaves.values():  # the same words may stand twice
                done |= self._tables.touched(other, right.quote)
            for wrong in ask.wrong:
                if wrong.text not in self._tables.bodies or wrong.provision or wrong.printed:
                    yield f"{where}：错项「{wrong.text}」应当只是主体表里的一个主体"
                elif done & self._tables.bearers.borne(wrong.text):
                    yield f"{where}：「{right.quote}」也由「{wrong.text}」承担"
