"""The writer that the settings name."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.sources import Sources
from assistant.settings import Settings
from assistant.writer.checking import checker
from assistant.writer.model import ChatModel, ReplySource
from assistant.writer.vet import Check
from assistant.writer.writer import Writer, WriterOptions, WrittenDocument
from corpus.language.data import has_register

#: A shorter key is a placeholder (``EMPTY``, ``ollama``) and may be a word of any sentence.
_SECRET = 8


def open_writer(
    settings: Settings, documents: Sequence[Sources], source: ReplySource | None = None
) -> Writer:
    """The writer that the settings name; nothing is sent before the first question.

    Args:
        settings: must name a model.
        documents: that answers come from.
        source: stands for the model; None for the model itself.
    """
    assert settings.model
    model = source or ChatModel(
        settings.model, settings.base_url or "", settings.api_key, settings.timeout
    )
    key = settings.api_key or ""
    secrets = (key,) if len(key) >= _SECRET else ()
    options = WriterOptions(settings.model, settings.timeout, settings.style or "plain", secrets)
    return Writer(model, [_written(d) for d in documents], options)


def _written(document: Sources) -> WrittenDocument:
    def check() -> Check:
        return checker(document.verifier, document.index.segmenter)

    checkable = has_register(document.index.language.folder)
    # What is read unreviewed is no ground to vouch.
    return WrittenDocument(document.regulation, check if checkable else None)
