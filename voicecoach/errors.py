"""Every error voicecoach raises on purpose, in one tree.

Each message is one sentence (or one a problem) that names the file, line or device and what to do.
The branch says whose fault it is: :class:`UserError` is for what the person at the keyboard can mend
(exit status 2), :class:`OurFault` for what only we can (exit status 1).
"""

from __future__ import annotations

from collections.abc import Sequence

EXIT_INTERRUPTED = 130
"""Exit status after Ctrl-C, when everything is said and saved: 128 and the signal's number, as shells do."""


class VoicecoachError(Exception):
    """The root: anything voicecoach reports in a sentence instead of a traceback."""

    exit_status = 1


class UserError(VoicecoachError):
    """Something the user can mend: a file, a name, a device, a setting."""

    exit_status = 2


class OurFault(VoicecoachError):  # noqa: N818 - the name says whose error it is
    """Something that should not be possible; the message asks for a report."""


class UnusableFileError(UserError):
    """A text file of the user's that can't be used; `problems` holds every reason found, each with its place."""

    def __init__(self, source: str, problems: Sequence[str]) -> None:
        self.source = source
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{source}: {problem}" for problem in self.problems))


class CircuitError(UnusableFileError):
    """A circuit file that can't be used."""


class CueFileError(UserError):
    """A circuit, phrase file or sound that is not where its name says, or can't be read."""


class PhraseFileError(UnusableFileError, CueFileError):
    """A phrase file that can't be used."""


class ConfigError(UserError):
    """The file of the user's defaults can't be read, or says what can't be."""


class DeviceError(UserError):
    """A microphone or speaker that is missing, ambiguous, busy or refuses every rate."""


class SoundFileError(UserError):
    """A sound file that is missing, empty or not sound."""


class SpeechError(UserError):
    """The speech engine is missing, hangs or produces nothing."""


class RecordedVoiceError(UnusableFileError, SpeechError):
    """The file that names a recorded voice's words can't be used."""


class UnspokenError(SpeechError):
    """Words that this voice lacks, as was said before the session; it has others."""


class ControlError(UserError):
    """A button that is not there, or can't be used."""


class OutputError(UserError):
    """Standard output can't be written."""


class EventLogError(UserError):
    """The event log can't be written."""


class HistoryError(UserError):
    """The history can't be opened, read or written, or does not hold what is asked for."""


class SessionRunningError(UserError):
    """Another live session holds the microphone and the speaker."""


class WebError(UserError):
    """The live page can't be served."""


class MqttError(UserError):
    """An MQTT broker can't be used as asked; one that is merely away is no error."""


class PlanError(UserError):
    """The weekly plan can't be opened, read or written, or what is asked of it makes no sense."""


class ServiceError(UserError):
    """A systemd unit can't be written, removed or started."""
