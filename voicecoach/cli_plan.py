"""The commands about sessions to come: the weekly plan, and what runs in the background."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click
from click.core import ParameterSource

from voicecoach.cli_options import voice_options

OPTIONS_PASSED_ON = {"ignore_unknown_options": True}


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="JSON, a line an entry.")
@click.pass_context
def plan(ctx: click.Context, *, as_json: bool) -> None:
    """Show the weekly plan, and what comes next; with a subcommand, change it or wait for it.

    \b
    Examples:
      voicecoach plan
      voicecoach plan add mon,wed,fri 07:30 ankle-stiffness --level build
      voicecoach plan remove 1
    """  # noqa: D301
    if ctx.invoked_subcommand is None:
        from voicecoach.commands.plan import print_plan

        print_plan(as_json=as_json)


@plan.command()
@click.argument("days")
@click.argument("time")
@click.argument("circuit", default="ankle-stiffness")
@click.option(
    "--level",
    type=click.Choice(["start", "build", "full", "next"]),
    default="next",
    show_default=True,
    help="How many hops: next grows with you, by what suits after your last sessions.",
)
@click.option(
    "--start", is_flag=True, help="Start the session at that time, for a Pi without a screen; unsaid, remind of it."
)
def add(days: str, time: str, circuit: str, level: str, *, start: bool) -> None:
    """Plan CIRCUIT on DAYS (mon,wed,fri, mon-fri, weekend, daily) at TIME, on this machine's clock.

    \b
    Examples:
      voicecoach plan add mon,wed,fri 07:30
      voicecoach plan add tue,thu 18:00 ankle-hops --level build --start
    """  # noqa: D301
    from voicecoach.commands.plan_edit import add_entry
    from voicecoach.planning.entry import Does

    add_entry(days, time, circuit, level, Does.START if start else Does.REMIND)


@plan.command()
@click.argument("numbers", metavar="NO...", nargs=-1, required=True, type=int)
def remove(numbers: tuple[int, ...]) -> None:
    """Remove entries from the plan, by the numbers that `voicecoach plan` shows.

    \b
    Example:
      voicecoach plan remove 1
    """  # noqa: D301
    from voicecoach.commands.plan_edit import remove_entries

    remove_entries(numbers)


@plan.command()
@click.argument("number", metavar="NO", type=int)
@click.option("--speaker", metavar="DEVICE|FILE", help="Where it is said.")
@voice_options
@click.option("--unless-trained", is_flag=True, help="Not if its circuit was trained today.")
def remind(number: int, speaker: str | None, voice: str | None, language: str | None, *, unless_trained: bool) -> None:
    """Remind of entry NO now, as it will be at its time: to try how that looks and sounds.

    \b
    Example:
      voicecoach plan remind 1
    """  # noqa: D301
    from voicecoach.commands.plan_remind import remind as remind_of

    remind_of(number, speaker, voice, language, unless_trained=unless_trained)


@plan.command(context_settings=OPTIONS_PASSED_ON)
@click.argument("options", metavar="[OPTIONS OF RUN]", nargs=-1, type=click.UNPROCESSED)
def watch(options: tuple[str, ...]) -> None:
    """Wait for the plan until Ctrl-C: remind, or start sessions, at their time.

    Options are those of `voicecoach run`, for the sessions; reminders take --speaker, --voice and --language of them.
    `voicecoach service install plan` has the system do it.

    \b
    Examples:
      voicecoach plan watch
      voicecoach plan watch --mic USB --speaker headphones --language de
    """  # noqa: D301
    from voicecoach.commands.plan_watch import watch as watch_plan
    from voicecoach.commands.waiting import refuse_what_can_not_wait

    wishes = _wishes_of_run(options)
    refuse_what_can_not_wait(**wishes)
    spoken = {name: wishes[name] for name in ("speaker", "voice", "language") if wishes[name] is not None}
    words = [word for name, value in spoken.items() for word in (f"--{name}", value)]
    watch_plan(options, words)


@click.group()
def service() -> None:
    """Run voicecoach in the background, as a systemd service of yours (Linux).

    \b
    Examples:
      voicecoach service install plan
      voicecoach service install serve --web 0.0.0.0:8720
      voicecoach service status
    """  # noqa: D301


_WHAT = click.argument("what", type=click.Choice(["plan", "serve"]))

_FOLDER = click.option("--folder", metavar="FOLDER", help="Of the unit file.  [default: your systemd folder]")


@service.command(context_settings=OPTIONS_PASSED_ON)
@_WHAT
@click.argument("options", metavar="[ITS OPTIONS]", nargs=-1, type=click.UNPROCESSED)
@_FOLDER
@click.option("--no-start", is_flag=True, help="Only write the file; for building an image.")
def install(what: str, options: tuple[str, ...], **where: Any) -> None:  # noqa: ANN401
    """Start "plan" (`voicecoach plan watch`) or "serve" (`voicecoach serve`) with the system, now and from now on.

    Options are those of that command.  Both may be installed: one session runs at a time, and each needs a port of its
    own for --web.

    \b
    Examples:
      voicecoach service install plan --mic USB --speaker headphones
      voicecoach service install serve --web 0.0.0.0:8720
    """  # noqa: D301
    from voicecoach.commands.service import check_options, install_unit

    check_options(_wishes_of_run(options) if what == "plan" else _wishes_of_serve(options))
    install_unit(what, options, **where)


@service.command("remove")
@_WHAT
@_FOLDER
def remove_(what: str, folder: str | None) -> None:
    """Stop a service and remove its unit file.

    \b
    Example:
      voicecoach service remove plan
    """  # noqa: D301
    from voicecoach.commands.service import remove_unit

    remove_unit(what, folder)


@service.command()
@_FOLDER
def status(folder: str | None) -> None:
    """Say which services are installed and run.

    \b
    Example:
      voicecoach service status
    """  # noqa: D301
    from voicecoach.commands.service import print_status

    print_status(folder)


def _wishes_of_run(options: Sequence[str]) -> dict[str, Any]:
    """Return what `voicecoach run` would make of options; click's own errors for what it would not take."""
    from voicecoach.cli import run

    with run.make_context("voicecoach run", list(options)) as parsed:
        for name in ("circuit", "level"):
            if parsed.get_parameter_source(name) is not ParameterSource.DEFAULT:
                raise click.UsageError(f"{name} {parsed.params[name]}: each entry of the plan has its own", parsed)
        return dict(parsed.params)


def _wishes_of_serve(options: Sequence[str]) -> dict[str, Any]:
    """Return what `voicecoach serve` would make of options; click's own errors for what it would not take."""
    from voicecoach.cli import serve

    with serve.make_context("voicecoach serve", list(options)) as parsed:
        return dict(parsed.params)
