"""The rooms that are pure stay pure, and the rooms at the edge do not know one another."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import voicecoach

PACKAGE = Path(voicecoach.__file__).parent
PURE = ("circuit", "listening", "coaching")
ALLOWED_OUTSIDE = {
    "numpy",
    "importlib",  # the network's weights are a part of the package
    "tomllib",
    "zlib",  # unpacks them
    "dataclasses",
    "enum",
    "functools",  # keeps what is made once; its answers are the same
    "math",
    "random",
    "re",
    "string",
    "statistics",
    "difflib",
    "json",
    "unicodedata",
}
TYPING = {"__future__", "typing", "collections", "itertools", "bisect"}
EDGES = ("audio", "voice", "terminal", "controls", "history", "web", "mqtt", "planning", "service")


def imports_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return found | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def files_of(room: str) -> list[Path]:
    files = sorted((PACKAGE / room).rglob("*.py"))
    assert files
    return files


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_imports_no_clock_device_thread_or_file(room: str) -> None:
    inside = (*(f"voicecoach.{pure}" for pure in PURE), "voicecoach.units", "voicecoach.errors")
    for path in files_of(room):
        for name in imports_of(path):
            fine = name.startswith(inside) or name.split(".")[0] in ALLOWED_OUTSIDE | TYPING
            assert fine, f"{path.name} imports {name}"


@pytest.mark.parametrize("room", EDGES)
def test_rooms_at_the_edge_do_not_import_one_another(room: str) -> None:
    others = tuple(f"voicecoach.{other}" for other in (*EDGES, "runtime", "commands") if other != room)
    for path in files_of(room):
        assert not [name for name in imports_of(path) if name.startswith(others)], path.name


def test_controls_know_of_a_session_only_what_can_be_asked_of_it() -> None:
    known = ("voicecoach.coaching.events", "voicecoach.controls", "voicecoach.errors")
    for path in files_of("controls"):
        ours = [name for name in imports_of(path) if name.startswith("voicecoach")]
        assert not [name for name in ours if not name.startswith(known)], path.name


def test_asking_for_help_loads_neither_portaudio_nor_the_scheduler_nor_a_database() -> None:
    import subprocess  # noqa: PLC0415 - only here

    program = "import sys; import voicecoach.cli; print(*[n for n in sys.modules if '.' not in n])"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    heavy = {"sounddevice", "apscheduler", "pyttsx3", "soundfile", "gpiozero", "sqlalchemy", "starlette", "uvicorn"}
    heavy |= {"matplotlib", "paho", "jeepney", "tzlocal"}
    assert not heavy & set(loaded)


def test_what_waits_for_the_plan_loads_no_sound_no_voice_and_no_numbers() -> None:
    import subprocess  # noqa: PLC0415 - only here

    program = "import sys; import voicecoach.commands.plan_watch; print(*[n for n in sys.modules if '.' not in n])"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"numpy", "sounddevice", "pyttsx3", "soundfile", "jeepney", "starlette"} & set(loaded)


def test_only_the_server_s_own_files_need_what_is_an_extra() -> None:
    needing = {path.stem for path in files_of("web") if {"starlette", "uvicorn"} & _roots(path)}
    assert needing == {"app", "connection", "guard", "server"}
    assert {path.stem for path in files_of("mqtt") if "paho" in _roots(path)} == {"link"}


def _roots(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports_of(path)}
