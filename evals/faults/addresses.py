"""Fault trials: addresses that a careless reader takes for others, through the commands."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from evals.faults.commands import failed, first, run_command, untold
from evals.faults.trial import Trial

_NAME = "某镇灯会办法"
_LAW = (
    "第一章 总则\n"
    + "".join(f"第{n}条 规则{i}。\n" for i, n in enumerate("一二三四五六七八九十", 1))
    + "第二章 附则\n第十一条 主办人应当：\n（一）报备；\n（二）清场；\n（三）值守。\n摊主同样适用。\n"
)


def _settings(folder: Path) -> dict[str, str]:
    (folder / f"{_NAME}.txt").write_text(f"{_NAME}\n{_LAW}", "utf-8")
    return {"HOME": str(folder / "home"), "REGULATION": str(folder / f"{_NAME}.txt")}


def _shown(written: str, words: tuple[str, ...], absent: str, folder: Path) -> str | None:
    """What an address shows: the words, and not those of another provision."""
    said = run_command("corpus", "show", written, settings=_settings(folder))
    other = f"shown: {absent}" if absent and absent in said.out else None
    return first(failed(said, *words), other)


def _refused(written: str, words: str, folder: Path) -> str | None:
    return untold(run_command("corpus", "show", written, settings=_settings(folder)), words)


def _verified(text: str, words: tuple[str, ...], absent: str, folder: Path) -> str | None:
    """What is said of a pasted text: the words, and not those that take another law for this one."""
    settings = _settings(folder)
    (folder / "pasted.txt").write_text(text, "utf-8")
    said = run_command("verify", str(folder / "pasted.txt"), settings=settings)
    missing = [word for word in words if word not in said.out]
    if said.code not in (0, 1) or missing or "Traceback" in said.err:
        return f"not said {missing}: {said.shown}"
    return f"said: {absent}" if absent and absent in said.out else None


_SHOWN = (
    ("第二、四、六条", ("规则2", "规则4", "规则6"), "规则3"),
    ("第八至十条", ("规则8", "规则9", "规则10"), "规则7"),
    ("第十一条第（一）、（三）项", ("报备", "值守"), "清场"),
    ("第十一条第一款", ("主办人", "值守"), "摊主同样"),
    ("11", ("第十一条（两款）", "摊主同样"), "第一款"),
    ("第二章", ("附则", "清场"), "规则10"),
    ("第 一 条", ("规则1。",), "规则10"),
)
_REFUSED = (
    ("第十十条", "读不懂"),
    ("第1O条", "读不懂"),
    ("第五0条", "读不懂"),
    ("第九条至第三条", "写反了"),
    ("集市法第二条", "集市法"),
    ("第2.1.3条", "技术标准"),
    ("旧版第二条", "没有收录"),
    ("第二条消防通道", "看不懂"),
)
_PASTED = (
    ("依据《集市法》第二条和同法第三条。", ("《集市法》不在收录范围内",), "有这一条款"),
    ("依据某市集市条例第二条。", ("不在收录范围内",), "有这一条款"),
    ("依据第九、十九条。", ("有这一条款", "第十九条不存在"), ""),
    ("采取三条措施，修好第二条通道。", (), "有这一条款"),
)


def _trial(name: str, promise: str, run: Callable[[Path], str | None]) -> Trial:
    return Trial("reading", name, promise, run)


TRIALS: tuple[Trial, ...] = (
    *(
        _trial(f"查 {written}", "列出每一个成员，不多不少", partial(_shown, written, words, absent))
        for written, words, absent in _SHOWN
    ),
    *(
        _trial(
            f"查 {written}",
            "说清楚为什么不能给，不拿别的条款顶替",
            partial(_refused, written, words),
        )
        for written, words in _REFUSED
    ),
    *(
        _trial(
            f"核对 {text}", "别的文件的条款不当作本文件的", partial(_verified, text, words, absent)
        )
        for text, words, absent in _PASTED
    ),
)
