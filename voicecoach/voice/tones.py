"""The coach's tones: short, soft-edged, each unlike the others."""

from __future__ import annotations

import numpy as np

from voicecoach.units import Samples, db_to_gain
from voicecoach.voice.clip import Clip

PEAK_DB = -12.0
EDGE_S = 0.008
DECAY_S = 0.09

TONES: dict[str, tuple[tuple[float, float], ...]] = {
    "ready": ((554.4, 0.10), (554.4, 0.12)),
    "tick": ((880.0, 0.06),),
    "go": ((1046.5, 0.32),),
    "switch": ((622.3, 0.09), (932.3, 0.10), (622.3, 0.11)),
    "rest": ((740.0, 0.14), (466.2, 0.18)),
    "end": ((349.2, 0.26),),
    "over": ((523.3, 0.09), (659.3, 0.09), (784.0, 0.16)),
}
"""Each tone's notes: (frequency in Hz, length in seconds).

They differ in how many notes there are and where they go, which is heard without knowing any pitch: ready knocks twice,
go is one long and high, switch goes up and back, rest falls, the end of a work is one low, over climbs.  No two of them
share a note.  All lie under 1.1 kHz, away from a landing's click.
"""

BEAT_HZ, BEAT_S, BEAT_EDGE_S = 698.5, 0.06, 0.02
"""A beat's pitch, length and edges.  The listener takes a click with harder edges for a landing (8 ms at this pitch: up
to a third of them); of this one, however loud, it hears none."""

BEAT_DB: dict[str, float] = {"beat": -6.0, "beat-1": -12.0, "beat-2": -18.0, "beat-3": -24.0}
"""A beat to hop to, so many dB below the other tones, each softer than the one before, so that it can fade."""


def tone(name: str, rate_hz: int) -> Clip:
    """Return the tone `name` at `rate_hz`; KeyError if there is none of that name."""
    if name in BEAT_DB:
        beat = _note(BEAT_HZ, BEAT_S, rate_hz, edge_s=BEAT_EDGE_S)
        return Clip(beat * np.float32(db_to_gain(BEAT_DB[name])), rate_hz)
    notes = [_note(frequency_hz, length_s, rate_hz) for frequency_hz, length_s in TONES[name]]
    return Clip(np.concatenate(notes), rate_hz)


def _note(frequency_hz: float, length_s: float, rate_hz: int, edge_s: float = EDGE_S) -> Samples:
    time_s = np.arange(round(length_s * rate_hz)) / rate_hz
    edge = np.minimum(1.0, np.minimum(time_s, length_s - time_s) / edge_s)
    swing = np.sin(2.0 * np.pi * frequency_hz * time_s) * np.exp(-time_s / (length_s + DECAY_S))
    note: Samples = (db_to_gain(PEAK_DB) * edge * swing).astype(np.float32)
    return note
