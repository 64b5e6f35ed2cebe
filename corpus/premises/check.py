"""Proof of ``places.toml``: against the text, the register and the kinds of unit.

Checked is that every word which claims to be verbatim is, that every name has something it names,
that no clause of a provision with a rule is left without one, that what the file calls absent is
absent, and that each kind of unit reaches the provisions which ``units.toml`` gives it, and no
special one besides.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from corpus.citing.citations import lookup, parse_id
from corpus.errors import FiredutyError
from corpus.language.data import LanguageData, UnitType, load_language
from corpus.premises.applicability import Guide
from corpus.premises.data import FILE, Inside, PlaceData, Related, Rule, load_places
from corpus.premises.facts import KindSaid, Premises, Standing
from corpus.register.records import Register
from corpus.register.registry import load_register
from corpus.text.provision import ProvisionId, Regulation


def check_places(regulation: Regulation, folder: Path) -> tuple[str, ...]:
    """Everything wrong with the file of a folder, one Chinese line each; none without a file."""
    if not os.path.lexists(folder / FILE):
        return ()
    language = load_language(folder)
    register = load_register(regulation, folder, language)
    return tuple(find_problems(load_places(folder), register, language))


def find_problems(data: PlaceData, register: Register, language: LanguageData) -> Iterator[str]:
    """What ``check_places`` says of data in memory."""
    found = [*_names(data, language), *_patterns(data), *_ids(data, register.regulation)]
    yield from found
    if found:  # what follows needs every name to mean something
        return
    guide = Guide(register, data, language.units)
    text = "\n".join(node.words for node in register.regulation.body.walk())
    yield from _verbatim(data, guide, text)
    yield from _clauses(data, guide)
    for unit in language.units:
        yield from _unit(guide, unit)


def _names(data: PlaceData, language: LanguageData) -> Iterator[str]:
    options = [o.name for o in data.options]
    yield from (f"选项「{n}」重复" for n in {n for n in options if options.count(n) > 1})
    for attribute in ("id", "flag"):
        values = [getattr(q, attribute) for q in data.questions]
        yield from (f"问题 {v} 重复" for v in {v for v in values if values.count(v) > 1})
    known = set(options)
    for where, names in _named(data):
        yield from (f"{where}：没有选项「{n}」" for n in names if n not in known)
    units = {unit.name: {unit.name, *unit.lay} for unit in language.units}
    words = set(chain.from_iterable(units.values()))
    listed = {word for kind in data.kinds for word in kind.units}
    yield from (f"单位类型「{w}」不在 units.toml 里" for w in sorted(listed - words))
    yield from (f"单位类型「{n}」没有说明意味着什么" for n in units if n not in listed)
    covered = {str(parse_id(p)) for s in data.sections for p in s.provisions}
    for rule in data.rules:
        if str(parse_id(rule.provision).parent_article()) not in covered:
            yield f"规则 {rule.provision}：不属于任何分段"


def _named(data: PlaceData) -> Iterator[tuple[str, Iterable[str]]]:
    for option in data.options:
        yield f"选项「{option.name}」", (*option.implies, *option.suggests)
    for kind in data.kinds:
        yield f"单位类型「{'、'.join(kind.units[:1])}」", (*kind.implies, *kind.suggests)
    for one in data.contradictions:
        yield "矛盾", (*one.a, *one.b)
    for rule in data.rules:
        doubted = [n for d in rule.doubts for n in d.given]
        yield f"规则 {rule.provision}", (*chain(*rule.when), *rule.instead, *doubted)
    for entry in data.related:
        yield f"有关职责 {entry.provision}", chain(*entry.when)


def _patterns(data: PlaceData) -> Iterator[str]:
    own = [p for o in data.options for p in (*o.patterns, *o.fallback)]
    for pattern in (*own, *(p for s in data.silent for p in (s.pattern, *s.absent))):
        try:
            re.compile(pattern)
        except re.error as error:
            yield f"「{pattern}」不是正则：第 {(error.pos or 0) + 1} 个字符处写得不对"


def _ids(data: PlaceData, regulation: Regulation) -> Iterator[str]:
    entries: tuple[Rule | Inside | Related, ...] = (*data.rules, *data.inside, *data.related)
    written = [e.provision for e in entries]
    for provision in dict.fromkeys((*written, *(p for s in data.sections for p in s.provisions))):
        try:
            node = lookup(regulation, parse_id(provision))
        except FiredutyError:
            node = None
        if node is None:
            yield f"没有条款 {provision}"


def _verbatim(data: PlaceData, guide: Guide, text: str) -> Iterator[str]:
    for option in data.options:
        yield from (
            f"选项「{option.name}」：原文没有「{w}」" for w in option.words if w not in text
        )
    for rule in data.rules:
        if rule.trigger not in _around(rule, guide):
            yield f"规则 {rule.provision}：该条款没有「{rule.trigger}」"
        if rule.why and "{said}" not in rule.why:
            yield f"规则 {rule.provision}：why 没有 {{said}}"
    for entry in data.inside:
        duties = guide.clauses().of(entry.provision, (entry.opens,))
        if not any(entry.words in d.text for d in duties):
            yield f"单位内 {entry.provision}：该句没有「{entry.words}」"
    for one in data.silent:
        yield from (
            f"「{one.says}」：原文有「{m.group()}」"
            for pattern in one.absent
            for m in re.finditer(pattern, text)
        )


def _around(rule: Rule, guide: Guide) -> str:
    """The words of a rule's provision with its lead-in and its 项."""
    address = parse_id(rule.provision)
    leaves = guide.register.regulation.leaves()
    return "\n".join(f"{x.lead_in}\n{x.text}" for x in leaves if x.id.lies_in(address))


