"""Answers with cited provisions."""

from assistant.answer import Answer, Intent, Quote, Reason, Refusal, Statement
from assistant.assistant import Assistant, load_corpus
from assistant.settings import Settings

__all__ = [
    "Answer",
    "Assistant",
    "Intent",
    "Quote",
    "Reason",
    "Refusal",
    "Settings",
    "Statement",
    "load_corpus",
]
