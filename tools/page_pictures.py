"""Take the documentation's pictures of the live page: a phone and a desk, light and dark, in the middle of a set.

python tools/page_pictures.py docs/pictures
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from chromium import chromium
from page_session import PageSession, run_arguments

SIZES = {"phone": (390, 844), "desktop": (1280, 800)}
HOPPING = re.compile(r"1[4-9]")
WITHIN_MS = 60_000.0

CIRCUIT = """\
schema = 1
name = "Ankle stiffness"
rounds = 3

[defaults]
welcome = "4s"
get_ready = "7s"

[[step]]
exercise = "ankle-hops"
kind = "landings"
work = "20s"
target_hz = [2.0, 2.8]
"""


def main() -> None:
    """Run a session and take every picture of its first set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        circuit = Path(scratch) / "pictures.toml"
        circuit.write_text(CIRCUIT, encoding="utf-8")
        take(folder, circuit, recording_of(circuit))


def recording_of(circuit: Path) -> Path:
    """Return a recording with hops where the circuit counts them."""
    events, sound = circuit.with_suffix(".jsonl"), circuit.with_suffix(".flac")
    run = [sys.executable, "-m", "voicecoach", "run", str(circuit), "--fast", "--mic", "none", "--speaker", "none"]
    subprocess.run([*run, "--events", str(events)], check=True, capture_output=True)
    render = [sys.executable, str(Path(__file__).parent / "render_hops.py"), str(sound), "--session", str(events)]
    subprocess.run(render, check=True, capture_output=True)
    return sound


def take(folder: Path, circuit: Path, hops: Path) -> None:
    """Take the pictures while the recording hops."""
    with PageSession(run_arguments(circuit, hops)) as session, chromium() as browser:
        page = browser.new_page()
        page.goto(session.link)
        page.locator("#big", has_text=HOPPING).wait_for(timeout=WITHIN_MS)
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
                page.wait_for_timeout(150)
                picture = folder / f"live-{size}-{scheme}.png"
                page.screenshot(path=picture)
                print(f"{picture}: {picture.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
