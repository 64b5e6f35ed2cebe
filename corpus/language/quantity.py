"""Whether a question asks for a quantity, and whether a provision states one of that kind.

「通道几米宽」 shares every word with the provisions on 消防车通道, none of which states a width. A
question that asks for a kind of figure can only be answered by a provision that holds one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_N = r"(?:\d+(?:\.\d+)?|[一二三四五六七八九十百千万两]+|几|多少)"
#: 「哪几级」 asks for a list and not for a number.
_HOW_MANY = r"(?:(?<!哪)(?<!好)几|多少)"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A kind of figure.

    Attributes:
        name: what the refusal calls it, Chinese.
        asked: matches a question that asks for it.
        stated: matches a text that states it; None where no statute states such a thing.
    """

    name: str
    asked: re.Pattern[str]
    stated: re.Pattern[str] | None


def _quantity(name: str, asked: str, stated: str | None) -> Quantity:
    return Quantity(name, re.compile(asked), re.compile(stated) if stated else None)


#: The first that fits a question counts.
QUANTITIES: tuple[Quantity, ...] = (
    _quantity(
        "处罚的幅度",
        rf"罚(?:款)?.{{0,6}}(?:多少|几|多重|多大)|(?:判|坐|关|拘|蹲).{{0,4}}{_HOW_MANY}(?:年|天|日|个月)|罚款(?:金额|标准|额度)|"
        r"(?:扣|记)几分|(?:多少|几)(?:万|千|百)?(?:元|块)?(?:的)?罚",
        rf"罚款|{_N}(?:元|万元)|有期徒刑|拘役|拘留{_N}",
    ),
    _quantity(
        "金额或收费标准",
        r"多少钱|(?:(?<!哪)几|多少)(?:块|元|万|毛)|收费(?!用)|价格|价钱|(?:费用|经费|资金|保费|补贴|工资|待遇|奖金|押金|押多少|租金|门票|预算)"
        r".{0,8}(?:多少|几)|(?:补贴|奖励|赔|交|收|花|拨|涨|掏|(?<!派)出(?!所)).{0,4}(?:多少|(?<!哪)(?<!好)几)(?:钱|块|元|万|倍|个点)?(?!人|个|次|种|项|条|天|年|岁|处|样|家|类|名|小时|钟头|方面)|贵不贵",
        rf"{_N}(?:元|万元|亿元|倍)|百分之|免费|无偿|免(?:收|交|缴)|不(?:得|再)?(?:收取|缴纳|收|交)(?:任何)?(?:.{{0,4}}费)",
    ),
    _quantity(
        "电话号码",
        r"电话(?:是|号|多少|几|在)|(?:什么|哪个|啥|的)电话|号码|热线(?:是|号|多少|几)|(?:哪|什么|啥).{0,3}热线|打(?:哪个|几|多少)|手机号|微信",
        r"\d{3,}(?!号)",
    ),
    _quantity(
        "地址、办公时间或网址",
        r"哪条(?:街|路)|地址|几点(?:钟|[上下开关办放到入进来走接]|$|[？?])|上下班|上班时间|营业时间|开门时间|网址|下载|哪(?:里|儿)(?:领|拿|买|能?下)|在哪(?:儿|里)?(?:办公|上班|办理|领)|(?<!程序)(?<!手续)(?<!流程)怎么走",
        r"网站|地址",
    ),
    _quantity(
        "宽度、高度、距离或面积",
        rf"{_HOW_MANY}(?:厘米|公分|米|公里|平米|平方|平|亩|英里)|多(?:宽|高|远|厚|深)|多长(?!时间|的时间|期)|(?:宽|高)度|净(?:宽|高)|距离|间距|面积(?:多|是|要)|隔多远|"
        r"(?:几|多少)层|(?:几|多少)楼|(?:几|多少)栋",
        rf"{_N}(?:厘米|米|公里|平方米|层)",
    ),
    _quantity(
        "人数",
        rf"(?<!好){_HOW_MANY}(?:个)?(?:人(?!都)|名|员|位|老人|队员|保安|员工)|人数.{{0,4}}(?:多少|几|要求|标准)|{_HOW_MANY}户",
        rf"{_N}(?:人|名|户)(?!民|员|们|力)",
    ),
    _quantity(
        "数量",
        rf"(?:配|装|放|备|设|买|摆|安|有)?{_HOW_MANY}(?:辆|台|具|只|瓶|罐|套|支|把|桶|公斤|斤|千克|吨|升|部(?!门|法|规|分))|(?:配|装|放|备|设|摆){_HOW_MANY}(?:个)",
        rf"{_N}(?:辆|台|具|只|套|支|部|公斤|吨|升)",
    ),
    _quantity(
        "等级、压力、温度等技术指标",
        rf"{_HOW_MANY}(?:级(?!人民|政府|部门|单位|应急)|度|兆帕|伏|安|瓦|分贝)|[AB][12]?级|(?:什么|啥|哪(?:个|种)?)(?:等级|型号|规格|牌子|品牌|参数|浓度)|水压(?:要|得|多|是|应)|压力(?:要|多)|等级(?:要求|标准|是|有)|规格|型号|(?:牌子|品牌)(?:好|更|比较|推荐)|推荐.{0, 6}(?:牌子|品牌)(?!的)|"
        r"多(?:重|快(?!.{0,3}(?:来|到|赶|去|回|给|办|修|处理|解决|答复))|亮|响|大(?:的)?(?:压力|流量|功率|水压|才合格))|(?:指标|参数)",
        rf"{_N}(?:级|(?:摄氏)?度|℃|兆帕|伏|分贝|公里)|[AB][12]?级",
    ),
    _quantity(
        "年龄",
        rf"{_HOW_MANY}(?:周)?岁|多大(?:年纪|岁数|年龄)|年龄(?:要|多|有|是|[上下]?限)",
        rf"{_N}周?岁|年龄",
    ),
    _quantity(
        "学历、资质或证书",
        r"学历|什么(?:资质|证书|证件|证)|啥(?:资质|证)|资质(?:等级|要求|条件)|考(?:什么|啥|哪)证|持证|证书",
        r"学历|资质|证书|资格|许可证|执照|上岗证|证件",
    ),
    _quantity(
        "办理手续、材料或表格",
        r"(?:交|带|准备|提交|递|要|需要)(?:哪些|什么|啥|的)(?:申请)?(?:材料|资料|文件|手续|证件)|申请表|表格|填(?:什么|啥|哪|写)|流程图|怎么(?:申请|填|办证|报名|报销)|范本|模板|格式",
        r"申请(?:表|书|材料)|(?:提交|提供|报送|携带)[^。；]{0,30}(?:材料|文件|资料|证明)|(?:下列|以下|有关)(?:材料|文件|资料|证件)",
    ),
    _quantity(
        "具体的次数或周期",
        rf"{_HOW_MANY}(?:次|回|遍|趟)|(?:一|每)(?:天|日|周|月|年|季度?)(?:要|得|巡|查|练|搞|做|开)?.{{0,4}}{_HOW_MANY}",
        rf"每(?:半)?(?:日|天|周|月|季度?|年)|{_N}次|年度|季度",
    ),
    _quantity(
        "具体的期限或周期",
        r"(?:几|多少)(?:个)?(?:工作日|天|日(?!常)|年(?!度)|月|小时|钟头|分钟|秒|周|星期|礼拜)|哪几天|几月|到期|有效期|保质期|寿命",
        rf"{_N}(?:个)?(?:工作日|日|天|年|个?月|小时|分钟|秒)(?!度|常|志)|每(?:半)?(?:日|天|周|月|季度?|年)|年限|终身|秒级",
    ),
    _quantity(
        "期限或周期",
        r"多久|多长时间|多[快早晚]|隔多|频率(?![高低较过])|周期|时限|期限",
        rf"{_N}(?:个)?(?:工作日|日|天|个?月|小时|分钟)|每(?:半)?(?:日|天|周|月|季度?|年)|年度|定期|经常|期间|季节|年限|终身|立即|限期",
    ),
)


