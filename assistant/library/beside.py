"""The duty beside the penalty: what a document that states no penalty says must be done."""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.answering.compose import quotation
from assistant.answering.parts import Quotation
from assistant.answering.penalties import PENALTY_WORDS, asks_penalty, punishes
from assistant.answering.statement import Statement
from assistant.library.panel import Panel
from assistant.understanding.understood import understand
from corpus.text.provision import Leaf
from index.opened import Index
from index.retrieve import rank

#: Probability, among those of its own document, from which a provision is about the act.
_ABOUT = 0.7
#: Provisions of a document that are looked at.
_LOOKED_AT = 5
_TAIL = re.compile(
    rf"(?:一般|大概|最多|最少|最后|到底|究竟|这种|这样|单位|公司|个人|老板|他们?|我们?|你们?|自己|谁|哪个部门|按什么)*(?:会|要|该|得|能|可|是不是|给|算)*"
    rf"(?:不会|不)?(?:被|受|挨|吃)?(?:{PENALTY_WORDS.pattern}).*$"
)


def act_of(question: str) -> str:
    """What somebody does or leaves undone, without the words that ask what follows from it."""
    clauses = [c for c in re.split(r"[，,。？?！!；;]", question) if c.strip()]
    acts = [_TAIL.sub("", clause) for clause in clauses]
    return "，".join(a for a in acts if len(a) > 1)


def duties_beside(panel: Panel, speaking: Collection[str], question: str) -> dict[str, Leaf]:
    """Key of a document that does not answer → its duty on the act that is to be punished."""
    if not asks_penalty(question) or not (act := act_of(question)):
        return {}
    silent = [d.index for d in panel.documents if d.regulation.key not in speaking]
    duties = ((index.regulation.key, _duty(index, act)) for index in silent)
    return {key: leaf for key, leaf in duties if leaf is not None}


def _duty(index: Index, act: str) -> Leaf | None:
    """The provision that is most about an act; one that binds units or people before one of an authority."""
    hits = rank(index, act, _LOOKED_AT).hits
    leaves = [index.leaf(hit.id) for hit in hits if hit.score >= _ABOUT]
    about = [leaf for leaf in leaves if not punishes(leaf)]
    private = {
        i
        for name, ids in index.duties.bodies.items()
        if index.duties.levels[name].is_private
        for i in ids
    }
    return next((leaf for leaf in about if str(leaf.id) in private), None)


def duty_statement(panel: Panel, key: str, leaf: Leaf, question: str) -> Statement:
    """The words of such a duty, said to be one."""
    index = panel.document(key).index
    said = quotation(index, understand(index, act_of(question)), leaf)
    assert isinstance(said.parts, Quotation)
    parts = Quotation(said.parts.words, said.parts.source, "写的是职责：", lead=said.parts.lead)
    return Statement(said.kind, parts, (leaf.id,))
