"""The pages and the orders, as a Starlette application."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from enum import StrEnum
from importlib.resources import files
from typing import TypeVar

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from voicecoach.circuit.model import Level
from voicecoach.coaching.events import Command
from voicecoach.web.board import Board
from voicecoach.web.guard import Guard
from voicecoach.web.orders import Orders, Start
from voicecoach.web.stream import follow

LARGEST_BYTES = 1_000
"""An order is a line of JSON."""

PAGE = {
    "/": ("index.html", "text/html"),
    "/page.css": ("page.css", "text/css"),
    "/page.js": ("page.js", "text/javascript"),
    "/strip.js": ("strip.js", "text/javascript"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
}

_Word = TypeVar("_Word", bound=StrEnum)


def make_app(board: Board, orders: Orders, *, loopback: bool, token: str | None) -> Starlette:
    """Return the application: what is on the board as a page and as events, and commands taken to `orders`."""

    async def events(_request: Request) -> Response:
        return StreamingResponse(follow(board), media_type="text/event-stream")

    async def command(request: Request) -> Response:
        wanted = await _order(request, {"command"})
        taken = orders.command(_word(Command, wanted["command"]))
        return _answer(taken, "No session is running.")

    async def start(request: Request) -> Response:
        wanted = await _order(request, {"circuit", "level"})
        taken = orders.start(Start(wanted["circuit"], _word(Level, wanted["level"])))
        return _answer(taken, "This session can't be started now.")

    routes = [Route(path, _file(name, kind)) for path, (name, kind) in PAGE.items()]
    routes.append(Route("/events", events, methods=["GET"]))
    routes.append(Route("/command", command, methods=["POST"]))
    routes.append(Route("/start", start, methods=["POST"]))
    guard = Middleware(Guard, loopback=loopback, token=token)
    return Starlette(routes=routes, middleware=[guard])


def _file(name: str, kind: str) -> Callable[[Request], Awaitable[Response]]:
    content = files("voicecoach.web").joinpath("page", name).read_bytes()

    async def answer(_request: Request) -> Response:
        return Response(content, media_type=kind)

    return answer


def _answer(taken: bool, why_not: str) -> Response:  # noqa: FBT001
    return Response(status_code=204) if taken else PlainTextResponse(why_not, 409)


async def _order(request: Request, fields: set[str]) -> dict[str, str]:
    """Return an order's fields, each a string; HTTPException if it is anything else."""
    # Not a type that a form of another page could send.
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        raise HTTPException(415, "An order is sent as application/json.")
    try:
        order = json.loads(await _body(request))
    except (ValueError, RecursionError):
        raise HTTPException(400, "An order is a JSON object.") from None
    if not isinstance(order, dict) or set(order) != fields or not all(isinstance(v, str) for v in order.values()):
        raise HTTPException(400, f"An order of this kind has the fields: {', '.join(sorted(fields))}.")
    return order


async def _body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BYTES:
            raise HTTPException(413, "An order is a line of JSON.")
    return body


def _word(words: type[_Word], text: str) -> _Word:
    try:
        return words(text)
    except ValueError:
        raise HTTPException(400, f"Known are: {', '.join(words)}.") from None
