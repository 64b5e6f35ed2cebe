"""A pack's questions as a QTI 2.1 content package, the exchange format of 1EdTech (IMS Global).

One item a question with the interaction that the specification has for its form: choice, order, match,
text entry. The manifest follows the IMS Content
Packaging profile of the same specification ("IMS QTI 2.1 Integration Guide").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from lxml import etree
from lxml.builder import ElementMaker

from assistant.training.pack import Pack
from assistant.training.question import (
    BLANK,
    FillBlank,
    Matching,
    MultipleChoice,
    Ordering,
    QuizQuestion,
    SingleChoice,
    TrueFalse,
)
from ui.documents.archive import zip_parts
from ui.documents.document import clean
from ui.documents.training.words import list_once

_QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_CP = "http://www.imsglobal.org/xsd/imscp_v1p1"
_Q = ElementMaker(namespace=_QTI, nsmap={None: _QTI})
_M = ElementMaker(namespace=_CP, nsmap={None: _CP})


def make_qti(pack: Pack) -> bytes:
    """The package as a zip file, papers A then B, each question once."""
    items = {name: _written(_item(item.question, name)) for name, item in list_once(pack)}
    files = {"imsmanifest.xml": _written(_manifest(pack, list(items)))}
    files |= {f"items/{name}.xml": content for name, content in items.items()}
    return zip_parts(files.items(), pack.date)


def _manifest(pack: Pack, names: Sequence[str]) -> etree._Element:
    resources = _M.resources(
        *(
            _M.resource(
                _M.file(href=f"items/{name}.xml"),
                identifier=f"R-{name}",
                type="imsqti_item_xmlv2p1",
                href=f"items/{name}.xml",
            )
            for name in names
        )
    )
    schema = _M.metadata(_M.schema("QTIv2.1 Package"), _M.schemaversion("1.0.0"))
    return _M.manifest(schema, _M.organizations(), resources, identifier=f"fireduty-{pack.date}")


def _item(question: QuizQuestion, name: str) -> etree._Element:
    declared, body = _interaction(question)
    title = clean(question.stem)[:80]
    return _Q.assessmentItem(
        *declared,
        _Q.outcomeDeclaration(identifier="SCORE", cardinality="single", baseType="float"),
        _Q.outcomeDeclaration(identifier="FEEDBACK", cardinality="single", baseType="identifier"),
        _Q.itemBody(*_scene(question), *body),
        _processing(question),
        _Q.modalFeedback(
            _Q.p(clean(question.explanation)),
            outcomeIdentifier="FEEDBACK",
            identifier="WHY",
            showHide="show",
        ),
        identifier=f"I-{name}",
        title=title,
        adaptive="false",
        timeDependent="false",
    )


def _scene(question: QuizQuestion) -> Iterator[etree._Element]:
    if question.scene:
        yield _Q.p(clean(question.scene))


def _interaction(question: QuizQuestion) -> tuple[list[etree._Element], list[etree._Element]]:
    """How the response is declared, and what is shown."""
    asked = _Q.prompt(clean(question.stem))
    match question:
        case SingleChoice():
            return _choice(asked, question.options, (question.key,), several=False)
        case TrueFalse():
            return _choice(asked, ("正确", "错误"), (int(not question.key),), several=False)
        case MultipleChoice():
            return _choice(asked, question.options, question.key, several=True)
        case Ordering():
            steps = [
                _Q.simpleChoice(clean(w), identifier=_id(n)) for n, w in enumerate(question.steps)
            ]
            shown = _Q.orderInteraction(
                asked, *steps, responseIdentifier="RESPONSE", shuffle="false"
            )
            return [_response("ordered", "identifier", [_id(n) for n in question.key])], [shown]
        case Matching():
            return _pairs(asked, question)
        case FillBlank():
            return _blanks(question)
        case _:
            assert_never(question)


def _choice(
    asked: etree._Element, options: Sequence[str], key: Sequence[int], *, several: bool
) -> tuple[list[etree._Element], list[etree._Element]]:
    shown = _Q.choiceInteraction(
        asked,
        *(_Q.simpleChoice(clean(words), identifier=_id(n)) for n, words in enumerate(options)),
        responseIdentifier="RESPONSE",
        shuffle="false",
        maxChoices="0" if several else "1",
    )
    cardinality = "multiple" if several else "single"
    return [_response(cardinality, "identifier", [_id(n) for n in key])], [shown]


def _pairs(
    asked: etree._Element, question: Matching
) -> tuple[list[etree._Element], list[etree._Element]]:
    sides = [
        _Q.simpleMatchSet(
            *(
                _Q.simpleAssociableChoice(clean(words), identifier=f"{side}{n}", matchMax=most)
                for n, words in enumerate(shown)
            )
        )
        for side, shown, most in (("L", question.left, "1"), ("R", question.right, "0"))
    ]
    shown = _Q.matchInteraction(
        asked, *sides, responseIdentifier="RESPONSE", shuffle="false",
        maxAssociations=str(len(question.left)),
    )  # fmt: skip
    pairs = [f"L{left} R{right}" for left, right in enumerate(question.key)]
    return [_response("multiple", "directedPair", pairs)], [shown]


def _blanks(question: FillBlank) -> tuple[list[etree._Element], list[etree._Element]]:
    first, *rest = clean(question.stem).split(BLANK)
    sentence = _Q.p(first)
    declared = []
    for number, (words, after) in enumerate(zip(question.key, rest, strict=True), 1):
        name = f"RESPONSE{number}"
        declared.append(_response("single", "string", [clean(words)], name))
        entry = _Q.textEntryInteraction(responseIdentifier=name, expectedLength=str(len(words) + 4))
        entry.tail = after
        sentence.append(entry)
    return declared, [sentence]


def _response(
    cardinality: str, kind: str, right: Sequence[str], name: str = "RESPONSE"
) -> etree._Element:
    values = _Q.correctResponse(*(_Q.value(value) for value in right))
    return _Q.responseDeclaration(values, identifier=name, cardinality=cardinality, baseType=kind)


def _processing(question: QuizQuestion) -> etree._Element:
    """One point where every response is the right one; the explanation in any case."""
    names = (
        [f"RESPONSE{n}" for n in range(1, len(question.key) + 1)]
        if isinstance(question, FillBlank)
        else ["RESPONSE"]
    )
    tests = [_Q.match(_Q.variable(identifier=n), _Q.correct(identifier=n)) for n in names]
    scored = [
        _Q.setOutcomeValue(_Q.baseValue(points, baseType="float"), identifier="SCORE")
        for points in ("1", "0")
    ]
    judged = tests[0] if len(tests) == 1 else getattr(_Q, "and")(*tests)
    return _Q.responseProcessing(
        _Q.responseCondition(_Q.responseIf(judged, scored[0]), _Q.responseElse(scored[1])),
        _Q.setOutcomeValue(_Q.baseValue("WHY", baseType="identifier"), identifier="FEEDBACK"),
    )


def _id(number: int) -> str:
    return f"C{number}"


def _written(element: etree._Element) -> bytes:
    return bytes(etree.tostring(element, encoding="UTF-8", xml_declaration=True, pretty_print=True))
