"""Who a clause speaks of: the subject that its words open with, and whom it punishes.

Any regulation names its own bodies, so that they are known by how names of bodies and people end
(…部门, …单位, …人, …者) and by what begins a predicate. Guarantees:

1. What is found is verbatim, as a character range.
2. 甲、乙和丙 are three; a conjunction divides only after words that end as a name does, so that
   从事生产、经营的单位 and 省、自治区、直辖市人民政府 stay whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.clauses.records import ClauseSpan

#: How the names of bodies, units and people end.
HEAD = (
    r"(?:部门|(?:外交|公安|教育|司法|民政|财政|商务|国防|卫生|交通运输|农业农村|农业|水利|建设|自然资源|生态环境|环境保护|科学技术|工业和信息化|社会保障|应急管理|文化和旅游|退役军人事务|劳动|交通)部(?!门|队|分|长)|机关|机构|单位|组织|团体|企业|公司|集团|政府|委员会|常委会|常务委员会|管委会|办事处|办公室|"
    r"法院|检察院|国务院|法庭|银行|医院|学校|院校|高校|党校|幼儿园|院|中心|协会|学会|商会|联合会|工会|联盟|研究所|事务所|派出所|交易所|"
    r"合作社|救护站|服务站|站|队伍|消防队|大队|支队|总队|局|厅|军|武警|公安|海关|税务|"
    r"当事人|申请人|负责人|责任人|管理人|所有人|使用人|持有人|承包人|委托人|受托人|代理人|法定代表人|经办人|"
    r"人员|人士|个人|公民|法人|(?<![载本0-9０-９一二三四五六七八九十百千])人(?!类|民|员|大|口|身|事|数|体|才|工|行|力)|(?<!或)者|员(?!会|工)|职工|工人|农民工|教师|学生|医师|护士|幼儿|居民|村民|"
    r"家长|监护人|业主|用户|客户|消费者|旅客|乘客|驾驶人|行人|代表|成员|委员|会员|主任|所长|局长|园长|校长|院长|主席|秘书长|总经理|"
    r"经理|董事|监事|股东|理事会|董事会|监事会|大会|会议|双方|一方|各方|(?:合作|委托|受托|买|卖|出租|承租|发包|承包|转让|受让|责任|肇事|投资|甲|乙)方|主体|国家|媒体|商户|工商户|经营户|企业主|车主|船长|机长|"
    r"本市|本省|本区|农户|场所|园区|社区|专家|警察|民警|子女|父母|夫妻|配偶|亲属|家属|未成年人|老年人|残疾人|妇女|儿童|军人|"
    r"网点|作坊|摊贩|摊点|门店|超市|商场|宾馆|旅馆|酒店|饭店|网站|出版社|报社|电视台|电台|工厂|农场|林场|航空公司|红十字会|妇联|残联|共青团|工商联|基金会|业委会|村委会|居委会|"
    r"馆|社(?!会|区|团|保|交|情)|署(?!名)|监会|军委|部队|民兵|直辖市|设区的市|县级市|厂(?!房|区|家|商)|(?:养殖|屠宰|交易|批发|停车|饲养|经营|市)场(?!所|地|监|主体|准入)|店(?!铺|面)|"
    r"导游|领队|游客|兽医|货主|户主|雇主|房主|遗属|群众|公众|青少年|家庭|研究院所|院所|诊所|看守所|监狱|学徒|"
    r"志愿者|(?<!非)(?:机动车|非机动车)(?!驾|登|号|检|维|停|所有|报|道|牌|安|行驶证)|校车|车辆(?!号|登|检|购)|船舶(?!登|检|污)|组(?!织|成|建)|社会力量|供应商|经销商|服务商|开发商|制造商|运营商|商(?!品|业|务|标|场|会|店|铺|用|量|城|请)|对象(?!名|范))"
)
_JOINT = re.compile(r"(?:，?(?:以?及(?:其(?!他))?|和|或者?|与|、))")
_HEAD_END = re.compile(HEAD + r"(?:等)?(?:[（(][^）)]*[）)])?$")
#: What begins a predicate after a name.
_PREPOSITION = (
    r"(?:对(?!象|策|外(?:贸|经))|在(?!职|校|建|册|岗|编|役|押|线)|自(?!治|然|愿|动|主|行车|己|律|身|用)|根据|依照|依据|依法|按照?|"
    r"按|因|为(?!人)|以(?!上|下|外|内|及|前|后)|将|把|向|凭|会同|经(?!营|济|办|理|销|纪|费)|通过|从(?!事|业)|由|与|给|未|不|没有|"
    r"每|定期|及时|立即|除|同时|还|均|也|都|已|可|应|须|必须|需|接到|收到|发现|认为|拒不|违反|擅自|利用|违法|故意|有(?!关|限|害|毒|色|线)|"
    r"就(?!业)|于|被|受(?!害|托|让|理|益|伤|聘)|其|负|各自|统一|具体|分别|共同|一律|如|若|当|之间)"
)
_VERB = (
    r"(?:负责(?!人)|主管(?!部门|人员|机关|单位)|是(?!否)|包括|采购|建立|制定|组织(?!和|或|、(?!协调|指导|实施|开展|监督)|的)|直接|全面|自行|主动|认真|实施|开展|加强|设立|设置|统筹|领导|指导|监督(?!管理(?:部门|机构|机关|局|委员会)|部门|机构|机关|局|员)|"
    r"鼓励|支持|保障|保护|实行|推动|推进|推广|促进|依|履行|承担|享有|具有|提供|发布|公布|编制|确定|规定|支付|缴纳|提出|申请(?!人)|提交|办理|"
    r"取得|使用(?!人|者|单位)|生产(?!经营|企业|单位|者)|经营(?!者|单位|企业|户)|销售(?!者|单位|企业)|收到|收取|接受|进行|采取|做好|落实|完善|健全|维护|管理(?!人|机构|部门|单位|员|者|局|委员会|站|机关|办法|条例)|协助|配合|"
    r"参加|参与|召开|决定|作出|行使|执行|遵守|符合|具备|引导|培育|优先|积极|严格|切实|协调|检查|查处|处理|审查|审批|批准|核发|颁发|"
    r"委托(?!人|方)|聘请|聘用|招收|享受|发生|违|逾期|造成|拒绝|阻碍|伪造|变造|转让|出租|出借|隐瞒|提交|设有|设|任命|选举|产生|召集|主持|报告|"
    r"代表(?=国家|全体)|连续|累计|需要|要求|请求|聘任|变更|终止|解除|订立|签订|停止|拥有|依托|牵头|倡导|坚持|追究|安排|扶持|尊重|禁止|限制|"
    r"随|携|驾驶(?!人|员|证)|驾(?!驶)|死亡|丧失|达到|年满|患有|从事|举办(?!者|人|单位)|投资(?!者|人)|开办(?!者|单位)|申报|购买|购置|改变|损坏|占用|侵占|适用|拟[订定]|审议|加大|增加|讨论|选举|听取|宣布|归纳|汇总|安装|采购|选聘|选择|自愿|同意|知悉|明知|申领|领取|登记(?!机关|部门|机构|人|证|主管)|受理(?!机关|机构|部门|单位)|立案|侦查|审理|判决|裁定|仲裁(?!委员会|员|机构|庭)|征收(?!机关|部门|机构)|减免|核定|放行|查验|退还|解除|辞去|辞职|罢免|休假|投保|结算|单方面|生育|怀孕|哺乳|患病|负伤|退休|失业(?!人员|职工|保险)|领取|表决|饲养(?!人|者|场|单位|户)|横过|欠缴|拖欠|欠薪|未缴|足额|按时|自愿|一般|一律|允许|明示|暗示|离开|进入|迁|更名|约谈|委托(?!人|方|代理)|提请|责成|移交|超越|遭受|受到|违规|上岗|就医|捐赠(?!人|者)|收养(?!人)|虐待|歧视|安排|出具|公示|报送|记录|保存|查阅|查询)"
)
_PREDICATE = rf"(?:{_PREPOSITION}|{_VERB})"
_CUT = re.compile(rf"(?<=[^、和及或与])(?:{HEAD})(?P<at>(?:等)?(?:，)?)(?={_PREDICATE})")
#: 维护单位应当: so short a name may begin with a verb, unless it is what is driven or built.
_SHORT = 8
_DRIVEN = re.compile(r"(?:车|车辆|船舶|学校|幼儿园|网站|店)$")
_MODAL_ANY = re.compile(r"应当|必须|不得|可以|禁止|严禁")
_MODAL = r"应当|必须|不得|可以|禁止|严禁"
_FIRST_NAME = re.compile(
    rf"(?:国家|本市|本省|本区|本县|(?:(?!{_MODAL})[^，。；：]){{0,60}}?{HEAD}(?:等)?(?:[（(][^）)]*[）)])?)"
    rf"(?=，?(?:{_MODAL}|{_PREDICATE}))"
)
#: What may stand before a subject and is none of it.
_LEADING = re.compile(
    r"(?:(?:但是?|或者|以及|并且?|同时|其中|另外|此外|而且|且|也|还|因此|凡|如果?|若|当(?!事|地|场|日)|必要时)，?|禁止|严禁)"
)
#: What no name begins with: adverbs, prepositions and connectives.
_ADVERBIAL = re.compile(
    r"依法|应(?!急)|可(?!再生)|由|按|在(?!职|校|建|岗|编|押)|对(?!外)|为|根据|情节|构成|逾期|拒不|造成|需要|下列情形|前款|必要时|并|同时|因|属于|"
    r"以(?!上)|将(?!军)|把|自(?!然|来|愿|治)|如|若|除|向|与|给|依照|依据|结合|通过|就(?!业)|是|指|系|拟(?!.{0,40}的[^的]+$)|经(?!营|济|办|纪|销)|其中|凡|当(?!事|地|场)|无正当|"
    r"及时|先|送|到(?!场|期)|凭|无偿|依次|仍|尚|已|无(?!人|线|障碍)|[0-9０-９]|积极|严格|切实|充分|合理|定期|优先|记录|连续|累计|新建|改建|扩建|迁建|用于|能够|需|须|禁止|严禁|鼓励|提倡|倡导|支持|要求|主动|统一|分别|"
    r"本(?:法|条例|办法|规定|细则|规则)(?:所称|规定|自|施行|第|中)"
)
#: Verbs: no name begins with one unless it says whose (未取得许可的单位).
_VERBAL = re.compile(
    r"供(?!应|电|水|气|热|货|血|暖|养|销)|不(?!动产)|未(?!成年)|从(?!业)|违反|符合|具有|具备|没有|有(?!关|限)|报(?!社|刊|关|废|考)|保[障证护](?!部门|机构|行政)|协助|配合(?!单位)|明确|缩小|"
    r"组织(?!者|人|单位|机构|的)|制定|建立|加强|开展|落实|做好|提高|促进|推[动进广]|引导|指导(?!教师|老师|员|医师|单位)|督促|帮助|"
    r"使用(?!人|者|单位)|利用|改变|设置|设立|配备|完善|健全|优化|代表(?!大会|团|人|机构|处)|询问|查问|讯问|查阅|招徕|接待(?!人|单位|站)|主管(?!部门|人员|机关|单位)|占用|受理(?!机关|机构|单位|人)|改进|关闭|完成|采取|进行|实行|实施(?!单位|机构|主体|机关)|会同|联合(?!国|会|体)|接受|接到|收到|发现|发生(?!地)|"
    r"听取|申请(?!人|者|单位)|办理|提交|提供(?!者|商)|取得|编制(?!单位|机关|机构)|确定|拟[定订]|公布|公开|发布|通报|报告|通知|告知|抄[送告]|移送|作出|决定|统筹|"
    r"协调(?!机构|小组)|监督(?!管理|检查人|机构|机关|部门|员|人)|检查(?!人员|机构|单位|员)|核查|查处|处理(?!地)|审查(?!机构|委员会|人员|单位|员)|履行|遵守|"
    r"执行(?!机构|董事|人员|法官|机关|局)|赋予|授予|聘[请用]|任命|选举|召开|召集(?!人)|负责(?!人)|承担|维护|养护(?!单位|人)|吸收|扶持|培育|培养(?!单位)|"
    r"安排|增加|扩大|减少|降低|发挥|拒绝|不服|故意|擅自|非法|违法(?!行为)|达到|超过|满足|纳入|列入|作为|视为|包括|涉及|关系到|影响|危及|允许|限制|确[保认]|防止|避免|消除|"
    r"整改|做到|注明|载明|出示|出具|佩戴|携带|保持|服从|爱护|爱惜|尊重|关心|驾驶(?!人|员)|乘坐|运输(?!单位|企业|者|人|部门|经营)|销售(?!者|单位|企业|人)|"
    r"生产(?!者|单位|企业|人|部门|机构|经营|加工|建设|、)|购买(?!者|人)|缴纳(?!人)|支付(?!人|机构)|退还|赔偿|补偿|给予|享[有受]|参加|参与|招[收用聘]|"
    r"检验(?!机构|检测|人|单位)|检测(?!机构|人|单位)|扣留|收缴|拖移|暂扣|吊销|撤销|没收|查封|扣押|拆除|清除|委托(?!人|方|单位)|变更|转让(?!人|方)|解聘|选聘|持(?!有人|证人|股)|避让|避免|干扰|妨碍|"
    r"劝阻|制止|举报(?!人)|投诉(?!人)|调解(?!员|组织|委员会|机构)|照顾|侵害|侮辱|殴打|冒用|伪造|变造|强迫|教唆|隐瞒|虚构"
)
#: 为旅游者提供服务的经营者应当: a name may begin so where a modal word follows.
_SERVES = re.compile(r"(?:为|在|向|以|经|已|无|依法|按照?|利用|通过|因)[^，]{2,60}的[^的，]{1,20}$")
#: Verbs that say whose: 未取得许可的单位, 从事生产的企业; not 发现有问题的人员.
_RELATIVE = re.compile(
    r"从|接到|实行|从事|承担|未|取得|持有|实施|参加|参与|具有|具备|负责|享[受有]|申请|获得|作出|提供|履行|不|没有|使用|利用|生产|销售|"
    r"运输|购买|违反|符合|接受|设立|设置|配备|建立|执行|开展|进行|有|招[用聘]|聘用|达到|发生|委托|办理|乘坐|"
    r"收到|发布|组织|编制|公布|决定|纳入|列入|制定|确定|报告|故意|非法|违法|擅自|连续|伪造|变造|检举|举报|投诉|拒绝|转让|变更|保管|受理|缴纳|支付"
)
_PRONOUN = re.compile(r"他人$|本人$|^组织$|^其$|^人$")
#: A preposition within, with nothing after it that makes it a name: 持材料向街道办事处.
_WITHIN = re.compile(
    r"(?:(?<![方导取定])向|(?<=.)被(?!检|监|执行|申请|告|保险|许可|征|处罚|投诉|举报|害|评估|收购|调查|审)|(?<![来源各亲独])自(?!然|来|愿|治|行|主|动|身|己)|按照|依照|、在|发生在|(?<!自)由)[^的]*$"
)


def named_at_start(text: str, start: int, end: int) -> ClauseSpan | None:
    """The name that words open with where a predicate follows it; None where they open with none."""
    start = skip_leading(text, start, end)
    if when := _WHEN.match(text, start, end):
        later = named_at_start(text, when.end(), end)
        if later is not None:
            return later
    if state := _STATE_ACTS.match(text, start, end):
        return state.span()
    match = _FIRST_NAME.match(text, start, end)
    if match is None or match.end() >= end:
        return None
    whose = _WHOSE.match(text, match.end(), end)
    stop = whose.end() if whose else match.end()
    other = _FIRST_NAME.match(text, stop + 1, end) if text[stop] == "与" else None
    stop = other.end() if other and is_name(other.group()) else stop
    bound = _MODAL_NEXT.match(text, stop, end) is not None
    return (start, stop) if is_name(text[start:stop], bound=bound) else None


#: What the State does at the beginning of a clause, whatever it is.
_STATE_ACTS = re.compile(
    r"国家(?!标准|规定|机关|安全|秘密|财政|工作|所有|有关|重点|级|利益|公园|基本|法律|政策|主管|鼓励的|公布|指定|确定的|"
    r"统计|税|教育|档案|文物|卫生|药品|海洋|能源|粮食|林业|建设|环境|质量|技术|发展|计划|决定实施|赔偿|规划|保护的|"
    r"和|、|或|的|所|一级|二级|电力|监察|体育|知识|外汇|邮政|铁路|中医|疾控|疾病|医疗|网信|对口|出资|举办|领导|建立的|设立的|投资|免疫|情报|主席|国防|国家|税务|新建|征收|勋章|公职|消防|综合)"
)
#: 在进境或者出境时纳税义务人…
_WHEN = re.compile(r"在[^，。；在]{1,14}?时(?!间|候|期|限)")
_MODAL_NEXT = re.compile(rf"(?:还|也|均|都)?(?:{_MODAL})")


#: 人民政府承担监督管理职责的部门: the name goes on after a verb.
_WHOSE = re.compile(
    rf"(?:承担|负有|负责|从事|主管|具有|履行|管理|取得|经营|确定|指定|设立|委托|授权)[^，。；]{{1,40}}?的(?:有关|其他)?(?:主管部门|部门|机构|单位|机关|工作人员|人员|企业|组织|个人)(?:[（(][^）)]*[）)])?(?=，?(?:{_MODAL}|{_PREDICATE}))"
)


def before_modal(text: str, start: int, end: int) -> ClauseSpan | None:
    """The subject in the words before a modal word: a name and what follows it, else all of them.

    None where there are only adverbs and conditions.
    """
    start = skip_leading(text, start, end)
    while end > start and text[end - 1] in "，、 ":
        end -= 1
    if aside := _ASIDE.search(text, start, end):
        end = aside.start() if aside.end() == end else end
    if start >= end:
        return None
    words = text[start:end]
    if is_name(words, bound=True):
        return start, end
    if _ADVERBIAL.match(words) and not _BUILT.match(words):
        return None
    for match in _CUT.finditer(text, start, end):
        if is_name(text[start : match.start("at")]):
            return start, match.start("at")
    adverbs = _ADVERBS.search(words)
    if adverbs is None:
        return start, end
    if adverbs.start() > 0 and is_name(words[: adverbs.start()]):
        return start, start + adverbs.start()
    return in_condition(text, start, end)


#: 新建学校应当: these begin what is nobody.
_BUILT = re.compile(r"先行|新建|改建|扩建|迁建|记录|统一的|已|无")
#: （以下称劳动保障监察员）
_ASIDE = re.compile(r"[（(](?:以下|下同|简称|下称)[^）)]*[）)]")
_ADVERBS = re.compile(
    r"(?:依法|按照.*|依照.*|根据.*|自.*之日起.*|在.*(?:时|内|中|前|后|的)|[^，]{1,10}(?:时|前|后)|立即|及时|统一|一般|均|都|也|还|同时|一律|另|方)+$"
)


def in_condition(text: str, start: int, end: int) -> ClauseSpan | None:
    """Who a condition is about: X临床用血的, X违反本法规定，; its words may go on in any way."""
    start = skip_leading(text, start, end)
    found = named_at_start(text, start, end)
    if found is not None:
        return found
    last = -1
    for match in _HEAD_ANY.finditer(text, start, end):
        if last >= 0:
            near = match.start() - last <= _NEAR and _OFFICE.fullmatch(match.group())
            if not near or _BETWEEN.search(text, last, match.end()):
                break
        if not _CONTINUES.match(text, match.end()) and is_name(text[start : match.end()]):
            last = match.end()
    return (start, last) if last > 0 else None


_OFFICE = re.compile(r"部门|机构|机关|人员|负责人|委员会|办公室|代表")
_HEAD_ANY = re.compile(HEAD)
#: What shows that a name goes on, or is no name by itself.
_CONTINUES = re.compile(r"[、和或及与的之所等（(]|以及")
_BETWEEN = re.compile(_PREDICATE)
#: 公安机关交通管理部门: heads of one name are no further apart.
_NEAR = 6


def is_name(words: str, *, bound: bool = False) -> bool:
    """Whether words are the name of a body, a unit or people.

    Args:
        bound: whether a modal word follows, which no verb with its object could stand before.
    """
    bare = _ASIDE.sub("", words)
    if not _HEAD_END.search(bare) or _PRONOUN.search(bare):
        return False
    if _ADVERBIAL.match(bare):
        return bound and _SERVES.match(bare) is not None
    if _WITHIN.search(bare) or _MODAL_ANY.search(bare):
        return False
    if not _VERBAL.match(bare):
        return True
    if _DRIVEN.search(bare):
        return False
    whose = (bound or _RELATIVE.match(bare)) and re.search(r"的[^的，]{1,40}$", bare)
    return bool(whose) or (bound and len(bare) <= _SHORT)


def opens_with_verb(words: str) -> bool:
    """Whether words begin with what somebody does: 取得经营许可，."""
    return _VERBAL.match(words) is not None or _ADVERBIAL.match(words) is not None


#: Who acts together with the subject: 甲会同乙.
_TOGETHER = re.compile(
    rf"(?:应当|应|可以|负责)?(?:会同|联合)(?P<who>[^，。；]{{0,60}}?{HEAD}(?:等)?)(?=，|{_PREDICATE})"
)


def joined_by(text: str, start: int, end: int) -> tuple[ClauseSpan, ...]:
    """The bodies after 会同 that stand right behind a subject."""
    match = _TOGETHER.match(text, start, end)
    return split_names(text, match.span("who")) if match else ()


def skip_leading(text: str, start: int, end: int) -> int:
    """Where words begin after a connective."""
    while (match := _LEADING.match(text, start, end)) and match.end() > start:
        start = match.end()
    return start


def split_names(text: str, span: ClauseSpan) -> tuple[ClauseSpan, ...]:
    """The members of 甲、乙和丙, each by itself."""
    return tuple(_members(text, *span))


def _members(text: str, start: int, end: int) -> Iterator[ClauseSpan]:
    depth = 0
    at = start
    position = start
    while position < end:
        if text[position] in "（(《“":
            depth += 1
        elif text[position] in "）)》”":
            depth -= 1
        joint = _JOINT.match(text, position, end) if not depth else None
        if joint and _HEAD_END.search(text[at:position]):
            yield at, position
            at = position = joint.end()
            continue
        position += 1
    yield at, end


#: 由X部门责令…: the body that acts, in a passive.
BY_BODY = re.compile(
    rf"(?<![自理缘事案])由(?P<who>(?:[^，。；由向]|，(?=[^，。；]{{0,8}}(?:部门|机关)责令)){{0,60}}?{HEAD}(?:等)?)"
    r"(?=(?:依法|依照|依据|按照|根据|按|在|对(?!外)|给予|责令|处以?|予以|没收|吊销|撤销|取缔|追|限期|暂扣|扣留|收缴|通报|警告|代为|批评|决定|负责|组织|"
    r"会同|统一|另行|制定|规定|确定|批准|审批|核发|颁发|发给|实施|进行|提出|报|向|作出|承担|任命|审核|审查|监督|指导|主持|召集|公布|发布|及时|和|"
    r"委托|提请|约谈|责成|通知|移送|移交|送|督促|协助|保管|本人|支付|承担|缴纳|交纳|分摊|依|代|提供|垫付|补足|赔偿|管理|编制|办理|分别|可以|应当|自行|直接|处置|处理|采取|查处|协调|牵头|共同|自|将|并|代履行|参照|各自|保管|申请|推荐|选举|担任|签|履行|，))"
)
#: 对其直接负责的主管人员处…: whom a penalty falls on.
_TOWARDS = re.compile(
    rf"(?:并?可以)?对(?P<who>[^，。；]{{0,40}}?{HEAD}(?:和其他(?:直接)?责任人员)?)(?=，?(?:可以|应当|并|依法|分别|也)*(?:处|给予|予以|依照|按照|追究|实施|并处|责令|进行))"
)


def acting_bodies(text: str, start: int, end: int) -> tuple[ClauseSpan, ...]:
    """The bodies after 由, in printed order."""
    found = [
        m.span("who")
        for m in BY_BODY.finditer(text, start, end)
        if not _BORNE.match(text, m.end(), end)
    ]
    if found:
        return tuple(found)
    others = [_after_by(text, m.end(), end) for m in _BY.finditer(text, start, end)]
    return tuple(o for o in others if o is not None)


_BY = re.compile(r"(?<![自理缘事案来])由(?!于|此|来|衷)")


def _after_by(text: str, start: int, end: int) -> ClauseSpan | None:
    """The name after 由 whatever it does, but not who a body consists of."""
    stop = next((n for n in range(start, end) if text[n] in "，。；："), end)
    if re.search(r"组成|构成|产生|的$", text[start:stop]):
        return None
    name = in_condition(text, start, stop)
    return None if name is None or _BORNE.match(text, name[1], end) else name


#: 由买方负担的费用: no clause, but what a noun is.
_BORNE = re.compile(
    r"(?:负担|承担|支付|行使|制定|编制|提供|办理|作出|规定|指定|核定|审批|管理|管辖|组织|批准|确定|监管)的"
)


def punished(text: str, start: int, end: int, *, item: bool = False) -> tuple[ClauseSpan, ...]:
    """Whom a penalty falls on: 对…处, and who did it (X未…的).

    Args:
        item: whether the words are a case of a lead-in, which most often says who did it.
    """
    towards = [m.span("who") for m in _TOWARDS.finditer(text, start, end)]
    offender = named_at_start(text, start, end) if item else _offender(text, start, end)
    return tuple(dict.fromkeys([*([offender] if offender else []), *towards]))


def without_aside(text: str, span: ClauseSpan) -> ClauseSpan:
    """A name without the （以下简称…） after it."""
    aside = _ASIDE.search(text, *span)
    return (span[0], aside.start()) if aside and aside.end() == span[1] else span


def _offender(text: str, start: int, end: int) -> ClauseSpan | None:
    """Who, in the first of the conditions (违反本法规定，X未…的) that names somebody."""
    at = start
    while at < end:
        comma = text.find("，", at, end)
        stop = comma if comma >= 0 else end
        if re.match(r"(?:由|责令|处|给予|可以|并|对|依法|没收|吊销|情节|构成|逾期)", text[at:stop]):
            break
        found = (at, stop) if is_name(text[at:stop]) else in_condition(text, at, stop)
        if found is not None:
            return found
        at = stop + 1
    return None
