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
from voicecoach.web.app import LARGEST_BYTES
from voicecoach.web.live_page import LivePage, open_page
from voicecoach.web.server import CLIENTS, LONGEST_HEADER_BYTES

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


def answer_to(page: LivePage, sent: bytes) -> bytes:
    """Return the first line of what a bare socket gets, "" if it is hung up on."""
    host, port = where(page)
    with socket.create_connection((host, int(port)), timeout=WITHIN_S) as rude:
        try:
            rude.sendall(sent)
            rude.shutdown(socket.SHUT_WR)
            return rude.recv(1000).split(b"\r\n")[0]
        except OSError:
            return b""  # it had not even been read to its end


def where(page: LivePage) -> tuple[str, str]:
    host, _, port = page.link.split("/")[2].partition(":")
    return host, port


def head(page: LivePage, line: str, **headers: str) -> bytes:
    """Return a request's head as our own page would send it, but for the headers given."""
    own = {"Host": ":".join(where(page)), "Content_Type": "application/json", **headers}
    return "\r\n".join([line, *(f"{name.replace('_', '-')}: {text}" for name, text in own.items()), "", ""]).encode()


HERE = "Host: 127.0.0.1\r\n"
POST = f"POST /command HTTP/1.1\r\n{HERE}".encode()


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 60,  # TLS
        b"GET\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"x" * 12 * LONGEST_HEADER_BYTES + b"\r\n\r\n",
        b"GET /" + b"x" * 12 * LONGEST_HEADER_BYTES + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /../../../etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"CONNECT evil.example:443 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        POST + b"Content-Length: -1\r\n\r\n",
        POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        POST + b"Content-Length: 50\r\n\r\nonly half of",
        b"\x00" * 100_000,
    ],
)
def test_a_malformed_or_oversized_request_is_refused_and_the_page_goes_on(
    page: LivePage, dial: Dial, caplog: pytest.LogCaptureFixture, sent: bytes
) -> None:
    answer = answer_to(page, sent)
    assert answer.startswith(b"HTTP/1.1 4") or not answer, answer
    asked = dial()
    asked.request("GET", "/")
    assert asked.getresponse().status == 200
    assert not caplog.records, "what is logged is printed, and the terminal is the session's"


PAUSE = b'{"command": "pause"}'
LONG = b'{"command": "pause", "because": "' + b"x" * LARGEST_BYTES + b'"}'


@pytest.mark.parametrize(
    ("wrong", "body", "status"),
    [
        ({}, PAUSE, 204),  # what the others are but for one thing
        ({"Host": "evil.example"}, PAUSE, 421),
        ({"Host": "127.0.0.1.evil.example"}, PAUSE, 421),
        ({"Origin": "http://evil.example"}, PAUSE, 403),
        ({"Origin": "null"}, PAUSE, 403),
        ({"Origin": ""}, PAUSE, 403),
        ({"Content_Type": "text/plain"}, PAUSE, 415),
        ({}, b"pause", 400),
        ({}, b'{"command": "explode"}', 400),
        ({}, LONG, 413),
        ({"Content_Length": "50000000000"}, LONG, 413),
    ],
)
def test_an_order_with_one_thing_wrong_is_refused_on_the_wire_and_does_nothing(
    page: LivePage, wrong: dict[str, str], body: bytes, status: int
) -> None:
    given: list[Command] = []
    right = {"Origin": page.link.rstrip("/"), "Content_Length": str(len(body))}
    with page.orders.to(lambda command, _: given.append(command)):
        answer = answer_to(page, head(page, "POST /command HTTP/1.1", **(right | wrong)) + body)
    assert answer.split()[1] == str(status).encode()
    assert given == ([Command.PAUSE] if status == 204 else [])


def test_an_order_in_pieces_is_held_to_the_same_size(page: LivePage) -> None:
    whole = head(page, "POST /command HTTP/1.1", Origin=page.link.rstrip("/"), Transfer_Encoding="chunked")
    piece = b"1f4\r\n" + b"x" * 500 + b"\r\n"
    assert answer_to(page, whole + 3 * piece + b"0\r\n\r\n").split()[1] == b"413"


def test_on_the_network_the_wire_gives_nothing_without_the_token(tmp_path: Path) -> None:
    with open_page("0.0.0.0:0", tmp_path, pytest.fail) as page:
        token = page.link.split("/?token=")[1]
        given: list[Command] = []
        order = {"Origin": page.link.split("/?")[0], "Content_Length": str(len(PAUSE))}
        command = "POST /command{} HTTP/1.1"
        with page.orders.to(lambda command, _: given.append(command)):
            for shown in ("", "?token=", f"?token={token[:-1]}", f"?token={token}x", f"?Token={token}"):
                for path in ("/", "/events", "/page.js"):
                    assert answer_to(page, head(page, f"GET {path}{shown} HTTP/1.1")).split()[1] == b"403"
                assert answer_to(page, head(page, command.format(shown), **order) + PAUSE).split()[1] == b"403"
            for cookie in ("", "voicecoach=", f"voicecoach={token}x", f"other={token}"):
                asked = head(page, command.format(""), Cookie=cookie, **order)
                assert answer_to(page, asked + PAUSE).split()[1] == b"403"
            right = f"voicecoach={token}"
            elsewhere = head(page, command.format(""), **(order | {"Cookie": right, "Origin": "http://evil.example"}))
            assert answer_to(page, elsewhere + PAUSE).split()[1] == b"403"
            rebound = head(page, command.format(""), **(order | {"Cookie": right, "Host": "evil.example"}))
            assert answer_to(page, rebound + PAUSE).split()[1] == b"421"
            assert given == []
            assert answer_to(page, head(page, command.format(""), Cookie=right, **order) + PAUSE).split()[1] == b"204"
        assert given == [Command.PAUSE]


def test_a_crowd_is_served_and_whoever_comes_beyond_it_is_sent_away(page: LivePage, dial: Dial) -> None:
    followers = [follow(dial()) for _ in range(200)]
    page.screen.notice("to all of you")
    for events in followers:
        until(events, "to all of you")
    assert {follow(dial()).status for _ in range(100)} == {200, 503}


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: 127"])
def test_whoever_connects_and_does_not_ask_is_hung_up_on(page: LivePage, said: bytes) -> None:
    with ExitStack() as silent:
        for _ in range(CLIENTS):
            opened = silent.enter_context(socket.create_connection(where(page), timeout=WITHIN_S))
            opened.sendall(said)
        assert opened.recv(1) == b""
        assert answer_to(page, head(page, "GET / HTTP/1.1")).split()[1] == b"200"


def test_a_browser_that_follows_is_not_hung_up_on(page: LivePage, dial: Dial) -> None:
    events = follow(dial())
    with socket.create_connection(where(page), timeout=WITHIN_S) as silent:
        assert silent.recv(1) == b"", "so long a wait is over"
    page.screen.notice("still there")
    until(events, "still there")


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
