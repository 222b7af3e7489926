"""The process that owns Piper, whose model takes 220 MB.

Run as ``python -m voicecoach.voice.piper_child MODEL.onnx``.  Requests: ``{"render": path, "text": ...,
"rate_wpm": ...}``.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from voicecoach.errors import SpeechError
from voicecoach.voice.serving import Answering, serve

WPM_AT_SCALE_1 = 191.0
"""Words a minute, as espeak counts them, of Piper's voice joe at length_scale 1: there the 33 lines of
ankle-stiffness take 47.95 s, which espeak's 170 and 200 words a minute (54.14 s, 45.60 s) enclose.  Of other voices
none was measured; people read aloud within some 15 % of one another."""

FIXED_SHARE = 0.25
"""The share of a line that length_scale does not stretch: each sound has at least one frame.  Measured with the same
lines: at scales 1.4, 1.2, 0.8, 0.6, 0.5, 0.4 they took 1.30, 1.11, 0.87, 0.66, 0.61, 0.55 times as long as at 1."""

SHORTEST_SCALE, LONGEST_SCALE = 0.4, 3.0
"""Below 0.4 hardly a sound is longer than its one frame: a recogniser that gets 90 of 99 numbers at scale 1 and 79
at 0.46 loses more than the clip gains."""


def length_scale(rate_wpm: float) -> float:
    """Return Piper's length_scale for a rate in words a minute."""
    times_as_long = WPM_AT_SCALE_1 / rate_wpm
    scale = (times_as_long - FIXED_SHARE) / (1.0 - FIXED_SHARE)
    return min(LONGEST_SCALE, max(SHORTEST_SCALE, scale))


def _start() -> Answering:
    # Slow, and its failure is an answer.
    import onnxruntime  # noqa: PLC0415
    from piper import PiperVoice  # noqa: PLC0415
    from piper.config import PiperConfig, SynthesisConfig  # noqa: PLC0415

    model = Path(sys.argv[1])
    description = json.loads(model.with_name(f"{model.name}.json").read_text(encoding="utf-8"))
    options = onnxruntime.SessionOptions()
    # One core is left to the session.
    options.intra_op_num_threads = max(1, (os.cpu_count() or 1) - 1)
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    inference = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    voice = PiperVoice(session=inference, config=PiperConfig.from_dict(description))

    def answer(request: dict[str, Any]) -> dict[str, Any]:
        # Without noise the same words give the same clip.  Measured with joe: the recogniser understood 90, 86 and 79
        # of 99 numbers at scales 1, 0.64 and 0.46 (with noise 89, 86, 84), and the pitch is as lively (its standard
        # deviation 3.0 semitones, with noise 3.1).
        style = SynthesisConfig(length_scale=length_scale(request["rate_wpm"]), noise_scale=0.0, noise_w_scale=0.0)
        pieces = [chunk.audio_float_array for chunk in voice.synthesize(request["text"], style)]
        if not pieces:
            raise SpeechError("there are no words in it")
        soundfile.write(request["render"], np.concatenate(pieces), voice.config.sample_rate, subtype="PCM_16")
        return {"rendered": request["render"]}

    return answer


if __name__ == "__main__":
    serve(_start)
