"""The live page as the commands use it: open it, give its screen to a session, take its orders, close it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from voicecoach import __version__
from voicecoach.errors import WebError
from voicecoach.extras import what_is_missing
from voicecoach.web.address import is_loopback, link_to, listen_at, read_address
from voicecoach.web.board import Board
from voicecoach.web.orders import Orders
from voicecoach.web.screen import WebScreen
from voicecoach.web.token import kept_token
from voicecoach.web.view import View


@dataclass(frozen=True, slots=True)
class LivePage:
    """A page that is being served."""

    screen: WebScreen
    orders: Orders
    link: str
    """What a browser opens; off loopback with the token in it."""
    only_here: bool
    """Whether only this machine can connect."""


def require_web() -> None:
    """Raise WebError if what the page needs is not installed."""
    if missing := what_is_missing("The live page", ("starlette", "uvicorn"), ("starlette", "uvicorn", "segno")):
        raise WebError(missing)


@contextmanager
def open_page(address: str, state_dir: Path, notice: Callable[[str], None]) -> Iterator[LivePage]:
    """Serve the page at `address` while the context lasts.

    Parameters
    ----------
    address
        As typed: ``HOST:PORT``, ``HOST`` or ``PORT``.
    state_dir
        Where the token is kept.
    notice
        Told what does not stop it but should be known.

    Raises
    ------
    WebError
        The address is none or is taken, or what the page needs is not installed.
    """
    where = read_address(address)
    require_web()
    from voicecoach.web.app import make_app  # noqa: PLC0415 - what it needs is an extra
    from voicecoach.web.server import Server  # noqa: PLC0415

    with ExitStack() as closing:
        listening = closing.enter_context(listen_at(where))
        only_here = is_loopback(listening)
        token = None if only_here else kept_token(state_dir, notice)
        board, orders = Board(View(__version__)), Orders()
        app = make_app(board, orders, loopback=only_here, token=token)
        closing.enter_context(Server(app, listening))
        closing.callback(board.close)
        link = link_to(listening) + (f"?token={token}" if token else "")
        yield LivePage(WebScreen(board), orders, link, only_here)
