"""voicecoach: a spoken coach for ankle-stiffness workouts that hears every hop and counts it aloud."""

from __future__ import annotations

__version__ = "0.1.0"
