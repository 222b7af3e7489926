"""Services: written, removed and told about, where no systemd of this user is there to be asked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from voicecoach.cli import main


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    # Wherever the tests run, no real systemd hears of it.
    nobody = {"XDG_RUNTIME_DIR": str(tmp_path / "run"), "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}
    return {"XDG_CONFIG_HOME": str(tmp_path / "config"), "VOICECOACH_PERSON": "ada", **nobody}


def voicecoach(home: dict[str, str], *words: str) -> Result:
    return CliRunner(env=home).invoke(main, words)


def unit(home: dict[str, str], what: str = "plan") -> Path:
    return Path(home["XDG_CONFIG_HOME"], "systemd", "user", f"voicecoach-{what}.service")


def test_a_unit_is_written_removed_and_told_about(home: dict[str, str]) -> None:
    done = voicecoach(home, "service", "install", "plan", "--no-start", "--mic", "USB 2", "--language", "de")
    assert (done.exit_code, done.stdout.strip()) == (0, f"wrote {unit(home)}")
    text = unit(home).read_text("utf-8")
    assert f'ExecStart={sys.executable} -m voicecoach plan watch --mic "USB 2" --language de\n' in text
    assert "Environment=VOICECOACH_PERSON=ada\n" in text
    assert unit(home).stat().st_mode & 0o777 == 0o600, "it may hold a database's password"
    status = voicecoach(home, "service", "status").stdout.splitlines()
    assert status[0].startswith("plan: unknown, ")
    assert status[1] == "serve: not installed; `voicecoach service install serve` does"
    assert "loginctl enable-linger" in status[2]
    assert voicecoach(home, "service", "remove", "plan").exit_code == 0
    assert not unit(home).exists()


def test_installing_again_takes_the_new_options(home: dict[str, str]) -> None:
    voicecoach(home, "service", "install", "serve", "--no-start", "--web", "0.0.0.0:8720", "--level", "full")
    voicecoach(home, "service", "install", "serve", "--no-start", "--web", "127.0.0.1:8720")
    assert "-m voicecoach serve --web 127.0.0.1:8720\n" in unit(home, "serve").read_text("utf-8")


def test_without_a_systemd_to_ask_the_file_is_written_and_a_sentence_says_what_to_do(home: dict[str, str]) -> None:
    done = voicecoach(home, "service", "install", "plan")
    assert done.exit_code == 2
    (sentence,) = done.stderr.splitlines()
    assert "voicecoach-plan.service is written but not started (" in sentence
    assert "systemctl --user enable --now " in sentence
    assert "sudo" not in done.output
    assert unit(home).exists()


def test_what_was_enabled_before_leaves_no_link_behind(home: dict[str, str]) -> None:
    voicecoach(home, "service", "install", "plan", "--no-start")
    link = unit(home).parent / "default.target.wants" / unit(home).name
    link.parent.mkdir()
    link.symlink_to(unit(home))
    done = voicecoach(home, "service", "remove", "plan")
    assert done.exit_code == 0
    assert "nothing was stopped, since systemd does not answer" in done.stderr
    assert not link.is_symlink()


def test_a_folder_of_ones_own_may_be_given(home: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "image" / "units"
    assert voicecoach(home, "service", "install", "serve", "--no-start", "--folder", str(folder)).exit_code == 0
    assert (folder / "voicecoach-serve.service").exists()
    assert voicecoach(home, "service", "remove", "serve", "--folder", str(folder)).exit_code == 0
    assert not [*folder.glob("*.service")]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("remove", "plan"), "voicecoach-plan.service is not there; `voicecoach service status` says"),
        (("install", "plan", "--no-start", "--folder", "/proc/units"), "can't be written"),
        (("install", "plan", "--mc", "USB"), "No such option '--mc'"),
        (("install", "plan", "--level", "full"), "level full: each entry of the plan has its own"),
        (("install", "serve", "--port", "1"), "No such option '--port'"),
        (("install", "serve", "--fast"), "--fast: what waits for somebody to train runs in real time"),
        (("install", "plan", "--fast"), "--fast: what waits for somebody to train runs in real time"),
        (("install", "serve", "--web", "http://pi"), '--web "http://pi": this is no address'),
        (("install", "serve", "--web", "no-such-machine.invalid"), "no machine is called that"),
        (("install", "plan", "--web", "0.0.0.0:99999"), "this is no address"),
        (("install", "serve", "--mqtt", "http://pi"), "--mqtt: this is no broker's address"),
        (("install", "plan", "--beat", "9"), "--beat 9 is nothing to hop to"),
        (("install", "serve", "--volume", "loud"), "--volume"),
        (("install", "plan", "--budget", "many"), "--budget many"),
        (("install", "plan", "--language", "tlh"), "tlh"),
        (("install", "coach"), "'coach' is not one of 'plan', 'serve'"),
    ],
)
def test_what_can_not_be_is_told(home: dict[str, str], words: tuple[str, ...], sentence: str) -> None:
    done = voicecoach(home, "service", *words)
    assert done.exit_code == 2
    assert sentence in done.stderr
    assert not unit(home, words[1]).exists()


@pytest.mark.parametrize(
    ("words", "module", "sentence"),
    [
        (["serve"], "uvicorn", "The live page needs uvicorn, which is not installed; install it with"),
        (["plan", "--web", "8720"], "starlette", "The live page needs starlette, which is not installed"),
        (["plan", "--mqtt", "mqtt://pi"], "paho", "--mqtt needs paho, which is not installed"),
    ],
)
def test_a_service_is_not_installed_without_what_it_needs(
    home: dict[str, str], words: list[str], module: str, sentence: str
) -> None:
    command = ["service", "install", *words, "--no-start"]
    program = f"import sys; sys.modules[{module!r}] = None; from voicecoach.cli import main; main({command!r})"
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, env=os.environ | home
    )
    assert ended.returncode == 2
    assert sentence in ended.stderr
    assert not unit(home, words[0]).exists()
