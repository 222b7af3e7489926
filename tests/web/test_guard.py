"""Who may look and who may command."""

from __future__ import annotations

import pytest
from page_session import HERE, NETWORK, TOKEN
from starlette.testclient import TestClient

from voicecoach.coaching.events import Command
from voicecoach.web.app import PAGE
from voicecoach.web.orders import Orders

PAUSE = {"command": "pause"}


def given(orders: Orders, client: TestClient, **headers: str) -> tuple[int, list[Command]]:
    """Ask for a pause with these headers; return the status, and what reached the session."""
    reached: list[Command] = []
    with orders.to(lambda command, _source: reached.append(command)):
        answer = client.post("/command", json=PAUSE, headers=headers)
    return answer.status_code, reached


@pytest.mark.parametrize("host", ["127.0.0.1:8720", "localhost:8720", "LOCALHOST", "[::1]:8720", "localhost.:9000"])
def test_this_machine_may_look_without_a_token(here: TestClient, host: str) -> None:
    assert here.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8720", "127.0.0.1.evil.example", "192.168.1.20:8720", "localhost@evil", "", "[::1"],
)
def test_a_name_that_was_made_to_resolve_to_this_machine_is_refused(
    here: TestClient, orders: Orders, host: str
) -> None:
    assert here.get("/events", headers={"Host": host}).status_code == 421
    assert given(orders, here, Host=host, Origin=f"http://{host}") == (421, [])


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8720", "rebound.192.168.1.20.evil.example"])
def test_so_it_is_on_the_network_even_with_the_token(phone: TestClient, host: str) -> None:
    assert phone.get(f"/?token={TOKEN}", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://127.0.0.1:8720", "http://127.0.0.1:8721", ""]
)
def test_another_page_may_neither_command_nor_follow(here: TestClient, orders: Orders, origin: str) -> None:
    assert given(orders, here, Origin=origin) == (403, [])
    assert here.get("/events", headers={"Origin": origin}).status_code == 403


def test_a_command_needs_an_origin(here: TestClient, orders: Orders) -> None:
    assert given(orders, here) == (403, [])
    assert given(orders, here, Origin=HERE) == (204, [Command.PAUSE])


@pytest.mark.parametrize("path", [*PAGE, "/events", "/nothing"])
@pytest.mark.parametrize("query", ["", "?token=", "?token=wrong", f"?token={TOKEN}x", "?token=%FF%00", "?token=%C3%A9"])
def test_the_network_sees_nothing_without_the_token(phone: TestClient, path: str, query: str) -> None:
    refused = phone.get(path + query)
    assert refused.status_code == 403
    assert "scan its code" in refused.text
    assert not refused.cookies


def test_a_wrong_cookie_commands_nothing(phone: TestClient, orders: Orders) -> None:
    assert given(orders, phone, Origin=NETWORK, Cookie="voicecoach=wrong") == (403, [])


def test_the_link_lets_a_phone_in_and_from_then_on_its_cookie_does(phone: TestClient, orders: Orders) -> None:
    first = phone.get(f"/?token={TOKEN}")
    assert first.status_code == 200
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert phone.get("/page.js").status_code == 200
    assert given(orders, phone, Origin=NETWORK) == (204, [Command.PAUSE])


def test_a_command_with_the_token_but_of_another_page_is_refused(phone: TestClient, orders: Orders) -> None:
    phone.get(f"/?token={TOKEN}")
    assert given(orders, phone, Origin="http://evil.example") == (403, [])


@pytest.mark.parametrize("path", [*PAGE, "/nothing"])
def test_every_answer_forbids_whatever_is_not_its_own(here: TestClient, path: str) -> None:
    headers = here.get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert {policy[kind] for kind in ("script-src", "style-src", "connect-src", "img-src")} == {"'self'"}
    assert policy["frame-ancestors"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert not [name for name in headers if name.startswith("access-control")]


@pytest.mark.parametrize("path", PAGE)
def test_nothing_of_the_page_comes_from_elsewhere_or_stands_inline(here: TestClient, path: str) -> None:
    text = here.get(path).text.replace("http://www.w3.org/2000/svg", "")  # a name, never fetched
    assert "//" not in "".join(line.split("// ")[0] for line in text.splitlines())
    assert "style=" not in text
    assert "onclick" not in text
