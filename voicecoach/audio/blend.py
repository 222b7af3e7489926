"""The arithmetic of mixing: add a stretch of a clip with its fade, and keep the sum within full scale."""

from __future__ import annotations

import numpy as np

from voicecoach.units import Samples

KNEE = 0.8
"""Below this amplitude the output is the plain sum; above, it bends smoothly towards full scale."""


def add_clip(
    out: Samples,
    first_frame: int,
    end_frame: int,
    *,
    clip: Samples,
    start_frame: int,
    fade_frame: int | None,
    fade_frames: int,
) -> None:
    """Add to `out`, which begins at `first_frame`, what `clip` has before `end_frame`.

    Parameters
    ----------
    start_frame
        Where the clip's first sample lies.
    fade_frame
        Where a fade to silence of `fade_frames` frames begins, if there is one; a quarter of a cosine, which
        ends with the power falling evenly.
    """
    begin_frame = max(first_frame, start_frame)
    if begin_frame >= end_frame:
        return
    part = clip[begin_frame - start_frame : end_frame - start_frame]
    if fade_frame is not None and end_frame > fade_frame:
        done = (np.arange(begin_frame, end_frame) - fade_frame) / fade_frames
        part = part * np.cos(np.clip(done, 0.0, 1.0) * (np.pi / 2)).astype(np.float32)
    out[begin_frame - first_frame : end_frame - first_frame] += part


def protect(out: Samples) -> None:
    """Bend samples beyond `KNEE` so that none reaches full scale; sample by sample, hence free of memory."""
    if max(float(out.max()), -float(out.min())) <= KNEE:
        return
    size = np.abs(out)
    bent = KNEE + (1.0 - KNEE) * np.tanh((size - KNEE) / (1.0 - KNEE))
    np.copyto(out, np.copysign(bent, out), where=size > KNEE)
