"""What the mixer noted, as the rest of the program sees it."""

from __future__ import annotations

from voicecoach.audio.mixer import Happening, Note
from voicecoach.audio.ports import Dropped, Ended, Report, Started


def report_of(note: Note, at: float) -> Report:
    """Return the report of a note, `at` being the instant of its frame."""
    match note.happening:
        case Happening.STARTED:
            return Started(note.id, at)
        case Happening.DROPPED:
            return Dropped(note.id, at)
        case Happening.ENDED | Happening.CUT:
            return Ended(note.id, at, cut=note.happening is Happening.CUT)
