"""The trainer of one document, for those who need no index."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.training.trainer import Trainer
from assistant.verify.verifier import Verifier
from corpus.language.data import LanguageData
from corpus.language.plain import load_plain
from corpus.premises.applicability import Guide
from corpus.premises.data import load_places
from corpus.register.lookups import Lookups
from corpus.register.registry import register_of
from corpus.teaching.data import load_training
from corpus.text.provision import Regulation


def open_trainer(
    regulation: Regulation, language: LanguageData, beside: Sequence[Trainer] = ()
) -> Trainer:
    """The trainer; made from the regulation and its data alone.

    Args:
        beside: trainers of the texts that questions may compare with this one.

    Raises:
        FiredutyError: the regulation or its data cannot be read.
    """
    folder = language.folder
    register = register_of(regulation, language)
    return Trainer(
        Lookups(register),
        Verifier(register, language),
        load_training(folder),
        Guide(register, load_places(folder), language.units) if folder is not None else None,
        load_plain(folder),
        beside=beside,
    )
