"""The commands about sessions that are over: look, draw, export, bring in, back up, delete."""

from __future__ import annotations

import sys
from datetime import date, datetime
from typing import Any

import click


def _day(_ctx: click.Context, _param: click.Parameter, value: datetime | None) -> date | None:
    return None if value is None else value.date()


_whose = click.option("--person", metavar="NAME", help="Whose; unsaid, whoever trained last.")


@click.command()
@click.argument("session", required=False)
@click.option("--circuit", metavar="NAME", help="Only this circuit.")
@click.option("--person", metavar="NAME", help="Only this person.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), callback=_day, help="From this day on.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), callback=_day, help="Up to this day.")
@click.option("--json", "as_json", is_flag=True, help="JSON, a line a session.")
def history(session: str | None, *, as_json: bool, **wanted: Any) -> None:  # noqa: ANN401
    """List the sessions kept, or the sets of SESSION (its number, or "last" for the newest of those chosen).

    \b
    Examples:
      voicecoach history --circuit ankle-hops --since 2026-01-01
      voicecoach history last --person ada
    """  # noqa: D301
    from voicecoach.commands.history import print_history, print_session
    from voicecoach.history.queries import Wanted

    if session is None:
        print_history(Wanted(**wanted), as_json=as_json)
    else:
        print_session(session, Wanted(**wanted), as_json=as_json)


@click.command()
@click.argument("circuit", default="ankle-stiffness")
@click.option("--person", metavar="NAME", help="Whose.  [default: you]")
def progress(circuit: str, person: str | None) -> None:
    """Show how many hops are done and left, which level of CIRCUIT suits and why, and your own rhythm.

    \b
    Example:
      voicecoach progress ankle-hops
    """  # noqa: D301
    from voicecoach.commands.progress import print_progress

    print_progress(circuit, person)


@click.command()
@click.argument("session", required=False)
@click.option("--all", "whole", is_flag=True, help="Every session of a person, over the weeks.")
@click.option("-o", "--output", metavar="FILE.html", help="Where to.  [default: voicecoach-report-SESSION.html]")
@click.option("--png", "pictures", metavar="FOLDER", help="Also each figure as a picture, into this folder.")
@_whose
@click.option("--open", "show", is_flag=True, help="Open it in the browser.")
def report(session: str | None, **wanted: Any) -> None:  # noqa: ANN401
    """Draw SESSION (its number, or "last", which is the default) as a page that needs nothing else.

    \b
    Examples:
      voicecoach report --open
      voicecoach report 12 -o hops.html --png pictures
      voicecoach report --all --person ada
    """  # noqa: D301
    from voicecoach.commands.report import write_report

    write_report(session, **wanted)


@click.command()
@click.argument("sessions", metavar="SESSION...", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
@_whose
def delete(sessions: tuple[str, ...], person: str | None, *, yes: bool) -> None:
    """Delete sessions (by number, or "last") from history for good.

    \b
    Examples:
      voicecoach delete 12 13
      voicecoach delete last --person ada
    """  # noqa: D301
    from voicecoach.commands.history import delete_sessions

    sys.exit(delete_sessions(sessions, person, sure=yes))


@click.command()
@click.argument("file")
def backup(file: str) -> None:
    """Copy the history to FILE; a session may be running.

    \b
    Example:
      voicecoach backup history-backup.db
    """  # noqa: D301
    from voicecoach.commands.history import back_up_to

    back_up_to(file)


@click.command()
@click.argument("session")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["fit", "csv", "json"]),
    required=True,
    help="fit for sports apps, csv for spreadsheets; json is JSON Lines, an event log that `import` takes back.",
)
@click.option("-o", "--output", metavar="FILE", help="Where to; standard output if unsaid.")
@click.option("--landings", is_flag=True, help="A row a landing instead of a set (csv).")
@_whose
def export(session: str, kind: str, output: str | None, person: str | None, *, landings: bool) -> None:
    """Write SESSION (its number, or "last") for other programs.

    \b
    Examples:
      voicecoach export last --format fit -o hops.fit
      voicecoach export 12 --format csv --landings
      voicecoach export last --format json -o session.jsonl
    """  # noqa: D301
    from voicecoach.commands.transfer import export_session

    export_session(session, kind, output, person, landings=landings)


@click.command("import")
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
