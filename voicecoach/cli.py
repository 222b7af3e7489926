"""The command line: ``voicecoach --help`` teaches it.

Each command is a few lines that call the room it is about; errors are one sentence each, on standard error.
"""

from __future__ import annotations

import errno
import sys
from contextlib import suppress
from typing import Any, NoReturn

import click

from voicecoach import __version__
from voicecoach.cli_history import backup, delete, export, history, import_, progress, report
from voicecoach.cli_options import default_map, is_typed, mqtt_option, session_options, voice_options, web_option
from voicecoach.cli_plan import plan, service
from voicecoach.errors import EXIT_INTERRUPTED, OutputError, UserError, VoicecoachError
from voicecoach.terminal.output import is_stuck, let_go, silence


class _Program(click.Group):
    """A group that turns our errors into one sentence and a status."""

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - click's own signature
        try:
            return super().main(*args, **kwargs)
        finally:
            let_go()

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        try:
            return super().invoke(ctx)
        except VoicecoachError as error:
            _end(ctx, error)
        except OSError as error:
            # A reader that has read enough is no trouble; click ends quietly then.
            if error.errno == errno.EPIPE or error.filename is not None or not is_stuck(sys.stdout):
                raise
            silence(sys.stdout)
            _end(ctx, OutputError(f"the output can't be written ({error.strerror})"))
        except KeyboardInterrupt:
            ctx.exit(EXIT_INTERRUPTED)
        except click.Abort as unanswered:
            # A question is ended by Ctrl-C, or because nobody is there to answer it.
            if isinstance(unanswered.__context__, KeyboardInterrupt):
                ctx.exit(EXIT_INTERRUPTED)
            click.echo(err=True)
            _end(ctx, UserError("the question was not answered; answer it, or look for an option that does (--help)"))


def _end(ctx: click.Context, error: VoicecoachError) -> NoReturn:
    """End with an error's sentences and its status."""
    for line in str(error).splitlines():
        with suppress(OSError):  # the status says it too
            click.echo(f"voicecoach: {line}", err=True)
    ctx.exit(error.exit_status)


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="voicecoach")
@click.pass_context
def main(ctx: click.Context) -> None:
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
    ctx.default_map = default_map(main.commands)


for _command in (history, progress, report, delete, backup, export, import_, plan, service):
    main.add_command(_command)


@main.command()
@click.argument("circuit", default="ankle-stiffness")
@session_options
@voice_options
@web_option(default=None)
@mqtt_option
def run(circuit: str, **options: Any) -> None:  # noqa: ANN401 - click hands over what it parsed
    """Coach a session of CIRCUIT (the name of one, or a path).

    \b
    Examples:
      voicecoach run
      voicecoach run ankle-hops --level build --count fives
      voicecoach run ankle-hops --talk coach --beat 2.2
      voicecoach run --level next
      voicecoach run --budget 60 --target 2.3
      voicecoach run --web 0.0.0.0:8720
      voicecoach run --mqtt mqtt://coach@homeassistant.local
      voicecoach run ankle-stiffness --fast --mic hops.flac --speaker out.wav --events out.jsonl
    """  # noqa: D301
    from voicecoach.commands.run import run_circuit

    if options["fast"]:
        # The user's usual devices have no place in simulated time.
        options |= {name: None for name in ("mic", "speaker") if not is_typed(name)}
    sys.exit(run_circuit(circuit, **options))


@main.command()
@session_options
@voice_options
@web_option(default="127.0.0.1:8720", show_default=True)
@mqtt_option
def serve(**options: Any) -> None:  # noqa: ANN401 - click hands over what it parsed
    """Wait for sessions to be started from the live page, one after another: for a Pi without a screen.

    \b
    Examples:
      voicecoach serve --web 0.0.0.0:8720
      voicecoach serve --web 0.0.0.0:8720 --mic USB --speaker headphones --level build
      voicecoach serve --mqtt mqtts://coach@homeassistant.local/home/gym
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
@voice_options
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

    sys.exit(listen_to(file, mic if file is None or is_typed("mic") else None, as_json=as_json))


@main.command()
@click.argument("circuit", metavar="[FILE]", required=False)
@click.option("--level", type=click.Choice(["start", "build", "full"]), default=None, help="Only this level.")
@click.option("--talk", type=click.Choice(["minimal", "normal", "coach"]), default="normal", show_default=True)
@voice_options
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

    if circuit is not None and not all_of_them:
        sys.exit(check_circuit(circuit, **options))
    every_language = {} if is_typed("language") else {"language": None}
    sys.exit(check_all(**options | every_language))


@main.command()
def circuits() -> None:
    """List the circuits that ship and those in your configuration folder.

    \b
    Example:
      voicecoach circuits
    """  # noqa: D301
    from voicecoach.commands.lists import print_circuits

    print_circuits()


@main.command("config")
def config_() -> None:
    """Print what holds by default, and whether your config.toml, the environment or voicecoach says so.

    \b
    Example:
      voicecoach config
    """  # noqa: D301
    from voicecoach.commands.settings import print_settings

    print_settings({str(option.name): option.default for option in run.params})


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
@voice_options
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
@voice_options
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
@voice_options
def calibrate(mic: str | None, speaker: str | None, voice: str | None, language: str | None, *, forget: bool) -> None:
    """Fit the listener to this microphone, floor and shoes: stand still, then five hops.  Never needed, often better.

    \b
    Examples:
      voicecoach calibrate --mic USB
      voicecoach calibrate --mic USB --forget
    """  # noqa: D301
    from voicecoach.commands.calibrate import calibrate as fit

    sys.exit(fit(mic, speaker, voice, language, forget=forget))
