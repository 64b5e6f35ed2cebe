"""What stands at the head and foot of printed pages."""

from __future__ import annotations


def page_style(top: str, bottom: str, name: str = "") -> str:
    """A style sheet for printed pages.

    Args:
        top: what stands at the head of every page.
        bottom: what stands at its foot before the page's number.
        name: of the pages, for a view that is printed on pages of its own; empty for all.
    """
    head, foot = _css_string(top.replace("\n", "　")), _css_string(f"{bottom}　第 ")
    return (
        f"@media print {{ @page {name} {{ size: A4; margin: 20mm 16mm; "
        f"@top-center {{ content: {head}; font-size: 9pt; color: #8a1616; }} "
        f'@bottom-center {{ content: {foot} counter(page) " 页"; font-size: 9pt; }} }} }}'
    )


def _css_string(words: str) -> str:
    """A CSS string; neither a quotation mark nor a tag can end it."""
    safe = "".join(f"\\{ord(c):x} " if c in '"\\<>&{}\n\r' else c for c in words)
    return f'"{safe}"'
