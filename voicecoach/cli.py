"""The command line: ``voicecoach --help`` teaches it.

Each command is a few lines that call the room it is about; errors are one sentence each, on standard error.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import click

from voicecoach import __version__
from voicecoach.errors import VoicecoachError

INTERRUPTED = 130
"""Exit status after Ctrl-C, when everything is said and saved: 128 and the signal's number, as shells do."""

_Command = TypeVar("_Command", bound=Callable[..., Any])


class _Program(click.Group):
    """A group that turns our errors into one sentence and a status."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        try:
            return super().invoke(ctx)
        except VoicecoachError as error:
            for line in str(error).splitlines():
                click.echo(f"voicecoach: {line}", err=True)
            ctx.exit(error.exit_status)
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="voicecoach")
def main() -> None:
    """Talk a runner through an ankle-stiffness workout, hear every hop, count it aloud.

    \b
    First time:      voicecoach demo
    Check the sound: voicecoach doctor
    Train:           voicecoach run
    """  # noqa: D301 - \b is click's mark for lines to keep
    for stream in (sys.stdout, sys.stderr):
        # A pipe that reads ASCII must not end a session over an accent.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _voice_options(command: _Command) -> _Command:
    options = [
        click.option("--language", metavar="LANG", help="What the coach speaks: en, de ...  [default: your system's]"),
        click.option("--voice", metavar="NAME|FOLDER", help="Who speaks: see `voicecoach voices`, or recorded clips."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _session_options(command: _Command) -> _Command:
    options = [
        click.option(
            "--level",
            type=click.Choice(["start", "build", "full"]),
            default="start",
            show_default=True,
            help="How many hops: start is for the first weeks.",
        ),
        click.option(
            "--count",
            type=click.Choice(["every", "fives", "tens", "total", "off"]),
            default="every",
            show_default=True,
            help="How much is counted aloud.",
        ),
        click.option(
            "--on-beat", is_flag=True, help="Once the rhythm is steady, numbers on the landings instead of behind them."
        ),
        click.option(
            "--talk",
            type=click.Choice(["minimal", "normal", "coach"]),
            default="normal",
            show_default=True,
            help="How much else is said.",
        ),
        click.option(
            "--volume",
            metavar="DB|LANE=DB",
            multiple=True,
            help="Louder or softer, all or one lane: --volume -3 --volume tone=-12 --volume advice=off.",
        ),
        click.option(
            "--beat",
            type=float,
            metavar="HZ",
            help="A soft click to hop to, 1.0 to 4.0 a second; it fades while you hold it.",
        ),
        click.option("--mic", metavar="DEVICE|FILE|none", help="Microphone: a device, or a sound file in its place."),
        click.option("--speaker", metavar="DEVICE|FILE|none", help="Output: a device, or a .wav or .flac to write."),
        click.option(
            "--headset/--no-headset", default=True, help="Listen to media keys, of a headset or a keyboard (Linux)."
        ),
        click.option(
            "--button",
            type=click.IntRange(2, 27),
            metavar="PIN",
            help="A button from this GPIO pin (BCM number) to ground: press to pause, twice for next, long to stop.",
        ),
        click.option("--fast", is_flag=True, help="Simulated time, as fast as this machine can; needs no devices."),
        click.option("--events", metavar="FILE|-", help="Write what happens as JSON Lines."),
        click.option(
            "--keep/--no-keep",
            default=None,
            help="Keep it in history, or don't; unsaid, training is kept, and a rehearsal (a recording as microphone, "
            "simulated time, no device at all) is not, since nobody trained.",
        ),
        click.option("--seed", type=int, default=0, show_default=True, help="Chooses between wordings."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _web_option(**default: Any) -> Callable[[_Command], _Command]:  # noqa: ANN401 - click's own
    return click.option(
        "--web",
        metavar="[HOST:PORT]",
        is_flag=False,
        flag_value="127.0.0.1:8720",
        **default,
        help="A live page for browsers: --web for this machine, --web 0.0.0.0:8720 for a phone beside it.",
    )


@main.command()
@click.argument("circuit", default="ankle-stiffness")
@_session_options
@_voice_options
@_web_option(default=None)
def run(circuit: str, **options: Any) -> None:  # noqa: ANN401 - click hands over what it parsed
    """Coach a session of CIRCUIT (the name of one, or a path).

    \b
    Examples:
      voicecoach run
      voicecoach run ankle-hops --level build --count fives
      voicecoach run ankle-hops --talk coach --beat 2.2
      voicecoach run --web 0.0.0.0:8720
      voicecoach run ankle-stiffness --fast --mic hops.flac --speaker out.wav --events out.jsonl
    """  # noqa: D301
    from voicecoach.commands.run import run_circuit

    sys.exit(run_circuit(circuit, **options))


@main.command()
@_session_options
@_voice_options
@_web_option(default="127.0.0.1:8720", show_default=True)
def serve(**options: Any) -> None:  # noqa: ANN401 - click hands over what it parsed
    """Wait for sessions to be started from the live page, one after another: for a Pi without a screen.

    \b
    Examples:
      voicecoach serve --web 0.0.0.0:8720
      voicecoach serve --web 0.0.0.0:8720 --mic USB --speaker headphones --level build
    """  # noqa: D301
    from voicecoach.commands.serve import serve_sessions

    sys.exit(serve_sessions(**options))


@main.command()
@click.option(
    "--folder",
    default="voicecoach-demo",
    show_default=True,
    help="Where sound and events go on a machine without an output.",
)
@_voice_options
def demo(folder: str, voice: str | None, language: str | None) -> None:
    """Show the whole thing in a minute: a shipped recording hops for you.

    \b
    Example:
      voicecoach demo
    """  # noqa: D301
    from voicecoach.commands.demo import show_demo

    sys.exit(show_demo(folder, voice, language))


@main.command()
@click.argument("file", required=False)
@click.option("--mic", metavar="DEVICE", help="Listen to a microphone until Ctrl-C.")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines: a line a landing, then a summary.")
def listen(file: str | None, mic: str | None, *, as_json: bool) -> None:
    """Listen only: a line for each landing in FILE or at the microphone, then a summary.

    \b
    Examples:
      voicecoach listen hops.flac
      voicecoach listen --mic USB --json
    """  # noqa: D301
    from voicecoach.commands.listen import listen_to

    sys.exit(listen_to(file, mic, as_json=as_json))


@main.command()
@click.argument("circuit", metavar="FILE", required=False)
@click.option("--level", type=click.Choice(["start", "build", "full"]), default=None, help="Only this level.")
@click.option("--talk", type=click.Choice(["minimal", "normal", "coach"]), default="normal", show_default=True)
@_voice_options
@click.option("--all", "all_of_them", is_flag=True, help="Every circuit, level and language: a line each.")
def check(circuit: str | None, *, all_of_them: bool, **options: str | None) -> None:
    """Print a circuit's whole timeline with each cue's real length; every overlap is an error.

    What does not fit is said in fewer words, then the least important is left out; both are told with the reason.

    \b
    Examples:
      voicecoach check ankle-stiffness --language de
      voicecoach check my-circuit.toml --level full --talk coach
      voicecoach check --all
    """  # noqa: D301
    from voicecoach.commands.check import check_all, check_circuit

    sys.exit(check_all(**options) if circuit is None or all_of_them else check_circuit(circuit, **options))


@main.command()
def circuits() -> None:
    """List the circuits that ship and those in your configuration folder.

    \b
    Example:
      voicecoach circuits
    """  # noqa: D301
    from voicecoach.commands.lists import print_circuits

    print_circuits()


@main.command()
def devices() -> None:
    """List microphones and outputs.

    \b
    Example:
      voicecoach devices
    """  # noqa: D301
    from voicecoach.commands.lists import print_devices

    print_devices()


@main.command()
@click.argument("folder", required=False)
@_voice_options
@click.option("--say", metavar="[TEXT]", is_flag=False, flag_value="", help="Speak a sample, or TEXT.")
@click.option("--speaker", metavar="DEVICE|FILE", help="Where the sample goes.")
@click.option("--circuit", default="ankle-stiffness", show_default=True, help="Whose lines FOLDER is to have.")
def voices(folder: str | None, circuit: str, **wishes: str | None) -> None:
    """List the voices that can speak, or the lines that FOLDER, a recorded voice, still lacks.

    \b
    Examples:
      voicecoach voices --language de
      voicecoach voices --say --voice joe
      voicecoach voices --say "Ready?" --language en --speaker samples.wav
      voicecoach voices my-recordings
    """  # noqa: D301
    from voicecoach.commands.voices import print_missing, print_voices, say_samples

    if folder is not None:
        print_missing(folder, circuit, wishes["language"])
    elif wishes["say"] is not None:
        say_samples(**wishes)
    else:
        print_voices(wishes["voice"], wishes["language"])


@main.command()
@click.option("--mic", metavar="DEVICE", help="The microphone to try.")
@click.option("--speaker", metavar="DEVICE", help="The output to try.")
@_voice_options
def doctor(mic: str | None, speaker: str | None, voice: str | None, language: str | None) -> None:
    """Try speech, output and microphone, and name the remedy for what fails.

    \b
    Example:
      voicecoach doctor
    """  # noqa: D301
    from voicecoach.commands.doctor import examine

    sys.exit(examine(mic, speaker, voice, language))


@main.command()
@click.option("--mic", metavar="DEVICE", help="The microphone to fit.")
@click.option("--speaker", metavar="DEVICE", help="The output that says what to do.")
@click.option("--forget", is_flag=True, help="Forget what an earlier calibration found.")
@_voice_options
def calibrate(mic: str | None, speaker: str | None, voice: str | None, language: str | None, *, forget: bool) -> None:
    """Fit the listener to this microphone, floor and shoes: stand still, then five hops.  Never needed, often better.

    \b
    Examples:
      voicecoach calibrate --mic USB
      voicecoach calibrate --mic USB --forget
    """  # noqa: D301
    from voicecoach.commands.calibrate import calibrate as fit

    sys.exit(fit(mic, speaker, voice, language, forget=forget))


def _day(_ctx: click.Context, _param: click.Parameter, value: datetime | None) -> date | None:
    return None if value is None else value.date()


@main.command()
@click.argument("session", required=False)
@click.option("--circuit", metavar="NAME", help="Only this circuit.")
@click.option("--person", metavar="NAME", help="Only this person.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), callback=_day, help="From this day on.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), callback=_day, help="Up to this day.")
@click.option("--json", "as_json", is_flag=True, help="JSON, a line a session.")
def history(session: str | None, *, as_json: bool, **wanted: Any) -> None:  # noqa: ANN401
    """List the sessions kept, or the sets of SESSION (its number, or "last").

    \b
    Examples:
      voicecoach history --circuit ankle-hops --since 2026-01-01
      voicecoach history last
    """  # noqa: D301
    from voicecoach.commands.history import print_history, print_session

    if session is None:
        print_history(**wanted, as_json=as_json)
    else:
        print_session(session, as_json=as_json)


@main.command()
@click.argument("sessions", metavar="SESSION...", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(sessions: tuple[str, ...], *, yes: bool) -> None:
    """Delete sessions from history for good.

    \b
    Example:
      voicecoach delete 12 13
    """  # noqa: D301
    from voicecoach.commands.history import delete_sessions

    sys.exit(delete_sessions(sessions, sure=yes))


@main.command()
@click.argument("file")
def backup(file: str) -> None:
    """Copy the history to FILE; a session may be running.

    \b
    Example:
      voicecoach backup history-backup.db
    """  # noqa: D301
    from voicecoach.commands.history import back_up_to

    back_up_to(file)


@main.command()
@click.argument("session")
@click.option("--format", "kind", type=click.Choice(["fit", "csv", "json"]), required=True, help="fit for sports apps.")
@click.option("-o", "--output", metavar="FILE", help="Where to; standard output if unsaid.")
@click.option("--landings", is_flag=True, help="A row a landing instead of a set (csv).")
def export(session: str, kind: str, output: str | None, *, landings: bool) -> None:
    """Write SESSION (its number, or "last") for other programs.

    \b
    Examples:
      voicecoach export last --format fit -o hops.fit
      voicecoach export 12 --format csv --landings
    """  # noqa: D301
    from voicecoach.commands.transfer import export_session

    export_session(session, kind, output, landings=landings)


@main.command("import")
@click.argument("file")
@click.option("--person", metavar="NAME", help="Who trained, where the log does not say.  [default: you]")
@click.option(
    "--started",
    type=click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]),
    help="When it started here; unsaid, by the log or by the file's own date.",
)
def import_(file: str, person: str | None, started: datetime | None) -> None:
    """Bring in a session's log from another machine: FILE of `run --events`, or of `export --format json`.

    \b
    Example:
      voicecoach import club-pi.jsonl --person ada
    """  # noqa: D301
    from voicecoach.commands.transfer import import_log

    import_log(file, person, started)