def _clauses(data: PlaceData, guide: Guide) -> Iterator[str]:
    """Every opening means one clause; every clause of a leaf with a rule has one.

    What binds an authority alone is no place's.
    """
    index = guide.clauses()
    entries: tuple[Rule | Inside | Related, ...] = (*data.rules, *data.inside, *data.related)
    for entry in entries:
        opens = (entry.opens,) if isinstance(entry.opens, str) else entry.opens
        for words in opens or ("",):
            found = index.of(entry.provision, (words,))
            if not found or (words and len(found) > 1):
                yield f"{entry.provision}「{words}」：有 {len(found)} 句，应为 1 句"
    ruled: set[object] = set()
    for rule in data.rules:
        duties = index.of(rule.provision, rule.opens, rule.actor)
        ruled |= {d.key for d in duties}
        if not duties:
            yield f"规则 {rule.provision}：「{rule.actor}」在这里没有职责"
    for provision in {
        str(d.provision) for r in data.rules for d in index.of(r.provision, r.opens, r.actor)
    }:
        for duty in index.of(provision):
            if duty.level.is_authority:  # no place bears what an authority is to do
                continue
            if duty.provision == parse_id(provision) and duty.key not in ruled:
                yield f"{duty.id}：没有规则说它何时适用「{duty.text[:20]}」"


def _unit(guide: Guide, unit: UnitType) -> Iterator[str]:
    """A kind of unit by itself, against the provisions that ``units.toml`` gives it."""
    held = guide.facts.hold(Premises(kinds=(KindSaid(unit.name, unit.name),)))
    given = [parse_id(p) for p in unit.provisions]
    standing = {
        rule: min(max(held[n].standing for n in group) for group in rule.when)
        for rule in guide.data.rules
    }
    for address in given:
        about = [r for r in standing if _either(parse_id(r.provision), address)]
        own = any(d.level.is_private for d in guide.clauses().of(str(address)))
        if own and about and all(standing[r] is Standing.NO for r in about):
            yield f"单位类型「{unit.name}」：units.toml 列了 {address}，规则却说不适用"
    for rule, value in standing.items():
        special = all(guide.facts.question[n].of_kind for n in rule.when[0])
        mine = any(_either(parse_id(rule.provision), address) for address in given)
        if special and value is Standing.YES and not mine:
            yield f"单位类型「{unit.name}」：规则说 {rule.provision} 适用，units.toml 没有列"


def _either(one: ProvisionId, other: ProvisionId) -> bool:
    return one.lies_in(other) or other.lies_in(one)
