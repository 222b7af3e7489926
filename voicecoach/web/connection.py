"""A browser's connection, which is hung up on when it asks for nothing."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

ASK_WITHIN_S = 5.0
"""A browser asks as soon as it has connected."""


class Connection(H11Protocol):
    """uvicorn's own, with an end to waiting.

    uvicorn waits for ever for a request's head, and counts that connection as a client: whoever opened enough of them
    and said nothing, or said it a letter at a time, would lock everybody out, without any token.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """See asyncio.Protocol."""
        super().connection_made(transport)
        self._wait(None)

    def _wait(self, last: RequestResponseCycle | None) -> None:
        self.loop.call_later(ASK_WITHIN_S, self._look, last)

    def _look(self, last: RequestResponseCycle | None) -> None:
        """Hang up if nothing has been asked since the last look and nothing is being answered."""
        if self.transport.is_closing():
            return
        answering = self.cycle is not None and not self.cycle.response_complete
        if answering or self.cycle is not last:
            self._wait(self.cycle)
        else:
            self.transport.close()
