"""Before a session: its words are rendered, measured, and planned where they fit."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any

from voicecoach.circuit.model import Circuit, Level
from voicecoach.coaching.cue import Cue
from voicecoach.coaching.events import ClipMeasured, ScriptMeasured
from voicecoach.coaching.lengths import Lengths
from voicecoach.coaching.phrases import Phrases
from voicecoach.coaching.script import Script, write_script
from voicecoach.coaching.wording import Opening, Talk
from voicecoach.runtime.clips import utterance
from voicecoach.runtime.clocks import Inbox
from voicecoach.voice.engine import Utterance
from voicecoach.voice.voicebox import Voicebox

FIRST_CUES = 6
"""Cues whose clips a live session waits for: the welcome and the first exercise's name."""

FIRST_WAIT_S = 3.0
"""How long it waits for them; what is late by then is skipped, not waited for."""


class Rehearsal:
    """Plans a session's script from the lengths known, and again when all are known.

    :meth:`learn` is called from the voice's thread; everything it needs stands still by then.
    """

    def __init__(
        self,
        circuit: Circuit,
        level: Level,
        table: Mapping[str, Any],
        seed: int,
        talk: Talk,
        opening: Sequence[Opening] = (),
        *,
        totals: bool = True,
    ) -> None:
        self._circuit = circuit
        self._talk = talk
        self._opening = opening
        self._totals = totals
        self._level = level
        self._phrases = Phrases(table, seed)
        self._seed = seed
        self._lock = threading.Lock()
        self._measured: dict[tuple[str, int], float] = {}
        self._inbox: Inbox | None = None
        self._missing: set[tuple[str, int]] = set()

    def phrases(self) -> Phrases:
        """Return the phrases for what is said on the spot, with a choice of their own."""
        return self._phrases.reseeded(self._seed + 1)

    def lengths(self) -> Lengths:
        """Return the lengths known by now."""
        with self._lock:
            return Lengths(self._measured)

    def script(self) -> Script:
        """Return the script planned with the lengths known by now: the same lines, in as many words as fit."""
        phrases = self._phrases.reseeded(self._seed)
        plan = (self._circuit, self._level, phrases, self.lengths(), self._talk, self._opening)
        return write_script(*plan, totals=self._totals)

    def prepare(self, voicebox: Voicebox, *, wait_s: float, first: int | None = None) -> None:
        """Have every cue rendered, and wait for the `first` of them (None: all)."""
        # A line that turns out too long for its place is said in fewer words, which must be measured in turn.
        while self._learn_more(voicebox, wait_s, first) and first is None:
            pass

    def _learn_more(self, voicebox: Voicebox, wait_s: float, first: int | None) -> bool:
        """Have the cues of the plan as it stands rendered; says whether that told anything new."""
        with self._lock:
            known = len(self._measured)
        wanted = [utterance(cue) for cue in self.script().cues()]
        voicebox.prepare(wanted)
        voicebox.wait(wanted if first is None else wanted[:first], wait_s)
        for asked in wanted:
            length_s = voicebox.length_s(asked)
            if length_s is not None:
                self.learn(asked, length_s)
        with self._lock:
            return len(self._measured) > known

    def report_to(self, inbox: Inbox, script: Script) -> None:
        """From now on tell the session's inbox of clips as they are measured."""
        with self._lock:
            self._inbox = inbox
            self._missing = {_key(cue) for cue in script.cues()} - self._measured.keys()

    def learn(self, asked: Utterance, length_s: float, onset_s: float = 0.0) -> None:
        """Note a clip's length and when its beat is felt, in seconds."""
        key = (asked.text, asked.rate_wpm)
        with self._lock:
            self._measured[key] = length_s
            inbox, was_missing = self._inbox, key in self._missing
            self._missing.discard(key)
            complete = was_missing and not self._missing
        if inbox is None:
            return
        inbox.put(ClipMeasured(asked.text, asked.rate_wpm, length_s, onset_s))
        if complete:
            script = self.script()
            inbox.put(ScriptMeasured(script))
            # Lines that did not fit are planned in fewer words, which the session has rendered and we wait for.
            self.report_to(inbox, script)


def _key(cue: Cue) -> tuple[str, int]:
    return cue.text, cue.rate_wpm
