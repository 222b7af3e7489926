"""What a browser gets, and what becomes of its orders."""

from __future__ import annotations

import json
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from page_session import HERE
from starlette.testclient import TestClient

from voicecoach.circuit.model import Level
from voicecoach.coaching.events import Command
from voicecoach.web.board import Board
from voicecoach.web.orders import SOURCE, Orders, Start

ORIGIN = {"Origin": HERE}
JSON = ORIGIN | {"Content-Type": "application/json"}


@pytest.mark.parametrize("command", Command)
def test_every_command_reaches_the_session_with_its_source(here: TestClient, orders: Orders, command: Command) -> None:
    reached: list[tuple[Command, str]] = []
    with orders.to(lambda *given: reached.append(given)):
        assert here.post("/command", json={"command": command}, headers=ORIGIN).status_code == 204
    assert reached == [(command, SOURCE)]


def test_a_command_without_a_session_is_told_so(here: TestClient) -> None:
    answer = here.post("/command", json={"command": "pause"}, headers=ORIGIN)
    assert (answer.status_code, answer.text) == (409, "No session is running.")


def test_a_session_is_started_once_and_only_one_that_was_offered(here: TestClient, orders: Orders) -> None:
    wanted: list[Start] = []
    waiting = threading.Thread(target=lambda: wanted.append(orders.wait_for_start(frozenset({"hop-test"}))))

    def start(circuit: str) -> int:
        order = {"circuit": circuit, "level": "build"}
        return here.post("/start", json=order, headers=ORIGIN).status_code

    assert start("hop-test") == 409, "nobody waits for one"
    waiting.start()
    while start("hop-test") != 204:
        assert waiting.is_alive()
        assert start("/etc/passwd") == 409
    assert start("hop-test") == 409, "somebody was quicker"
    waiting.join(10.0)
    assert wanted == [Start("hop-test", Level.BUILD)]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"pause", 400),
        (b"[]", 400),
        (b'"pause"', 400),
        (b"{}", 400),
        (b'{"command": "fly"}', 400),
        (b'{"command": 7}', 400),
        (b'{"command": ["pause"]}', 400),
        (b'{"command": "pause", "more": "pause"}', 400),
        (b"\xff\xfe", 400),
        (b"[" * 900, 400),
        (b'{"command": "pause"}' + b" " * 1_000, 413),
        (b"x" * 10_000_000, 413),
    ],
)
def test_a_malformed_or_oversized_order_is_refused(here: TestClient, orders: Orders, body: bytes, status: int) -> None:
    with orders.to(lambda *_: pytest.fail("it was taken for an order")):
        assert here.post("/command", content=body, headers=JSON).status_code == status


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.binary(max_size=64) | st.text(max_size=40).map(lambda text: json.dumps({"command": text}).encode()))
def test_whatever_is_posted_is_an_order_or_refused(here: TestClient, orders: Orders, body: bytes) -> None:
    reached: list[Command] = []
    with orders.to(lambda command, _: reached.append(command)):
        status = here.post("/command", content=body, headers=JSON).status_code
    assert status == 204 if reached else 400 <= status < 500


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_what_a_form_could_send_is_no_order(here: TestClient, kind: str) -> None:
    headers = ORIGIN | {"Content-Type": kind}
    assert here.post("/command", content=b'{"command": "pause"}', headers=headers).status_code == 415


@pytest.mark.parametrize(("method", "path"), [("PUT", "/command"), ("GET", "/command"), ("DELETE", "/"), ("POST", "/")])
def test_nothing_else_can_be_done(here: TestClient, method: str, path: str) -> None:
    assert here.request(method, path, headers=ORIGIN).status_code == 405


def test_the_last_event_is_the_whole_view(here: TestClient, board: Board) -> None:
    board.close()
    answer = here.get("/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-store"
    retry, event = answer.text.strip().split("\n\n")
    assert retry.startswith("retry: ")
    name, data = event.split("\n")
    assert name == "event: view"
    assert json.loads(data.removeprefix("data: "))["version"] == "test"
