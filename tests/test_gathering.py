"""What folders and archives give: every text that can be read, and for each of the others a line."""

from __future__ import annotations

import io
import tarfile
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from index.gathering import GivenText, gather

#: What stands under a name: the words of a text, or a link or device of a tar.
Members = list[tuple[str, str | tuple[bytes, str]]]
Maker = Callable[[Path], Path]


def law(trade: str) -> str:
    return f"青溪镇{trade}办法\n第一条 {trade}业主应当登记。\n第二条 {trade}业主不得喧哗。\n"


def zipped(members: Members, folder: Path, name: str = "laws.zip") -> Path:
    with warnings.catch_warnings(), zipfile.ZipFile(folder / name, "w") as held:
        warnings.simplefilter("ignore")  # two members of one name
        for member, content in members:
            assert isinstance(content, str)
            held.writestr(member, content)
    return folder / name


def tarred(members: Members, folder: Path, name: str = "laws.tar.gz") -> Path:
    mode = "w:" + name.partition(".tar.")[2]
    with tarfile.open(folder / name, mode) as tar:  # type: ignore[call-overload]
        for member, content in members:
            info = tarfile.TarInfo(member)
            if isinstance(content, str):
                info.size = len(content.encode())
                tar.addfile(info, io.BytesIO(content.encode()))
            else:
                info.type, info.linkname = content
                tar.addfile(info)
    return folder / name


def given_by(path: Path, tmp_path: Path) -> list[GivenText]:
    (tmp_path / "scratch").mkdir(exist_ok=True)
    return list(gather([path], tmp_path / "scratch"))


def trades_of(given: list[GivenText]) -> list[str]:
    """The trades of the texts that may be read, as their words say."""
    texts = [one.path.read_text("utf-8") for one in given if one.fault is None]
    return sorted(text[3 : text.index("办法")] for text in texts)


MILL, FERRY, KILN = law("磨坊"), law("渡口"), law("窑场")
#: What is wrong → members of a zip, trades that are read, what is told of the others.
ZIPS: dict[str, tuple[Members, list[str], list[str]]] = {
    "a name too long for a disk": (
        [("磨坊.md", MILL), ("长" * 200 + ".md", FERRY), ("窑场.md", KILN)],
        ["渡口", "磨坊", "窑场"],
        [],
    ),
    "a file where a folder should be": (
        [("a.md", MILL), ("a.md/b.md", FERRY), ("c.md", KILN)],
        ["渡口", "磨坊", "窑场"],
        [],
    ),
    "two of one name": ([("a.md", MILL), ("a.md", FERRY)], ["渡口", "磨坊"], []),
    "names that differ in case and width": (
        [("A.md", MILL), ("a.md", FERRY), ("Ａ.md", KILN)],
        ["渡口", "磨坊", "窑场"],
        [],
    ),
    "names that lead out": (
        [
            ("../a.md", MILL),
            ("/a.md", MILL),
            ("x/../../a.md", MILL),
            ("..\\a.md", MILL),
            ("C:\\a.md", MILL),
            ("./b.md", FERRY),
        ],
        ["渡口"],
        ["名字指到压缩包外面"] * 5,
    ),
    "an archive in it": (
        [("磨坊.md", MILL), ("里面/渡口.zip", "PK"), ("窑场.tar.gz", ""), ("图.png", "")],
        ["磨坊"],
        ["是压缩包里的压缩包，没有读；请先解开"] * 2,
    ),
}


@pytest.mark.parametrize(("members", "read", "told"), ZIPS.values(), ids=ZIPS)
def test_one_bad_member_keeps_no_other_out(
    members: Members, read: list[str], told: list[str], tmp_path: Path
) -> None:
    given = given_by(zipped(members, tmp_path), tmp_path)
    assert trades_of(given) == read
    faults = [str(one.fault) for one in given if one.fault]
    assert len(faults) == len(told)
    assert all(words in fault for words, fault in zip(told, faults, strict=True))
    inside = {path.resolve() for path in (tmp_path / "scratch").rglob("*.md")}
    assert not {p.resolve() for p in tmp_path.rglob("*.md")} - inside


