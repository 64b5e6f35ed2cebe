"""Two documents of the library that is served, old versions too, side by side."""

from __future__ import annotations

from assistant.comparing.choosing import Candidate, candidates_in, choose_two
from assistant.comparing.comparison import TextComparison, compare
from ui.web.services import Services


def comparable(services: Services) -> tuple[Candidate, ...]:
    """What may be compared, in the order of the library."""
    return candidates_in(services.assistant.library)


def compare_documents(services: Services, first: str, second: str = "") -> TextComparison:
    """The comparison of two documents; without a second one see ``choose_two``.

    Raises:
        FiredutyError: there is no such document, both are the same, or there is no second version.
    """
    return compare(*choose_two(first, second, comparable(services)))
