"""A button on simulated pins (gpiozero's own), with the test's own time."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from typing import Any

import gpiozero
import pytest
from gpiozero.pins.mock import MockFactory

from voicecoach.coaching.events import Command
from voicecoach.controls.button import GpioButton
from voicecoach.controls.presses import BOUNCE_S, DOUBLE_WITHIN_S, LONG_S
from voicecoach.errors import ControlError

PIN = 17


@pytest.fixture(autouse=True)
def pin() -> Iterator[Any]:
    factory = gpiozero.Device.pin_factory = MockFactory()
    yield factory.pin(PIN)
    factory.reset()
    gpiozero.Device.pin_factory = None


class Finger:
    """Presses a pin as the test's time passes."""

    def __init__(self, pin: Any) -> None:  # noqa: ANN401 - gpiozero ships no types
        self._pin = pin
        self.now = 100.0
        self.given: list[Command] = []
        self.button = GpioButton(PIN, self.given.append, clock=lambda: self.now)

    def press(self, length_s: float, then_s: float) -> None:
        self._pin.drive_low()
        self.wait(length_s)
        self._pin.drive_high()
        self.wait(then_s)

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.button.look()


@pytest.fixture
def finger(pin: Any) -> Iterator[Finger]:  # noqa: ANN401
    finger = Finger(pin)
    yield finger
    finger.button.close()


def test_a_short_press_pauses_or_goes_on_once_no_second_one_can_follow(finger: Finger) -> None:
    finger.press(0.1, then_s=DOUBLE_WITHIN_S)
    assert finger.given == []
    finger.wait(BOUNCE_S)
    assert finger.given == [Command.PAUSE_OR_RESUME]


def test_a_double_press_is_next(finger: Finger) -> None:
    finger.press(0.1, then_s=0.2)
    finger.press(0.1, then_s=1.0)
    assert finger.given == [Command.SKIP]


def test_a_long_press_stops_and_does_nothing_else(finger: Finger) -> None:
    finger.press(LONG_S + 0.5, then_s=2.0)
    assert finger.given == [Command.STOP]


def test_a_bouncing_contact_is_one_press(finger: Finger) -> None:
    for _ in range(4):
        finger.press(0.003, then_s=0.002)
    finger.press(0.1, then_s=1.0)
    assert finger.given == [Command.PAUSE_OR_RESUME]


def test_in_its_own_thread_a_held_button_is_told_without_being_let_go(pin: Any) -> None:  # noqa: ANN401
    given: queue.SimpleQueue[Command] = queue.SimpleQueue()
    with GpioButton(PIN, given.put):
        pin.drive_low()
        assert given.get(timeout=30.0) is Command.STOP


def test_a_machine_without_pins_is_told_in_one_sentence() -> None:
    gpiozero.Device.pin_factory = None
    with pytest.raises(ControlError) as error:
        GpioButton(PIN, lambda _command: None)
    assert "--button 17" in str(error.value)
    assert "group gpio" in str(error.value)
    assert "\n" not in str(error.value)
