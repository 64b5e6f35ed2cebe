"""What click finds wrong with a command line, in Chinese."""

from __future__ import annotations

import re

import click

#: What click says of a value or of a command → the same in Chinese.
_SAID = (
    (r"No such command '(.*)'\.", r"没有这个命令：\1"),
    (r"Missing command\.", "缺少子命令"),
    (r"Got unexpected extra arguments? \((.*)\)", r"多余的参数：\1；含空格的内容请用引号括起来"),
    (r"Option '(.*)' requires an argument\.", r"选项 \1 后面要有值"),
    (r"Option '(.*)' requires \d+ arguments\.", r"选项 \1 后面要有几个值"),
    (r"Option '(.*)' does not take a value\.", r"选项 \1 后面不能有值"),
    (r"'(.*)' is not a valid (?:integer|int)(?: range)?\.", r"「\1」不是整数"),
    (r"'(.*)' is not a valid float(?: range)?\.", r"「\1」不是数字"),
    (r"'(.*)' is not a valid boolean\.", r"「\1」应是 true 或 false"),
    (r"'(.*)' is not one of (.*)\.", r"没有「\1」，可以是 \2"),
    (r"(.*) is not in the range (.*)<=x<=(.*)\.", r"\1 不在 \2 到 \3 之间"),
    (r"(.*) is not in the range x>=(.*)\.", r"\1 太小，至少是 \2"),
    (r"(?:File|Path|Directory) '(.*)' does not exist\.", r"找不到 \1"),
)


def describe_usage_error(error: click.UsageError) -> str:
    """One line without the remedy that all of them share."""
    match error:
        case click.NoSuchOption():
            return f"没有选项 {error.option_name}"
        case click.MissingParameter():
            return f"缺少参数 {_name(error)}"
        case click.BadParameter():
            return f"参数 {_name(error)} 不对：{_said(error.message)}"
        case _:
            return _said(error.message)


def _name(error: click.BadParameter) -> str:
    match error.param:
        case None:
            return ""
        case click.Option(opts=written):
            return max(written, key=len)
        case param:
            return param.human_readable_name or ""


def _said(message: str) -> str:
    for pattern, chinese in _SAID:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return (
                match.expand(chinese)
                .replace("', '", "、")
                .strip("'")
                .replace("可以是 '", "可以是 ")
            )
    is_chinese = any("\u4e00" <= c <= "\u9fff" for c in message)
    return message if is_chinese else "写法不对"
