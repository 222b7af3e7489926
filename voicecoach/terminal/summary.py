"""The last lines: what happened, in a few true sentences."""

from __future__ import annotations

from voicecoach.coaching.summary import STEADY_VARIATION, SetResult, Summary
from voicecoach.units import clock_text


def summary_lines(summary: Summary) -> list[str]:
    """Return the summary of a session as lines of text."""
    lines = [f"{summary.circuit}: {summary.reason} after {clock_text(summary.seconds)}"]
    lines += [f"  {_set_line(done)}" for done in summary.sets]
    lines.append(_counted_line(summary))
    if summary.dropped:
        lines.append(f"{summary.dropped} cue{'' if summary.dropped == 1 else 's'} not said (see the event log)")
    return lines


def _counted_line(summary: Summary) -> str:
    if not summary.listened:
        return "no landings counted, since there was no microphone"
    if not summary.sets:
        return "no landings counted, since no set of hops was begun"
    landings, sets = summary.landings, len(summary.sets)
    return f"{landings} landing{'' if landings == 1 else 's'} counted in {sets} set{'' if sets == 1 else 's'}"


def _set_line(done: SetResult) -> str:
    side = f", {done.side}" if done.side else ""
    about = "not sure, about " if done.doubtful else ""
    line = f"round {done.round}  {done.name}{side}: {about}{done.count} landings"
    if done.rhythm is None:
        return line
    steady = "steady" if done.rhythm.variation <= STEADY_VARIATION else "unsteady"
    spread = 100.0 * done.rhythm.variation
    return f"{line}, {done.rhythm.cadence_hz:.2f} a second, {steady} (intervals vary by {spread:.0f} %)"
