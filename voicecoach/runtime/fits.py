"""What calibrations found, kept by microphone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from voicecoach.listening.fitting import UNFITTED, Fit

FILE = "microphones.json"


class Fits:
    """The fits of this machine's microphones, in one small file.

    Parameters
    ----------
    folder
        Where the file lies; it need not exist.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def of(self, microphone: str) -> Fit:
        """Return the fit of a microphone; a file that is missing or broken means none."""
        try:
            return Fit(float(self._all()[microphone]["shift"]))
        except (KeyError, TypeError, ValueError):
            return UNFITTED

    def keep(self, microphone: str, fit: Fit) -> None:
        """Keep a fit in place of an earlier one; OSError if it can't be written."""
        self._write(self._all() | {microphone: {"shift": fit.shift}})

    def forget(self, microphone: str) -> bool:
        """Forget a microphone's fit; say whether there was one."""
        known = self._all()
        found = known.pop(microphone, None) is not None
        if found:
            self._write(known)
        return found

    def _all(self) -> dict[str, Any]:
        try:
            known = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}

    def _write(self, known: dict[str, Any]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        fresh.replace(self._path)
