"""`voicecoach doctor`: tries speech, output and microphone, and names the remedy for what fails."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import closing

import click

from voicecoach.audio.ports import Report, Started
from voicecoach.audio.sound_card import SoundCard
from voicecoach.audio.speaker_live import LiveSpeaker
from voicecoach.errors import DeviceError, SpeechError, UserError
from voicecoach.listening.landing import Landing
from voicecoach.runtime.overhear import Overhearing
from voicecoach.runtime.speech import language_of, open_voice, sample_in
from voicecoach.runtime.stage import BLUETOOTH_WARNING
from voicecoach.voice.engine import Utterance
from voicecoach.voice.tones import tone

HOPS_ASKED = 3
HOPS_WITHIN_S = 10.0
LEVEL_FOR_S = 1.5
TONE_WITHIN_S = 2.0
SILENT_BELOW_DB = -85.0
"""A connected microphone's own noise lies above this; a muted one delivers zeros or less than a bit."""

CLIPPED_ABOVE_DB = -6.0


def examine(mic: str | None, speaker: str | None, voice: str | None, language: str | None) -> int:
    """Try everything in turn; returns 0 if all is well and 2 if something needs mending."""
    trials: tuple[tuple[str, Callable[[], str]], ...] = (
        ("speech", lambda: _try_speech(voice, language_of(language))),
        ("output", lambda: _try_output(speaker)),
        ("microphone", lambda: _try_microphone(mic)),
    )
    healthy = [_report(name, trial) for name, trial in trials]
    click.echo("All is well." if all(healthy) else "Something needs mending; see above.")
    return 0 if all(healthy) else UserError.exit_status


def _report(name: str, trial: Callable[[], str]) -> bool:
    try:
        click.echo(f"{name:<11} ok     {trial()}")
    except UserError as error:
        click.echo(f"{name:<11} FAILS  {error}")
        return False
    return True


def _try_speech(voice: str | None, language: str) -> str:
    troubles: list[str] = []
    engine = open_voice(voice, language, troubles.append)
    if engine is None:
        raise SpeechError("it is switched off by VOICECOACH_ENGINE; unset it to hear words")
    with closing(engine):
        begun_at = time.monotonic()
        clip = engine.render(Utterance(sample_in(language)))
        took_s = time.monotonic() - begun_at
        who = engine.chosen()
    for trouble in troubles:
        click.echo(f"            note: {trouble}")
    return f'{who.engine}, voice "{who.name}", spoke {clip.length_s:.1f} s of words after {took_s:.2f} s'


def _try_output(wanted: str | None) -> str:
    sounded = threading.Event()

    def note(report: Report) -> None:
        if isinstance(report, Started):
            sounded.set()

    speaker = LiveSpeaker(wanted, on_report=note)
    with closing(SoundCard([speaker], lambda _change: None)) as card:
        card.open()
        card.wait_until_steady()
        at = speaker.soonest_at()
        samples = tone("go", speaker.rate_hz).samples
        speaker.play("doctor", samples, at=at, not_after=at + TONE_WITHIN_S, speech=False)
        if not sounded.wait(TONE_WITHIN_S):
            raise DeviceError(f'"{speaker.name}" took no sound; choose another one with --speaker')
        time.sleep(len(samples) / speaker.rate_hz + speaker.latency_s)
    return f'"{speaker.name}" at {speaker.rate_hz} Hz; you should have heard a tone (if not: turn it up)'


def _try_microphone(wanted: str | None) -> str:
    hops: list[Landing] = []
    enough = threading.Event()

    def note(landing: Landing) -> None:
        hops.append(landing)
        if len(hops) >= HOPS_ASKED:
            enough.set()

    with closing(Overhearing(wanted, note, lambda _change: None, expecting=True)) as heard:
        microphone = heard.microphone
        if microphone.info.bluetooth_headset_mic:
            click.echo("            note: " + BLUETOOTH_WARNING.format(name=microphone.name))
        heard.wait(enough, LEVEL_FOR_S)
        quiet_db = heard.level_db
        click.echo(f'            "{microphone.name}" hears {quiet_db:.0f} dB; now hop three times, please')
        hops.clear()
        enough.clear()
        heard.wait(enough, HOPS_WITHIN_S)
    return _verdict(microphone.name, quiet_db, len(hops))


def _verdict(name: str, quiet_db: float, hops: int) -> str:
    if hops >= HOPS_ASKED:
        return f'"{name}" heard {hops} hops'
    if quiet_db < SILENT_BELOW_DB:
        raise DeviceError(f'"{name}" is silent ({quiet_db:.0f} dB); unmute it, or choose another one with --mic')
    if quiet_db > CLIPPED_ABOVE_DB:
        raise DeviceError(f'"{name}" is overdriven ({quiet_db:.0f} dB); turn its level down in the sound settings')
    heard = f"only {hops} of {HOPS_ASKED} hops were" if hops else "no hop was"
    raise DeviceError(f'"{name}" works, but {heard} heard; put it on the floor nearby, or turn its level up')
