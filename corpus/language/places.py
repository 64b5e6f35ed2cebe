"""Names of places that people write in questions, and what a text's own districts say: nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

#: Provinces and their cities: a regulation of the province is theirs too.
_CITIES: Mapping[str, str] = {
    "河北": "石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 雄安",
    "山西": "太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁",
    "内蒙古": "呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布",
    "辽宁": "沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛",
    "吉林": "长春 吉林 四平 辽源 通化 白山 松原 白城",
    "黑龙江": "哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化",
    "江苏": "南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁",
    "浙江": "杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水",
    "安徽": "合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城",
    "福建": "福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德",
    "江西": "南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶",
    "山东": "济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽",
    "河南": "郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 济源",
    "湖北": "武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 仙桃 潜江 天门",
    "湖南": "长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底",
    "广东": "广州 深圳 珠海 汕头 佛山 韶关 河源 梅州 惠州 汕尾 东莞 中山 江门 阳江 湛江 茂名 肇庆 清远 潮州 揭阳 云浮",
    "广西": "南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左",
    "海南": "海口 三亚 三沙 儋州",
    "四川": "成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳",
    "贵州": "贵阳 六盘水 遵义 安顺 毕节 铜仁",
    "云南": "昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 大理",
    "西藏": "拉萨 日喀则 昌都 林芝 山南 那曲",
    "陕西": "西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛",
    "甘肃": "兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南",
    "青海": "西宁 海东",
    "宁夏": "银川 石嘴山 吴忠 固原 中卫",
    "新疆": "乌鲁木齐 克拉玛依 吐鲁番 哈密 石河子",
    "台湾": "台北 高雄",
}
#: Names of cities that are also other words: read only with 市 after them.
_WORDS = (
    "大同 长治 通化 吉林 白山 四平 大庆 朝阳 本溪 黑河 黄山 六安 三明 南平 宁德 新余 吉安 泰安 日照 德州 安阳 "
    "信阳 中山 河源 清远 北海 百色 来宾 自贡 广元 内江 广安 安顺 保山 普洱 大理 山南 安康 白银 平凉 定西 "
    "海东 天门 永州 高雄 常德 孝感 益阳 新乡 开封 南阳 丽水 安庆 资阳 玉林 潜江 固原"
)
_ALSO_WORDS = frozenset(_WORDS.split())
#: Cities and the province that they lie in, with 市 and, where that is no other word, without.
PROVINCES: Mapping[str, str] = {
    name: province
    for province, cities in _CITIES.items()
    for city in cities.split()
    for name in ((f"{city}市",) if city in _ALSO_WORDS else (city, f"{city}市"))
}
#: Where no law of the mainland applies.
ABROAD = frozenset(
    [
        "香港",
        "澳门",
        "台湾",
        "台北",
        "高雄",
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
    ]
)
#: Provinces, municipalities, cities and countries.
PLACES = (
    *("北京", "上海", "天津", "重庆", *_CITIES, "香港", "澳门"),
    *PROVINCES,
    *("北京以外", "美国", "日本", "英国", "德国", "法国", "韩国", "新加坡", "欧洲", "欧盟", "nfpa"),
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


@lru_cache(maxsize=256)
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
    own = r"(?!区(?:(?![的按依根应要由])[\u4e00-\u9fff]){0,24}?(?:条例|细则|办法|规定|方案|意见|通知|制度)(?:第|》|里|中|的第|的规定|怎么写|写|有几|全文|原文|$))"
    named = rf"{named}{own}"
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
