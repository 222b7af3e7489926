"""The engine's end of :mod:`voicecoach.voice.engine_process`: requests in and answers out, one JSON line each.

It ends when its standard input does, so it never outlives its parent.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from voicecoach.errors import SpeechError

Answering = Callable[[dict[str, Any]], dict[str, Any]]


def serve(start: Callable[[], Answering]) -> None:
    """Answer requests until standard input ends; `start` loads the engine, with the first request.

    What an engine raises is an ``error``, after which the parent starts another process; a SpeechError is
    ``refused``: asking again would not help.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # engines print
    answering: Answering | None = None
    for line in sys.stdin:
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                answering = answering or start()
                answer = answering(json.loads(line))
        except SpeechError as reason:
            answer = {"refused": str(reason)}
        except Exception as error:  # noqa: BLE001 - whatever an engine raises is the answer
            answer = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
