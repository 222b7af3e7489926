"""The options that commands of the command line share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

import click
from click.core import ParameterSource

from voicecoach import config
from voicecoach.defaults import ON_THE_COMMAND_LINE, read_defaults
from voicecoach.errors import ConfigError, UserError

SESSIONS = {"run", "serve"}
EVERYWHERE = {"voice", "language", "mic", "speaker"}

Command = TypeVar("Command", bound=Callable[..., Any])


def default_map(commands: Mapping[str, click.Command]) -> dict[str, dict[str, Any]]:
    """Return the user's defaults for the options of each command; ConfigError if their file is wrong.

    A session takes all of them, other commands only who speaks and the devices.
    """
    path = config.defaults_file()
    defaults = read_defaults(path)
    if "volume" in defaults:
        from voicecoach.runtime.volumes import read_volumes

        try:
            read_volumes(cast("tuple[str, ...]", defaults["volume"].value))
        except UserError as wrong:
            raise ConfigError(f"{path}: line {defaults['volume'].line}: {wrong}") from wrong
    values = {key: default.value for key, default in defaults.items() if key in ON_THE_COMMAND_LINE}
    return _defaults_of(commands, values)


def _defaults_of(commands: Mapping[str, click.Command], values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    found = {}
    for name, command in commands.items():
        if isinstance(command, click.Group):
            found[name] = _defaults_of(command.commands, values)
            continue
        options = {param.name for param in command.params} & (values.keys() if name in SESSIONS else EVERYWHERE)
        found[name] = {key: values[key] for key in options & values.keys()}
    return found


def is_typed(option: str) -> bool:
    """Say whether an option of the running command stands on the command line, rather than in the user's defaults."""
    return click.get_current_context().get_parameter_source(option) is ParameterSource.COMMANDLINE


def voice_options(command: Command) -> Command:
    """Add what is spoken, and by whom."""
    options = [
        click.option("--language", metavar="LANG", help="What the coach speaks: en, de ...  [default: your system's]"),
        click.option("--voice", metavar="NAME|FOLDER", help="Who speaks: see `voicecoach voices`, or recorded clips."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


_TRAINING = (
    click.option(
        "--level",
        type=click.Choice(["start", "build", "full", "next"]),
        default="start",
        show_default=True,
        help="How many hops: start is for the first weeks; next is what suits after your last sessions.",
    ),
    click.option(
        "--budget",
        metavar="N|off",
        help="At most N hops in this session, or any number.  [default: what is left for today and this week]",
    ),
    click.option("--no-budget", is_flag=True, help="The same as --budget off."),
    click.option(
        "--target",
        metavar="HZ|own|circuit",
        help="The rhythm to aim for, in hops a second.  [default: your own steady one once it is known]",
    ),
)

_TALKING = (
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
)

_DEVICES = (
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
)

_RECORDS = (
    click.option("--fast", is_flag=True, help="Simulated time, as fast as this machine can; needs no devices."),
    click.option("--events", metavar="FILE|-", help="Write what happens as JSON Lines."),
    click.option(
        "--keep/--no-keep",
        default=None,
        help="Keep it in history, or don't; unsaid, training is kept, and a rehearsal (a recording as microphone, "
        "simulated time, no device at all) is not, since nobody trained.",
    ),
    click.option("--seed", type=int, default=0, show_default=True, help="Chooses between wordings."),
)


def session_options(command: Command) -> Command:
    """Add what a session is begun with."""
    for option in reversed((*_TRAINING, *_TALKING, *_DEVICES, *_RECORDS)):
        command = option(command)
    return command


def mqtt_option(command: Command) -> Command:
    """Add the option of a broker."""
    return click.option(
        "--mqtt",
        metavar="[URL]",
        is_flag=False,
        flag_value="",
        default=None,
        help="Tell Home Assistant and take its commands: mqtt://[USER@]HOST[:PORT][/PREFIX] (mqtts for TLS), or what "
        "VOICECOACH_MQTT says; the password is best in VOICECOACH_MQTT_PASSWORD or VOICECOACH_MQTT_PASSWORD_FILE.",
    )(command)


def web_option(**default: Any) -> Callable[[Command], Command]:  # noqa: ANN401 - click's own
    """Return the option of a live page."""
    return click.option(
        "--web",
        metavar="[HOST:PORT]",
        is_flag=False,
        flag_value="127.0.0.1:8720",
        **default,
        help="A live page for browsers: --web for this machine, --web 0.0.0.0:8720 for a phone beside it.",
    )
