"""What one word of a scope means: a provision, a chapter, a body, a matter."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.training.clauses import TeachableClause
from assistant.training.material import Material
from corpus.citing.citations import format_citation, lookup, parse_id
from corpus.citing.follow import follow_citations
from corpus.errors import USAGE, FiredutyError
from corpus.register.actors import find_nearest
from corpus.text.provision import Level


@dataclass(frozen=True, slots=True)
class ScopeMeant:
    """The clauses that something means.

    Attributes:
        actors: bodies that it names.
        remarks: sentences on what depends on a condition.
        name: what it is called; empty for the words themselves.
    """

    clauses: tuple[TeachableClause, ...]
    actors: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    name: str = ""


def find_meant(material: Material, word: str) -> ScopeMeant:
    """The clauses that one word means: a provision, a chapter, an actor, a matter, a unit.

    Raises:
        FiredutyError: it means none of them.
    """
    asked = "".join(word.split())
    if not asked:
        raise wrong_choice("范围是空的：请写条（第七条）、章（第二章）、事项或主体")
    for way in (_provision, _chapter, _matter_named, _actor, _matter):
        if (found := way(material, asked)) is not None:
            return found
    names = [b.name for b in material.clauses.register.bodies]
    near = find_nearest(asked, [*names, *(m.name for m in material.clauses.register.matters)])
    hint = f"；相近的有{'、'.join(near)}" if near else ""
    raise wrong_choice(f"范围里的「{word}」不是这部法规的条、章、事项或主体{hint}")


def _provision(material: Material, asked: str) -> ScopeMeant | None:
    try:
        address = parse_id(asked)
    except FiredutyError:
        return None
    if lookup(material.regulation, address) is None:
        articles = [a.number for a in material.regulation.articles()]
        raise wrong_choice(
            f"没有这一条款：{asked}；本文本有第 {articles[0]} 条到第 {articles[-1]} 条"
        )
    found = tuple(c for c in material.clauses.all if c.id.lies_in(address))
    if not found:
        cited = format_citation(address, material.regulation, title=False)
        raise wrong_choice(f"{cited}没有规定谁要做什么，不能出题")
    return ScopeMeant(found)


def _chapter(material: Material, asked: str) -> ScopeMeant | None:
    regulation = material.regulation
    written = asked if asked.startswith("第") else f"第{asked}"
    followed = [a for a in follow_citations(written, regulation) if a.citation.divisions]
    if len(followed) != 1 or followed[0].citation.id is not None:
        return None
    wanted = next(iter(followed[0].divisions), None)
    if wanted is None:
        chapters = [n for n in regulation.body.walk() if n.level is Level.CHAPTER]
        raise wrong_choice(f"没有「{asked}」；有{'、'.join(n.label for n in chapters)}")
    found = tuple(c for c in material.clauses.all if any(a is wanted for a in c.leaf.ancestors))
    if not found:
        raise wrong_choice(f"{wanted.heading}没有规定谁要做什么，不能出题")
    return ScopeMeant(found)


def _actor(material: Material, asked: str) -> ScopeMeant | None:
    bodies = material.clauses.lookups.resolve(asked).bodies
    found = [c for b in bodies for c in material.clauses.certain(b.name)]
    if not found:
        return None
    return ScopeMeant(tuple(dict.fromkeys(found)), tuple(b.name for b in bodies))


def _matter_named(material: Material, asked: str) -> ScopeMeant | None:
    names = {m.name for m in material.clauses.register.matters}
    return _matter(material, asked) if asked in names else None


def _matter(material: Material, asked: str) -> ScopeMeant | None:
    lookups = material.clauses.lookups
    match = lookups.find_matter(asked)
    keys = {d.key for m in match.matters for d in lookups.matter(m).duties}
    found = tuple(c for c in material.clauses.all if c.key in keys)
    return ScopeMeant(found) if found else None


def wrong_choice(message: str) -> FiredutyError:
    """An error in what somebody chose."""
    return FiredutyError(message, exit_code=USAGE)
