"""A report as its readers get it: figures with their words and numbers, sentences, numbers on top, sessions listed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from html.parser import HTMLParser

REFERRING = {"src", "href", "xlink:href", "action", "data", "poster", "srcset", "background", "formaction"}


@dataclass
class Figure:
    """A figure with all that stands for it."""

    svgs: list[dict[str, str]] = field(default_factory=list)
    texts: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """By the tag they are in."""
    rows: list[list[str]] = field(default_factory=list)

    @property
    def caption(self) -> str:
        """Its title."""
        return "".join(self.texts["figcaption"])

    @property
    def words(self) -> str:
        """What it shows, for who does not see it."""
        return "".join(self.texts["p"])

    @property
    def drawn(self) -> list[str]:
        """The words in the drawing."""
        return self.texts["text"]


class Read(HTMLParser):
    """A page as its readers get it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.figures: list[Figure] = []
        self.references: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.sentences: list[str] = []
        self.tiles: dict[str, str] = {}
        """By what they are."""
        self.listed: list[list[str]] = []
        """Rows of the list of sessions."""
        self._open: list[str] = []
        self._term = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See HTMLParser."""
        values = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.references += [value for name, value in values.items() if name in REFERRING]
        self.ids += [value for name, value in values.items() if name == "id"]
        if tag != "meta":
            self._open.append(tag)
        if tag == "figure":
            self.figures.append(Figure())
        elif tag == "li":
            self.sentences.append("")
        elif "figure" in self._open:
            self._begin(self.figures[-1], tag, values)
        elif tag == "tr":
            self.listed.append([])
        elif tag == "td":
            self.listed[-1].append("")

    def _begin(self, figure: Figure, tag: str, values: dict[str, str]) -> None:
        if tag == "svg":
            figure.svgs.append(values)
        elif tag == "tr":
            figure.rows.append([])
        elif tag == "td":
            figure.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        """See HTMLParser."""
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """See HTMLParser."""
        inside = self._open[-1] if self._open else ""
        if "figure" in self._open:
            self.figures[-1].texts[inside].append(data)
            if inside == "td":
                self.figures[-1].rows[-1][-1] += data
        elif inside == "li":
            self.sentences[-1] += data
        elif inside == "td":
            self.listed[-1][-1] += data
        elif inside == "dt":
            self._term = data
        elif inside == "dd":
            self.tiles[self._term] = data

    def figure(self, title: str) -> Figure:
        """Return the figure of that title."""
        return next(one for one in self.figures if one.caption == title)
