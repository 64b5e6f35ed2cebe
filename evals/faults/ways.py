"""Ways in which a file on a disk goes bad, each done for real."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np

Damage = Callable[[Path], None]

#: A file that opens and whose first byte cannot be read, for a user whom no permission stops.
_UNREADABLE = Path("/proc/self/mem")


def remove(path: Path) -> None:
    """Take away whatever stands there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _written(content: bytes) -> Damage:
    def damage(path: Path) -> None:
        path.write_bytes(content)

    return damage


def _halve(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _flip(path: Path) -> None:
    """One bit of one byte, in the last quarter, where the content of an archive lies."""
    content = bytearray(path.read_bytes())
    content[len(content) * 3 // 4] ^= 1
    path.write_bytes(content)


def _other_shape(path: Path) -> None:
    """A file of the right kind that holds something else."""
    if path.suffix == ".npz":
        with path.open("wb") as file:
            np.savez(file, vectors=np.zeros(3), references=np.zeros((1, 7)))
    elif path.suffix == ".json":
        path.write_text(json.dumps({"colour": ["red", {"deep": 1}], "format": "other"}), "utf-8")
    else:
        path.write_text("灯笼 三\n\n没有数\n", "utf-8")


def replace_with_folder(path: Path) -> None:
    """A folder with a file in it where the file was."""
    remove(path)
    path.mkdir()
    (path / "readme.txt").write_text("not yours", "utf-8")


def loop(path: Path) -> None:
    """A link that leads to itself."""
    remove(path)
    path.symlink_to(path.name)


def pipe(path: Path) -> None:
    """A named pipe that nobody writes to."""
    remove(path)
    os.mkfifo(path)


def endless(path: Path) -> None:
    """A device that never ends."""
    remove(path)
    path.symlink_to("/dev/zero")


def make_unreadable(path: Path) -> None:
    """Content that the system refuses to give."""
    if os.geteuid() or not _UNREADABLE.exists():
        path.chmod(0)
    else:
        remove(path)
        path.symlink_to(_UNREADABLE)


#: How it is called, and what is done, for any file.
WAYS: dict[str, Damage] = {
    "不见了": remove,
    "是空的": _written(b""),
    "只剩一半": _halve,
    "错了一个字节": _flip,
    "是别的文件": _written(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
    "不是 UTF-8": _written(b"\xff\xfe\x00\xd6\xd0" * 100),
    "是别的形状": _other_shape,
    "是另一种 JSON": _written(b'["a", 1, null]'),
    "是很深的 JSON": _written(b"[" * 200_000),
    "是文件夹": replace_with_folder,
    "是绕成圈的链接": loop,
    "是没人写的管道": pipe,
    "是没有尽头的设备": endless,
    "读不出来": make_unreadable,
}
