"""The levels of bodies: authorities, units, people, and what is neither."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from corpus.errors import FiredutyError


class BodyLevel(StrEnum):
    """What a body is. The value is the word that data files write.

    A 村民委员会 or 居民委员会 is neither an authority nor private: it governs itself.
    """

    STATE = "国家"
    CITY = "市"
    DISTRICT = "区"
    TOWNSHIP = "乡镇"
    SUBDISTRICT = "街道"
    DEPARTMENT = "部门"
    AGENCY = "派出机关"
    COORDINATION = "协调机制"
    VILLAGE = "村居"
    UNIT = "单位"
    PROPERTY_MANAGER = "物业"
    HEAD = "负责人"
    PERSON = "个人"
    UNKNOWN = ""  # of an actor that the data does not have

    def __repr__(self) -> str:
        """The word itself: digests of reviewed records are made over it."""
        return repr(self.value)

    @property
    def is_authority(self) -> bool:
        """Whether it is a government, a department or an office of one."""
        return self in _AUTHORITIES

    @property
    def is_office(self) -> bool:
        """Whether it is called 机关: an authority, and no mere meeting of several."""
        return self.is_authority and self is not BodyLevel.COORDINATION

    @property
    def is_unit(self) -> bool:
        """Whether it is an organisation that has the duties of every unit."""
        return self in (BodyLevel.UNIT, BodyLevel.PROPERTY_MANAGER)

    @property
    def is_public(self) -> bool:
        """Whether it is no unit and no person by himself: who heads an authority is as well."""
        return not self.is_unit and self is not BodyLevel.PERSON

    @property
    def is_private(self) -> bool:
        """Whether it is a unit or somebody in one, or a person by himself."""
        return self.is_unit or self in (BodyLevel.HEAD, BodyLevel.PERSON)


_AUTHORITIES = frozenset(
    {
        BodyLevel.STATE,
        BodyLevel.CITY,
        BodyLevel.DISTRICT,
        BodyLevel.TOWNSHIP,
        BodyLevel.SUBDISTRICT,
        BodyLevel.DEPARTMENT,
        BodyLevel.AGENCY,
        BodyLevel.COORDINATION,
    }
)


def read_level(path: Path, written: str) -> BodyLevel:
    """The level that a data file gives.

    Raises:
        FiredutyError: there is no such level.
    """
    if written not in set(BodyLevel) - {BodyLevel.UNKNOWN}:
        known = "、".join(filter(None, BodyLevel))
        raise FiredutyError(f"{path}：没有「{written}」这一级主体；可写 {known}")
    return BodyLevel(written)
