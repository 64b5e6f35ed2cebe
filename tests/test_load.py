from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import FiredutyError
from corpus.text.load import load_default, load_regulation, read_text
from corpus.text.status import status_words


def test_default_metadata() -> None:
    regulation = load_default()
    assert regulation.title == "北京市消防安全责任制实施细则"
    assert regulation.status == "征求意见稿"
    assert regulation.effective is None
    assert regulation.issuer is None
    assert status_words(regulation.status).in_force is False


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "空文件"),
        (b" \n\t", "空文件"),
        (
            "某法\n第一條 為了消防安全。\n第二條 商戶應當查看。".encode("big5"),
            "繁体字.*library add",
        ),
        (b"%PDF-1.7\n", "PDF 文件，不是文本.*library add"),
        (b"\xff\xfe\x00\x81\x81", "不是 UTF-8"),
        ("今天天气不错。".encode(), "没有找到任何「第…条」"),
    ],
)
def test_bad_files(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "某法.txt"
    path.write_bytes(content)
    with pytest.raises(FiredutyError, match=message) as caught:
        load_regulation(path)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    "encoding", ["gbk", "gb18030", "utf-16", "utf-16-be", "utf-32", "utf-8-sig"]
)
def test_every_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "某法.txt"
    path.write_bytes(
        "某镇灯会办法\n第一条 灯会主办人应当报备。\n第二条 不得放火。\n".encode(encoding)
    )
    regulation = load_regulation(path)
    assert regulation.title == "某镇灯会办法"
    assert [a.words for a in regulation.articles()] == ["灯会主办人应当报备。", "不得放火。"]


def test_data_is_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "metadata.toml"
    path.write_bytes('title = "某镇灯会办法"'.encode("gbk"))
    with pytest.raises(FiredutyError, match="GBK 编码的文本，不是 UTF-8"):
        read_text(path)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(FiredutyError, match="找不到文件"):
        read_text(tmp_path / "无.txt")
    with pytest.raises(FiredutyError, match="是文件夹"):
        read_text(tmp_path)


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("附件：\n某市消防\n责任制规定\n（草案）\n第一条 甲。", "某市消防责任制规定"),
        ("# 城市供水条例\n\n1994年7月19日 国务院令第158号发布\n第一条 甲。", "城市供水条例"),
        (
            "中华人民共和国主席令\n第六号\n中华人民共和国消防法\n目录\n第一条 甲。",
            "中华人民共和国消防法",
        ),
        ("\ufeff某办法\r\n第一条 甲。", "某办法"),
    ],
)
def test_titles(tmp_path: Path, source: str, title: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(source.encode())
    assert load_regulation(path).title == title


@pytest.mark.parametrize(
    ("metadata", "message"),
    [
        ('status = "征求意见稿"\nunknown = 1', "不认识的字段：unknown"),
        ('status = "有效"', "status 必须是"),
        ('status = "现行有效"\neffective = "2024"', "effective 必须是日期"),
        ("status = ", "不是有效的 TOML"),
    ],
)
def test_bad_metadata(tmp_path: Path, metadata: str, message: str) -> None:
    (tmp_path / "regulation.txt").write_text("第一条 甲。", "utf-8")
    (tmp_path / "metadata.toml").write_text(metadata, "utf-8")
    with pytest.raises(FiredutyError, match=message):
        load_regulation(tmp_path)
