"""What a body is, told by how its name ends: for bodies that no data file describes."""

from __future__ import annotations

import re

from corpus.language.body_level import BodyLevel

#: In this order; the first that matches decides.
_LEVELS: tuple[tuple[BodyLevel, re.Pattern[str]], ...] = (
    (BodyLevel.STATE, re.compile(r"^(?:国家|国务院|中央军事委员会)$")),
    (BodyLevel.VILLAGE, re.compile(r"(?:村|居)(?:[（(]居[）)])?民?委员会$")),
    (
        BodyLevel.HEAD,
        re.compile(r"(?:负责人|责任人|管理人|法定代表人|主任|所长|局长|校长|园长|院长|经理|船长)$"),
    ),
    (BodyLevel.UNIT, re.compile(r"业主委员会$|业委会$|(?:检验|检测|认证|评估|服务)机构$")),
    (BodyLevel.SUBDISTRICT, re.compile(r"街道办事处$")),
    (BodyLevel.TOWNSHIP, re.compile(r"^乡|^镇|乡镇人民政府$")),
    (
        BodyLevel.DEPARTMENT,
        re.compile(r"(?:部门|部门等|机关|国务院.*|局|厅|委员会|法院|检察院|海关|派出所)$"),
    ),
    (
        BodyLevel.UNIT,
        re.compile(r"(?:单位|企业|公司|机构|学校|场所|组织|团体|协会|医院|中心|银行)等?$"),
    ),
    (BodyLevel.PERSON, re.compile(r"(?:人员|个人|公民|者|员|职工|人|业主|居民|村民)$")),
)


def level_of(name: str) -> BodyLevel:
    """The level of a body, UNKNOWN where its name does not tell: 县级以上人民政府 are several."""
    return next((level for level, p in _LEVELS if p.search(name)), BodyLevel.UNKNOWN)


def is_public_name(name: str) -> bool:
    """Whether a name is that of an authority."""
    return name.endswith("政府") or level_of(name).is_authority
