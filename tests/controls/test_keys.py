from __future__ import annotations

import os
import queue
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.coaching.events import Command
from voicecoach.controls.keys import Keys, can_read_keys, commands_of

WITHIN_S = 30.0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (" ", [Command.PAUSE_OR_RESUME]),
        ("nbrq", [Command.SKIP, Command.BACK, Command.REPEAT, Command.STOP]),
        ("N", [Command.SKIP]),
        ("m+-=", [Command.MUTE_OR_UNMUTE, Command.LOUDER, Command.SOFTER, Command.LOUDER]),
        ("\x1b[C\x1b[D", [Command.SKIP, Command.BACK]),
        ("\x1b[A\x1b[B", [Command.LOUDER, Command.SOFTER]),
        ("\x1bn\x1bOq\x1b[1;5q", []),
        ("xyz\n", []),
    ],
)
def test_each_key_has_its_meaning_and_others_have_none(typed: str, meant: list[Command]) -> None:
    assert list(commands_of(typed)) == meant


@given(st.text())
def test_whatever_is_typed_is_read_without_complaint(typed: str) -> None:
    assert all(isinstance(command, Command) for command in commands_of(typed))


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    person, program = os.openpty()
    yield person, program
    os.close(person)
    os.close(program)


def test_two_quick_keys_are_two_commands_and_the_terminal_is_as_before(terminal: tuple[int, int]) -> None:
    person, program = terminal
    before = termios.tcgetattr(program)
    told: queue.SimpleQueue[Command] = queue.SimpleQueue()
    with Keys(told.put, program):
        os.write(person, b"n-")
        assert [told.get(timeout=WITHIN_S) for _ in range(2)] == [Command.SKIP, Command.SOFTER]
        os.write(person, b"\x1b[C")
        assert told.get(timeout=WITHIN_S) is Command.SKIP
    assert termios.tcgetattr(program) == before


def test_what_is_no_terminal_or_another_programs_is_left_alone(terminal: tuple[int, int]) -> None:
    with Path(os.devnull).open(encoding="ascii") as nothing:
        assert not can_read_keys(nothing.fileno())
    # A terminal, but not the one this process belongs to: as for a job in the background.
    assert not can_read_keys(terminal[1])


def test_a_terminal_that_was_closed_meanwhile_is_no_trouble() -> None:
    person, program = os.openpty()
    with Keys(lambda _command: None, program):
        os.close(person)
    os.close(program)
