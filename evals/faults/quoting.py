"""Fault trials: true quotations in every dress, altered ones, and sentences that turn a rule round."""

import re
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from evals.faults.commands import run_command
from evals.faults.trial import Trial

_LAW = """河道管理办法
第一条 巡查员应当在7个工作日内把“一河一档”报送河道主管部门，利用无人机、卫星图像和“智慧水务”等技术。
第二条 任何单位和个人不得擅自占用堤防，但防汛抢险除外。
第三条 运营者收集、使用旅客个人信息，应当明示目的，并经旅客同意。
第四条 船长督促船员检查缆绳，每年至少开展两次演练。
第五条 违反本办法的，处警告或者五百元以下罚款。
第六条 船闸管理人员应当履行下列职责：
（一）每15日巡查一次；
（二）及时通知下游单位。
第七条 河道主管部门指导、督促养护企业清理水面，推动沿岸住户安装截污设施；存在重大渗漏隐患的，当年整治。
第八条 承包养护企业在合同范围内作业，并接受发包单位监督。
第九条 发包单位对自管河段履行管护职责。
第十条 河道管理站应当履行第六条第（一）项职责。
"""
_PASSAGE = (
    "在7个工作日内把{0}一河一档{1}报送河道主管部门，利用无人机、卫星图像和{0}智慧水务{1}等技术"
)
_TRUE = {
    "双引号套双引号": f"第一条：“{_PASSAGE.format('“', '”')}”。",
    "双引号套单引号": f"第一条：“{_PASSAGE.format('‘', '’')}”。",
    "单引号": f"第一条：‘{_PASSAGE.format('“', '”')}’。",
    "直角引号": f"第一条：「{_PASSAGE.format('『', '』')}」。",
    "全角直引号": f"第一条：＂{_PASSAGE.format('‘', '’')}＂。",
    "直引号": f'第一条："{_PASSAGE.format("“", "”")}"。',
    "直单引号": f"第一条：'{_PASSAGE.format('“', '”')}'。",
    "竖排引号": f"第一条：〝{_PASSAGE.format('“', '”')}〞。",
    "Markdown 记号": "第一条：“在**７个工作日**内把 `一河一档` 报送河道主管部门”。",
    "换行和空格": "第一条：“在 7 个工作\n日内把“一河一档”报送河道\n主管部门”。",
    "繁体字": "第一条：「在7個工作日內把『一河一檔』報送河道主管部門」。",
    "部首字": "第一条：“在7个⼯作⽇内把“⼀河⼀档”报送河道主管部⻔”。",
    "跨项带标号": "第六条：“船闸管理人员应当履行下列职责：（一）每15日巡查一次；（二）及时通知下游单位”。",
    "跨项不带标号": "第六条：“每15日巡查一次；及时通知下游单位”。",
}
_FALSE = {
    "换字": ("第一条：“在7个工作日内把“一河一档”报送乡镇主管部门”。", "乡镇"),
    "删词": ("第一条：“利用无人机和“智慧水务”等技术”。", "卫星图像"),
    "截断数字": ("第六条：“5日巡查一次；及时通知下游单位”。", "不符"),
    "去掉不字": ("第二条：“得擅自占用堤防，但防汛抢险除外”。", "不符"),
    "没有引号的残句": ("任何单位和个人不得擅自占用堤防。", "除外"),
    "只有条款号": ("依照第五条执行，按规定办。", "没有可以核对的内容"),
    "漏掉除外": ("第二条：“任何单位和个人不得擅自占用堤防。”", "除外"),
}
_TURNED = {
    "主客互换": ("旅客收集、使用运营者个人信息，应当经运营者同意。（第三条）", "旅客"),
    "督促互换": ("船员督促船长检查缆绳。（第四条）", "船员"),
    "报送方向": ("河道主管部门应当在7个工作日内把“一河一档”报送巡查员。（第一条）", "巡查员"),
    "或者变和": ("违反本办法的，处警告和五百元以下罚款。（第五条）", "或者"),
    "次数": ("船长每年至少开展一次演练。（第四条）", "2次"),
    "去掉擅自": ("任何单位和个人不得占用堤防。（第二条）", "擅自"),
    "部分": ("部分单位和个人不得擅自占用堤防。（第二条）", "部分"),
    "指导互换": ("养护企业指导河道主管部门清理水面。（第七条）", "不符"),
    "受监督互换": ("发包单位接受承包养护企业监督。（第八条）", "不符"),
    "推动变自己做": ("河道主管部门安装截污设施。（第七条）", "推动"),
    "去掉重大": ("存在渗漏隐患的，当年整治。（第七条）", "重大"),
    "换限定词": ("发包单位对共管河段履行管护职责。（第九条）", "自"),
    "换一个成员": ("利用无人机、望远镜和“智慧水务”等技术。（第一条）", "望远镜"),
    "加上即可": ("船长督促船员检查缆绳即可。（第四条）", "即可"),
    "多列一个": ("每15日巡查一次，及时通知下游单位和学校。（第六条）", "学校"),
}
_KEPT = {
    "被动": "旅客个人信息由运营者收集、使用，要经旅客同意。（第三条）",
    "话题在前": "缆绳检查，船长要督促船员做。（第四条）",
    "顿号代或者": "违反本办法的，处警告或者五百元以下的罚款。（第五条）",
    "只说一部分": "船长每年至少开展两次演练。（第四条）",
}


def _verify(texts: Iterable[str], folder: Path) -> list[str]:
    """What one `verify` says of each of some texts."""
    law, pasted = folder / "河道管理办法.txt", folder / "pasted.txt"
    law.write_text(_LAW, "utf-8")
    starts, whole = [], ""
    for text in texts:
        starts.append(whole.count("\n") + 1)
        whole += f"{text}\n\n"
    pasted.write_text(whole, "utf-8")
    settings = {"HOME": str(folder / "home"), "REGULATION": str(law)}
    said = run_command("verify", str(pasted), settings=settings)
    if said.err or said.code not in (0, 1):
        raise RuntimeError(said.shown)
    found: dict[int, str] = dict.fromkeys(starts, "")
    for block in re.split(r"\n(?=第 \d+ 行 )", said.out)[1:]:
        line = int(block.split()[1])
        found[max(s for s in starts if s <= line)] += block
    return list(found.values())


def _all_held(texts: Mapping[str, str], folder: Path) -> str | None:
    said = zip(texts, _verify(texts.values(), folder), strict=True)
    denied = [name for name, out in said if not out or "[不符]" in out or "[未核对]" in out]
    return f"denied: {'、'.join(denied)}" if denied else None


def _all_caught(texts: Mapping[str, tuple[str, str]], folder: Path) -> str | None:
    said = _verify((text for text, _ in texts.values()), folder)
    passed = [
        name
        for (name, (_, words)), out in zip(texts.items(), said, strict=True)
        if not ("[不符]" in out or "[未核对]" in out) or words not in out
    ]
    return f"let through or not said why: {'、'.join(passed)}" if passed else None


TRIALS: tuple[Trial, ...] = (
    Trial(
        "reading", "原文的各种写法", "原文在哪种引号、哪种写法里都是原文", partial(_all_held, _TRUE)
    ),
    Trial("reading", "改过的引文", "改过的引文不算原文，并指出哪里", partial(_all_caught, _FALSE)),
    Trial("reading", "颠倒的话", "用的都是原文的词，意思变了也不符", partial(_all_caught, _TURNED)),
    Trial("reading", "换个说法", "意思没变的不判不符", partial(_all_held, _KEPT)),
)
