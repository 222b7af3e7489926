"""What a machine that waits for starts leaves behind when it has coached several sessions."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from page_session import PageSession

from voicecoach.cli import main

WITHIN_S = 60.0


def wait_for(holds: Callable[[], bool]) -> None:
    for _ in range(int(WITHIN_S / 0.1)):
        if holds():
            return
        threading.Event().wait(0.1)
    assert holds()


def post(port: int, path: str, **what: str) -> int:
    page = http.client.HTTPConnection("127.0.0.1", port, timeout=WITHIN_S)
    headers = {"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{port}"}
    page.request("POST", path, body=json.dumps(what), headers=headers)
    try:
        return page.getresponse().status
    finally:
        page.close()


def serve_one(port: int, log: Path, number: int, circuit: str) -> None:
    """Let a session begin and stop, the `number`th in the log."""

    def told(event: str) -> bool:
        return log.read_text("utf-8").count(f'"event": "{event}"') == number

    wait_for(lambda: post(port, "/start", circuit=circuit, level="start") == 204)
    wait_for(lambda: told("session_started"))
    assert post(port, "/command", command="stop") == 204
    wait_for(lambda: told("session_ended"))


def test_one_event_log_holds_every_session_that_was_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICECOACH_ENGINE", "none")
    log, home = tmp_path / "events.jsonl", {"XDG_DATA_HOME": str(tmp_path)}
    log.write_text("of the time before\n", "utf-8")
    words = ("serve", "--web=127.0.0.1:0", "--mic", "none", "--speaker", "none", "--no-headset", "--events", str(log))
    with PageSession(words) as served:
        serve_one(served.port, log, 1, "hop-test")
        serve_one(served.port, log, 2, "demo")
    kept = CliRunner(env=home).invoke(main, ("import", str(log)))
    assert kept.stdout.splitlines() == ["kept as session 1", "kept as session 2"]
