"""English questions: how they are read, how answers are framed, and that quotes stay Chinese."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answering.answer import Answer
from assistant.answering.quoting import status_notice
from assistant.assistant import Assistant
from assistant.rendering.english import ROLE_NAMES
from assistant.rendering.english_names import place, places
from assistant.understanding.elsewhere import find_other_instrument, find_other_place
from assistant.understanding.english import may_be_english
from assistant.understanding.english_citations import find_references
from assistant.understanding.english_reading import in_chinese, read_english
from corpus.citing.citations import parse_id
from corpus.errors import FiredutyError
from corpus.language.data import LanguageData
from corpus.language.english import (
    English,
    EnglishTerm,
    check_english,
    load_english,
    stems,
    words_of,
)
from corpus.register.records import ROLES
from corpus.text.load import data_folder
from corpus.text.provision import Regulation
from index.opened import Index


@pytest.fixture(scope="module")
def english() -> English:
    return load_english([data_folder()])


# --- the data -------------------------------------------------------------------------------------


def test_data_is_proved(
    english: English, regulation: Regulation, language: LanguageData, index: Index
) -> None:
    assert check_english(english, regulation, language, index.duties) == ()
    assert len(english.terms) >= 250


def test_checker_sees_words_that_nothing_holds(
    regulation: Regulation, language: LanguageData, index: Index
) -> None:
    wrong = English({("dragon",): EnglishTerm("喷火龙", "words", 0)}, {"喷火龙": "dragon"})
    problems = check_english(wrong, regulation, language, index.duties)
    assert any("喷火龙" in p for p in problems)
    assert any("没有英文名称" in p for p in problems)


def test_elsewhere_is_seen_as_elsewhere(english: English, regulation: Regulation) -> None:
    elsewhere = {t.chinese for t in english.terms.values() if t.kind == "elsewhere"}
    places = {term for term in elsewhere if not term.startswith("每") and term != "学生"}
    assert places
    for term in places:
        assert find_other_place(term, regulation) or find_other_instrument(term, regulation), term


def test_every_role_has_english() -> None:
    assert set(ROLE_NAMES) == set(ROLES)


def test_words_of_any_law_need_no_file(tmp_path: Path) -> None:
    english = load_english([tmp_path, None])
    assert not english.names
    reading = read_english("How big is the fine for a blocked exit?", english)
    assert reading is not None
    assert reading.chinese == "堵塞安全出口罚款多少"


def test_words_of_any_law_are_chinese(english: English) -> None:
    words = {t.chinese for t in english.terms.values() if t.kind in ("actors", "common")}
    assert all(re.fullmatch(r"[\u4e00-\u9fff、]+", word) for word in words)


def test_broken_data_is_told(tmp_path: Path) -> None:
    (tmp_path / "english.toml").write_text('[bodies]\n"街道" = "street"\n', "utf-8")
    with pytest.raises(FiredutyError, match="街道"):
        load_english([tmp_path])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("fire lanes", "fire lane"),
        ("Charging e-bikes", "charge e bike"),
        ("pharmacies", "pharmacy"),
        ("the city centre's exits", "the city center exit"),
        ("organized", "organised"),
        ("what's", "what is"),
        ("don't", "do not"),
        ("sub-district", "subdistrict"),
    ],
)
def test_spellings_and_endings_are_one(english: English, first: str, second: str) -> None:
    assert stems(first, english.spelling) == stems(second, english.spelling)


# --- what counts as English -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "KTV",
        "KTV 要遵守什么",
        "我们公司有 APP，要不要做 fire drill",
        "art19.item5",
        "19.5",
        "谁管消防车通道",
        "ok",
        "",
        "？？？",
        "App 里能查吗 please tell me 消防车通道归谁管啊",
    ],
)
def test_chinese_is_untouched(english: English, question: str) -> None:
    assert not may_be_english(question) or read_english(question, english) is None


@pytest.mark.parametrize(
    "question",
    ["Who is responsible for fire lanes?", "Landlords?", "hello", "art. 14", "谁 who is it for"],
)
def test_english_is_seen(english: English, question: str) -> None:
    assert may_be_english(question)
    assert read_english(question, english) is not None


# --- citations ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "chinese"),
    [
        ("Article 19(5)", ("第十九条第（五）项",)),
        ("art. 10 item 2", ("第十条第（二）项",)),
        ("Art 10, item (2)", ("第十条第（二）项",)),
        ("paragraph 2 of Article 15", ("第十五条第二款",)),
        ("Article 15, paragraph 2", ("第十五条第二款",)),
        ("the second paragraph of article 29", ("第二十九条第二款",)),
        ("item 3 of article 7", ("第七条第（三）项",)),
        ("the fifth item of Article nineteen", ("第十九条第（五）项",)),
        ("article twenty-six", ("第二十六条",)),
        ("19(13)", ("第十九条第（十三）项",)),
        ("articles 6, 7 and 8", ("第六条", "第七条", "第八条")),
        ("compare article 6 with article 7", ("第六条", "第七条")),
        ("chapter 5", ("第五章",)),
        ("Chapter IV", ("第四章",)),
        ("within 7 days", ()),
        ("an article about 5 fires", ()),
    ],
)
def test_references(written: str, chinese: tuple[str, ...]) -> None:
    assert find_references(written)[0] == chinese


def test_places() -> None:
    ids = [parse_id(i) for i in ("art15.item1", "art15.item4", "art15.para2", "art17")]
    assert place(ids[0]) == "Article 15, item (1)"
    assert places(ids) == "Article 15, items (1), (4); Article 15, paragraph 2; Article 17"


# --- readings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "chinese"),
    [
        ("Who is responsible for fire lanes?", "消防车通道由谁负责"),
        ("what must property managers do", "物业服务企业要做什么"),
        ("WHAT MUST A PROPERTY MANAGEMENT COMPANY DO", "物业服务企业要做什么"),
        ("How wide must a fire access road be?", "消防车通道要多宽"),
        ("What does Article 19(5) say?", "第十九条第（五）项写了什么"),
        (
            "What's the difference between townships and the sub-district offices?",
            "乡镇人民政府和街道办事处有什么区别",
        ),
        ("When does it come into force?", "这部法规什么时候施行"),
        ("Under the draft, what must property managers do?", "草案里物业服务企业要做什么"),
        (
            "May inspectors charge a fee for a fire inspection?",
            "检查人员可以消防安全检查收费吗",
        ),
        (
            "The committee for fire safety meets monthly, right?",
            "防火安全委员会每月召开成员单位会议，对吧",
        ),
        ("asdf qwer zxcv", ""),
        ("Who won the World Cup?", ""),
    ],
)
def test_readings(english: English, question: str, chinese: str) -> None:
    reading = read_english(question, english)
    assert reading is not None
    assert reading.chinese == chinese


# --- answers --------------------------------------------------------------------------------------


def _said(answer: Answer) -> str:
    return answer.said


def test_matter_by_roles(assistant: Assistant) -> None:
    answer = assistant.answer("Who is responsible for fire lanes?")
    assert answer.refusal is None
    assert answer.cited == assistant.answer("消防车通道由谁负责").cited
    assert f"{len(answer.cited)} provisions deal with this" in _said(answer)
    assert "· responsible: " in _said(answer)
    assert "· enforces: " in _said(answer)
    assert "property management company (物业服务企业): Article 10, item (1)" in _said(answer)
    assert answer.read_as == "消防车通道由谁负责"
    assert answer.text.startswith("(Read as: 消防车通道由谁负责)")
    assert answer.brief.startswith("(Read as: 消防车通道由谁负责)")


def test_actor_with_what_does_not_apply(assistant: Assistant) -> None:
    answer = assistant.answer("What are the duties of the sub-district office?")
    assert _said(answer).startswith("Sub-district office (街道办事处): duties in 7 provisions")
    assert "does not apply: Article 15, items (2), (3)" in _said(answer)


def test_one_provision_is_quoted_verbatim(assistant: Assistant) -> None:
    answer = assistant.answer("Who investigates a major fire accident?")
    assert "provides (in Chinese): 「" in _said(answer)
    words = _said(answer).split("「")[1].split("」")[0]
    assert words in assistant.index.leaf(answer.cited[0]).text


def test_status_in_both_languages(assistant: Assistant) -> None:
    notice = assistant.answer("What is a micro fire station?").status_notice
    assert notice.splitlines() == [
        "Draft for public comment, not in force; for study only; not a basis for enforcement.",
        status_notice(assistant.regulation),
    ]


@pytest.mark.parametrize(
    ("question", "reason", "words"),
    [
        ("How wide must a fire lane be?", "not_stated", "This is not stated"),
        ("Article 19(13)", "no_such_provision", "Article 19 has 12 items"),
        ("Article 99", "no_such_provision", "has 32 articles, 1 to 32"),
        ("What does the Criminal Law say about arson?", "other_instrument", "Another law"),
        ("Hello", "chitchat", "about this regulation only"),
        (
            "The fire safety committee meets every month, right?",
            "false_premise",
            "do not say what the question takes for granted",
        ),
        ("flurb gronk", "off_topic", "请用中文提问"),
    ],
)
def test_refusals(assistant: Assistant, question: str, reason: str, words: str) -> None:
    answer = assistant.answer(question)
    assert answer.refusal is not None
    assert answer.refusal.reason == reason
    assert answer.cited == ()
    assert words in _said(answer)


def test_unknown_words_are_not_repeated(assistant: Assistant) -> None:
    assert "gronk" not in assistant.answer("flurb gronk").text


def test_facts_of_the_regulation(assistant: Assistant) -> None:
    said = _said(assistant.answer("How many articles does the regulation have?"))
    assert "7 chapters, 32 articles, 92 items" in said


def test_follow_ups(assistant: Assistant) -> None:
    first = "What must the township government do?"
    history = [(first, assistant.answer(first))]
    second = assistant.answer("and the sub-district offices?", history)
    assert second.read_as == "街道办事处要做什么"
    assert second.cited == assistant.answer("街道办事处要做什么").cited
    history.append(("and the sub-district offices?", second))
    assert assistant.answer("When was it issued?", history).intent == "meta"
    alone = assistant.answer("Who supervises gas safety?", history)
    assert alone.cited == assistant.answer("Who supervises gas safety?").cited
    more = assistant.answer("anything else?", history)
    assert more.cited == second.cited


def test_item_of_the_article_before(assistant: Assistant) -> None:
    history = [("q", assistant.answer("What does article 19 item 3 say?"))]
    assert [str(i) for i in assistant.answer("and item 4?", history).cited] == ["art19.item4"]


def test_chinese_after_english_is_chinese(assistant: Assistant) -> None:
    first = assistant.answer("Who is responsible for fire lanes?")
    assert "处规定" in _said(assistant.answer("消火栓呢", [("q", first)]))


# --- nothing breaks -------------------------------------------------------------------------------

_PHRASES = sorted({" ".join(words) for words in load_english([data_folder()]).terms})
_PIECES = st.one_of(
    st.sampled_from(_PHRASES),
    st.sampled_from(["Article 19(5)", "item 3", "and", "?", "’s", "20", "消防", "zzz", "art. 0"]),
    st.text(max_size=6),
)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(_PIECES, min_size=1, max_size=8), st.booleans())
def test_any_question_is_answered_with_verbatim_quotes(
    assistant: Assistant, pieces: list[str], follows: bool
) -> None:
    history = [("q", assistant.answer("谁管消防车通道"))] if follows else []
    try:
        answer = assistant.answer(" ".join(pieces), history)
    except FiredutyError:
        return  # an empty question
    for quote in answer.quotes:
        assert quote.text == assistant.index.leaf(quote.id).text
        assert quote.text in answer.text
    assert status_notice(assistant.regulation) in answer.text
    assert answer.refusal is None or answer.cited == ()


@given(st.text())
def test_words_of_any_text(text: str) -> None:
    assert all(w.isascii() and w.isalnum() for w in words_of(text))
    find_references(text)


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1))
def test_han_is_never_english(text: str) -> None:
    assert not may_be_english(text)
    assert not may_be_english(f"{text} OK")


# --- several documents, and English in Chinese ----------------------------------------------------


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("What can happen to somebody who smokes in a fuel depot?", "消防法/art63.item2"),
        ("Do fire engines have to stop at a red light?", "北京市消防条例/art61"),
        ("Which day of the year is fire safety day in Beijing?", "北京市消防条例/art52"),
        ("Who repairs a street hydrant that is broken?", "细则/art20.item23"),
    ],
)
def test_every_document_is_asked(librarian: Assistant, question: str, first: str) -> None:
    answer = librarian.answer(question)
    assert first in map(str, answer.cited)
    assert all(q.text in answer.text for q in answer.quotes)


def test_each_document_speaks_with_its_status(librarian: Assistant) -> None:
    answer = librarian.answer("What fine does an individual get for parking in the fire lane?")
    assert "消防法 (in force), Article 60" in answer.said
    assert "《中华人民共和国消防法》: For reference only" in answer.status_notice
    assert "《中华人民共和国消防法》：现行有效" in answer.status_notice


def test_a_whole_set_of_several_documents(librarian: Assistant) -> None:
    said = librarian.answer("Who is responsible for fire lanes?").said
    assert "细则 (not in force):" in said
    assert "property management company (物业服务企业): Article 10, item (1)" in said


def test_a_document_that_is_named_is_asked(librarian: Assistant) -> None:
    answer = librarian.answer("When did the national fire law take effect?")
    assert [str(i) for i in answer.cited] == ["消防法/art74"]


@pytest.mark.parametrize(
    ("question", "chinese"),
    [
        ("fire lane 被堵了找谁", "消防车通道 被堵了找谁"),
        ("我们的 warehouse 能放 gasoline 吗", "我们的 仓库 能放 汽油 吗"),
        ("KTV 要遵守什么", "KTV 要遵守什么"),
        ("App 里能查 gronk 吗", "App 里能查 gronk 吗"),
    ],
)
def test_english_in_chinese_is_put_into_chinese(
    english: English, question: str, chinese: str
) -> None:
    assert in_chinese(question, english) == chinese


def test_how_mixed_words_were_read_is_told(assistant: Assistant) -> None:
    answer = assistant.answer("谁管 fire lane")
    assert answer.read_as == "谁管 消防车通道"
    assert answer.cited == assistant.answer("谁管 消防车通道").cited
