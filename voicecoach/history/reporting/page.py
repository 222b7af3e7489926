"""A report as one HTML file that needs no script, no other file and no network."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib.resources import files
from typing import Final

from voicecoach.history.reporting.content import Chapter, Content
from voicecoach.history.reporting.plate import Plate

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""What the browser is to hold it to, whatever a name in the history contains."""

_LIST: Final = ("date", "circuit", "level", "landings", "a second", "vary by")


def page(content: Content) -> str:
    """Return the whole file."""
    style = files("voicecoach.history.reporting").joinpath("report.css").read_text("utf-8")
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{escape(content.title)}, {escape(content.about)}</title>",
            f"<style>\n{style}</style>",
            "</head>",
            "<body>",
            "<main>",
            *_head(content),
            *(line for chapter in content.chapters for line in _chapter(chapter)),
            *_sessions(content.sessions),
            "</main>",
            "</body>",
            "</html>\n",
        ]
    )


def _head(content: Content) -> list[str]:
    tiles = [f"<div><dt>{escape(what)}</dt><dd>{escape(value)}</dd></div>" for value, what in content.tiles]
    sentences = [f"<li>{escape(sentence)}</li>" for sentence in content.sentences]
    return [
        f"<header><h1>{escape(content.title)}</h1>",
        f"<p>{escape(content.about)}</p></header>",
        '<dl class="tiles">',
        *tiles,
        "</dl>",
        f"<section><h2>{escape(content.heading)}</h2>",
        '<ul class="changes">',
        *sentences,
        "</ul></section>",
    ]


def _chapter(chapter: Chapter) -> list[str]:
    note = [f'<p class="note">{escape(chapter.note)}</p>'] if chapter.note else []
    return [
        f"<section><h2>{escape(chapter.heading)}</h2>",
        *note,
        '<div class="plates">',
        *(_figure(plate) for plate in chapter.plates),
        "</div></section>",
    ]


def _figure(plate: Plate) -> str:
    table = _table(plate.columns, plate.rows, plate.title)
    return (
        f"<figure><figcaption>{escape(plate.title)}</figcaption>\n{plate.svg()}\n"
        f"<details><summary>In words and numbers</summary>\n<p>{escape(plate.text)}</p>\n{table}</details></figure>"
    )


def _sessions(rows: Sequence[tuple[str, ...]]) -> list[str]:
    if not rows:
        return []
    heading = "The last sessions" if len(rows) > 1 else "The session"
    return [f"<section><h2>{heading}</h2>", _table(_LIST, rows, heading), "</section>"]


def _table(columns: Sequence[str], rows: Sequence[tuple[str, ...]], caption: str) -> str:
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "\n".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    region = f'<div class="table" role="region" tabindex="0" aria-label="{escape(caption)}">'
    return f"{region}<table><thead><tr>{heads}</tr></thead>\n<tbody>{body}</tbody></table></div>"
