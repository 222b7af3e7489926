from __future__ import annotations

import pytest

from voicecoach.coaching.cue import Cue
from voicecoach.coaching.effects import Prepare
from voicecoach.coaching.events import Command
from voicecoach.coaching.facts import CueHeard
from voicecoach.coaching.lengths import Lengths
from voicecoach.coaching.numbers import CountMode
from voicecoach.coaching.preparing import WITHOUT_COUNT
from voicecoach.coaching.session import Session
from voicecoach.coaching.setting import Setting
from voicecoach.cuefiles import load_circuit, load_phrases
from voicecoach.testing import SessionRig


def prepared(language: str, count: CountMode = CountMode.EVERY) -> list[Cue]:
    """Return what a session wants rendered at its start, in order of need."""
    rig = SessionRig(load_circuit("ankle-stiffness"), language=language)
    setting = Setting("any", "start", "simulated", "simulated", "test", count=count)
    session = Session(rig.script, rig.phrases.reseeded(1), Lengths(), setting)
    (wanted,) = [effect for effect in session.start(0.0) if isinstance(effect, Prepare)]
    return [*wanted.cues]


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
def test_what_may_be_wanted_at_once_is_prepared_in_every_variant_after_all_else(language: str) -> None:
    texts = [cue.text for cue in prepared(language)]
    lines = load_phrases(language)["lines"]
    moment = {text for name in WITHOUT_COUNT for text in (*lines[name], *lines.get(f"{name}_short", ()))}
    assert moment <= {*texts}
    planned = {cue.text for cue in SessionRig(load_circuit("ankle-stiffness"), language=language).script.cues()}
    first = min(texts.index(text) for text in moment - planned)
    assert first > texts.index("30") > texts.index("1")


def test_nothing_is_said_on_the_spot_without_a_number_that_was_not_prepared() -> None:
    texts = {cue.text for cue in prepared("en")}
    commands = {60.0: Command.PAUSE, 65.0: Command.RESUME, 66.0: Command.SKIP, 70.0: Command.BACK, 80.0: Command.STOP}
    rig = SessionRig(load_circuit("ankle-stiffness"), seed=0)
    rig.run(commands=commands)
    said = [cue for cue in rig.facts(CueHeard) if cue.text]
    assert len(said) > 10
    assert {cue.text for cue in said} <= texts
