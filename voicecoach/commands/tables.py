"""How commands print tables."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

WIDE = 200
"""Characters a pipe's lines may have: it gets whole lines."""


def table_of(*headings: str, title: str | None = None) -> Table:
    """Return an empty table without lines."""
    table = Table(box=None, title=title, title_justify="left", pad_edge=False, padding=(0, 2, 0, 0))
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def show_table(table: Table) -> None:
    """Print a table."""
    console = Console()
    if not console.is_terminal:
        console.width = WIDE
    console.print(table)
