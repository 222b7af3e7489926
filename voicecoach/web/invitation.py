"""What a terminal shows so that a phone finds the page: the link, and its QR code."""

from __future__ import annotations

import io
from importlib import import_module


def invitation(link: str, *, only_here: bool) -> list[str]:
    """Return the lines; a code only where a phone could follow it, and if segno is installed."""
    if only_here:
        return [f"live page: {link} (this machine alone; --web 0.0.0.0:8720 for a phone)"]
    return [f"live page: {link}", *_code(link), "Who has this link can command the session; keep it to yourself."]


def _code(link: str) -> list[str]:
    try:
        segno = import_module("segno")
    except ImportError:
        return []
    drawn = io.StringIO()
    # Compact: two rows of modules a line.  It is drawn light on dark and dark on light alike; readers take both.
    segno.make(link, error="l", micro=False).terminal(out=drawn, compact=True)
    return drawn.getvalue().splitlines()
