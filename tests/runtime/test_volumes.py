from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from measuring import read_mono

from voicecoach.coaching.cue import Lane
from voicecoach.cuefiles import load_circuit
from voicecoach.errors import UserError
from voicecoach.runtime.performance import perform
from voicecoach.runtime.request import Request
from voicecoach.runtime.volumes import read_volumes
from voicecoach.terminal.plain import PlainScreen


def test_a_number_is_for_everything_and_a_lane_for_itself() -> None:
    volumes = read_volumes(["-3", "count=-6", "tone = OFF", "count=-12"])
    assert volumes.all_db == -3.0
    assert volumes.gain(Lane.COUNT) == pytest.approx(0.251, abs=0.001)
    assert volumes.gain(Lane.TONE) == 0.0
    assert volumes.gain(Lane.ADVICE) == 1.0


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ("bell=-3", 'there is no lane "bell"'),
        ("count=loud", '"loud" is no number'),
        ("loud", '"loud" is no number'),
        ("count=", '"" is no number'),
        ("nan", "nan dB can't be"),
        ("tone=30", "30 dB can't be"),
        ("-90", "-90 dB can't be"),
    ],
)
def test_anything_else_is_one_sentence_that_names_what_can_be(wish: str, told: str) -> None:
    with pytest.raises(UserError) as error:
        read_volumes([wish])
    assert told in str(error.value)
    assert "--volume tone=-12" in str(error.value)
    assert len(str(error.value).splitlines()) == 1


def demo_sound(folder: Path, *volumes: str) -> tuple[np.ndarray, int]:
    path = folder / f"{len(volumes)}.wav"
    with (folder / "lines").open("w", encoding="utf-8") as stream:
        request = Request(load_circuit("demo"), mic="none", speaker=str(path), fast=True, volumes=read_volumes(volumes))
        perform(request, PlainScreen(stream))
    return read_mono(path)


def test_what_is_heard_is_as_much_softer_as_asked(tmp_path: Path) -> None:
    loud, _ = demo_sound(tmp_path)
    soft, _ = demo_sound(tmp_path, "-6", *(f"{lane}=-6" for lane in Lane))
    begins = slice(0, 48_000 * 5)
    softer_db = 20 * np.log10(np.std(soft[begins]) / np.std(loud[begins]))
    assert softer_db == pytest.approx(-12.0, abs=0.1)
