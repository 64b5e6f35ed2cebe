"""Small pages of our own, without Gradio: logging in, the list of endpoints."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256

from fastapi import Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from ui.records.brand import BRAND
from ui.web.templating import render
from ui.web.theme import ASSETS, FONTS

_STYLE = """
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); line-height: 1.75; font-size: 16px;
  font-family: %s; border-top: 3px solid #a61b1b; min-height: 100vh; overflow-wrap: anywhere; }
main { max-width: var(--width); margin: 0 auto; padding: 28px 20px 60px; }
h1 { font-size: 26px; line-height: 1.35; margin: 24px 0 8px; }
h2 { font-size: 19px; margin: 36px 0 4px; padding-top: 12px; border-top: 2px solid var(--ink); }
a { color: var(--red); text-underline-offset: 3px; }
.soft { color: var(--ink-soft); margin: 0 0 20px; }
.status { color: var(--amber); font-size: 14px; }
.error { background: var(--red-wash); color: var(--red); border-left: 3px solid var(--red);
  padding: 8px 14px; margin: 0 0 20px; }
label { display: block; margin: 0 0 18px; font-weight: 600; }
input { display: block; width: 100%%; min-height: 48px; padding: 8px 12px; font: inherit;
  color: var(--ink); background: var(--sheet); border: 1px solid var(--ink-soft); border-radius: 3px; }
button { min-height: 48px; padding: 8px 28px; font: inherit; font-weight: 600; cursor: pointer;
  color: #fff; background: #a61b1b; border: 0; border-radius: 3px; width: 100%%; }
button:hover { background: #8c1515; }
:focus-visible { outline: 3px solid var(--red); outline-offset: 2px; }
code, pre { font-family: ui-monospace, monospace; font-size: 14px; }
pre { background: var(--sunk); padding: 10px 14px; overflow-x: auto; margin: 8px 0; }
table { border-collapse: collapse; width: 100%%; }
th, td { text-align: left; vertical-align: top; padding: 6px 12px 6px 0; border-top: 1px solid var(--line); }
@media (max-width: 600px) { tr, td, th { display: block; border: 0; padding: 0; }
  tr { border-top: 1px solid var(--line); padding: 8px 0; } thead { display: none; } }
"""


def render_plain_page(
    title: str, body: str, *, script: str = "", status: int = 200, width: str = "860px"
) -> HTMLResponse:
    """A page that may load nothing and run nothing but its own script.

    Args:
        title: of the window, in Chinese.
        body: HTML, with every text escaped.
        script: inline; the policy names it by its hash.
        width: of the text, CSS.
    """
    html = render(
        "plain/page",
        title=f"{title} · {BRAND}",
        style=Markup(f":root{{--width:{width}}}{_colours()}{_STYLE % _fonts()}"),
        body=Markup(body),
        script=Markup(script),
    )
    digest = b64encode(sha256(script.encode()).digest()).decode()
    allowed = f"'sha256-{digest}'" if script else "'none'"
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self'; "
        f"base-uri 'none'; frame-ancestors 'none'; script-src {allowed}"
    )
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
    return HTMLResponse(html, status, headers=headers)


def _fonts() -> str:
    return ", ".join(f'"{f}"' if " " in f else f for f in FONTS)


def not_found(request: Request) -> HTMLResponse | None:
    """What a browser shows under an address that is none; None for a program that asks."""
    browses = request.method in ("GET", "HEAD") and "text/html" in request.headers.get("accept", "")
    if not browses or request.url.path.startswith("/api/"):
        return None
    root = str(request.scope.get("app_root_path", request.scope.get("root_path", "")))
    body = render("plain/not_found", path=request.url.path, root=root)
    return render_plain_page("没有这个页面", body, status=404, width="560px")


@cache
def _colours() -> str:
    """The colour variables of page.css; dark ones by the system's setting."""
    css = (ASSETS / "page.css").read_text(encoding="utf-8")
    light, dark = (
        re.search(rf"^{selector} \{{(.*?)\}}", css, re.DOTALL | re.MULTILINE)
        for selector in (":root", r"\.dark")
    )
    assert light is not None
    assert dark is not None
    return (
        f":root{{color-scheme:light dark;{light[1]}}}"
        f"@media (prefers-color-scheme: dark){{:root{{{dark[1]}}}}}"
    )
