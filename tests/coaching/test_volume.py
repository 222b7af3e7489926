from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.coaching.effects import SetVolume
from voicecoach.coaching.events import Command
from voicecoach.coaching.facts import CommandTaken, CountSpoken
from voicecoach.coaching.volume import LOUDEST_DB, SOFTEST_DB, STEP_DB, VOLUME_COMMANDS, Volume
from voicecoach.cuefiles import load_circuit
from voicecoach.testing import SessionRig


def test_louder_and_softer_are_steps_and_cancel_out() -> None:
    volume = Volume(-9.0)
    assert volume.obey(Command.LOUDER) == [SetVolume(-9.0 + STEP_DB, muted=False)]
    assert volume.obey(Command.SOFTER) == [SetVolume(-9.0, muted=False)]


def test_mute_keeps_the_volume_for_later() -> None:
    volume = Volume(-9.0)
    assert volume.obey(Command.MUTE) == [SetVolume(-9.0, muted=True)]
    assert volume.obey(Command.UNMUTE) == [SetVolume(-9.0, muted=False)]


def test_asking_for_louder_ends_a_mute() -> None:
    volume = Volume()
    volume.obey(Command.MUTE)
    assert volume.obey(Command.LOUDER) == [SetVolume(STEP_DB, muted=False)]


@given(st.floats(-100.0, 100.0), st.lists(st.sampled_from(sorted(VOLUME_COMMANDS))))
def test_volume_stays_within_its_bounds(begin_db: float, commands: list[Command]) -> None:
    volume = Volume(begin_db)
    for command in commands:
        for effect in volume.obey(command):
            assert isinstance(effect, SetVolume)
            assert (effect.volume_db, effect.muted) == (volume.now.volume_db, volume.now.muted)
        assert SOFTEST_DB <= volume.now.volume_db <= LOUDEST_DB


def test_one_key_pauses_and_goes_on_mutes_and_unmutes_and_the_record_says_which() -> None:
    rig = SessionRig(load_circuit("demo"))
    both = {10.0: Command.PAUSE_OR_RESUME, 12.0: Command.PAUSE_OR_RESUME}
    rig.run(20.0, commands=both | {16.0: Command.MUTE_OR_UNMUTE, 17.0: Command.MUTE_OR_UNMUTE})
    assert [taken.name for taken in rig.facts(CommandTaken)] == ["pause", "resume", "mute", "unmute"]


@pytest.mark.parametrize("command", [Command.MUTE, Command.LOUDER])
def test_a_muted_session_goes_on_in_every_other_way(command: Command) -> None:
    landings = [39.5 + 0.5 * n for n in range(15)]
    plain, muted = SessionRig(load_circuit("demo")), SessionRig(load_circuit("demo"))
    plain.run(landings=landings)
    muted.run(landings=landings, commands={5.0: command})
    assert muted.facts(CountSpoken) == plain.facts(CountSpoken)
    assert muted.summary == plain.summary
    assert muted.session.snapshot(10.0).loudness.muted is (command is Command.MUTE)
