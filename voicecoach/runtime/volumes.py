"""How loud each lane is: `--volume`, read."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from voicecoach.coaching.cue import Lane
from voicecoach.coaching.volume import LOUDEST_DB, SOFTEST_DB
from voicecoach.errors import UserError
from voicecoach.units import db_to_gain

OFF = "off"

_LANES = ", ".join(Lane)
_REMEDY = (
    f"give dB between {SOFTEST_DB:g} and {LOUDEST_DB:g} for everything (--volume -6), "
    f"or for one of {_LANES} (--volume tone=-12, --volume advice=off)"
)


@dataclass(frozen=True, slots=True)
class Volumes:
    """Volumes in dB; 0 is sound as it was rendered, minus infinity none."""

    all_db: float = 0.0
    lanes_db: Mapping[Lane, float] = field(default_factory=dict)

    def gain(self, lane: Lane) -> float:
        """Return the amplitude factor of a lane's clips; the volume of everything comes on top, in the mixer."""
        return db_to_gain(self.lanes_db.get(lane, 0.0))


def read_volumes(wishes: Iterable[str]) -> Volumes:
    """Return what ``-3``, ``count=-6`` and ``tone=off`` ask for, the later before the earlier; UserError if nothing."""
    all_db, lanes_db = 0.0, {}
    for wish in wishes:
        name, separator, value = (part.strip() for part in wish.partition("="))
        if not separator:
            all_db = _decibels(wish, name)
        elif name in list(Lane):
            lanes_db[Lane(name)] = -math.inf if value.lower() == OFF else _decibels(wish, value)
        else:
            raise UserError(f'--volume {wish}: there is no lane "{name}"; {_REMEDY}')
    return Volumes(all_db, lanes_db)


def _decibels(wish: str, text: str) -> float:
    try:
        volume_db = float(text)
    except ValueError:
        raise UserError(f'--volume {wish}: "{text}" is no number; {_REMEDY}') from None
    if not SOFTEST_DB <= volume_db <= LOUDEST_DB:
        raise UserError(f"--volume {wish}: {text} dB can't be; {_REMEDY}")
    return volume_db
