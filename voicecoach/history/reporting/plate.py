"""A figure with all that stands for it: its title, what it shows in words, and its numbers."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from voicecoach.errors import HistoryError

WIDTH_IN: Final = 3.9
"""So that on a phone 390 pixels wide the text is as large as small print."""
TEXT_PT: Final = 9.5
PNG_DPI: Final = 220
TITLE_IN: Final = 0.1
"""Above a picture, where the page has the title as text of its own."""


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours of a figure; what they tell apart is told apart by shape or line as well."""

    ink: str
    muted: str
    first: str
    second: str
    band: str
    paper: str


PRINTED: Final = Inks("#1d2126", "#646c76", "#0b5cad", "#b4490a", "#cfe3d6", "#ffffff")
"""On white paper."""

# Stand-ins, which become the page's own colours: matplotlib has no word for those.
_STYLED: Final = Inks("#010101", "#020202", "#030303", "#040404", "#050505", "#060606")
_STYLES: Final = {
    _STYLED.ink: "var(--ink)",
    _STYLED.muted: "var(--muted)",
    _STYLED.first: "var(--first)",
    _STYLED.second: "var(--second)",
    _STYLED.band: "var(--band)",
    _STYLED.paper: "var(--paper)",
}

Draw = Callable[[Any, Inks], None]
"""Draws into an empty matplotlib figure."""


@dataclass(frozen=True, slots=True)
class Plate:
    """A figure to be drawn."""

    key: str
    """Names it among the figures of its report: letters, digits and dashes."""
    title: str
    text: str
    """What it shows, for who does not see it."""
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    height_in: float
    draw: Draw

    def svg(self) -> str:
        """Return it as an `svg` element for a page that has the colours as CSS variables."""
        content = io.StringIO()
        with _drawn(self, _STYLED, {"svg.fonttype": "none", "svg.hashsalt": self.key}) as figure:
            figure.savefig(content, format="svg", transparent=True, metadata=_NO_METADATA)
        return _inline(content.getvalue(), self)

    def png(self) -> bytes:
        """Return it as a picture on white paper."""
        content = io.BytesIO()
        with _drawn(self, PRINTED, {}) as figure:
            above = 1.0 + TITLE_IN / self.height_in
            figure.text(0.0, above, self.title, fontsize=TEXT_PT + 1, fontweight="bold", color=PRINTED.ink)
            layout = {"bbox_inches": "tight", "pad_inches": TITLE_IN}
            figure.savefig(content, format="png", dpi=PNG_DPI, facecolor=PRINTED.paper, **layout)
        return content.getvalue()


def need_matplotlib() -> None:
    """Load what draws; HistoryError if it is not installed."""
    try:
        import matplotlib.figure  # noqa: F401, PLC0415 - an extra, and slow to load
    except ImportError as reason:
        raise HistoryError("Drawing a report needs matplotlib: pip install 'voicecoach[report]'") from reason


_NO_METADATA: Final = dict.fromkeys(("Creator", "Date", "Format", "Type"))


@contextmanager
def _drawn(plate: Plate, inks: Inks, settings: dict[str, str]) -> Iterator[Any]:
    import matplotlib as mpl  # noqa: PLC0415 - see need_matplotlib
    from matplotlib.figure import Figure  # noqa: PLC0415

    # A coach's words may hold dollars, and any language's letters: the page's font has what matplotlib's lacks.
    plain = {"text.parse_math": False, "font.size": TEXT_PT, "font.family": "DejaVu Sans", "hatch.linewidth": 0.5}
    with mpl.rc_context({**plain, **settings}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        figure = Figure(figsize=(WIDTH_IN, plate.height_in))
        plate.draw(figure, inks)
        yield figure


def _inline(document: str, plate: Plate) -> str:
    """Return an SVG document's element: without what names other files, with its words, in the page's font."""
    element = document[document.index("<svg") :]
    inside = element[element.index(">") + 1 :].strip()
    for stand_in, style in _STYLES.items():
        inside = inside.replace(stand_in, style)
    inside = re.sub(r"\n\s*", "\n", inside)
    inside = re.sub(r"(font: [0-9.]+px) [^;\"]*", r"\1 var(--font)", inside)
    inside = re.sub(r"(font-family:)[^;\"]*", r"\1 var(--font)", inside)
    found = re.search(r'viewBox="([^"]*)"', element)
    box = found.group(1) if found else ""
    title, text = escape(plate.title), escape(plate.text)
    return (
        f'<svg role="img" aria-labelledby="{plate.key}-title {plate.key}-text" viewBox="{box}">'
        f'<title id="{plate.key}-title">{title}</title><desc id="{plate.key}-text">{text}</desc>{inside}'
    )
