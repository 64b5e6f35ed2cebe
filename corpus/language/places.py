"""Names of places that people write in questions, and what a text's own districts say: nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: Large cities and the province that they lie in: a regulation of the province is theirs too.
PROVINCES: Mapping[str, str] = {
    "广州": "广东",
    "深圳": "广东",
    "杭州": "浙江",
    "南京": "江苏",
    "苏州": "江苏",
    "成都": "四川",
    "武汉": "湖北",
    "西安": "陕西",
    "郑州": "河南",
    "长沙": "湖南",
    "青岛": "山东",
    "大连": "辽宁",
    "厦门": "福建",
    "宁波": "浙江",
    "沈阳": "辽宁",
    "哈尔滨": "黑龙江",
    "济南": "山东",
    "合肥": "安徽",
    "福州": "福建",
    "昆明": "云南",
    "石家庄": "河北",
    "太原": "山西",
    "雄安": "河北",
    "保定": "河北",
    "廊坊": "河北",
}
#: Provinces, municipalities, large cities and countries.
PLACES = (
    "北京",
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
    *PROVINCES,
    "北京以外",
    "美国",
    "日本",
    "英国",
    "德国",
    "法国",
    "韩国",
    "新加坡",
    "欧洲",
    "欧盟",
    "nfpa",
)
#: Districts of large cities, without 区: what is asked of one is asked of its city.
_DISTRICTS: Mapping[str, str] = {
    "北京": "东城 西城 朝阳 丰台 石景山 海淀 门头沟 房山 通州 顺义 昌平 大兴 怀柔 平谷 密云 延庆",
    "上海": "黄浦 徐汇 长宁 静安 普陀 虹口 杨浦 闵行 宝山 嘉定 浦东 浦东新 金山 松江 青浦 奉贤 崇明",
    "天津": "和平 河东 河西 南开 河北 红桥 东丽 西青 津南 北辰 武清 宝坻 滨海 滨海新 宁河 静海 蓟州",
    "重庆": "万州 涪陵 渝中 大渡口 江北 沙坪坝 九龙坡 南岸 北碚 綦江 大足 渝北 巴南 黔江 长寿 江津 合川 永川 南川 璧山 铜梁 潼南 荣昌 开州 梁平 武隆",
    "广州": "荔湾 越秀 海珠 天河 白云 黄埔 番禺 花都 南沙 从化 增城",
    "深圳": "罗湖 福田 南山 宝安 龙岗 盐田 龙华 坪山 光明",
    "杭州": "上城 拱墅 西湖 滨江 萧山 余杭 临平 钱塘 富阳 临安",
    "南京": "玄武 秦淮 建邺 鼓楼 浦口 栖霞 雨花台 江宁 六合 溧水 高淳",
    "成都": "锦江 青羊 金牛 武侯 成华 龙泉驿 青白江 新都 温江 双流 郫都 新津",
    "武汉": "江岸 江汉 硚口 汉阳 武昌 青山 洪山 东西湖 汉南 蔡甸 江夏 黄陂 新洲",
    "西安": "新城 碑林 莲湖 灞桥 未央 雁塔 阎良 临潼 长安 高陵 鄠邑",
    "苏州": "姑苏 虎丘 吴中 相城 吴江",
    "青岛": "市南 市北 黄岛 崂山 李沧 城阳 即墨",
    "沈阳": "和平 沈河 大东 皇姑 铁西 苏家屯 浑南 沈北新 于洪 辽中",
    "济南": "历下 市中 槐荫 天桥 历城 长清 章丘 济阳 莱芜 钢城",
    "郑州": "中原 二七 管城 金水 上街 惠济",
    "长沙": "芙蓉 天心 岳麓 开福 雨花 望城",
    "合肥": "瑶海 庐阳 蜀山 包河",
    "福州": "鼓楼 台江 仓山 马尾 晋安 长乐",
    "厦门": "思明 海沧 湖里 集美 同安 翔安",
    "宁波": "海曙 江北 北仑 镇海 鄞州 奉化",
    "大连": "中山 西岗 沙河口 甘井子 旅顺口 金州 普兰店",
}


def own_places(title: str) -> tuple[str, ...]:
    """The places that a title names: the text is theirs."""
    return tuple(place for place in PLACES if place in title)


def without_own_districts(text: str, title: str) -> str:
    """A question as if the districts of the text's own city were not named in it.

    朝阳区政府 becomes 区政府, 海淀区的物业 becomes 物业, 在通州开旅馆 becomes 开旅馆.

    Args:
        text: the question.
        title: of the text that is asked.
    """
    said = text
    for city in own_places(title):
        if city in _DISTRICTS:
            said = _without(said, city, _DISTRICTS[city].split())
    return said if said.strip("，,。？?！! ") else text


def _without(text: str, city: str, districts: list[str]) -> str:
    names = "|".join(sorted(districts, key=len, reverse=True))
    named = rf"(?:{city}市?的?)?(?:{names})"
    body = r"(?=区?(?:政府|人民政府|级|委|消防|应急|住建|教委|民政|城管|公安|市场监管|卫健|文旅|商务|发改|规自|各|里的?各?部门|的?(?:局|部门)|要|应|得|每年|由))"
    text = re.sub(rf"(?<!在){named}区{body}", "区", text)
    place = rf"(?:我们?|咱们?|俺)?(?:家|公司|单位)?(?:就)?(?:是|住|位于|地处|坐落)?(?:在|于)?{named}(?:区|县)(?:这边|那边|这里|这儿|境内|范围内|辖区)?(?:里|内)?的?[，, ]*"
    text = re.sub(place, _kept_asker, text)
    bare = rf"(?:在|于)(?:{city}市?的?)?(?:{names})(?:这边|那边|这里|这儿)?(?=[开办有做经租建的，,])的?[，, ]*|(?<![\u4e00-\u9fff])(?:{names})(?:这边|那边|本地|当地)?的(?=[\u4e00-\u9fff])"
    return re.sub(bare, "", text)


def _kept_asker(match: re.Match[str]) -> str:
    """What is said of the asker himself stays: 我在朝阳区开店 is 我开店."""
    asker = re.match("(?:我们?|咱们?|俺)(?:家|公司|单位)?", match.group())
    return asker.group() if asker else ""
