"""uvicorn in a thread of its own."""

from __future__ import annotations

import socket
import threading
from types import TracebackType

import uvicorn
from starlette.types import ASGIApp

from voicecoach.web.connection import Connection

CLIENTS = 256
"""More at once are told to come back later."""

LONGEST_HEADER_BYTES = 16_384

_GOODBYE_S = 1
_JOIN_S = 3.0


class Server:
    """Serves an application on a listening socket while its context lasts."""

    def __init__(self, app: ASGIApp, listening: socket.socket) -> None:
        config = uvicorn.Config(
            app,
            loop="asyncio",
            http=Connection,
            ws="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            log_level="critical",  # a request that breaks off is its sender's trouble; the terminal shows a session
            access_log=False,
            proxy_headers=False,
            server_header=False,
            limit_concurrency=CLIENTS,
            h11_max_incomplete_event_size=LONGEST_HEADER_BYTES,
            timeout_graceful_shutdown=_GOODBYE_S,
        )
        self._server = uvicorn.Server(config)
        self._listening = listening
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listening]}, name="web", daemon=True
        )

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join(_JOIN_S)
        self._listening.close()
