"""Notifications, on a real D-Bus and without one."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from notification_daemon import Desktop

from voicecoach.planning.desktop import ADDRESS, notify


@pytest.fixture(autouse=True)
def _no_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (ADDRESS, "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)


def test_a_notification_is_shown_with_its_words_whatever_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    with Desktop() as desktop:
        monkeypatch.setenv(ADDRESS, desktop.address)
        assert notify("Zeit fürs Training: Fußgelenke.", "voicecoach run <b> & 'mine.toml'") is None
        assert notify("Again", "") is None
    assert desktop.shown == [("Zeit fürs Training: Fußgelenke.", "voicecoach run <b> & 'mine.toml'"), ("Again", "")]


def test_a_service_that_was_not_told_of_the_bus_finds_it_in_the_users_runtime_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Desktop() as desktop:
        monkeypatch.setenv("XDG_RUNTIME_DIR", desktop.environ["XDG_RUNTIME_DIR"])
        assert notify("It's time", "") is None
    assert desktop.shown == [("It's time", "")]


def test_without_a_desktop_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert notify("It's time", "") == "no desktop is running here"
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert notify("It's time", "") == "no desktop is running here"


def test_a_desktop_without_notifications_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with Desktop(shows=False) as desktop:
        monkeypatch.setenv(ADDRESS, desktop.address)
        why = notify("It's time", "")
    assert why == "the desktop shows no notifications (org.freedesktop.DBus.Error.ServiceUnknown)"


@pytest.mark.parametrize("address", ["unix:path=/nowhere/bus", "tcp:host=localhost,port=1", "nonsense", "unix:", ";"])
def test_a_bus_that_is_gone_or_no_bus_is_survived(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv(ADDRESS, address)
    assert (notify("It's time", "") or "").startswith("the desktop can't be reached (")


def test_a_bus_that_never_answers_is_not_waited_for_long(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as mute:
        mute.bind(str(tmp_path / "bus"))
        mute.listen()
        monkeypatch.setenv(ADDRESS, f"unix:path={tmp_path / 'bus'}")
        assert (notify("It's time", "") or "").startswith("the desktop can't be reached (")
