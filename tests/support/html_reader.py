"""What a piece of HTML holds, for tests."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

ATTACK = "<img src=x onerror=alert(1)>\"'&"


class Reader(HTMLParser):
    """Text, tags, ids and links of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(str(html))  # a Markup would escape what is added to it

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        values = dict(attrs)
        self.ids += [v for k, v in attrs if k == "id" and v]
        self.links += [v for k, v in attrs if k == "href" and v]
        assert not any(k.startswith("on") for k in values)

    def handle_data(self, data: str) -> None:
        self.text += data
