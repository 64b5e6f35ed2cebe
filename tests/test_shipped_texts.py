"""The laws that ship beside the first text: their data holds against their own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.verify.verifier import Verifier
from corpus.citing.citations import parse_id
from corpus.language.data import check_language, load_language
from corpus.language.plain import check_plain, load_plain
from corpus.premises.check import check_places
from corpus.register.registry import check_register, register_of
from corpus.text.load import load_regulation, shipped_folders

LAWS = shipped_folders()[1:]

pytestmark = pytest.mark.parametrize("folder", LAWS, ids=lambda folder: folder.name)


def test_data_holds_against_the_text(folder: Path) -> None:
    regulation, language = load_regulation(folder), load_language(folder)
    assert check_language(language, regulation) == ()
    assert check_register(regulation, folder) == ()
    assert check_places(regulation, folder) == ()
    assert check_plain(load_plain(folder), regulation) == ()


def test_every_plain_sentence_is_borne_out(folder: Path) -> None:
    regulation, language = load_regulation(folder), load_language(folder)
    verifier = Verifier(register_of(regulation, language), language)
    wrong = [
        (id_, verdict.sentence, verdict.reason)
        for id_, sentences in load_plain(folder).items()
        for verdict in (verifier.verify(s, (parse_id(id_),)) for s in sentences)
        if verdict.state != "已核对"
    ]
    assert wrong == []
