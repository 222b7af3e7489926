"""One browser's stream of server-sent events (WHATWG HTML, section 9.2): the whole view, again and again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from voicecoach.web.board import Board

BEAT_S = 2.0
"""With nothing new the view is sent again: a page that hears nothing for three beats knows that the line is dead."""

EVENTS_A_SECOND = 400
"""To all browsers together; with two hundred of them each gets two a second, and the session its machine."""

RETRY = "retry: 1000\n\n"
"""Milliseconds until a browser tries again."""


async def follow(board: Board) -> AsyncIterator[str]:
    """Yield events: the view at hand, then each newer one as soon as this browser can take it."""
    board.bell.listen()
    board.watchers += 1
    try:
        yield RETRY
        while True:
            closed = board.closed
            seen, text = board.latest()
            yield f"event: view\ndata: {text}\n\n"
            if closed:
                return
            await asyncio.sleep(board.watchers / EVENTS_A_SECOND)
            if board.version == seen and not board.closed:
                await board.bell.wait(BEAT_S)
    finally:
        board.watchers -= 1
