"""Take the documentation's picture of a report: the newest of four sessions that never were.

python tools/report_picture.py docs/pictures/report.png
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from chromium import chromium
from lived import STARTED_AT, lived, origin

from voicecoach.history.database import Database
from voicecoach.history.keeping import KeptSession

SIZE = (900, 1124)
GAITS = ((0, 2.22, 0.065), (3, 2.20, 0.055), (7, 1.98, 0.05), (9, 1.83, 0.034))
"""Day, hops a second, jitter: the last time slow enough to be told so."""


def main() -> None:
    """Keep the sessions, report the last, and take its picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("picture", type=Path)
    picture = parser.parse_args().picture
    with tempfile.TemporaryDirectory() as folder, chromium(*SIZE) as browser:
        url, report = f"sqlite:///{folder}/history.db", Path(folder) / "report.html"
        keep(url)
        command = [sys.executable, "-m", "voicecoach", "report", "-o", str(report)]
        subprocess.run(command, env=os.environ | {"VOICECOACH_DATABASE": url}, check=True)
        page = browser.new_page()
        page.emulate_media(color_scheme="light")
        page.goto(report.as_uri())
        page.screenshot(path=picture)


def keep(url: str) -> None:
    """Keep a session of each gait."""
    database = Database(url)
    with database.writing() as connection:
        for day, hops_hz, jitter in GAITS:
            lines = lived("ankle-hops", hops_hz=hops_hz, jitter=jitter, seed=day)
            KeptSession.begin(connection, origin(f"day {day}", STARTED_AT + timedelta(days=day))).add(connection, lines)
    database.close()


if __name__ == "__main__":
    main()
