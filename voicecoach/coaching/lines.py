"""Which lines the coach has, and what each is given to fill in."""

from __future__ import annotations

from collections.abc import Mapping

NEEDED_LINES = frozenset(
    (
        *("welcome", "welcome_one_round", "equipment", "safety"),
        *("get_ready", "get_ready_side", "switch", "rest", "next", "next_with_equipment"),
        *("halfway", "ten_seconds", "encouragement"),
        *("round_done", "last_round", "countdown_3", "countdown_2", "countdown_1"),
        *("set_total", "set_total_one", "set_total_none", "set_total_doubtful", "set_total_noisy"),
        *("farewell", "farewell_one", "farewell_no_hops", "stopped", "stopped_one", "stopped_no_hops"),
        *("paused", "ready"),
        *("rhythm_steady", "rhythm_unsteady", "microphone_lost", "sound_back"),
        *("advice_too_slow", "advice_too_fast", "advice_unsteady", "advice_fading", "advice_uneven"),
        *("advice_stopped", "advice_louder", "advice_back_on_target"),
        *("rest_needed_today", "rest_needed_yesterday", "rest_needed_recently"),
        *("hops_left", "hops_used_up", "hops_enough", "level_easier", "level_ready"),
    )
)
"""Every line a session may say; a language without one of them is refused before the first word."""

OTHER_LINES = frozenset(("calibrate_still", "calibrate_hops", "plan_reminder"))
"""Lines said outside a session; who says them asks for them."""

SHORT = "_short"
"""Ends the name of a line, or of a table, that says the same in fewer words.  None of these is needed."""

SHORTEST_LINES = frozenset((f"switch{SHORT}{SHORT}",))
"""Lines said where even a short form does not fit."""

NOTHING: frozenset[str] = frozenset()
_COUNT = frozenset(("count",))

_FIELDS: Mapping[str, frozenset[str]] = {
    "welcome": frozenset(("name", "rounds")),
    "welcome_one_round": frozenset(("name", "rounds")),
    "equipment": frozenset(("equipment",)),
    "get_ready": frozenset(("exercise",)),
    "get_ready_side": frozenset(("exercise", "side")),
    "switch": frozenset(("side",)),
    "next": frozenset(("exercise",)),
    "next_with_equipment": frozenset(("exercise", "equipment")),
    "round_done": frozenset(("round", "rounds")),
    **dict.fromkeys(("set_total", "set_total_one", "set_total_none", "set_total_doubtful", "set_total_noisy"), _COUNT),
    **dict.fromkeys(("farewell", "farewell_one", "farewell_no_hops"), _COUNT),
    **dict.fromkeys(("stopped", "stopped_one", "stopped_no_hops"), _COUNT),
    "hops_left": _COUNT,
    "calibrate_still": frozenset(("seconds",)),
    "calibrate_hops": _COUNT,
    "plan_reminder": frozenset(("name",)),
}


def known_lines() -> tuple[str, ...]:
    """Return the name of every line there is, short forms too."""
    in_full = NEEDED_LINES | OTHER_LINES
    return tuple(sorted(SHORTEST_LINES | {name + end for name in in_full for end in ("", SHORT)}))


def fields_given(line: str) -> frozenset[str]:
    """Return what a line is given to fill in; its short forms are given the same."""
    return _FIELDS.get(line.removesuffix(SHORT).removesuffix(SHORT), NOTHING)
