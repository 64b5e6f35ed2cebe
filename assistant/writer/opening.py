"""The writer that the settings name."""

from __future__ import annotations

from collections.abc import Callable

from assistant.settings import Settings
from assistant.verify.verifier import Verifier
from assistant.writer.checking import checker
from assistant.writer.model import ChatModel, ReplySource
from assistant.writer.vet import Check
from assistant.writer.writer import Writer, WriterOptions
from corpus.language.data import has_register
from index.opened import Index

#: A shorter key is a placeholder (``EMPTY``, ``ollama``) and may be a word of any sentence.
_SECRET = 8


def open_writer(
    settings: Settings,
    index: Index,
    verifier: Callable[[], Verifier],
    source: ReplySource | None = None,
) -> Writer:
    """The writer that the settings name; nothing is sent before the first question.

    Args:
        settings: must name a model.
        index: that answers come from.
        verifier: makes what sentences are checked with; called once, when it is needed.
        source: stands for the model; None for the model itself.
    """
    assert settings.model

    def check() -> Check:
        return checker(verifier(), index.segmenter)

    model = source or ChatModel(
        settings.model, settings.base_url or "", settings.api_key, settings.timeout
    )
    key = settings.api_key or ""
    secrets = (key,) if len(key) >= _SECRET else ()
    options = WriterOptions(settings.model, settings.timeout, settings.style or "plain", secrets)
    checkable = has_register(index.language.folder)  # what is read unreviewed is no ground to vouch
    return Writer(model, check if checkable else None, index.regulation, options)
