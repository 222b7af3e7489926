"""Microphone, speaker and its mixer, sound files and null devices.

Everything behind the protocols of :mod:`voicecoach.audio.ports`: live devices run on their own clock
(``time.monotonic()``), files and nothing at all are paced by whoever calls ``advance``.
"""
