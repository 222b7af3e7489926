"""`voicecoach progress`: how many hops are done and left, which level suits, and what one's own rhythm is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import click

from voicecoach import config
from voicecoach.circuit.model import Circuit, Step
from voicecoach.coaching.allowance import budget_of
from voicecoach.coaching.levels import CLEAN_NEEDED, LevelOffer, Why, offered_level
from voicecoach.coaching.outlook import REST_S
from voicecoach.coaching.own_rhythm import own_rhythm_hz, own_target_hz
from voicecoach.coaching.past import Past, is_hops
from voicecoach.commands.opened import opened
from voicecoach.cuefiles import load_circuit
from voicecoach.history.asked import asked
from voicecoach.history.looking_back import past_of


def print_progress(circuit_name: str, person: str | None) -> None:
    """Print what the next session of a circuit would know of a person's past."""
    circuit, whose, now = load_circuit(circuit_name), person or config.person(), datetime.now().astimezone()
    with opened() as database, database.reading() as connection:
        past = past_of(connection, whose, asked, now)
    if not past.sessions:
        click.echo(f"No sessions of {whose} yet; `voicecoach run` keeps each of yours")
        return
    click.echo(f"{circuit.name}, {whose}")
    for line in progress_lines(past, circuit, now):
        click.echo(line)


def progress_lines(past: Past, circuit: Circuit, now: datetime) -> Iterator[str]:
    """Yield a line about today, the week, rest, the level and each rhythm."""
    budget = budget_of(past, circuit)
    yield f"today: {budget.today} hops; {budget.left} left, {budget.day_limit} a day are enough"
    yield f"since Monday: {budget.week} hops; {budget.week_limit} a week are enough"
    last = past.last_hops
    if last is not None:
        rested_at = now + timedelta(seconds=REST_S - last.ended_ago_s)
        rest = f"better rest until {rested_at:%a %H:%M}" if rested_at > now else "rested"
        yield f"last hops: {(now - timedelta(seconds=last.ended_ago_s)):%Y-%m-%d %H:%M}; {rest}"
    yield _level(offered_level(past, circuit))
    hops = {step.exercise: step for step in circuit.steps if is_hops(step)}
    for exercise, step in hops.items():
        yield f"own rhythm, {exercise}: {_rhythm(past, step)}"


def _level(offer: LevelOffer) -> str:
    why = {
        Why.FIRST: "the first time",
        Why.SAME: f"{offer.clean} of {CLEAN_NEEDED} clean sessions in a row, then comes the next level",
        Why.READY: f"ready for it after {offer.clean} clean sessions in a row",
        Why.BREAK: "an easier start after the break",
        Why.HARD: "an easier day, since the last session was too slow or faded",
    }[offer.why]
    if offer.why is Why.SAME and offer.clean >= CLEAN_NEEDED:
        why = "there is no higher one"
    return f"level: {offer.level} ({why})"


def _rhythm(past: Past, step: Step) -> str:
    own_hz = own_rhythm_hz(past, step.exercise)
    if own_hz is None:
        return "not known yet; it takes three sessions with a steady set"
    target_hz = None if step.target_hz is None else own_target_hz(past, step.exercise, step.target_hz)
    aim = "" if target_hz is None else f"; the aim is {target_hz[0]:.2f} to {target_hz[1]:.2f}"
    return f"{own_hz:.2f} hops a second{aim}"
