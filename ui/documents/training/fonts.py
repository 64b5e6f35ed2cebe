"""Whether this machine can show Chinese."""

from __future__ import annotations

import shutil
import subprocess

_SECONDS = 10
_HINT = (
    "提示：本机没有中文字体，在本机打开或打印时汉字可能显示成方框；"
    "请安装中文字体（如 fonts-noto-cjk），或在有中文字体的电脑上打开。"
)


def cjk_font_missing() -> str:
    """A sentence where the machine has no font with Chinese; empty where it has, or cannot say."""
    command = shutil.which("fc-list")
    if command is None:
        return ""
    try:
        found = subprocess.run(
            [command, ":lang=zh", "family"],
            capture_output=True,
            timeout=_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return "" if found.stdout.strip() else _HINT
