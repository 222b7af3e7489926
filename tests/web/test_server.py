"""The page as it is really served: sockets, threads and clients that behave badly."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from voicecoach.coaching.events import Command
from voicecoach.errors import WebError
from voicecoach.web.live_page import LivePage, open_page
from voicecoach.web.server import LONGEST_HEADER_BYTES

WITHIN_S = 30.0


@pytest.fixture
def page(tmp_path: Path) -> Iterator[LivePage]:
    with open_page("127.0.0.1:0", tmp_path, pytest.fail) as served:
        yield served


Connect = Callable[[LivePage], http.client.HTTPConnection]
Dial = Callable[[], http.client.HTTPConnection]


@pytest.fixture
def connected() -> Iterator[Connect]:
    with ExitStack() as closing:

        def connect(page: LivePage) -> http.client.HTTPConnection:
            opened = http.client.HTTPConnection(page.link.split("/")[2], timeout=WITHIN_S)
            closing.callback(opened.close)
            return opened

        yield connect


@pytest.fixture
def dial(page: LivePage, connected: Connect) -> Dial:
    return lambda: connected(page)


def follow(asked: http.client.HTTPConnection) -> http.client.HTTPResponse:
    asked.request("GET", "/events")
    return asked.getresponse()


def notices(events: http.client.HTTPResponse) -> list[str]:
    """Return the notices of the next event."""
    while not (line := events.readline()).startswith(b"data: "):
        assert line, "the stream has ended"
    return [notice["text"] for notice in json.loads(line.removeprefix(b"data: "))["notices"]]


def until(events: http.client.HTTPResponse, text: str) -> list[str]:
    while text not in (seen := notices(events)):
        pass
    return seen


def test_what_the_session_shows_arrives(page: LivePage, dial: Dial) -> None:
    events = follow(dial())
    assert notices(events) == []
    page.screen.notice("one")
    assert until(events, "one") == ["one"]
    page.screen.notice("two")
    assert until(events, "two") == ["one", "two"]


def test_a_command_is_given_to_the_session(page: LivePage, dial: Dial) -> None:
    given: list[Command] = []
    asked = dial()
    with page.orders.to(lambda command, _: given.append(command)):
        origin = page.link.rstrip("/")
        headers = {"Content-Type": "application/json", "Origin": origin}
        asked.request("POST", "/command", body='{"command": "skip"}', headers=headers)
        assert asked.getresponse().status == 204
    assert given == [Command.SKIP]


def test_a_browser_that_reads_nothing_holds_up_neither_the_session_nor_another(page: LivePage, dial: Dial) -> None:
    unread, events = follow(dial()), follow(dial())
    # Far more than the system's buffers take, if it were queued.
    text = "x" * 100_000
    for number in range(300):
        page.screen.notice(f"{number} {text}")
    page.screen.notice("the last")
    until(events, "the last")
    assert until(unread, "the last"), "it has missed views, and is right again"


def test_a_stream_ends_with_the_last_view_when_the_page_closes(tmp_path: Path, connected: Connect) -> None:
    with open_page("127.0.0.1:0", tmp_path, pytest.fail) as page:
        events = follow(connected(page))
        notices(events)
        page.screen.notice("goodbye")
    rest = events.read()
    assert b"goodbye" in rest.rsplit(b"event: view", 1)[-1]


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 60,  # TLS
        b"GET\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"x" * 12 * LONGEST_HEADER_BYTES + b"\r\n\r\n",
        b"GET /" + b"x" * 12 * LONGEST_HEADER_BYTES + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"POST /command HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
        b"POST /command HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"POST /command HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"\x00" * 100_000,
    ],
)
def test_a_malformed_or_oversized_request_is_refused_and_the_page_goes_on(
    page: LivePage, dial: Dial, sent: bytes
) -> None:
    host, port = page.link.split("/")[2].split(":")
    with socket.create_connection((host, int(port)), timeout=WITHIN_S) as rude:
        try:
            rude.sendall(sent)
            rude.shutdown(socket.SHUT_WR)
            answer = rude.recv(20)
        except OSError:
            answer = b""  # it had not even been read to its end
        assert not answer.startswith(b"HTTP/1.1 2")
    asked = dial()
    asked.request("GET", "/")
    assert asked.getresponse().status == 200


def test_a_crowd_is_served_and_whoever_comes_beyond_it_is_sent_away(page: LivePage, dial: Dial) -> None:
    followers = [follow(dial()) for _ in range(200)]
    page.screen.notice("to all of you")
    for events in followers:
        until(events, "to all of you")
    assert {follow(dial()).status for _ in range(100)} == {200, 503}


def test_off_loopback_the_link_carries_the_token(tmp_path: Path, connected: Connect) -> None:
    with open_page("0.0.0.0:0", tmp_path, pytest.fail) as page:
        assert not page.only_here
        token = page.link.split("/?token=")[1]
        asked = connected(page)
        statuses = []
        for path in ("/", f"/?token={token}x", f"/?token={token}"):
            asked.request("GET", path)
            answer = asked.getresponse()
            answer.read()
            statuses.append(answer.status)
        assert statuses == [403, 403, 200]


def test_a_taken_port_is_told_before_any_session(page: LivePage, tmp_path: Path) -> None:
    with pytest.raises(WebError, match="choose another"), open_page(page.link.split("/")[2], tmp_path, pytest.fail):
        pass
