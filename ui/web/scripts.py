"""The page's scripts: ES modules, served as they are under an address that changes with them."""

from __future__ import annotations

import posixpath
import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import Response

from ui.web.theme import ASSETS

SCRIPTS = ASSETS / "scripts"
PREFIX = "/scripts/"
_IMPORT = re.compile(r"""^import [^"]*"(?P<path>\.[^"]+)\.js";""", re.MULTILINE)
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}


def script_address(name: str, root: str = "") -> str:
    """Where a script of the page stands, relative to the program.

    Args:
        name: of the module, without ``.js``.
        root: put before it; empty where the address is relative to the page's own.
    """
    return f"{root}{PREFIX.lstrip('/')}{_version()}/{name}.js"


def script_tags(name: str, root: str = "") -> str:
    """HTML that runs a module; what it imports is fetched at once, not one after the other."""
    imported = "".join(
        f'<link rel="modulepreload" href="{script_address(other, root)}">'
        for other in _imported(name)
        if other != name
    )
    return f'{imported}<script type="module" src="{script_address(name, root)}"></script>'


def router() -> APIRouter:
    """The route of the scripts; whoever sees a page may fetch them."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(PREFIX + "{version}/{name:path}")
    def script(version: str, name: str) -> Response:
        words = _modules().get(name.removesuffix(".js"))
        if words is None or not name.endswith(".js"):
            return Response("没有这个脚本", 404, media_type="text/plain; charset=utf-8")
        # A page that was opened before the program was renewed asks for the old ones.
        headers = _FOREVER if version == _version() else {"Cache-Control": "no-store"}
        return Response(words, media_type="text/javascript; charset=utf-8", headers=headers)

    return routes


@cache
def _modules() -> dict[str, bytes]:
    """Names without ``.js``, with ``/`` between folders → the scripts."""
    return {_name(path): path.read_bytes() for path in sorted(SCRIPTS.rglob("*.js"))}


@cache
def _imported(name: str) -> tuple[str, ...]:
    """A module with those that it imports, and those that they do."""
    found, waiting = [name], [name]
    while waiting:
        one = waiting.pop()
        for path in _IMPORT.findall(_modules()[one].decode()):
            other = posixpath.normpath(posixpath.join(posixpath.dirname(one), path))
            if other not in found:
                found.append(other)
                waiting.append(other)
    return tuple(found)


@cache
def _version() -> str:
    digest = sha256()
    for name, words in _modules().items():
        digest.update(name.encode() + b"\0" + words + b"\0")
    return digest.hexdigest()[:16]


def _name(path: Path) -> str:
    return path.relative_to(SCRIPTS).with_suffix("").as_posix()
