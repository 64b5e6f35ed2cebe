"""Resolve mentions: which provisions a mention addresses, given where it stands.

One candidate or none. A mention stays unresolved, with the reason, where the provision does not
exist or exists twice, where two readings are possible, or where the words belong to another text.
Addresses here are printed addresses (see ``corpus.citing.outline``) until a target is looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.citing.mention_sites import Frame, MentionSite, Resolution, Unresolved
from corpus.citing.mentions import AddressPart, Mention
from corpus.citing.outline import Outline
from corpus.text.provision import Level, ProvisionId


def resolve_mentions(
    mentions: Sequence[Mention], place: MentionSite
) -> tuple[tuple[Resolution, ...], tuple[Frame, ...]]:
    """Resolve the mentions of one leaf in printed order; also the frames that they leave behind."""
    found: list[Resolution] = []
    frames = [f for f in place.frames if f.title == ""]
    titles = list(place.titles)
    lead = len(frames)
    for mention in mentions:
        words = place.leaf.text[: mention.span[0]]
        near = [f for f in frames if f.title == "" or not re.search("[。：]", words[f.end :])]
        latest = frames[-1] if frames else None
        here = replace(place, frames=tuple(near), latest=latest, titles=tuple(titles), text=words)
        resolution = resolve(mention, here, found[-1] if found else None)
        found.append(resolution)
        if resolution.frame:
            frames.append(replace(resolution.frame, end=mention.span[1]))
        if resolution.external and resolution.external not in titles:
            titles.append(resolution.external)
    return tuple(found), tuple(replace(f, end=0) for f in frames[lead:])


def resolve(mention: Mention, place: MentionSite, last: Resolution | None = None) -> Resolution:
    """Resolve one mention.

    Args:
        mention: what was found.
        place: where it stands.
        last: the resolution of the mention right before it, which a joined one continues.
    """
    unknown = Frame(None, ProvisionId(), "条")
    if mention.named == "other" and not place.is_own(mention.title):
        return _external(mention.title, ProvisionId(), mention.parts)
    if not (mention.parts or mention.back):
        return Resolution(reason=Unresolved.WHOLE if mention.title else Unresolved.UNKNOWN_NAME)
    if mention.unclear:
        return Resolution(reason=Unresolved.COMPLEX, frame=unknown)
    joined = last.frame if mention.joined and last else None
    if mention.named == "unclear" or (joined and joined.title is None):
        return Resolution(
            reason=last.reason if joined and last else Unresolved.UNKNOWN_NAME, frame=unknown
        )
    base = _continued(joined, mention) if joined else None
    if joined and joined.title and base is not None:
        return _external(joined.title, base, mention.parts)
    if place.amends is not None or mention.quoted:
        return _of_another_text(mention, place)
    if mention.named == "that":
        if len(place.titles) != 1:
            return Resolution(reason=Unresolved.UNKNOWN_NAME, frame=unknown)
        return _external(place.titles[0], ProvisionId(), mention.parts)
    if mention.back:
        return _relative(mention, place)
    if base is not None:
        return _own(base, mention.parts, place)
    if mention.parts[0].unit == "条":
        return _by_article(mention, place)
    return _bare(mention, place)


def _continued(frame: Frame, mention: Mention) -> ProvisionId | None:
    """The address that a joined mention continues; None where its unit does not fit."""
    match mention.parts[0].unit, frame.unit:
        case "条", _:
            return ProvisionId(annex=frame.address.annex)
        case "款", "款" | "项" | "目" if frame.address.paragraph:
            return frame.address.parent_article()
        case "项", "项" | "目":
            return frame.address.holder
        case "目", "目":
            return replace(frame.address, subitem="")
    return None


def _of_another_text(mention: Mention, place: MentionSite) -> Resolution:
    """Words that amend or quote: their numbers are those of the other text, where it is known."""
    if place.amends and not mention.back:
        if mention.parts[0].unit == "条":
            return _external(place.amends, ProvisionId(), mention.parts)
        frame = place.frames[-1] if place.frames and not mention.quoted else None
        if frame and frame.title:
            base = _antecedent(frame, mention.parts[0].unit)
            return _external(frame.title, base, mention.parts)
    reason = Unresolved.QUOTED if place.amends is None else Unresolved.AMENDMENT
    return Resolution(reason=reason, frame=Frame(None, ProvisionId(), "条"))


# --- other instruments --------------------------------------------------------------------------

_FIELDS = {"条": "article", "款": "paragraph", "项": "item", "目": "subitem"}


def _with(address: ProvisionId, unit: str, number: str) -> ProvisionId:
    return replace(address, **{_FIELDS[unit]: number})


def _external(title: str, base: ProvisionId, parts: Sequence[AddressPart]) -> Resolution:
    """Provisions of another instrument, as printed."""
    addresses = [base]
    for part in parts:
        numbers = [n for run in part.runs for n in dict.fromkeys(run)]
        addresses = [_with(a, part.unit, n) for a in addresses for n in numbers]
    frame = Frame(title, addresses[-1], parts[-1].unit) if parts else None
    return Resolution(external=title, external_ids=tuple(addresses) if parts else (), frame=frame)


# --- this regulation ----------------------------------------------------------------------------


def _own(base: ProvisionId, parts: Sequence[AddressPart], place: MentionSite) -> Resolution:
    """Provisions of this regulation below a base; each proved to exist once."""
    addresses = [base]
    for part in parts:
        frame = Frame("", _with(addresses[-1], part.unit, part.runs[-1][1]), part.unit)
        if len(addresses) != 1:
            return Resolution(reason=Unresolved.COMPLEX, frame=frame)
        addresses = list(_below(addresses[0], part, place.outline))
        if not addresses:
            return Resolution(reason=Unresolved.MISSING, frame=frame)
    return _located(addresses, parts[-1].unit, place)


def _located(addresses: Sequence[ProvisionId], unit: str, place: MentionSite) -> Resolution:
    frame = Frame("", addresses[-1], unit)
    located = [place.outline.locate(a) for a in addresses]
    if any(len(found) != 1 for found in located):
        return Resolution(
            reason=Unresolved.TWICE if all(located) else Unresolved.MISSING, frame=frame
        )
    return Resolution(targets=tuple(dict.fromkeys(a for (a,) in located)), frame=frame)


def _below(base: ProvisionId, part: AddressPart, outline: Outline) -> Iterator[ProvisionId]:
    """The addresses of one unit below a base; nothing where one of them does not exist."""
    found: list[ProvisionId] = []
    for first, last in part.runs:
        numbers = list(_numbers(base, part.unit, first, outline))
        if first not in numbers or last not in numbers[numbers.index(first) :]:
            return
        run = numbers[numbers.index(first) : numbers.index(last) + 1]
        found += [_with(base, part.unit, n) for n in run]
    yield from found


def _numbers(base: ProvisionId, unit: str, first: str, outline: Outline) -> Sequence[str]:
    """The numbers of a unit below a base."""
    if unit == "条":
        return outline.articles(base.annex)
    if unit == "款":
        count = outline.count(base)
        # 第一款 is where the 条 begins, also where its later 款 cannot be told apart.
        return [str(n) for n in range(1, max(1, count) + 1)]
    return outline.series(base, first)


def _relative(mention: Mention, place: MentionSite) -> Resolution:
    """前款, 前两款, 前条第一款, 本条第二款, 该条第一款."""
    if mention.back == "该":
        return _that_provision(mention, place)
    if mention.back == "本":
        base = {"条": place.article, "款": place.paragraph}.get(
            mention.back_unit, replace(place.paragraph, item=place.leaf.id.item)
        )
        return _own(base, mention.parts, place)
    earlier = _earlier(mention, place)
    if not earlier or (len(earlier) > 1 and mention.parts):
        frame = Frame("", place.article, mention.back_unit)
        return Resolution(
            reason=Unresolved.COMPLEX if earlier else Unresolved.NO_EARLIER, frame=frame
        )
    if mention.parts:
        return _own(earlier[-1], mention.parts, place)
    return _located(earlier, mention.back_unit, place)


def _earlier(mention: Mention, place: MentionSite) -> tuple[ProvisionId, ...]:
    """The 条, 款 or 项 right before the one in which the mention stands."""
    leaf, count = place.leaf, mention.back_count
    if mention.back_unit == "条":
        return _before(place.outline.articles(leaf.id.annex), leaf.id, "条", count)
    if mention.back_unit == "款":
        # A 项 of several lines has 款 of its own, which have no address.
        if leaf.provision.level >= Level.ITEM and "\n" in leaf.provision.text:
            return ()
        own = place.paragraph
        numbers = [str(n) for n in range(1, place.outline.count(place.article) + 1)]
        return _before(numbers, own, "款", count)
    if not leaf.id.item:
        return ()
    own = replace(place.paragraph, item=leaf.id.item)
    series = place.outline.series(replace(own, item=""), own.item)
    return _before(series, own, "项", count)


def _before(
    numbers: Sequence[str], own: ProvisionId, unit: str, count: int
) -> tuple[ProvisionId, ...]:
    """As many members of a series as asked, right before one; nothing where there are fewer."""
    number = getattr(own, _FIELDS[unit])
    index = list(numbers).index(number) if number in numbers else 0
    if index < count:
        return ()
    above = replace(own, paragraph="", item="", subitem="") if unit == "条" else own
    return tuple(_with(above, unit, n) for n in numbers[index - count : index])


def _that_provision(mention: Mention, place: MentionSite) -> Resolution:
    """该条第二款: of the provision named last."""
    frame = place.latest
    if frame is None or frame.title is None:
        return Resolution(reason=Unresolved.NO_EARLIER)
    base = _antecedent(frame, mention.parts[0].unit)
    if frame.title:
        return _external(frame.title, base, mention.parts)
    return _own(base, mention.parts, place)


def _by_article(mention: Mention, place: MentionSite) -> Resolution:
    """第N条 of this regulation, unless the same sentence speaks of another one."""
    annex = place.leaf.id.annex
    readings = [_own(ProvisionId(), mention.parts, place)]
    if annex:
        readings.append(_own(ProvisionId(annex=annex), mention.parts, place))
    if not mention.named:
        others = dict.fromkeys(f.title for f in place.frames if f.title)
        readings += [_external(title, ProvisionId(), mention.parts) for title in others]
    return _only(readings)


def _bare(mention: Mention, place: MentionSite) -> Resolution:
    """第二款, 第（三）项 with no 条: of the article named last or of the one it stands in."""
    unit = mention.parts[0].unit
    readings = []
    if place.frames:
        frame = place.frames[-1]
        if frame.title is None:
            return Resolution(reason=Unresolved.AMBIGUOUS)
        base = _antecedent(frame, unit)
        if frame.title:
            readings.append(_external(frame.title, base, mention.parts))
        elif unit != "款" or place.outline.count(base) > 1:
            readings.append(_own(base, mention.parts, place))
    violated = place.text.endswith("违反")
    if not (violated and any(r.found for r in readings)):
        readings.append(_here(mention, place))
    others = [
        f for f in place.earlier if f.title == "" and f.address.article != place.article.article
    ]
    if violated and others and not any(r.found for r in readings):
        # 违反第十条第一款……。 and in the next 款: 违反第二款……
        readings.append(_own(_antecedent(others[-1], unit), mention.parts, place))
    return _only(readings)


def _antecedent(frame: Frame, unit: str) -> ProvisionId:
    """What a bare 第N款 or 第N项 is of, given the provision named last."""
    if unit == "款":
        return frame.address.parent_article()
    return frame.address.holder


def _here(mention: Mention, place: MentionSite) -> Resolution:
    """第二款, 第（三）项 of the article in which the mention stands; never the place itself."""
    unit = mention.parts[0].unit
    if unit == "款":
        if place.outline.count(place.article) < 2:
            return Resolution(reason=Unresolved.MISSING)
        base = place.article
    elif unit == "项":
        first = mention.parts[0].runs[0][0]
        own = place.outline.series(place.paragraph, first)
        base = place.paragraph if own else place.article
    else:
        base = replace(place.paragraph, item=place.leaf.id.item)
    resolution = _own(base, mention.parts, place)
    itself = place.paragraph if unit == "款" else replace(place.paragraph, item=place.leaf.id.item)
    if set(place.outline.locate(itself)) & set(resolution.targets):
        return replace(resolution, targets=(), reason=Unresolved.NO_EARLIER)
    return resolution


def _only(readings: Sequence[Resolution]) -> Resolution:
    """The one reading that leads somewhere; unresolved where there are two."""
    found = [r for r in readings if r.found]
    if len({(r.targets, r.external, r.external_ids) for r in found}) == 1:
        return found[0]
    if found:
        return Resolution(reason=Unresolved.AMBIGUOUS, frame=Frame(None, ProvisionId(), "条"))
    return readings[0]
