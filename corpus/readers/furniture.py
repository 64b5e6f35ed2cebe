"""Lines of a web page that were pasted with a text: its path, buttons, imprint and links.

Only lines before the first heading of the text and after its last provision are looked at; what looks
like a part of the page between two that are is one too.
"""

from __future__ import annotations

import re

from corpus.readers.beginnings import heads
from corpus.readers.report import Dropped

_LINE = re.compile(
    r"(?:版权所有|copyright|©|\(c\)).*|.*(?:ICP备|ICP证|公网安备|网站标识码|网站支持IPv6|All Rights Reserved).*"
    r"|(?:主办|承办|主管|协办|维护)(?:单位)?[：:].*|技术支持.*|(?:联系|咨询|服务|举报|值班)电话[：:].*|邮编[：:].*"
    r"|(?:网站)?首页|无障碍.*|长者.*|关怀.*|网站地图|联系我们|关于我们|网站声明|法律声明|隐私.{0,6}|使用帮助"
    r"|返回(?:顶部|首页|列表|上页|上一页)?|关闭(?:窗口|本页)?|(?:收藏|我要(?:打印|收藏|纠错)|纠错|下载)(?:本页)?"
    r"|[【\[（(]?\s*打印(?:本页|此页|文章)?\s*[】\]）)]?.{0,20}|(?:一键)?分享(?:到|至)?[：:]?.{0,30}|扫一扫.*|.{0,6}微信扫.*|微信|微博"
    r"|[【\[（(]?\s*字(?:号|体)(?:大小)?\s*[：:]?.{0,16}|(?:浏览|点击|阅读|访问)(?:次数|量|数)?[：:].*"
    r"|(?:信息)?来源[：:].{0,40}|(?:责任)?编辑[：:].{0,20}|作者[：:].{0,20}|(?:发布|更新)(?:日期|时间)[：:].*|时间[：:]\s*\d.*"
    r"|索\s*引\s*号[：:].*|主题分类[：:].*|发文机关[：:].*|发文字号[：:].*|成文日期[：:].*|公开(?:方式|日期)[：:].*|有效性[：:].*"
    r"|(?:上一篇|下一篇|上一条|下一条)[：:]?.*|相关(?:链接|文章|文件|阅读|解读|政策|稿件|新闻|推荐|附件|文档).*|友情链接.*|热点推荐.*"
    r"|(?:当前|您?(?:现在)?(?:所在|的)?的?)位置[：:].*|(?:网站)?首页\s*[>＞»›/].*|(?:[^>＞»›。；]{1,16}\s*[>＞»›]\s*){2,}[^。；]{0,30}",
    re.IGNORECASE,
)
#: What may stand between two such lines, and how long it is at most.
_BETWEEN, _SHORT = 3, 14
#: The longest line of a page around a text.
_LONGEST = 200


def take_off_page(text: str) -> tuple[str, tuple[Dropped, ...]]:
    """The text without lines of the page around it, and those."""
    lines = text.split("\n")
    headed = [i for i, line in enumerate(lines) if heads(line)]
    if not headed or not any(map(_is_page, (*lines[: headed[0]], *lines[headed[-1] + 1 :]))):
        return text, ()
    before = _run(lines, range(headed[0]))
    after = _run(lines, range(len(lines) - 1, headed[-1], -1))
    found = sorted({*before, *after})
    dropped = tuple(
        Dropped("网页上的字", f"第 {i + 1} 行", lines[i].strip()) for i in found if lines[i].strip()
    )
    kept = [line for i, line in enumerate(lines) if i not in set(found)]
    return "\n".join(kept), dropped


def _is_page(line: str) -> bool:
    words = line.strip()
    return len(words) <= _LONGEST and _LINE.fullmatch(words) is not None


def _run(lines: list[str], order: range) -> set[int]:
    """Lines of the page from one end of the text on, with short ones between two of them."""
    taken: set[int] = set()
    waiting: list[int] = []
    for index in order:
        words = lines[index].strip()
        if not words:
            waiting.append(index)
        elif _is_page(words):
            taken.update((index, *waiting))
            waiting = []
        elif len(words) > _SHORT or words[-1] in "。；：" or len(waiting) >= _BETWEEN:
            break
        else:
            waiting.append(index)
    return taken
