from __future__ import annotations

import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.errors import WebError
from voicecoach.web.address import Address, is_loopback, link_to, listen_at, may_be_host, read_address


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("127.0.0.1:8720", Address("127.0.0.1", 8720)),
        ("0.0.0.0", Address("0.0.0.0", 8720)),  # noqa: S104 - what a user types to be reached
        ("9000", Address("127.0.0.1", 9000)),
        ("localhost:9000", Address("localhost", 9000)),
        ("pi-4.local", Address("pi-4.local", 8720)),
        ("[::1]:9000", Address("::1", 9000)),
        ("[::]", Address("::", 8720)),
        ("127.0.0.1:0", Address("127.0.0.1", 0)),
    ],
)
def test_an_address_is_read(text: str, meant: Address) -> None:
    assert read_address(text) == meant


@pytest.mark.parametrize("text", ["", "127.0.0.1:99999", "http://localhost", "a b", ":", "1.2.3.4:x", "::1:9000", "-"])
def test_what_is_no_address_is_told_with_an_example(text: str) -> None:
    with pytest.raises(WebError, match=r"--web .* 0\.0\.0\.0:8720 for the network"):
        read_address(text)


@given(st.text(max_size=30))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        address = read_address(text)
    except WebError:
        return
    assert 0 <= address.port <= 65_535
    assert read_address(str(address)) == address


@given(st.text(max_size=40))
def test_any_host_header_is_one_of_ours_or_refused(header: str) -> None:
    if may_be_host(header, loopback=True):
        name = header.lower().rsplit(":", 1)[0] if not header.endswith("]") else header
        assert name.rstrip(".").startswith(("localhost", "127.", "[")), header


@given(st.ip_addresses())
def test_every_ip_literal_is_ours_on_the_network_and_only_loopback_ones_here(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    host = f"[{address}]:80" if address.version == 6 else f"{address}:80"
    if "%" in host:
        return
    assert may_be_host(host, loopback=False)
    assert may_be_host(host, loopback=True) == address.is_loopback


def test_this_machine_s_own_name_is_ours_on_the_network_only() -> None:
    name = socket.gethostname().split(".")[0]
    assert may_be_host(f"{name}.local:8720", loopback=False)
    assert not may_be_host(f"{name}.local:8720", loopback=True)


def test_a_taken_port_is_told_with_the_remedy() -> None:
    with listen_at(Address("127.0.0.1", 0)) as first:
        port = first.getsockname()[1]
        assert is_loopback(first)
        assert link_to(first) == f"http://127.0.0.1:{port}/"
        with pytest.raises(WebError, match=rf"--web 127\.0\.0\.1:{port}: .*choose another"):
            listen_at(Address("127.0.0.1", port))


def test_a_link_for_the_network_names_an_address_that_a_phone_can_use() -> None:
    with listen_at(Address("0.0.0.0", 0)) as listening:  # noqa: S104 - closed before anybody connects
        assert not is_loopback(listening)
        assert "0.0.0.0" not in link_to(listening)  # noqa: S104
