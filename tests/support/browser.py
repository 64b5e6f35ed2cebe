"""The page in a real browser: how it is started, and what tests do with an open page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

CHROMIUM = Path(os.environ.get("FIREDUTY_CHROMIUM", "/usr/bin/chromium"))
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
#: What axe-core looks at. The dark changes colours alone: of its rules, two depend on them.
LOOKED_AT: dict[str, dict[str, object]] = {
    "dark": {"runOnly": ["color-contrast", "link-in-text-block"]},
    "light": {},
}
#: It tells faults alone, and does not wait for the frames, of which it is in none.
FAULTS_ALONE: dict[str, object] = {"resultTypes": ["violations"], "iframes": False}
#: Features of the browser that no test uses. For each new window it makes two pages of its own beside
#: that of the test, for an address bar that nobody sees: half of what opening a window costs.
#: A browser heeds the last such list alone: the others are those that Playwright switches off.
SWITCHED_OFF = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "AimEnabled",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
#: Where a question is typed.
BOX = "#question textarea"
# What is expected is there as soon as a busy machine gets to it; only what fails waits to the end.
expect.set_options(timeout=30_000)


def launch_arguments() -> dict[str, object]:
    """The browser of the system where there is one, else that of Playwright."""
    switched_off = f"--disable-features={','.join(SWITCHED_OFF)}"
    arguments: dict[str, object] = {"args": ["--no-sandbox", switched_off]}
    if CHROMIUM.exists():
        arguments["executable_path"] = str(CHROMIUM)
    return arguments


def opened(page: Page) -> None:
    """Wait until the page asks at once: what the browser kept of a conversation stands there."""
    expect(page.locator("html[data-opened]")).to_be_attached()


@contextmanager
def watched(page: Page, url: str) -> Iterator[None]:
    """The page open and ready; in the end, no request has gone elsewhere and no script has failed."""
    outside: list[str] = []
    errors: list[str] = []
    own = (url, "data:", "blob:")
    page.on("request", lambda r: None if r.url.startswith(own) else outside.append(r.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(url)
    opened(page)
    yield
    assert outside == []
    assert errors == []


def ask(page: Page, question: str) -> None:
    """Type, press Enter, wait for the reply."""
    turns = page.locator(".turn").count()
    page.fill(BOX, question)
    page.press(BOX, "Enter")
    expect(page.locator(".turn")).to_have_count(turns + 1)
    expect(page.locator(".pending")).to_have_count(0)


def go(page: Page, hash_: str) -> None:
    """Open an address of the page, as a link would."""
    page.evaluate("hash => { location.hash = hash }", hash_)


def in_colours(page: Page, colours: str) -> None:
    """The page in a scheme of colours, once all of it has them: it hears of a change in the next frame."""
    page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
    page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    page.wait_for_function("document.getAnimations().every(a => !(a instanceof CSSTransition))")


def faults(page: Page) -> list[str]:
    """What axe-core finds seriously wrong, in the dark and, as the page is left, in the light."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = []
    for colours, rules in LOOKED_AT.items():
        in_colours(page, colours)
        looked = page.evaluate("options => axe.run(options)", {**FAULTS_ALONE, **rules})
        found += [
            f"{colours}: {v['id']}: {n['target']} {n['failureSummary']}"
            for v in looked["violations"]
            if v["impact"] in ("serious", "critical")
            for n in v["nodes"]
        ]
    return found


def settled(page: Page) -> None:
    """Wait until the view that is shown is filled."""
    expect(page.locator(".fetched [data-busy], .fetched[data-busy]")).to_have_count(0)
    expect(page.locator(".fetched .told")).to_have_count(0)
