"""What all figures share: quiet axes, a band to be in, and words beneath."""

from __future__ import annotations

from typing import Any, Final

from voicecoach.history.reporting.plate import TEXT_PT, WIDTH_IN, Inks

SMALL_PT: Final = TEXT_PT - 1.0
LEFT_IN, RIGHT_IN, TOP_IN, BOTTOM_IN = 0.4, 0.06, 0.26, 0.4
KEY_IN: Final = 0.24
"""Above, for the key."""
BESIDE: Final = ("-", "--", ":", "-.")
MARKS: Final = ("o", "s", "^", "D")
"""Lines and marks of several series, which differ without colour."""


def place(figure: Any, *, rows: int = 1, above_in: float = 0.0, beneath_in: float = 0.0) -> list[Any]:  # noqa: ANN401 - no types
    """Return a figure's axes from top to bottom, with some room above and beneath for words."""
    height_in = figure.get_figheight()
    axes = figure.subplots(rows, 1, sharex=True, squeeze=False)[:, 0]
    figure.subplots_adjust(
        left=LEFT_IN / WIDTH_IN,
        right=1.0 - RIGHT_IN / WIDTH_IN,
        top=1.0 - (TOP_IN + above_in) / height_in,
        bottom=(BOTTOM_IN + beneath_in) / height_in,
        hspace=0.42,
    )
    return list(axes)


def quiet(axis: Any, inks: Inks, *, says: str) -> None:  # noqa: ANN401
    """Leave of an axis what is needed to read it; what it shows is said above it, level with the text."""
    for edge in ("top", "right", "left"):
        axis.spines[edge].set_visible(False)
    axis.spines["bottom"].set_color(inks.muted)
    axis.tick_params(colors=inks.muted, labelsize=SMALL_PT, length=2, width=0.6)
    axis.tick_params(axis="y", length=0)
    # y is said, or matplotlib measures every label to find room: a fifth of the time a figure takes.
    axis.set_title(
        says, y=1.0, loc="left", fontsize=SMALL_PT, color=inks.ink, pad=5, x=-LEFT_IN / (WIDTH_IN - LEFT_IN - RIGHT_IN)
    )
    axis.set_axisbelow(True)


def band(axis: Any, low: float, high: float, inks: Inks, *, until: float = 1.0) -> None:  # noqa: ANN401
    """Shade where to be, with edges that also show in print; what it is belongs into what the axis says.

    It ends `until` this share of the width.
    """
    axis.axhspan(low, high, xmax=until, facecolor=inks.band, linewidth=0, zorder=0)
    for edge in (low, high):
        axis.axhline(edge, xmax=until, color=inks.ink, linewidth=0.6, linestyle=(0, (1, 2)), zorder=3)


def key(figure: Any, axis: Any, inks: Inks) -> None:  # noqa: ANN401
    """Tell several series apart, in the room left above."""
    handles, names = axis.get_legend_handles_labels()
    figure.legend(
        handles,
        names,
        loc="upper left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=3,
        frameon=False,
        fontsize=SMALL_PT,
        labelcolor=inks.ink,
        handlelength=2.4,
        columnspacing=1.4,
        borderpad=0.0,
        borderaxespad=0.1,
    )
