"""What the endpoints and MCP tools about the text itself do: services and an address → a record."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from assistant.answering.quoting import breadcrumb, quote, status_notice, status_notices
from corpus.citing.citations import canonical, cite_own_text, format_citation
from corpus.citing.references import Reference
from corpus.errors import USAGE, FiredutyError
from corpus.text.provision import Level, ProvisionId, Regulation
from corpus.text.render import render
from corpus.text.status import status_shown
from ui.documents.elsewhere import CitingDocument, find_citing, find_document, find_provision_in
from ui.documents.reference_lines import cite_external, touches
from ui.records.addressed import find_addressed
from ui.records.provisions import FoundProvision, find_provision
from ui.web.api.documents import pin_documents
from ui.web.services import Services


def show_provision(services: Services, id: str) -> dict[str, Any]:
    """A provision with its neighbours and the references in and out.

    Raises:
        FiredutyError: the id is no address.
        NotHereError: there is no such provision.
    """
    regulations = services.assistant.for_question(id).regulations
    (regulation, inside), *others = find_addressed(id, regulations)
    if others:
        raise FiredutyError(f"一次只能看一部法规的一条，写了 {1 + len(others)} 部", exit_code=USAGE)
    found = find_provision(inside, regulation, [r.title for r in regulations])
    if len(regulations) == 1:
        return _provision(services, found)
    record = _provision(pin_documents(services, (regulation.key,)), found)
    if found.address is not None:
        _add_elsewhere(record["references"], found.address, regulation, services)
    named: dict[str, Any] = _with_keys(record, regulation.key)
    return named


def _provision(services: Services, found: FoundProvision) -> dict[str, Any]:
    regulation = services.regulation
    if found.address is None:
        return _division(services, found)
    address = found.address
    at = canonical(address)
    own = next((leaf for leaf in regulation.leaves() if leaf.id == at), None)
    first = address != at
    return {
        "id": str(at),
        **_document(regulation),
        "citation": found.name if first else format_citation(at, regulation),
        "path": breadcrumb(own) if own else "",
        "text": render(found.node),
        "lead_in": quote(own, regulation).lead_in if own else "",
        "plain": [
            s
            for id_ in _leaves_in(services, address)
            for s in services.assistant.plain.get(id_, ())
        ],
        **_around(services, address),
        "references": _references(services, address),
        "notice": status_notice(regulation),
    }


def _document(regulation: Regulation) -> dict[str, Any]:
    return {
        "document": regulation.key,
        "title": regulation.title,
        "status": regulation.status,
        "status_shown": status_shown(regulation),
    }


def _with_keys(value: Any, key: str) -> Any:
    """A record whose ids name a document: this one where they name none."""
    if isinstance(value, dict):
        return {
            name: f"{key}/{inner}"
            if name == "id" and inner and "/" not in inner
            else _with_keys(inner, key)
            for name, inner in value.items()
        }
    return [_with_keys(inner, key) for inner in value] if isinstance(value, list) else value


def _division(services: Services, found: FoundProvision) -> dict[str, Any]:
    """A 编, 章 or 节 with the 条 in it."""
    node = found.node
    articles = [ProvisionId(n.number) for n in node.walk() if n.level is Level.ARTICLE]
    return {
        "id": "",
        **_document(services.regulation),
        "citation": found.name,
        "path": node.heading,
        "text": render(node),
        "lead_in": "",
        "plain": [],
        "parts": [_place(services.regulation, i) for i in articles],
        "previous": None,
        "next": None,
        "references": {"outgoing": [], "incoming": []},
        "notice": status_notice(services.regulation),
    }


def _leaves_in(services: Services, address: ProvisionId) -> Iterator[str]:
    """Short ids of what is said in plain words: a provision and all below it, in printed order."""
    return (str(leaf.id) for leaf in services.regulation.leaves() if leaf.id.lies_in(address))


def _around(services: Services, address: ProvisionId) -> dict[str, Any]:
    """Parts and neighbours. Of a whole 条, its neighbours are 条; else the leaves beside it."""
    regulation = services.regulation
    leaves = [leaf.id for leaf in regulation.leaves()]
    parts = [i for i in leaves if i != address and i.lies_in(address)]
    if address == address.parent_article():
        row = list(dict.fromkeys(i.parent_article() for i in leaves))
    else:
        row = [i for i in leaves if i == address or not i.lies_in(address)]
    at = row.index(address) if address in row else None
    return {
        "parts": [_place(regulation, i) for i in parts],
        "previous": _place(regulation, row[at - 1]) if at else None,
        "next": _place(regulation, row[at + 1]) if at is not None and at + 1 < len(row) else None,
    }


def _references(services: Services, address: ProvisionId) -> dict[str, Any]:
    regulation, known = services.regulation, services.assistant.references
    into = [
        r
        for r in known
        if any(touches(t, address) for t in r.targets)
        or any(e.lies_in(address) for e in r.excluded)
    ]
    return {
        "outgoing": [_reference(regulation, r) for r in known if r.source.lies_in(address)],
        "incoming": [_reference(regulation, r) for r in into],
    }


def _reference(regulation: Regulation, reference: Reference) -> dict[str, Any]:
    external = reference.external
    return {
        "source": _place(regulation, reference.source),
        "text": reference.text,
        "kind": reference.kind,
        "targets": [_place(regulation, t) for t in reference.targets],
        "excluded": [_place(regulation, t) for t in reference.excluded],
        "external": cite_external(external, reference.external_id) if external else None,
        "held": None,
        "subject": reference.subject,
        "condition": reference.condition,
        "note": reference.note,
    }


def _add_elsewhere(
    references: dict[str, Any], address: ProvisionId, own: Regulation, services: Services
) -> None:
    """Adds to the references of a provision where they lead in other documents, and those from there."""
    documents = services.assistant.documents
    regulations = [d.regulation for d in documents]
    known = next(d.references for d in documents if d.regulation is own)
    outgoing = (r for r in known if r.source.lies_in(address))
    for record, reference in zip(references["outgoing"], outgoing, strict=True):
        other = find_document(reference, own, regulations)
        at = find_provision_in(reference, other) if other else None
        if other and at:
            record["held"] = _place_in(other, at)
    citing = [CitingDocument(d.regulation, d.references) for d in documents]
    for other, reference in find_citing(canonical(address), own, citing):
        at = find_provision_in(reference, own)
        references["incoming"].append(
            {
                **_reference(other, reference),
                "source": _place_in(other, reference.source),
                "held": at and _place_in(own, at),
            }
        )


def _place_in(regulation: Regulation, address: ProvisionId) -> dict[str, Any]:
    citation = cite_own_text(address, regulation)
    return {"id": f"{regulation.key}/{address}", "citation": citation}


def _place(regulation: Regulation, address: ProvisionId) -> dict[str, Any]:
    citation = cite_own_text(address, regulation, title=False)
    return {"id": str(address), "citation": citation}


def show_status(services: Services) -> dict[str, Any]:
    """What the service answers from."""
    regulation, manifest = services.regulation, services.assistant.index.manifest
    library = services.assistant.library.manifest
    whole = library if library and len(services.assistant.regulations) > 1 else None
    return {
        "version": version("fireduty"),
        "title": regulation.title,
        "status": regulation.status,
        "edition": regulation.version,
        "articles": len(regulation.articles()),
        "provisions": manifest.leaves,
        "index": whole.identity if whole else manifest.identity,
        "built_at": manifest.built_at,
        "documents": [
            {**_document(r), "edition": r.version, "provisions": len(r.leaves())}
            for r in services.assistant.regulations
        ],
        "has_register": bool(services.registers),
        "has_places": bool(services.guides),
        "model": services.assistant.writer is not None,
        "notice": status_notices(services.assistant.regulations),
    }
