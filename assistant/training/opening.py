"""The trainer of the regulation that the settings name, for those who need no index."""

from __future__ import annotations

from assistant.settings import Settings
from assistant.training.trainer import Trainer
from assistant.verify.verifier import Verifier
from corpus.errors import FiredutyError
from corpus.language.data import has_register
from corpus.language.load import load_corpus
from corpus.language.plain import load_plain
from corpus.premises.applicability import Guide
from corpus.premises.data import load_places
from corpus.register.lookups import Lookups
from corpus.register.registry import register_of
from corpus.teaching.data import load_training


def open_trainer(settings: Settings) -> Trainer:
    """The trainer; made from the regulation and its data alone.

    Raises:
        FiredutyError: the regulation or its data cannot be read, or it has no register.
    """
    regulation, language = load_corpus(settings.regulation)
    folder = language.folder
    if folder is None or not has_register(folder):
        raise FiredutyError(f"《{regulation.title}》还没有责任登记，不能出题")
    register = register_of(regulation, language)
    return Trainer(
        Lookups(register),
        Verifier(register, language),
        load_training(folder),
        Guide(register, load_places(folder), language.units),
        load_plain(folder),
    )
