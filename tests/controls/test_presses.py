"""What presses mean, for any presses: the instants are a test's own, so nothing waits."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.coaching.events import Command
from voicecoach.controls.presses import BOUNCE_S, DOUBLE, DOUBLE_WITHIN_S, LONG, LONG_S, SHORT, Presses

Edge = tuple[float, bool]


def told(edges: list[Edge], looks: list[float] | None = None) -> list[tuple[float, Command]]:
    """Return each command with the instant of the look or edge that brought it."""
    presses, found = Presses(), []
    last_at = max((at for at, _ in edges), default=0.0)
    instants: list[tuple[float, bool | None]] = [*edges, *((at, None) for at in looks or [])]
    for at, down in sorted(instants, key=lambda one: one[0]):
        commands = presses.look(at) if down is None else presses.edge(at, down=down)
        found += [(at, command) for command in commands]
    return [*found, *((last_at + 10.0, command) for command in presses.look(last_at + 10.0))]


def press(at: float, length_s: float) -> list[Edge]:
    return [(at, True), (at + length_s, False)]


@pytest.mark.parametrize(
    ("edges", "meant"),
    [
        (press(1.0, 0.1), [SHORT]),
        (press(1.0, 0.99), [SHORT]),
        (press(1.0, 1.5), [LONG]),
        ([*press(1.0, 0.1), *press(1.3, 0.1)], [DOUBLE]),
        ([*press(1.0, 0.1), *press(1.7, 0.1)], [SHORT, SHORT]),
        ([*press(1.0, 0.1), *press(1.3, 0.1), *press(1.6, 0.1)], [DOUBLE, SHORT]),
        ([*press(1.0, 0.1), *press(1.3, 2.0)], [LONG]),
        (press(1.0, 0.01), []),
        ([(1.0, True)], [LONG]),
    ],
    ids=["short", "nearly long", "long", "double", "twice", "three quick", "short, then held", "a spark", "stuck"],
)
def test_presses_mean_what_a_person_would_say(edges: list[Edge], meant: list[Command]) -> None:
    assert [command for _, command in told(edges)] == meant


def test_a_long_press_is_told_while_it_is_held() -> None:
    presses = Presses()
    presses.edge(1.0, down=True)
    assert presses.look(1.0 + LONG_S + BOUNCE_S) == [LONG]
    assert presses.edge(3.0, down=False) == []
    assert presses.next_at() == 3.0 + BOUNCE_S
    assert presses.look(10.0) == []


@dataclass(frozen=True)
class Gesture:
    meant: Command
    edges: tuple[Edge, ...]
    seconds: float


def bouncing(at: float, *, down: bool, bounces: list[float]) -> list[Edge]:
    """Return an edge whose contact springs back and forth for up to 20 ms before it stays."""
    edges = [(at, down)]
    for share in sorted(bounces):
        edges += [(at + 0.02 * share, not down), (at + 0.02 * share, down)]
    return edges


@st.composite
def gestures(draw: st.DrawFn) -> Gesture:
    def one_press(at: float, length_s: float) -> list[Edge]:
        bounces = st.lists(st.floats(0.0, 1.0), max_size=4)
        return [
            *bouncing(at, down=True, bounces=draw(bounces)),
            *bouncing(at + length_s, down=False, bounces=draw(bounces)),
        ]

    meant = draw(st.sampled_from([SHORT, DOUBLE, LONG]))
    length_s = draw(st.floats(LONG_S + 0.03, 5.0) if meant is LONG else st.floats(0.06, LONG_S - 0.06))
    edges = one_press(0.0, length_s)
    if meant is DOUBLE:
        begin_s = length_s + draw(st.floats(0.06, DOUBLE_WITHIN_S - 0.06))
        length_s = begin_s + 0.1
        edges += one_press(begin_s, 0.1)
    return Gesture(meant, tuple(edges), length_s + 1.0)


@given(st.lists(gestures(), max_size=6), st.lists(st.floats(0.0, 60.0), max_size=30))
def test_any_row_of_gestures_is_understood_however_contacts_bounce_and_whenever_somebody_looks(
    row: list[Gesture], looks: list[float]
) -> None:
    edges: list[Edge] = []
    begin_at = 1.0
    for gesture in row:
        edges += [(begin_at + at, down) for at, down in gesture.edges]
        begin_at += gesture.seconds
    assert [command for _, command in told(edges, looks)] == [gesture.meant for gesture in row]


def alternating(pauses_s: list[float]) -> list[Edge]:
    edges, at = [], 1.0
    for index, pause_s in enumerate(pauses_s):
        at += pause_s
        edges.append((at, index % 2 == 0))
    return edges


@given(st.lists(st.floats(0.001, 3.0), max_size=20), st.lists(st.floats(0.0, 60.0), max_size=30))
def test_whatever_a_contact_does_looking_more_often_changes_nothing(pauses_s: list[float], looks: list[float]) -> None:
    edges = alternating(pauses_s)
    commands = [command for _, command in told(edges)]
    assert [command for _, command in told(edges, looks)] == commands


@given(st.lists(st.floats(2.0 * BOUNCE_S, 3.0).filter(lambda pause_s: abs(pause_s - LONG_S) > 1e-6), max_size=20))
def test_nothing_but_a_held_button_stops_a_session(pauses_s: list[float]) -> None:
    edges = alternating(pauses_s)
    commands = [command for _, command in told(edges)]
    ends = [*(at for at, _ in edges[1:]), 1000.0]
    closed_s = [end - at for (at, down), end in zip(edges, ends, strict=True) if down] if edges else []
    assert commands.count(LONG) == sum(seconds > LONG_S for seconds in closed_s)
