"""What makes packs, for tests of the page and of groups: always the pack written by hand."""

from __future__ import annotations

from dataclasses import replace

from assistant.training.choice import PackChoice
from assistant.training.pack import Pack
from assistant.training.trainer import TrainerOptions
from corpus.errors import FiredutyError
from tests.training_pack import make_pack
from ui.web.services import Services

NOTHING = "「天文学」里没有条文，请换一个范围"


OFFERED = TrainerOptions(
    audiences=("单位员工", "街道和乡镇", "物业服务企业"),
    units=("养老院", "小旅馆"),
    chapters=("第二章　单位消防安全职责", "第四章　工作部门"),
    matters=("消防车通道", "电动自行车"),
    actors=("物业服务企业", "住房和城乡建设部门", "厂房、库房"),
)


class FakeTrainer:
    """Gives the pack written by hand; an exchanged question comes from the other paper."""

    def options(self) -> TrainerOptions:
        return OFFERED

    def pack(self, choice: PackChoice, date: str) -> Pack:
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

    trainer = FakeTrainer()  # type: ignore[assignment]
