"""A question after others → the ways to read it, without a language model and without a document's data.

A fragment is read within the last complete question (the topic): with its words in the place of what they
replace, beside it, or by themselves. The topic never grows: beside it stand the last fragment and the
new one, and nothing older.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.understanding.alone import ASKS
from assistant.understanding.replacing import asks_what_does, replaced, replaced_name
from corpus.citing.written import find_citations
from index.embed import Embedder
from index.expand import Lexicon
from index.focus import FocusRole, FragmentKind
from index.tokens import Segmenter

#: Words that tie a question to what went before, and say nothing themselves.
_LEAD = re.compile(
    r"^(?:那么|那(?![个些边里儿])|还有|另外|然后|同样|换成|如果是|要是(?=.{1,4}呢)|改成|对了|说回|说到|好的?(?=[，,。])|嗯|哦|顺便问(?:一句|一下)?|[，,。\s])+"
)
_TAIL = re.compile(r"(?:呢|啊|呀)?[？?。！!\s]*$")
#: 「不是居委会，我问的是物业」「打错了，醉驾」「猫 我打错了」: what is meant is the rest.
_WRONG = re.compile(
    r"^(?:嗯|哦|啊|[，, ])*(?:(?:不对|不是|错了|(?:我)?(?:说|问|打|搞|写)错了)[，,。！! 是]*)+"
    r"(?P<not>[^，,。]{1,10}[，,。 ]+)?(?=.{2})|[，, ]*(?:我)?(?:说|打|写)错了$"
)
_MEANT = re.compile(
    r"^(?:[，, ])*(?:我|咱)(?:是想|想|是)?(?:问|说|指)的?(?:是)?(?=.{2})|^(?:应该)?是(?=[^否])"
)
#: Topic and last fragment as they are shown: 「谁管消火栓（坏了）」.
_SHOWN = re.compile(r"^(?P<topic>.+?)[（(](?P<last>(?:[^（）()]|[（(][^（）()]*[）)])+)[）)]$")
#: A fragment that says what happened, or what is not done, takes nothing's place.
_HAPPENS = re.compile(r"了|^(?:被|不|没|未|超过)")
#: A fragment that is longer is never read with an earlier question: what is read so is shown again,
#: which must not become a way to have any text repeated.
LONGEST = 28


@dataclass(frozen=True, slots=True)
class Topic:
    """What a conversation is about.

    Attributes:
        question: the last complete question as it was understood.
        last: the last fragment that was read beside it; empty for none.
        told: the first words that were shown last; empty for none.
        earlier: the fragments before the last, latest first.
    """

    question: str
    last: str = ""
    told: str = ""
    earlier: tuple[str, ...] = ()

    def lacking(self, kind: FragmentKind) -> str:
        """What was said last that a fragment of a kind lacks: what is asked, or of what."""
        for said in (self.last, *self.earlier):
            if said and (kind_of(said) == "asks") != (kind == "asks"):
                return said
        return self.question


@dataclass(frozen=True, slots=True)
class FragmentRead:
    """A fragment read within a topic.

    Attributes:
        text: a question that stands alone: with a name that the data knows in the place of another, else
            the topic and the fragment.
        shown: what the reader is told that was understood, and what the next question goes on from.
        readings: the words that are looked for, see ``index.focus``.
        kind: what the fragment does.
        is_whole: whether the text asks all by itself: what a body that the data knows does about something.
    """

    text: str
    shown: str
    readings: Mapping[FocusRole, str]
    kind: FragmentKind
    is_whole: bool = False


def topic_of(understood: str) -> Topic:
    """The topic that a question leaves, by how it was understood."""
    match = _SHOWN.match(understood)
    if match is None:
        return Topic(_TAIL.sub("", understood) or understood)
    last = match["last"].rpartition("，")[2]
    return Topic(_TAIL.sub("", match["topic"]), "" if find_citations(last) else last)


def core_of(question: str) -> str:
    """What a question says without the words that tie it to what went before."""
    meant = _WRONG.sub("", question)
    corrected = meant != question
    meant = _MEANT.sub("", _LEAD.sub("", meant) if not corrected else meant.lstrip("，, 是"))
    return _TAIL.sub("", meant) or question


def kind_of(core: str) -> FragmentKind:
    """What the words of a fragment do."""
    return "asks" if ASKS.search(core) else "happens" if _HAPPENS.search(core) else "names"


def read_fragment(
    question: str,
    topic: Topic,
    segmenter: Segmenter,
    embedder: Embedder,
    lexicons: Sequence[Lexicon] = (),
) -> FragmentRead:
    """A question that does not stand alone, read within what the conversation is about.

    Args:
        question: as asked, cleaned.
        topic: what the conversation is about.
        segmenter, embedder: of the documents.
        lexicons: of those that have language data.
    """
    core, kind = core_of(question), kind_of(core_of(question))
    joined = f"{topic.question}，{core}"
    naming = kind == "names"
    named = replaced_name(topic.question, core, lexicons, embedder) if naming else ""
    like = replaced(topic.question, core, segmenter, embedder) if naming else ""
    beside = f"{topic.last}，{core}" if topic.last else core
    readings: dict[FocusRole, str] = {
        "own": core,
        "joined": joined,
        "replaced": named or like or joined,
        "chained": beside if topic.last else joined,
        "carried": f"{topic.lacking(kind)}，{core}",
        "told": f"{core}，{topic.told}" if topic.told else joined,
    }
    if named:
        return FragmentRead(named, named, readings, "named", is_whole=asks_what_does(named, core))
    return FragmentRead(joined, f"{topic.question}（{beside}）", readings, kind)
