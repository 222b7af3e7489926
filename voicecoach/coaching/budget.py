"""How many hops are enough: one home for the bounds that reports show and sessions keep to."""

from __future__ import annotations

from typing import Final

SESSION_CONTACTS: Final = (80, 100)
"""Foot contacts of a beginner's session of jumps, least and most (the NSCA's table for plyometrics; intermediate
trainees take 100 to 120)."""

WEEK_SESSIONS: Final = 3
"""Sessions a week that leave 48 hours between any two, as the same table asks."""

WEEK_CONTACTS: Final = (SESSION_CONTACTS[0] * WEEK_SESSIONS, SESSION_CONTACTS[1] * WEEK_SESSIONS)
"""Foot contacts of a beginner's full week, least and most."""
