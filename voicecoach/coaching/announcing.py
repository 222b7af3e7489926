"""Announcing the work to come: its exercise and side, what to take for it, how to set up."""

from __future__ import annotations

from voicecoach.circuit.model import Step
from voicecoach.circuit.timeline import Phase
from voicecoach.coaching.wish import Importance
from voicecoach.coaching.writer import Writer, names_of

TAKE = "take"
"""Ends the id of the cue that says what to take for a work."""


def preview(writer: Writer, step: Step) -> None:
    """Say in a rest which step comes next, and what to take for it."""
    full, short = names_of(step, None, writer.phrases)
    if step.equipment is None:
        writer.name("next", "next", Importance.PREVIEW, full, short)
        return
    equipment = {"equipment": writer.phrases.text(step.equipment)}
    writer.name("next", "next_with_equipment", Importance.PREVIEW, full | equipment, short | equipment)


def lead_in(writer: Writer, work: Phase | None, *, brings: bool = True) -> None:
    """Name what the next phase works on, and with `brings` what to take for it; count down to it."""
    if work is None or work.step is None:
        return
    step = work.step
    name_work(writer, work)
    if brings:
        take(writer, step)
    if step.setup:
        writer.text("setup", Importance.SETUP, step.setup, step.setup_short)
    writer.countdown(spoken=True)


def name_work(writer: Writer, work: Phase) -> None:
    """Name the exercise and the side of `work`."""
    assert work.step is not None, "a work belongs to a step"  # noqa: S101
    line = "get_ready" if work.side is None else "get_ready_side"
    writer.name("name", line, Importance.NAME, *names_of(work.step, work.side, writer.phrases))


def take(writer: Writer, step: Step) -> None:
    """Say what to take for a step, if it needs anything."""
    if step.equipment:
        writer.say(TAKE, "equipment", Importance.SETUP, equipment=writer.phrases.text(step.equipment))
