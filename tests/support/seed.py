"""What is made from the shipped regulation, once per run: for fixtures, and for what is no test.

Everything here is frozen, or only remembers; a test that changes one makes its own.
"""

from __future__ import annotations

from functools import cache

from assistant.keycheck.checker import KeyChecker
from assistant.training.opening import open_trainer
from assistant.training.question import QuizQuestion
from assistant.training.trainer import Trainer
from assistant.verify.verifier import Verifier
from corpus.language.data import LanguageData, load_language
from corpus.language.load import load_corpus
from corpus.premises.applicability import Guide
from corpus.premises.data import load_places
from corpus.register.lookups import Lookups
from corpus.register.records import Register
from corpus.register.registry import register_of
from corpus.text.load import data_folder, load_default


def language() -> LanguageData:
    return load_language(data_folder())


def register() -> Register:
    return register_of(load_default(), language())


@cache
def lookups() -> Lookups:
    return Lookups(register())


@cache
def guide() -> Guide:
    return Guide(register(), load_places(data_folder()), language().units)


@cache
def verifier() -> Verifier:
    return Verifier(register(), language())


@cache
def key_checker() -> KeyChecker:
    return KeyChecker(load_default(), lookups(), verifier(), guide())


@cache
def trainer() -> Trainer:
    return open_trainer(*load_corpus(None))


def bank() -> tuple[QuizQuestion, ...]:
    """All that can be asked, what is in reserve as well."""
    held = trainer().bank
    plain = held.in_reserve(trainer().material.clauses.all)
    found = {q.id: q for q in held.all}
    for question in (*held.sequences, *plain):
        found.setdefault(question.id, question)
    return tuple(found.values())
