"""Where in its file a cue stands that does not fit, and what makes it fit."""

from __future__ import annotations

import re
from collections.abc import Mapping

from voicecoach.circuit.locating import KeyPath, nearest_line
from voicecoach.circuit.timeline import PhaseKind
from voicecoach.coaching.planned import Misfit

_OF_A_STEP = re.compile(r"r\d+\.s(?P<step>\d+)\.")
"""How :func:`voicecoach.coaching.writer.prefix` begins the ids of a step's cues."""

_TECHNIQUE = re.compile(r"line(?P<cue>\d+)")

_KEYS = {PhaseKind.ROUND_REST: "rest_between_rounds"}
"""What a phase's length is called in a circuit file, where it is not as the phase itself."""


_TIME_CALLS = ("halfway", "ten_seconds")


def place_and_remedy(misfit: Misfit, lines: Mapping[KeyPath, int]) -> tuple[str, str]:
    """Return the line of a cue (``line 12``), or of what gives it too little time, and what to do about it."""
    where, part = misfit.cue.id.rpartition(".")[::2]
    of_step = _OF_A_STEP.match(misfit.cue.id)
    path: KeyPath = ("step", int(of_step["step"]) - 1) if of_step else ()
    technique = _TECHNIQUE.fullmatch(part)
    if technique:
        cue = (*path, "cues", int(technique["cue"]) - 1)
        return f"line {nearest_line(lines, cue)}", "move it, or use fewer words"
    kind = PhaseKind(where.rpartition(".")[2])
    key = _KEYS.get(kind, kind)
    longer = f"make {key} longer"
    if (*path, part) in lines:
        return f"line {lines[*path, part]}", f"use fewer words, or {longer}"
    given_at = [lines[one] for one in ((*path, key), ("defaults", key)) if one in lines]
    line = given_at[0] if given_at else nearest_line(lines, path)
    return f"line {line}", f"{longer}, or write time_calls = false" if part in _TIME_CALLS else longer
