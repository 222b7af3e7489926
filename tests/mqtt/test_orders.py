"""What becomes of a payload."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.coaching.events import Command, NoCommand
from voicecoach.mqtt.orders import SOURCE, Orders, read_command

Given = list[tuple[Command | NoCommand, str]]


@pytest.fixture
def given_to() -> Given:
    return []


def received(orders: Orders, payload: bytes, *, retained: bool = False) -> None:
    orders.receive("voicecoach/pi/command", payload, retained=retained)


@pytest.mark.parametrize("command", Command)
def test_every_command_has_the_name_it_has_in_the_event_log(command: Command) -> None:
    assert read_command(str(command).encode()) is command
    assert read_command(str(command).upper().replace(" ", "_").encode()) is command


@pytest.mark.parametrize(
    ("payload", "command"),
    [
        (b"toggle", Command.PAUSE_OR_RESUME),
        (b"Next\n", Command.SKIP),
        (b"volume_up", Command.LOUDER),
        (b"volume-down", Command.SOFTER),
        (b" mute ", Command.MUTE),
    ],
)
def test_people_s_own_words_are_understood(payload: bytes, command: Command) -> None:
    assert read_command(payload) is command


@given(st.binary(max_size=200))
def test_any_payload_is_a_command_or_none(payload: bytes) -> None:
    read = read_command(payload)
    assert isinstance(read, Command) or len(read.text) <= 60


def test_a_command_is_given_only_while_a_session_runs(given_to: Given) -> None:
    orders = Orders(pytest.fail)
    received(orders, b"stop")
    with orders.to(lambda *given: given_to.append(given)):
        received(orders, b"pause")
    received(orders, b"next")
    assert given_to == [(Command.PAUSE, SOURCE)]


def test_what_is_no_command_is_recorded_once_a_session_and_not_without_end(given_to: Given) -> None:
    orders = Orders(pytest.fail)
    for _ in range(2):
        with orders.to(lambda *given: given_to.append(given)):
            received(orders, b"jump")
            received(orders, b"jump")
        assert given_to == [(NoCommand("jump"), SOURCE)]
        given_to.clear()
    with orders.to(lambda *given: given_to.append(given)):
        for number in range(1000):
            received(orders, f"jump {number}".encode())
        received(orders, b"stop")
    assert len(given_to) < 30
    assert given_to[-1] == (Command.STOP, SOURCE)


def test_a_retained_command_is_not_followed_and_told_once(given_to: Given) -> None:
    told: list[str] = []
    orders = Orders(told.append)
    with orders.to(lambda *given: given_to.append(given)):
        received(orders, b"stop", retained=True)
        received(orders, b"stop", retained=True)
    assert given_to == []
    assert len(told) == 1
    assert "without retain" in told[0]


@pytest.mark.parametrize(
    ("payload", "wanted"),
    [
        (b"start", (None, None)),
        (b"start ankle-hops", ("ankle-hops", None)),
        (b" Start hop-test full\n", ("hop-test", "full")),
    ],
)
def test_a_session_is_started_where_one_can_be(payload: bytes, wanted: tuple[str | None, str | None]) -> None:
    begun: list[tuple[str | None, str | None]] = []
    orders = Orders(pytest.fail)

    def begin(circuit: str | None, level: str | None) -> bool:
        begun.append((circuit, level))
        return True

    with orders.starting(begin):
        received(orders, payload)
        received(orders, payload)
    received(orders, payload)
    assert begun == [wanted, wanted]


def test_a_start_that_starts_nothing_is_told_and_not_a_thousand_times() -> None:
    told: list[str] = []
    orders = Orders(told.append)
    with orders.starting(lambda circuit, level: False):  # noqa: ARG005
        for _ in range(1000):
            received(orders, b"start no-such-circuit")
        received(orders, b"start hop-test full speed")
    assert [text.split(" starts")[0] for text in told] == ['"start no-such-circuit"', '"start hop-test full speed"']
