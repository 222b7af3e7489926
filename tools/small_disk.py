"""A small disk, which can be full or read-only as a real one: a tmpfs, which only root may mount."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FILLER = "filler"


class SmallDisk:
    """A mounted disk.

    Parameters
    ----------
    folder
        Where it is mounted.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self) -> None:
        """Leave no room for anything."""
        # The last bytes one by one: a write that would not fit is refused whole, or cut.
        for size in (4096, 1):
            with contextlib.suppress(OSError), (self.folder / FILLER).open("ab", buffering=0) as filler:
                while filler.write(b"\0" * size) == size:
                    pass

    def free(self) -> None:
        """Give the room back."""
        (self.folder / FILLER).unlink()

    def make_read_only(self) -> None:
        """Refuse every write from now on; nothing on it may be open for writing."""
        _mount("-o", "remount,ro", str(self.folder))


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[SmallDisk]:
    """Mount an empty disk of that size; PermissionError where that is not allowed."""
    folder.mkdir(parents=True, exist_ok=True)
    _mount("-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder))
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _mount(*words: str) -> None:
    done = subprocess.run(["mount", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise PermissionError(done.stderr.strip())