#: A term and no frequency: what must be kept so many years is not answered by what is done every year.
TERM = _quantity(
    "具体的期限或周期",
    rf"{_HOW_MANY}(?:个)?(?:工作日|天|日(?!常)|年(?!度)|月|小时|钟头|分钟|秒)(?!.{{0,10}}(?:次|回|遍|查|巡|练|检|训|开会))",
    rf"(?<!每)(?<!每半)(?<![\d〇一二三四五六七八九十]){_N}(?:个)?(?:工作日|日|天|年|个?月|小时|分钟|秒)(?!度|常|志|[^，。；]{{0,6}}(?:一次|至少))|"
    r"年限|终身|秒级",
)
#: Any figure: what a question asks for that fits no kind above. Too wide to name in a refusal.
ANY_FIGURE = _quantity(
    "具体的数字",
    r"(?:(?<!哪)(?<!好)几|多少)(?!个?(?:部门|单位|人都|种|类|项|条|点|方面|样|处|家|级|份|部|块内容))|多[大长高重]|比例|几成|"
    r"(?:奖|补|赔|押|费|价|钱|款|美元|资金|金额|缴|交|收|付|给|拿).{0,6}(?:多少|几[百千万块元])",
    r"[一二三四五六七八九十百千万两\d]+(?:个)?(?:元|万元|日|天|工作日|年|月|小时|分钟|米|平方米|公里|人|名|次|分|倍|岁|周岁|级|台|辆|"
    r"吨|克|升|学时|课时|亩|%|公斤|户|层|度|分贝)|百分之|\d",
)


def asked_quantity(question: str) -> Quantity | None:
    """The kind of figure that a question asks for, None where it asks for none."""
    return next((q for q in QUANTITIES if q.asked.search(question)), None)


def states(quantity: Quantity, text: str) -> bool:
    """Whether a text holds a figure of that kind."""
    return quantity.stated is not None and quantity.stated.search(text) is not None
