"""What is said of a source that a text is not checked by: not collected, or collected and not chosen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unasked:
    """Documents that are held, and that a text is not checked by.

    Attributes:
        names: title and key of each.
    """

    names: tuple[tuple[str, str], ...] = ()

    def why(self, instrument: str) -> str:
        """Why a text is not checked by an instrument, so that 「无从核对」 may follow."""
        bare = instrument.strip("《》「」 ")
        for title, key in self.names:
            if bare and (title.endswith(bare) or bare in (title, key) or title in bare):
                return f"已收录，但这次没有选「{key}」来核对"
        return "不在收录范围内"


ALL_ASKED = Unasked()
