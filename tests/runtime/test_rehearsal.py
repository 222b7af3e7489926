from __future__ import annotations

from voicecoach.circuit.model import Level
from voicecoach.circuit.reading import read_circuit
from voicecoach.coaching.cue import INSTRUCTION_RATE_WPM
from voicecoach.coaching.events import ScriptMeasured
from voicecoach.coaching.script import Script
from voicecoach.coaching.wording import Talk
from voicecoach.cuefiles import load_phrases
from voicecoach.runtime.clips import utterance
from voicecoach.runtime.clocks import Inbox
from voicecoach.runtime.rehearsal import Rehearsal
from voicecoach.voice.engine import Utterance

LONG = "Heel high, and push."
CIRCUIT = f"""
schema = 1
name = "Small"
[[step]]
exercise = "calf-hold"
kind = "hold"
work = "15s"
cues = [ {{ at = "+2s", say = "{LONG}", short = "Heel high." }}, {{ at = "+5s", say = "Stand tall." }} ]
"""


def test_a_line_measured_as_too_long_is_replaced_by_its_short_form_and_that_is_measured_too() -> None:
    circuit = read_circuit(CIRCUIT, source="small.toml", id="small")
    rehearsal = Rehearsal(circuit, Level.START, load_phrases(), seed=0, talk=Talk.NORMAL)
    script, inbox = rehearsal.script(), Inbox()
    assert not script.misfits
    rehearsal.report_to(inbox, script)
    for cue in script.cues():
        rehearsal.learn(utterance(cue), 4.0 if cue.text == LONG else 0.5)
    (replanned,) = scripts_in(inbox)
    assert [(m.cue.text, m.said and m.said.text) for m in replanned.misfits] == [(LONG, "Heel high.")]
    rehearsal.learn(Utterance("Heel high.", INSTRUCTION_RATE_WPM), 3.5)
    (final,) = scripts_in(inbox)
    assert [misfit.cue.text for misfit in final.left_out] == ["Stand tall."]


def scripts_in(inbox: Inbox) -> list[Script]:
    events = [inbox.get() for _ in range(inbox.qsize())]
    return [event.script for event in events if isinstance(event, ScriptMeasured)]
