"""`voicecoach calibrate`: fits the listener to this microphone, this floor and these shoes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

import click

from voicecoach import config
from voicecoach.audio.devices import find_device
from voicecoach.commands.spoken import Spoken, phrases_with
from voicecoach.errors import DeviceError, UserError
from voicecoach.listening.fitting import UNFITTED, Fit, Fitting, fitted
from voicecoach.listening.landing import RECOUNT_AFTER_S
from voicecoach.runtime.fits import Fits
from voicecoach.runtime.overhear import Overhearing
from voicecoach.runtime.speech import language_of

LINES = ("calibrate_still", "calibrate_hops")
HOPS = 5
STILL_FOR_S = 4.0
HOP_WITHIN_S = 6.0

NEARER = "move it nearer"


def calibrate(mic: str | None, speaker: str | None, voice: str | None, language: str | None, *, forget: bool) -> int:
    """Ask for stillness and five hops, and keep what they teach; returns the exit status."""
    fits = Fits(config.state_dir())
    if forget:
        click.echo(forgotten(fits, find_device("microphone", mic).name))
        return 0
    language = language_of(language)
    phrases = phrases_with(LINES, language)
    with ExitStack() as closing_all:
        say = closing_all.enter_context(closing(Spoken(speaker, voice, language)))
        heard = closing_all.enter_context(closing(Overhearing(mic, lambda _: None, lambda _: None, fit=UNFITTED)))
        name = heard.microphone.name
        say(phrases.line(LINES[0], seconds=round(STILL_FOR_S)))
        still = _stretch(heard, STILL_FOR_S)
        say(phrases.line(LINES[1], count=HOPS))
        hopped = _stretch(heard, HOP_WITHIN_S)
    fitting = fitted(heard.plainness(*still), heard.plainness(*hopped), HOPS)
    click.echo(verdict(name, fitting))
    if fitting.fit is not None:
        _keep(fits, name, fitting.fit)
    return 0


def forgotten(fits: Fits, name: str) -> str:
    """Forget a microphone's fit and say so; UserError if its file can't be read or written."""
    with _told(fits, "forgotten"):
        return f'"{name}": {"its fit is forgotten" if fits.forget(name) else "there was no fit to forget"}'


def verdict(name: str, fitting: Fitting) -> str:
    """Say what a microphone's calibration came to; DeviceError, with the remedies, if it can't be used as it is."""
    if fitting.fit is None:
        raise DeviceError(
            f'"{name}" can\'t tell your hops from the room ({fitting.heard} of {HOPS} were plain); '
            "put it on the floor nearby, turn its level up or the room's noise down, and calibrate again"
        )
    shift = fitting.fit.shift
    if shift:
        easier = "fainter sounds count as landings now" if shift > 0 else "the room's own sounds count less now"
        more = "" if fitting.is_plain else f"; some hops are faint all the same, {NEARER}"
        return f'"{name}": {easier} ({shift:+.1f}){more}; `voicecoach calibrate --forget` takes it back'
    if not fitting.is_plain:
        return f'"{name}": some hops are faint, and this room leaves no room to lift them; {NEARER}'
    if not fitting.is_still:
        return f'"{name}" hears your hops, but the room comes near to them; {NEARER}, or turn the room\'s noise down'
    return f'"{name}" hears your hops plainly; nothing needs to change'


def _keep(fits: Fits, name: str, fit: Fit) -> None:
    with _told(fits, "kept"):
        fits.keep(name, fit)


@contextmanager
def _told(fits: Fits, what: str) -> Iterator[None]:
    try:
        yield
    except OSError as reason:
        raise UserError(f"the fit can't be {what} in {fits.folder} ({reason.strerror}); make it writable") from reason


def _stretch(heard: Overhearing, seconds: float) -> tuple[float, float]:
    """Wait for a stretch of sound, and until everything is known about it; return where it lies."""
    from_at = heard.seconds()
    heard.wait(threading.Event(), seconds + RECOUNT_AFTER_S + 0.2)
    return from_at, from_at + seconds
