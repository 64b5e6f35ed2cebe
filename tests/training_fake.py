"""What makes packs, for tests of the page and of groups: always the pack written by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.training.pack import Choice, Pack
from corpus import FiredutyError
from tests.training_pack import make_pack
from ui.web.services import Services

NOTHING = "「天文学」里没有条文，请换一个范围"


@dataclass(frozen=True)
class Offered:
    """What one may choose from."""

    audiences: tuple[str, ...] = ("单位员工", "街道和乡镇", "物业服务企业")
    units: tuple[str, ...] = ("养老院", "小旅馆")
    chapters: tuple[str, ...] = ("第二章", "第四章")
    matters: tuple[str, ...] = ("消防车通道", "电动自行车")
    actors: tuple[str, ...] = ("物业服务企业", "住房和城乡建设部门", "厂房、库房")


class FakeTrainer:
    """Gives the pack written by hand; an exchanged question comes from the other paper."""

    def options(self) -> Offered:
        return Offered()

    def pack(self, choice: Choice, date: str) -> Pack:
        if "天文学" in choice.scope:
            raise FiredutyError(NOTHING)
        pack = replace(make_pack(), choice=choice, date=date)
        first, second = pack.papers
        questions = list(first.questions)
        for number in choice.exchanged:
            questions[number - 1] = second.questions[number - 1]
        return replace(pack, papers=(replace(first, questions=tuple(questions)), second))


class TrainingServices(Services):
    """Services that make packs by hand."""

    trainer = FakeTrainer()
