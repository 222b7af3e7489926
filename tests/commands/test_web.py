from __future__ import annotations

import socket

import pytest
from click.testing import CliRunner

from voicecoach.cli import main


def refused(*arguments: str) -> str:
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 2
    (sentence,) = done.stderr.splitlines()
    return sentence


def test_a_circuit_after_web_is_told_where_it_goes() -> None:
    assert "a circuit's name goes before --web" in refused("run", "--mic", "none", "--web", "no-such-machine.invalid")


def test_what_is_no_address_is_told_with_one_that_is() -> None:
    assert "0.0.0.0:8720 for the network" in refused("run", "demo", "--web=http://pi")


@pytest.mark.parametrize("command", ["run", "serve"])
def test_simulated_time_has_no_page(command: str) -> None:
    assert "leave out --fast" in refused(command, "--fast", "--web=0")


def test_a_taken_port_is_told_before_the_first_word() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert "choose another" in refused("serve", "--mic", "none", "--speaker", "none", f"--web={port}")
