"""How the page looks: Gradio's theme, our style sheet, as arguments of ``launch``.

Fonts are those of the system: a page that names a web font calls out of the house.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

ASSETS = Path(__file__).parent.parent / "assets"
FONTS = (
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "system-ui",
    "sans-serif",
)


def launch_options(head: str) -> dict[str, Any]:
    """Arguments for ``Blocks.launch`` that make the page ours: no Gradio look, links or footer.

    Args:
        head: HTML of the page's head; not ``js``, which Gradio runs after the first paint.
    """
    return {
        "theme": theme(),
        "head": style() + head,
        "favicon_path": ASSETS / "favicon.svg",
        "footer_links": [],
        # One process without Node; and no button that installs the page as an app.
        "ssr_mode": False,
        "pwa": False,
    }


def style() -> str:
    """The style sheets, inline.

    In ``head`` rather than ``css``: Gradio prefixes the selectors of ``css`` with its own container,
    which ``html`` and ``body`` rules do not survive.
    """
    parts = (ASSETS / f"{name}.css" for name in _PARTS)
    return f"<style>{''.join(path.read_text(encoding='utf-8') for path in parts)}</style>"


_PARTS = ("page", "chat", "views", "checklist", "quiz", "train", "documents")


def theme() -> gr.themes.Base:
    """Ink on paper with one deep red; the colours repeat ``page.css`` for Gradio's own parts."""
    base = gr.themes.Base(
        primary_hue=gr.themes.colors.red,
        neutral_hue=gr.themes.colors.stone,
        radius_size=gr.themes.sizes.radius_sm,
        font=list(FONTS),
        font_mono=["ui-monospace", "monospace"],
    )
    return base.set(
        body_background_fill="#f6f4ef",
        body_background_fill_dark="#171614",
        body_text_color="#211f1b",
        body_text_color_dark="#ece8e0",
        input_background_fill="#ffffff",
        input_background_fill_dark="#211f1c",
        input_placeholder_color="#6b665c",
        input_placeholder_color_dark="#a8a296",
        button_primary_background_fill="#a61b1b",
        button_primary_background_fill_dark="#a8322b",
        button_primary_background_fill_hover="#8c1515",
        button_primary_background_fill_hover_dark="#bb3d35",
        button_primary_text_color="#ffffff",
    )
