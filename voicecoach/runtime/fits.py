"""What calibrations found, kept by microphone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from voicecoach.listening.fitting import MOST_SHIFT, UNFITTED, Fit

FILE = "microphones.json"

AGAIN = "it is ignored; `voicecoach calibrate` makes it anew"


class Fits:
    """The fits of this machine's microphones, in one small file.

    Parameters
    ----------
    folder
        Where the file lies; it need not exist.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / FILE

    def of(self, microphone: str, tell: Callable[[str], None]) -> Fit:
        """Return the fit of a microphone; what is in the file and is none is told in a sentence, and ignored."""
        try:
            known = self._all()
        except OSError as reason:
            tell(f"{self._path} can't be read ({reason.strerror}); no microphone is fitted until it can be")
            return UNFITTED
        except ValueError:
            tell(f"{self._path} is broken: {AGAIN}")
            return UNFITTED
        if microphone not in known:
            return UNFITTED
        fit = _fit(known[microphone])
        if fit is None:
            tell(f'{self._path} says of "{microphone}" what no calibration found: {AGAIN}')
            return UNFITTED
        return fit

    def keep(self, microphone: str, fit: Fit) -> None:
        """Keep a fit in place of an earlier one, or of a broken file; OSError if it can't be written."""
        self._write(self._usable() | {microphone: {"shift": fit.shift}})

    def forget(self, microphone: str) -> bool:
        """Forget a microphone's fit; say whether there was one; OSError if it can't be."""
        known = self._usable()
        found = known.pop(microphone, None) is not None
        if found:
            self._write(known)
        return found

    def _usable(self) -> dict[str, Any]:
        try:
            return self._all()
        except ValueError:
            return {}

    def _all(self) -> dict[str, Any]:
        """Return what the file holds; OSError if it can't be read, ValueError if it is broken."""
        try:
            known = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except RecursionError as reason:
            raise ValueError("too many brackets") from reason
        if not isinstance(known, dict):
            raise ValueError("no object")  # noqa: TRY004 - a broken file, as every other
        return known

    def _write(self, known: dict[str, Any]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        fresh.replace(self._path)


def _fit(told: object) -> Fit | None:
    shift = told.get("shift") if isinstance(told, dict) else None
    if isinstance(shift, bool) or not isinstance(shift, int | float):
        return None
    return Fit(float(shift)) if -MOST_SHIFT <= shift <= MOST_SHIFT else None
