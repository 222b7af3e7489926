"""The words of a circuit's own."""

from __future__ import annotations

from voicecoach.circuit.model import Circuit, Step


def texts_of(circuit: Circuit) -> tuple[str, ...]:
    """Return everything of a circuit's own that can be spoken, each once, in the file's order."""
    texts = [circuit.name, *circuit.equipment, *(text for step in circuit.steps for text in _texts_of(step))]
    return tuple(dict.fromkeys(texts))


def _texts_of(step: Step) -> list[str]:
    own = (step.name, step.name_short, step.setup, step.setup_short, step.equipment)
    cues = (text for line in step.cues for text in (line.say, line.short))
    return [text for text in (*own, *cues, *step.more) if text]
