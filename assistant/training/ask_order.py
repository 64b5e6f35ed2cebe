"""排序: steps whose order the text itself gives. Reviewed data says which."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.training.drafting import make_id
from assistant.training.material import Material
from assistant.training.question import Ordering
from corpus.citing.citations import parse_id
from corpus.teaching.data import Sequence

_SHOWN = 2


def ask_order(material: Material, sequence: Sequence) -> Iterator[Ordering]:
    """One sequence, its steps shown in different orders, none of them the right one."""
    steps = [s.text for s in sequence.steps]
    leaves = [material.leaf(parse_id(s.provision)) for s in sequence.steps]
    evidence = tuple(dict.fromkeys(map(material.around, leaves, steps)))
    seen: list[list[str]] = [steps]
    for variant in range(_SHOWN * 3):
        shown = material.shuffled(steps, sequence.ask, str(variant))
        if shown in seen or len(seen) > _SHOWN:
            continue
        seen.append(shown)
        yield Ordering(
            id=make_id("排序", str(evidence[0].id), sequence.ask, *shown),
            stem=sequence.ask,
            steps=tuple(shown),
            key=tuple(shown.index(step) for step in steps),
            explanation=material.told(evidence, f"{sequence.because}。"),
            evidence=evidence,
            difficulty="中" if len(steps) == 3 else "难",
            matters=material.matters_within(evidence),
        )
