"""Files that a person names: what is refused unread, what is written whole, what data fields hold."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import FiredutyError
from corpus.files import parse_toml, read_file, reason_of, write_file
from corpus.language.tables import entries_of, table_of
from index.embed import MODEL_FOLDER, OnnxEmbedder


def test_what_is_larger_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "灯谜.txt"
    path.write_bytes(b"abc")
    assert read_file(path, 3) == b"abc"
    with pytest.raises(FiredutyError, match=r"灯谜.txt 超过 0 MB，没有读入"):
        read_file(path, 2)


def test_the_system_speaks_chinese() -> None:
    told = {reason_of(OSError(number, "x")) for number in errno.errorcode}
    assert all(any("\u4e00" <= c <= "\u9fff" for c in words) for words in told)
    assert reason_of(OSError(errno.ENOSPC, "No space left on device")) == "磁盘已满"


def test_a_written_file_keeps_its_permissions_and_its_link(tmp_path: Path) -> None:
    path, link = tmp_path / "a.md", tmp_path / "link.md"
    path.write_text("旧", "utf-8")
    path.chmod(0o640)
    link.symlink_to("a.md")
    write_file(link, "新".encode())
    assert (link.is_symlink(), path.read_text("utf-8")) == (True, "新")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.md", "link.md"]


def test_a_failed_write_leaves_what_stood_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.md"
    write_file(path, b"before")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_file(path, b"after")
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("甲 = 1\n", "第 1 行第 1 列"),
        ("a = 1\nb = [1,\n", "末尾"),
        ("a = " + "[" * 100_000, "套得太深"),
    ],
)
def test_what_is_no_toml_is_told_with_its_place(text: str, said: str) -> None:
    with pytest.raises(FiredutyError, match=rf"灯.toml 不是有效的 TOML：.*{said}"):
        parse_toml(Path("灯.toml"), text)


ENTRY = {"name": "纸灯", "lay": ["灯笼"], "lit": True, "count": 2, "when": [["夜"]], "more": [{}]}
FIELDS = "name lay* lit? count# when** more+"
OTHER = st.one_of(
    st.none(), st.floats(), st.text(), st.booleans(), st.integers(), st.lists(st.integers())
)


@pytest.mark.parametrize("field", list(ENTRY))
@given(value=OTHER)
def test_a_field_holds_its_kind_or_is_told(field: str, value: object) -> None:
    entry = ENTRY | {field: value}
    if type(value) is type(ENTRY[field]) and (not isinstance(value, list) or not value):
        assert entries_of(Path("灯.toml"), {"lamp": [entry]}, "lamp", FIELDS) == [entry]
    else:
        with pytest.raises(FiredutyError, match=rf"灯.toml 第 1 个 \[\[lamp\]\] 的 {field} 应是"):
            entries_of(Path("灯.toml"), {"lamp": [entry]}, "lamp", FIELDS)


@pytest.mark.parametrize("value", [3, "灯", [], [["灯"]], [1]])
def test_what_is_no_table_is_told(value: object) -> None:
    with pytest.raises(FiredutyError, match=r"应写成一个 \[words\]"):
        table_of(Path("灯.toml"), {"words": value}, "words")


def test_a_broken_model_of_ones_own_is_not_told_to_install_anew(tmp_path: Path) -> None:
    with pytest.raises(FiredutyError, match="去掉 FIREDUTY_EMBEDDER"):
        OnnxEmbedder(tmp_path).embed("灯")
    shipped = OnnxEmbedder(MODEL_FOLDER)
    shipped.__dict__["_session"] = None
    with pytest.raises(FiredutyError, match="请重新安装 fireduty"):
        shipped.states([1])
