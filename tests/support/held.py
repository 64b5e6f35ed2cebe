"""The documents of an assistant as the page shows them."""

from __future__ import annotations

from assistant.assistant import Assistant
from ui.web.held import HeldDocuments


def held_of(assistant: Assistant) -> HeldDocuments:
    return HeldDocuments(assistant.regulations)
