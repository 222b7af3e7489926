"""The unit file, as systemd itself reads it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from voicecoach.service.unit import unit_text

AWKWARD = ["USB 100%", "$HOME", 'a "quoted" \\ name', "it's", "", "Füße;#", "-3", "tone=-12", "a\tb"]


def verified(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    unit = folder / "voicecoach-plan.service"
    unit.write_text(text, encoding="utf-8")
    command = ["systemd-analyze", "--user", "verify", "--man=no", str(unit)]
    environ = os.environ | {"XDG_RUNTIME_DIR": str(folder)}
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


def settings(text: str, name: str) -> list[str]:
    return [line.partition("=")[2] for line in text.splitlines() if line.startswith(f"{name}=")]


@pytest.mark.parametrize("what", [("plan", "watch"), ("serve", "--web", "0.0.0.0:8720")])
def test_systemd_takes_the_unit(what: tuple[str, ...], tmp_path: Path) -> None:
    text = unit_text("voicecoach: 100 %", (sys.executable, "-m", "voicecoach", *what), {"VOICECOACH_PERSON": "ada"})
    done = verified(tmp_path, text)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_systemd_would_tell_what_is_wrong_with_one(tmp_path: Path) -> None:
    assert verified(tmp_path, unit_text("broken", ("/no/such/program",), {})).returncode != 0


@pytest.mark.parametrize("word", AWKWARD)
def test_no_word_of_a_command_or_of_the_environment_confuses_systemd(word: str, tmp_path: Path) -> None:
    text = unit_text("plan", (sys.executable, "-m", "voicecoach", word), {"VOICECOACH_PERSON": word})
    done = verified(tmp_path, text)
    assert (done.returncode, done.stderr) == (0, "")


def test_percent_and_dollar_signs_are_kept_from_systemds_own_use_of_them() -> None:
    text = unit_text("plan", ("/bin/true", "100%", "$HOME", "two words"), {"VOICECOACH_PERSON": "$x 5%"})
    assert settings(text, "ExecStart") == ['/bin/true 100%% $$HOME "two words"']
    assert settings(text, "Environment") == ['"VOICECOACH_PERSON=$x 5%%"']


def test_the_end_of_serve_and_of_the_plan_by_a_signal_is_no_failure() -> None:
    assert settings(unit_text("plan", ("/bin/true",), {}), "SuccessExitStatus") == ["130"]


def test_a_service_sees_what_voicecoach_heeds_of_the_environment_and_nothing_else() -> None:
    environment = {
        "VOICECOACH_PERSON": "ada",
        "LANG": "de_DE.UTF-8",
        "XDG_DATA_HOME": "/data",
        "SECRET": "x",
        "HOME": "/h",
    }
    assert settings(unit_text("plan", ("/bin/true",), environment), "Environment") == [
        "LANG=de_DE.UTF-8",
        "VOICECOACH_PERSON=ada",
        "XDG_DATA_HOME=/data",
    ]
