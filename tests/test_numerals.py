import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.numerals import normalise_number, print_article, to_chinese, to_int

PRINTED = [
    ("一", 1),
    ("十", 10),
    ("十二", 12),
    ("二十五", 25),
    ("一百", 100),
    ("一百零一", 101),
    ("一百一十", 110),
    ("一百三十三", 133),
    ("一千二百六十", 1260),
    ("一千零一", 1001),
    ("两百", 200),
    ("一〇二", 102),
    ("二○", 20),
    ("19", 19),
    ("１９", 19),
    ("零", 0),
]


@pytest.mark.parametrize(("printed", "value"), PRINTED)
def test_reads(printed: str, value: int) -> None:
    assert to_int(printed) == value


@pytest.mark.parametrize(
    "bad", ["", "甲", "十百", "二十百", "第一", "1a", "百", "12345", "一二十", "一百零十"]
)
def test_rejects(bad: str) -> None:
    with pytest.raises(ValueError, match=r"num|range"):
        to_int(bad)


@given(st.integers(0, 9999))
def test_round_trip(value: int) -> None:
    assert to_int(to_chinese(value)) == value


@pytest.mark.parametrize(
    ("value", "printed"),
    [(10, "十"), (11, "十一"), (20, "二十"), (110, "一百一十"), (1001, "一千零一")],
)
def test_prints_as_statutes_do(value: int, printed: str) -> None:
    assert to_chinese(value) == printed


@pytest.mark.parametrize(
    ("printed", "number"),
    [("一百三十三之一", "133-1"), ("二十五", "25"), ("19", "19"), ("二之三", "2-3")],
)
def test_labels(printed: str, number: str) -> None:
    assert normalise_number(printed) == number


@given(st.integers(1, 1300), st.none() | st.integers(1, 12))
def test_article_labels_round_trip(base: int, sub: int | None) -> None:
    number = f"{base}-{sub}" if sub else str(base)
    label = print_article(number)
    assert normalise_number(label.removeprefix("第").replace("条", "")) == number
