"""Cues that a question is about another instrument or another place."""

from __future__ import annotations

import re

from corpus import Regulation

#: Provinces, municipalities and large cities, without the place that a regulation is of.
_PLACES = [
    "上海",
    "天津",
    "重庆",
    "河北",
    "山西",
    "辽宁",
    "吉林",
    "黑龙江",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "海南",
    "四川",
    "贵州",
    "云南",
    "陕西",
    "甘肃",
    "青海",
    "台湾",
    "内蒙古",
    "广西",
    "西藏",
    "宁夏",
    "新疆",
    "香港",
    "澳门",
    "广州",
    "深圳",
    "杭州",
    "南京",
    "苏州",
    "成都",
    "武汉",
    "西安",
    "郑州",
    "长沙",
    "青岛",
    "大连",
    "厦门",
    "宁波",
    "沈阳",
    "哈尔滨",
    "济南",
    "合肥",
    "福州",
    "昆明",
    "石家庄",
    "太原",
    "雄安",
    "保定",
    "廊坊",
    "北京以外",
    "外地",
    "外省",
    "全国",
    "国外",
    "美国",
    "日本",
    "英国",
    "德国",
    "法国",
    "韩国",
    "新加坡",
    "欧洲",
    "欧盟",
    "国际",
    "nfpa",
]
_INSTRUMENT = re.compile(
    r"《([^《》]{2,60})》|([\u4e00-\u9fffA-Za-z0-9]{0,24}?(?:条例|规范|标准|民法典|刑法|消防法|劳动法|物业法|办法|(?<!怎么)(?<!如何)(?<!咋)(?<!有)(?<!没)(?<!的)规定|法典|准则|章程|宪法))"
    r"(?=里|中|的|怎|第|对|是|有|说|写|要|规|上|关|那|跟|和|与|，|。|？|$)"
)
#: Asking for an instrument's content and not for its part in this one.
_CONTENT = re.compile(
    r"怎么(?:规定|写|说|定|认定|要求)|里|中|第.{1,6}条|规定(?:了)?(?:什么|啥|哪)|写(?:了)?(?:什么|啥)|要求(?:啥|什么|是)|有啥要求|什么要求|怎么定|禁止什么|几项"
)


def other_place(question: str, regulation: Regulation) -> str:
    """A place that the regulation is not of, empty where none is named."""
    folded = question.lower()
    return next((p for p in _PLACES if p in folded and p not in regulation.title), "")


def other_instrument(question: str, regulation: Regulation) -> str:
    """Title of another law whose content is asked for, empty where none is."""
    for match in _INSTRUMENT.finditer(question):
        name = match.group(1) or match.group(2)
        own = (
            name in regulation.title
            or name.endswith(("细则", "征求意见稿"))
            or name in ("规定", "条例", "办法")
        )
        if not own and len(name) > 2 and _CONTENT.search(question):
            return name
    return ""


def external_instruments(regulation: Regulation) -> tuple[str, ...]:
    """Titles in 《》 that the regulation names, in order."""
    text = "".join(node.words for node in regulation.body.walk())
    return tuple(dict.fromkeys(re.findall(r"《[^《》]+》", text)))
