"""What free words of a look-up lead to: the provisions that answer them as a question."""

from __future__ import annotations

from assistant.assistant import Assistant
from corpus.errors import FiredutyError
from ui.documents.duty_reading import Meant, Search


def search_with(assistant: Assistant) -> Search:
    """Looks free words up by asking them; no language model has a part in it."""

    def search(words: str) -> Meant:
        try:
            answer = assistant.answer(words, rewrite=False)
        except FiredutyError:
            return Meant()  # too long for a question: no name either
        nearest = answer.refusal.nearest if answer.refusal else ()
        return Meant(answer.cited or nearest, bool(answer.cited))

    return search
