"""The voice box: clips rendered in order of need, in a thread of its own."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path

from voicecoach.errors import SpeechError, UnspokenError
from voicecoach.voice.cache import ClipCache
from voicecoach.voice.clip import Clip, StoredClip
from voicecoach.voice.engine import Engine, Utterance
from voicecoach.voice.shaping import shaped

NO_ENGINE = "there is no speech engine"

RESTS_AFTER_S = 20.0
"""An engine that had nothing to render for so long gives its memory back (Piper: 160 MB, to be had again for 0.6 s of
CPU time)."""

_GETS_UP_WITH = Utterance("Ready.")


class Voicebox:
    """Clips at the output's rate.

    Parameters
    ----------
    engine
        Who speaks; None for nobody.
    rate_hz
        The output's rate.
    cache_dir
        Where clips are kept between sessions; None for nowhere.
    on_ready
        Told of each clip and its length in seconds, in the box's thread.
    on_trouble
        Told, in a sentence, of what does not keep a session from going on.
    rests_after_s
        Seconds without work after which the engine gives its memory back.
    """

    def __init__(
        self,
        engine: Engine | None,
        *,
        rate_hz: int,
        cache_dir: Path | None,
        on_ready: Callable[[Utterance, float], None],
        on_trouble: Callable[[str], None],
        rests_after_s: float = RESTS_AFTER_S,
    ) -> None:
        self._engine = engine
        self._rate_hz = rate_hz
        self._cache = ClipCache(cache_dir, on_trouble)
        self._on_ready = on_ready
        self._on_trouble = on_trouble
        self._rests_after_s = rests_after_s
        self._changed = threading.Condition()
        self._queue: deque[Utterance] = deque()
        self._clips: dict[Utterance, StoredClip] = {}
        self._impossible: dict[Utterance, str] = {}
        self._silent: str | None = None if engine else NO_ENGINE
        self._closing = False
        self._needed = False
        self._spoke = self._resting = False  # an engine that never spoke has nothing to rest from
        self._thread = threading.Thread(target=self._work, name="voice", daemon=True)
        self._thread.start()

    @property
    def silent(self) -> str | None:
        """Why there is no speech, in a sentence; None while there is."""
        return self._silent

    def prepare(self, utterances: Iterable[Utterance], *, urgent: bool = False) -> None:
        """Have these rendered, the first first; `urgent` ones before everything that waits."""
        with self._changed:
            wanted = [u for u in utterances if u not in self._clips and u not in self._impossible]
            if urgent:
                self._queue.extendleft(reversed(wanted))
            else:
                self._queue.extend(wanted)
            self._changed.notify_all()

    def stay_ready(self, *, needed: bool) -> None:
        """Know that words will be wanted at once, or no longer: an engine that rests gets up and stays up."""
        with self._changed:
            self._needed = needed
            self._changed.notify_all()

    def clip(self, utterance: Utterance) -> Clip | None:
        """Return the clip if it is ready; never waits."""
        stored = self._clips.get(utterance)
        return None if stored is None else stored.clip()

    def length_s(self, utterance: Utterance) -> float | None:
        """Return a ready clip's length in seconds."""
        clip = self._clips.get(utterance)
        return None if clip is None else clip.length_s

    def unspoken(self, utterance: Utterance) -> str | None:
        """Return why these words will never be a clip, None while they may become one."""
        return self._impossible.get(utterance)

    def wait(self, utterances: Collection[Utterance], timeout_s: float) -> bool:
        """Wait until each is ready or known to be impossible; False if that takes longer than `timeout_s`."""
        with self._changed:
            return self._changed.wait_for(lambda: all(self._settled(u) for u in utterances), timeout_s)

    def close(self) -> None:
        """End the thread and the engine."""
        with self._changed:
            self._closing = True
            self._queue.clear()
            self._changed.notify_all()
        self._thread.join(timeout=10.0)
        if self._engine is not None:
            self._engine.close()

    def _settled(self, utterance: Utterance) -> bool:
        return bool(self._silent) or utterance in self._clips or utterance in self._impossible

    def _work(self) -> None:
        while (utterance := self._next()) is not None:
            made = self._make(utterance)
            with self._changed:
                if isinstance(made, str):
                    self._impossible[utterance] = made
                else:
                    self._clips[utterance] = made
                self._changed.notify_all()
            if not isinstance(made, str):
                self._on_ready(utterance, made.length_s)

    def _next(self) -> Utterance | None:
        while True:
            with self._changed:
                notified = self._has_work() or self._changed.wait(self._rests_after_s)
                if self._closing:
                    return None
                while self._queue:
                    utterance = self._queue.popleft()
                    if utterance not in self._clips and utterance not in self._impossible:
                        return utterance
                needed = self._needed
            if self._engine is not None:
                self._rest_or_get_up(self._engine, needed=needed, idle=not notified)

    def _has_work(self) -> bool:
        return bool(self._queue) or self._closing or (self._needed and self._resting)

    def _rest_or_get_up(self, engine: Engine, *, needed: bool, idle: bool) -> None:
        if needed and self._resting:
            with suppress(SpeechError):
                engine.render(_GETS_UP_WITH)
            self._resting, self._spoke = False, True
        elif idle and self._spoke and not needed:
            engine.rest()
            self._resting, self._spoke = True, False

    def _make(self, utterance: Utterance) -> StoredClip | str:
        """Return the clip, or in a sentence why there is none."""
        if self._engine is None:
            return NO_ENGINE
        cached = self._cache.get(self._engine.maker(utterance), utterance, self._rate_hz)
        if cached is not None:
            return cached
        if self._silent:
            return self._silent
        self._resting, self._spoke = False, True
        try:
            clip = StoredClip.of(shaped(self._engine.render(utterance), self._rate_hz))
        except UnspokenError as reason:
            return str(reason)
        except SpeechError as reason:
            self._fail(utterance, reason)
            return str(reason)
        # Asked again: the engine may just have handed over to another one.
        self._cache.put(self._engine.maker(utterance), utterance, clip)
        return clip

    def _fail(self, utterance: Utterance, reason: SpeechError) -> None:
        """One text that fails is skipped; an engine that has never spoken is given up."""
        if self._clips:
            self._on_trouble(f'"{utterance.text}" can\'t be spoken ({reason})')
            return
        with self._changed:
            self._silent = str(reason)
            self._changed.notify_all()
