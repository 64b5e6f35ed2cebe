"""The page's HTML document, which Gradio writes: in our words, with something to read without a script."""

from __future__ import annotations

import re
from functools import cache

from gradio.routes import templates
from jinja2 import ChoiceLoader, DictLoader

from ui.records.brand import BRAND
from ui.web.templating import render

_NAME = "frontend/index.html"
#: What a link to the page shows elsewhere: Gradio's words and picture, of another host.
_PREVIEW = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*')
_DESCRIPTION = "用大白话问法规，用条文原话答：每一句写明出自哪一部、哪一条，现行还是草案；没有写的，直接说没有写。"


@cache
def make_ours() -> None:
    """Put our head and a text without script into the document, once for the program."""
    loader = templates.env.loader
    assert loader is not None
    source, _, _ = loader.get_source(templates.env, _NAME)
    html = _PREVIEW.sub("", source).replace('lang="en"', 'lang="zh-CN"', 1)
    head = render("page/head", brand=BRAND, said=_DESCRIPTION)
    html = html.replace("</style>", f"</style>{head}", 1)
    noscript = str(
        render("page/noscript", brand=BRAND)
    )  # as Markup it would escape what it is put after
    html = re.sub(r"<body[^>]*>", lambda found: found[0] + noscript, html, count=1)
    templates.env.loader = ChoiceLoader([DictLoader({_NAME: html}), loader])
