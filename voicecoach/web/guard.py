"""Who may look and who may command: every request passes here first.

Rules:

1. The Host header must be one of this machine's: a page elsewhere whose name was made to resolve to us is refused.
2. An Origin header must be ours, and a request that commands must have one: browsers send it with every POST.
3. Off loopback the token must be right, in the link once and in a cookie from then on.
4. Nothing is loaded from anywhere else, nothing of ours is shown inside another page, and no cross-origin reading is
   ever allowed: the headers of every answer say so.
"""

from __future__ import annotations

import secrets

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from voicecoach.web.address import may_be_host

COOKIE = "voicecoach"
TOKEN = "token"  # noqa: S105 - the name of the link's parameter
COOKIE_S = 365 * 86_400
"""Renewed with every visit by the link."""

SAFE = frozenset({"GET", "HEAD"})

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",  # the link has the token in it
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}

WRONG_HOST = "This is not the page's own address; open the link that voicecoach shows."
WRONG_ORIGIN = "Only voicecoach's own page may ask for this."
WRONG_TOKEN = "This page needs the link that voicecoach shows where it runs; scan its code, or open the link, again."  # noqa: S105


class Guard:
    """ASGI middleware that lets requests through or refuses them.

    Parameters
    ----------
    app
        What is guarded.
    loopback
        Whether only this machine can connect.
    token
        What a browser must know; None to ask for nothing.
    """

    def __init__(self, app: ASGIApp, *, loopback: bool, token: str | None) -> None:
        self._app = app
        self._loopback = loopback
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return  # there are no web sockets here, and nothing to do at the start or the end
        request = Request(scope)
        shown = request.query_params.get(TOKEN)
        from_link = shown is not None and self._is_token(shown)

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                if from_link:
                    headers.append("Set-Cookie", self._cookie())
            await send(message)

        refusal = self._refusal(request, from_link=from_link)
        await (refusal or self._app)(scope, receive, send_safely)

    def _refusal(self, request: Request, *, from_link: bool) -> PlainTextResponse | None:
        hosts, origins = request.headers.getlist("host"), request.headers.getlist("origin")
        if len(hosts) != 1 or not may_be_host(hosts[0], loopback=self._loopback):
            return PlainTextResponse(WRONG_HOST, 421)
        wanted = [f"http://{hosts[0].lower()}"]
        if origins != wanted and (origins or request.method not in SAFE):
            return PlainTextResponse(WRONG_ORIGIN, 403)
        if not (from_link or self._is_token(request.cookies.get(COOKIE, ""))):
            return PlainTextResponse(WRONG_TOKEN, 403)
        return None

    def _is_token(self, shown: str) -> bool:
        if self._token is None:
            return True
        return secrets.compare_digest(shown.encode(errors="replace"), self._token.encode())

    def _cookie(self) -> str:
        return f"{COOKIE}={self._token}; Path=/; Max-Age={COOKIE_S}; HttpOnly; SameSite=Strict"
