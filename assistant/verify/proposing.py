"""What should stand where a sentence is wrong: the provision that says it, else the words of the one cited.

A sentence that the cited provisions do not bear out may be borne out by another: its number or its document
is then what is wrong, and not all that the cited provisions lack.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answering.quoting import quote
from assistant.verify.labels import remove_labels
from assistant.verify.sentences import PastedSentence
from assistant.verify.verdict import PastedFinding, ProblemKind, Verdict
from assistant.verify.verifier import Verifier
from corpus.text.provision import ProvisionId

#: Share of a sentence's weight that a provision must hold to be what the sentence says.
SAYS_IT = 0.45
#: Provisions of one document that are tried.
_MOST_TRIED = 4
_FRAME = re.compile(
    r"^(?:\s|根据|依据|按照|依照|的|之|有关|相关|规定|要求|明确|指出|写明|[，,：:“”])*"
)
#: Key of a document → what it is checked with; under an empty key where there is one document.
Verifiers = Mapping[str, Verifier]
#: Provisions of a document as they are told to the reader.
TellPlace = Callable[[str, Sequence[ProvisionId]], str]


@dataclass(frozen=True, slots=True)
class RightPlace:
    """The provision that bears a sentence out.

    Attributes:
        document: key of its document, empty where there is one.
        id: of the leaf, or of the 条.
        whole: whether the 条 with all its parts is meant.
    """

    document: str
    id: ProvisionId
    whole: bool = False

    @property
    def address(self) -> ProvisionId:
        """With its document."""
        return self.id.of(self.document)

    def words(self, verifiers: Verifiers) -> str:
        """What it says, see ``words_of``."""
        return words_of(verifiers[self.document], (self.id,), whole=self.whole)


def find_right_place(
    verifiers: Verifiers, sentence: PastedSentence, cited: Sequence[ProvisionId]
) -> RightPlace | None:
    """The provision outside those cited that bears out all that a sentence says; None for none.

    Args:
        verifiers: of the documents to look in.
        sentence: what it says is taken without its citations.
        cited: the provisions that it is not looked for in, with their documents.
    """
    said = _FRAME.sub("", remove_labels(sentence.text, sentence.labels))
    found = []
    for key, verifier in verifiers.items():
        own = [i.of("") for i in cited if i.document == key]
        near = verifier.nearest_shares(said, (), SAYS_IT)[:_MOST_TRIED]
        found += [(share, key, i) for share, i in near if not any(i.lies_in(c) for c in own)]
    for _, key, leaf in sorted(found, key=lambda place: -place[0]):
        for address, whole in ((leaf, False), (leaf.parent_article(), True)):
            if any(address.lies_in(c.of("")) for c in cited if c.document == key):
                continue
            if verifiers[key].verify(said, (address,), labels=()).state == "已核对":
                return RightPlace(key, address, whole)
    return None


def with_right_place(
    finding: PastedFinding,
    sentence: PastedSentence,
    verdict: Verdict,
    verifiers: Verifiers,
    tell: TellPlace,
) -> PastedFinding:
    """A finding on a sentence that cites, told by what should stand instead.

    Args:
        finding: of the verdict.
        sentence, verdict: that it is of.
        verifiers, tell: see there.
    """
    if finding.state != "改用原文":
        return finding
    own = finding.document
    status = any(p.kind is ProblemKind.STATUS for p in verdict.problems)
    cited = tuple(i.of(own) for i in verdict.ids)
    place = None if status else find_right_place(verifiers, sentence, cited)
    if place is None:
        narrowed = verifiers[own].nearest(sentence.text, verdict.ids)[:1] or verdict.ids
        return replace(
            finding,
            original=words_of(verifiers[own], narrowed),
            right=tuple(i.of(own) for i in narrowed),
        )
    labels = tuple(dict.fromkeys(x.citation.text for x in sentence.labels))
    there, here = tell(place.document, (place.id,)), "、".join(labels) or tell(own, verdict.ids)
    return replace(
        finding,
        reason=f"出处不对：这是{there}的规定，所引的{here}没有这样规定",
        offending=labels or finding.offending,
        original=place.words(verifiers),
        right=(place.address,),
    )


def words_of(verifier: Verifier, ids: Sequence[ProvisionId], *, whole: bool = False) -> str:
    """Some provisions word for word, a line each, an item after the words that lead it in.

    Args:
        verifier: of their document.
        ids: their addresses.
        whole: whether the first 款 of a 条 stands for all of the 条.
    """
    return "\n".join(dict.fromkeys(_lines(verifier, ids, whole)))


def _lines(verifier: Verifier, ids: Sequence[ProvisionId], whole: bool) -> Iterator[str]:
    leaves = [verifier.leaves[str(i)] for i in ids if str(i) in verifier.leaves]
    if whole or len(leaves) < len(ids):
        leaves = list(verifier.ground(tuple(ids)).leaves)
    for held in leaves:
        words = quote(held.leaf, verifier.regulation)
        yield from filter(None, (words.lead_in, words.text))
