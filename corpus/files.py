"""Reading and writing files that a person names: never waits, never reads without end, never half.

A pipe or a device is refused before a byte is read, and so is a file that is too large; what is
written stands there whole or not at all.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader, BufferedWriter, FileIO
from pathlib import Path
from typing import Any

import tomli

from corpus.errors import USAGE, FiredutyError

_REASONS = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件超过了系统允许的大小",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘只能读，不能写",
    errno.ENOENT: "不存在",
    errno.ENOTDIR: "路径中间有一段不是文件夹",
    errno.EISDIR: "这里是一个文件夹",
    errno.EEXIST: "这里已有同名的东西",
    errno.ENOTEMPTY: "这里已有同名的文件夹",
    errno.ELOOP: "符号链接绕成了圈",
    errno.ENAMETOOLONG: "名字太长",
    errno.ENXIO: "不是普通文件，是管道、设备一类",
    errno.EIO: "磁盘读写出错",
    errno.EBUSY: "正被别的程序占用",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.ENOMEM: "内存不够",
}
#: Seconds between two looks at a lock that another process has.
_LOOK_AGAIN = 0.05


def reason_of(error: OSError) -> str:
    """Why the system refused, in a few Chinese words."""
    if error.errno is None and "written" in str(error):
        return _REASONS[errno.ENOSPC]  # numpy's words for a write that was cut short
    return _REASONS.get(error.errno or 0, f"系统错误 {error.errno}")


def open_regular(path: Path) -> BufferedReader:
    """A plain file, open for reading. Does not wait for the other end of a pipe.

    Raises:
        OSError: it cannot be opened, or is a folder, a pipe or a device.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise OSError(errno.EISDIR if stat.S_ISDIR(mode) else errno.ENXIO, "", str(path))
    return BufferedReader(FileIO(descriptor))


def read_file(path: Path, most: int) -> bytes:
    """The bytes of a plain file of at most ``most`` bytes.

    Raises:
        FiredutyError: missing, unreadable, no plain file, or larger; says what to do.
    """
    try:
        with open_regular(path) as file:
            size = os.fstat(file.fileno()).st_size
            data = file.read(most + 1) if size <= most else b""
    except FileNotFoundError as error:
        raise FiredutyError(f"找不到文件 {path}，请检查路径", exit_code=USAGE) from error
    except IsADirectoryError as error:
        raise FiredutyError(f"{path} 是文件夹，请给出一个文件", exit_code=USAGE) from error
    except OSError as error:
        remedy = "请先存成普通文件" if error.errno == errno.ENXIO else "请检查路径和权限"
        raise FiredutyError(
            f"无法读取 {path}（{reason_of(error)}），{remedy}", exit_code=USAGE
        ) from error
    if max(size, len(data)) > most:
        raise FiredutyError(
            f"{path} 超过 {most // 1_000_000} MB，没有读入；请检查是不是给错了文件，或者分成几个",
            exit_code=USAGE,
        )
    return data


def open_for_writing(path: Path) -> BufferedWriter:
    """A file, emptied, or a device; does not wait for the other end of a pipe.

    Raises:
        OSError: it cannot be opened, or is a pipe that nobody reads.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NONBLOCK | os.O_CLOEXEC
    descriptor = os.open(path, flags, 0o666)
    os.set_blocking(descriptor, True)
    return BufferedWriter(FileIO(descriptor, "wb"))


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole: where it fails, what stood there before still stands.

    A pipe or a device (``/dev/stdout``) is written to as it is.

    Raises:
        OSError: it cannot be written.
    """
    if path.exists() and not path.is_file():
        with open_for_writing(path) as stream:
            stream.write(content)
        return
    target = Path(os.path.realpath(path))
    aside = target.with_name(f".fireduty-{os.getpid()}.new")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        with os.fdopen(os.open(aside, flags, 0o666), "wb") as file:
            if target.exists():
                os.fchmod(file.fileno(), stat.S_IMODE(target.stat().st_mode))
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, target)
    except BaseException:
        with suppress(OSError):
            aside.unlink()
        raise


def reserve_room(path: Path) -> None:
    """Have the disk hold all of a file that was made large and is empty.

    Whoever writes to a map of it on a full disk is killed by the system, without a word.

    Raises:
        OSError: there is no room.
    """
    if hasattr(os, "posix_fallocate"):
        with path.open("r+b") as file:
            os.posix_fallocate(file.fileno(), 0, os.fstat(file.fileno()).st_size)


@contextmanager
def locked(path: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Be the only process that holds a lock file; one that died holds none.

    Args:
        path: of the lock file.
        waiting: called again and again while another process has it; what it raises ends the waiting.

    Raises:
        OSError: it cannot be opened.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags, 0o666), "r+b", buffering=0) as lock:
        while not _is_taken(lock.fileno()):
            waiting()
            time.sleep(_LOOK_AGAIN)
        yield


def _is_taken(descriptor: int) -> bool:
    """Whether the lock is ours now."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def parse_toml(path: Path, text: str) -> dict[str, Any]:
    """The tables of a TOML file that has been read.

    Raises:
        FiredutyError: it is no TOML; says where.
    """
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise FiredutyError(
            f"{path} 不是有效的 TOML：{_place(str(error))}写得不对，请改正", exit_code=USAGE
        ) from error
    except RecursionError as error:
        raise FiredutyError(f"{path} 不是有效的 TOML：括号套得太深", exit_code=USAGE) from error


def _place(said: str) -> str:
    """「第 3 行第 5 列」 of what tomli says; its end where it names no line."""
    found = re.search(r"at line (\d+), column (\d+)", said)
    return f"第 {found[1]} 行第 {found[2]} 列" if found else "末尾"
