"""The screen that a session is given: it turns what it is shown into views on the board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from voicecoach.circuit.timeline import PhaseKind
from voicecoach.coaching.cue import Cue, Lane
from voicecoach.coaching.facts import AudioNote, Fact, LandingHeard, StepStarted
from voicecoach.coaching.snapshot import Snapshot
from voicecoach.coaching.summary import SetResult, Summary
from voicecoach.listening.rhythm import PAUSE_S
from voicecoach.web.board import Board
from voicecoach.web.view import Caption, DoneSet, Mode, Offer, Result, Strip, View

SHOWN = 30
"""Landings in the strip."""

_CAPTIONS = 3
"""Enough that a browser which gets ten views a second misses none."""

_NOTICES = 3


class WebScreen:
    """Shows a session, and what there is between two, to every browser."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._landed_at: list[float] = []
        self._said = 0

    def offer(self, offers: Sequence[Offer]) -> None:
        """Let a session be started; the last one's result stays in view."""
        self._board.change(
            lambda view: View(
                version=view.version,
                mode=Mode.IDLE,
                offers=tuple(offers),
                notices=view.notices,
                result=view.result,
            )
        )

    def get_ready(self) -> None:
        """Show that a session is about to begin."""
        self._board.change(lambda view: View(version=view.version, mode=Mode.GETTING_READY))

    def end(self, summary: Summary, *, over: bool) -> None:
        """Show what a session came to; `over` if none can follow."""
        result = _result(summary)
        self._board.change(lambda view: replace(view, mode=Mode.OVER if over else Mode.IDLE, result=result, lost=()))

    def show(self, snapshot: Snapshot, level_db: float) -> None:
        """Show the present state."""
        working = snapshot.phase is PhaseKind.WORK

        def update(view: View) -> View:
            # In the rest the strip is still the last set's, and so is its band.
            strip = replace(view.strip, target_hz=snapshot.target_hz) if working else view.strip
            return replace(view, mode=Mode.SESSION, snapshot=snapshot, level_db=level_db, strip=strip)

        self._board.change(update)

    def said(self, cue: Cue, at: float) -> None:  # noqa: ARG002 - a caption stands while it is the last one
        """Show words as they begin to sound; numbers are shown with their landings."""
        if not cue.lane.is_speech or cue.lane is Lane.COUNT:
            return
        caption = self._numbered(cue.text)

        def update(view: View) -> View:
            saying = None if view.snapshot is None else replace(view.snapshot, saying=cue.text)
            return replace(view, captions=(*view.captions, caption)[-_CAPTIONS:], snapshot=saying)

        self._board.change(update)

    def noted(self, fact: Fact) -> None:
        """Show landings at once, and what happens to devices.  A cue that was dropped is for the event log."""
        match fact:
            case StepStarted():
                self._landed_at.clear()
                self._board.change(lambda view: replace(view, strip=Strip()))
            case LandingHeard():
                self._landed(fact)
            case AudioNote():
                self._note_device(fact)
            case _:
                pass

    def notice(self, text: str) -> None:
        """Show a sentence."""
        note = self._numbered(text)
        self._board.change(lambda view: replace(view, notices=(*view.notices, note)[-_NOTICES:]))

    def _landed(self, fact: LandingHeard) -> None:
        # A landing may be told after its successor.
        self._landed_at = sorted([*self._landed_at, fact.at])[-SHOWN - 1 :]
        intervals = _intervals_s(self._landed_at)

        def update(view: View) -> View:
            snapshot = view.snapshot
            if snapshot is not None and snapshot.count is not None and snapshot.phase is PhaseKind.WORK:
                # Not only with the next picture of the session: the number on the page is what somebody hops to.
                snapshot = replace(snapshot, count=max(fact.count, snapshot.count))
            return replace(view, snapshot=snapshot, strip=replace(view.strip, intervals_s=intervals))

        self._board.change(update)

    def _note_device(self, note: AudioNote) -> None:
        what, _, change = note.what.rpartition(" ")
        gone = f"{what}: {note.device}"
        if change == "lost":
            self._board.change(lambda view: replace(view, lost=(*view.lost, gone)))
        elif change == "back":
            still = f"{what}:"
            self._board.change(
                lambda view: replace(view, lost=tuple(one for one in view.lost if not one.startswith(still)))
            )
        else:
            self.notice(f"{note.what}: {note.device}")

    def _numbered(self, text: str) -> Caption:
        self._said += 1
        return Caption(self._said, text)


def _intervals_s(landed_at: Sequence[float]) -> tuple[float | None, ...]:
    apart = [later - earlier for earlier, later in pairwise(landed_at)]
    return tuple(None if interval_s > PAUSE_S else interval_s for interval_s in apart)


def _result(summary: Summary) -> Result:
    sets = tuple(_done(one) for one in summary.sets)
    return Result(reason=summary.reason, seconds=summary.seconds, landings=summary.landings, sets=sets)


def _done(one: SetResult) -> DoneSet:
    return DoneSet(
        name=one.name,
        side=one.side,
        round=one.round,
        count=one.count,
        doubtful=one.doubtful,
        cadence_hz=one.rhythm.cadence_hz if one.rhythm else None,
        variation=one.rhythm.variation if one.rhythm else None,
    )