def test_what_is_no_plain_file_of_a_tar_is_refused(tmp_path: Path) -> None:
    members: Members = [
        ("磨坊.md", MILL),
        ("link.md", (tarfile.SYMTYPE, "/etc/passwd")),
        ("hard.md", (tarfile.LNKTYPE, "磨坊.md")),
        ("device.md", (tarfile.CHRTYPE, "")),
        ("pipe.md", (tarfile.FIFOTYPE, "")),
        ("folder", (tarfile.SYMTYPE, "/tmp")),
        ("folder/渡口.md", FERRY),
    ]
    given = given_by(tarred(members, tmp_path), tmp_path)
    assert trades_of(given) == ["渡口", "磨坊"]
    assert sum("不是普通文件，没有读" in str(one.fault) for one in given) == 4


# --- damaged --------------------------------------------------------------------------------------


def _flip_second(path: Path, at: int) -> Path:
    """A byte of the second member's data altered."""
    with zipfile.ZipFile(path) as held:
        start = held.infolist()[1].header_offset
    data = bytearray(path.read_bytes())
    data[start + at] ^= 0xFF
    path.write_bytes(data)
    return path


def _unknown_method(path: Path) -> Path:
    """The second member packed in a way that nobody knows."""
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    data[entry + 10 : entry + 12] = (99).to_bytes(2, "little")
    path.write_bytes(data)
    return path


def _locked(path: Path) -> Path:
    """The second member said to have a password."""
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    data[entry + 8] |= 1
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda path: _flip_second(path, 60), "已损坏，没有读"),
        (_unknown_method, "已损坏，没有读"),
        (_locked, "设了密码，没有读"),
    ],
)
def test_a_damaged_member_of_a_zip_keeps_no_other_out(
    damage: Maker, told: str, tmp_path: Path
) -> None:
    members: Members = [("a.md", MILL), ("b.md", FERRY), ("c.md", KILN)]
    given = given_by(damage(zipped(members, tmp_path)), tmp_path)
    assert trades_of(given) == ["磨坊", "窑场"]
    (fault,) = [str(one.fault) for one in given if one.fault]
    assert fault.endswith(f"b.md：{told}")


@pytest.mark.parametrize("ending", ["tar", "tar.gz", "tar.xz", "tar.bz2"])
@pytest.mark.parametrize("damage", ["cut", "zeros", "empty", "noise"])
def test_a_damaged_tar_says_so(ending: str, damage: str, tmp_path: Path) -> None:
    """Python takes the first broken header for the end: what came behind it was not missed."""
    noise = "".join(chr(0x4E00 + n * 7919 % 20_000) for n in range(9_000))
    members: Members = [(f"{n}.md", law("磨坊") + noise[n:]) for n in range(12)]
    path = tarred(members, tmp_path, f"laws.{ending}")
    whole = path.read_bytes()
    half = len(whole) // 2
    step = len(whole) // 12 + 600  # more than a member: a header is among them
    spoilt = {
        "cut": whole[:half],
        "zeros": whole[:half] + b"\0" * step + whole[half + step :],
        "empty": b"",
        "noise": b"abc" * 1000,
    }
    path.write_bytes(spoilt[damage])
    given = given_by(path, tmp_path)
    assert any(str(one.fault).endswith("已损坏；请重新取得") for one in given)
    assert sum(one.fault is None for one in given) < 12


def test_a_full_disk_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(member: object, target: Path) -> None:
        raise OSError(28, "No space left on device")

    path = zipped([("a.md", MILL), ("b.md", FERRY)], tmp_path)
    monkeypatch.setattr("index.gathering._write", full)
    (given,) = given_by(path, tmp_path)
    assert "磁盘已满" in str(given.fault)


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.gathering.MAX_BYTES", 1000)
    given = given_by(zipped([("bomb.md", "0" * 100_000), ("a.md", MILL)], tmp_path), tmp_path)
    assert trades_of(given) == ["磨坊"]
    assert sum(path.stat().st_size for path in (tmp_path / "scratch").rglob("*.md")) < 2000


def test_an_archive_in_a_folder_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "folder" / "deep"
    folder.mkdir(parents=True)
    zipped([("磨坊.md", MILL)], folder)
    tarred([("渡口.md", FERRY)], folder)
    (folder / "窑场.md").write_text(KILN, "utf-8")
    assert trades_of(given_by(tmp_path / "folder", tmp_path)) == ["渡口", "磨坊", "窑场"]
