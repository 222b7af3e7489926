"""What is built and installed elsewhere has everything it needs with it."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def build(kind: str, folder: Path) -> Path:
    command = [sys.executable, "-m", "build", f"--{kind}", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.iterdir()
    return built


def test_the_wheel_runs_the_demo_in_an_empty_environment(tmp_path: Path) -> None:
    wheel = build("wheel", tmp_path / "dist")
    venv.create(tmp_path / "venv", with_pip=True)
    program = tmp_path / "venv" / "bin"
    subprocess.run([program / "python", "-m", "pip", "install", "--quiet", str(wheel)], check=True, capture_output=True)
    # Piper's licence and size are the user's own choice.
    assert not [path.name for path in tmp_path.glob("venv/lib/*/site-packages/*") if "piper" in path.name]
    environ = os.environ | {"PULSE_SERVER": "unix:/nowhere", "PYTHONPATH": ""}
    done = subprocess.run(
        [program / "voicecoach", "demo"], cwd=tmp_path, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "42 landings counted in 2 sets"
    refused = subprocess.run(
        [program / "voicecoach", "serve"], cwd=tmp_path, env=environ, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 2
    assert "pip install starlette uvicorn segno" in refused.stderr
    with zipfile.ZipFile(wheel) as archive:
        page = {name.rpartition("/")[2] for name in archive.namelist() if name.startswith("voicecoach/web/page/")}
    assert page == {"index.html", "page.css", "page.js", "strip.js", "icon.svg"}
    assert (tmp_path / "voicecoach-demo" / "demo.wav").stat().st_size > 1_000_000


@pytest.mark.parametrize(
    "wanted", ["cues/circuits/demo.toml", "cues/sounds/demo-hops.flac", "coach", "tools/render_hops.py"]
)
def test_the_source_archive_holds_everything(wanted: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(build("sdist", folder)) as archive:
        assert any(name.endswith(f"/{wanted}") for name in archive.getnames())
