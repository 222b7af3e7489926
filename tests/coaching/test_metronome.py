from __future__ import annotations

from itertools import pairwise

import pytest
from rhythms import RHYTHMS, WORK_AT, WORK_S

from voicecoach.coaching.effects import Speak
from voicecoach.coaching.events import Command
from voicecoach.coaching.facts import AdviceGiven, CueDropped
from voicecoach.coaching.metronome import BEATS
from voicecoach.testing import SessionRig

BEAT_HZ = 2.2
END_AT = WORK_AT + WORK_S


def evenly(from_s: float, to_s: float, hz: float) -> list[float]:
    return [round(WORK_AT + from_s + n / hz, 4) for n in range(int((to_s - from_s) * hz))]


def followed(landings: list[float], rhythm: str = "steady", **options: object) -> SessionRig:
    options = {"beat_hz": BEAT_HZ} | options
    rig = SessionRig(RHYTHMS[rhythm].circuit, **options)  # type: ignore[arg-type]
    rig.run(landings=landings)
    return rig


def beats(rig: SessionRig) -> list[Speak]:
    return [speak for speak in rig.spoken if speak.cue.text in BEATS]


def between(rig: SessionRig, from_s: float, to_s: float) -> list[str]:
    return [beat.cue.text for beat in beats(rig) if from_s <= beat.at - WORK_AT < to_s]


def test_without_being_asked_there_is_no_beat() -> None:
    assert not beats(followed([], beat_hz=None))


def test_the_beat_goes_from_the_start_signal_to_the_end_of_the_work_at_its_own_instants() -> None:
    found = [beat.at for beat in beats(followed([]))]
    assert found == pytest.approx([WORK_AT + n / BEAT_HZ for n in range(1, int(WORK_S * BEAT_HZ))], abs=1e-9)
    assert found[-1] < END_AT


def test_without_a_microphone_it_never_fades() -> None:
    assert set(between(followed([], mic="none"), 0.0, WORK_S)) == {"beat"}


def test_it_fades_softly_while_it_is_held_and_stays_away() -> None:
    rig = followed(evenly(0.45, 29.5, BEAT_HZ))
    heard = [BEATS.index(beat.cue.text) for beat in beats(rig)]
    assert heard == sorted(heard), "it only grows softer"
    assert set(heard) == set(range(len(BEATS))), "step by step"
    assert between(rig, 0.0, 3.0) == ["beat"] * 6
    assert not between(rig, 12.0, WORK_S)


def test_it_comes_back_softly_and_on_the_hoppers_own_landings_when_it_is_lost() -> None:
    slower = evenly(14.0, 29.5, 1.9)
    rig = followed([*evenly(0.45, 14.0, BEAT_HZ), *slower])
    again = [beat for beat in beats(rig) if beat.at > WORK_AT + 14.0]
    assert [beat.cue.text for beat in again][:4] == ["beat-3", "beat-2", "beat-1", "beat"]
    gaps = [b.at - a.at for a, b in pairwise(again)]
    assert gaps == pytest.approx([1.0 / BEAT_HZ] * len(gaps), abs=1e-9)
    beats_since = [(again[0].at - at) * BEAT_HZ for at in slower if 0.0 < again[0].at - at < 1.5]
    assert any(since == pytest.approx(round(since), abs=1e-3) for since in beats_since)


def test_another_tempo_does_not_hold_it() -> None:
    assert set(between(followed(evenly(0.45, 29.5, 2.5)), 0.0, WORK_S)) == {"beat"}


def test_who_follows_a_slow_beat_of_their_own_is_not_too_slow() -> None:
    slow = evenly(0.45, 29.5, 1.7)
    assert not followed(slow, beat_hz=1.7).facts(AdviceGiven)
    assert followed(slow, beat_hz=None).facts(AdviceGiven)


def test_a_march_has_no_beat() -> None:
    assert not beats(followed([], rhythm="marching"))


def test_a_pause_stops_the_beat_and_it_begins_anew_with_the_work() -> None:
    rig = SessionRig(RHYTHMS["steady"].circuit, beat_hz=BEAT_HZ)
    rig.run(commands={WORK_AT + 10.0: Command.PAUSE, WORK_AT + 20.0: Command.RESUME})
    sounded = [beat.at for beat in beats(rig) if not dropped(rig, beat)]
    assert not [at for at in sounded if WORK_AT + 10.0 < at <= WORK_AT + 23.0]
    assert pytest.approx(min(at for at in sounded if at > WORK_AT + 20.0)) == WORK_AT + 23.0 + 1.0 / BEAT_HZ
    assert max(sounded) < END_AT + 13.0


def dropped(rig: SessionRig, beat: Speak) -> bool:
    return beat.cue.id in {drop.id for drop in rig.facts(CueDropped)}
