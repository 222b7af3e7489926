from __future__ import annotations

import json
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from lived import lived

from voicecoach.cli import main
from voicecoach.commands.serve import offers_at


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


def test_each_circuit_is_offered_at_the_level_that_suits_in_it(tmp_path: Path) -> None:
    program = CliRunner(env={"XDG_DATA_HOME": str(tmp_path), "VOICECOACH_PERSON": "ada", "TZ": "UTC"})
    log = tmp_path / "log.jsonl"
    for days_ago in (5, 3, 1):
        lines = lived("ankle-hops", jitter=0.02, seed=days_ago)
        log.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        day = datetime.now(UTC) - timedelta(days=days_ago)
        assert program.invoke(main, ["import", str(log), "--started", f"{day:%Y-%m-%d} 07:30"]).exit_code == 0
    with program.isolation():
        following, usual = offers_at("next"), offers_at("full")
    assert {offer.id: offer.level for offer in following if offer.level != "start"} == {"ankle-hops": "build"}
    assert following[0].id == "ankle-stiffness"
    assert {offer.level for offer in usual} == {"full"}
