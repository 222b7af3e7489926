"""The recorded sounds, by kind and half, as `bank.toml` lists them."""

from __future__ import annotations

import subprocess
import tomllib
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

Sound = NDArray[np.float32]
Half = Literal["train", "dev", "test"]
"""What the network learns from; what only choices between models are made by; what it is judged by."""

HERE = Path(__file__).parent
CACHE = HERE / ".cache"
HEARD = (".wav", ".ogg", ".flac", ".mp3", ".opus", ".wv")
"""What is unpacked of an archive inside a package."""
LONGEST_S = 60.0
"""Of a long song the first minute is enough."""


@dataclass(frozen=True)
class Source:
    """One floor, voice, song or room, in one half."""

    kind: str
    half: Half
    name: str
    paths: tuple[Path, ...]


@cache
def sources(kind: str, half: Half) -> tuple[Source, ...]:
    """Return the sources of a kind in a half.

    Raises
    ------
    SystemExit
        If a source has no file: its package was not fetched yet.
    """
    listed = tomllib.loads((HERE / "bank.toml").read_text(encoding="utf-8"))[kind].get(half, [])
    found = []
    for entry in listed:
        folder = CACHE / "packages" / entry["package"] if "package" in entry else HERE / "sounds"
        paths = tuple(sorted(folder.glob(entry["files"])))
        if not paths:
            raise SystemExit(f"no file of {kind}/{entry['name']} in {folder}: run `python -m lab fetch` first")
        found.append(Source(kind, half, entry["name"], paths))
    return tuple(found)


@cache
def load(path: Path, rate_hz: int) -> Sound:
    """Return a file as mono at a rate, its mean removed, at most `LONGEST_S` long."""
    samples, recorded_hz = _decode(path)
    mono = samples[: round(LONGEST_S * recorded_hz)].mean(axis=1)
    sound: Sound = soxr.resample(mono - mono.mean(), recorded_hz, rate_hz, quality="HQ").astype(np.float32)
    return sound


def _decode(path: Path) -> tuple[Sound, int]:
    if path.suffix in (".g722", ".wv"):
        import av  # noqa: PLC0415 - heavy, and only these need it

        with av.open(str(path), format=path.suffix[1:]) as file:
            rate_hz = file.streams.audio[0].rate
            to_mono = av.AudioResampler("flt", "mono", rate_hz)
            blocks = [mono.to_ndarray()[0] for frame in file.decode(audio=0) for mono in to_mono.resample(frame)]
        return np.concatenate(blocks)[:, None], rate_hz
    return soundfile.read(path, dtype="float32", always_2d=True, frames=48_000 * round(LONGEST_S))


def fetch() -> None:
    """Download every Debian package that `bank.toml` names and unpack it into the cache."""
    bank = tomllib.loads((HERE / "bank.toml").read_text(encoding="utf-8"))
    entries = [entry for halves in bank.values() for half in halves.values() for entry in half]
    for package in sorted({entry["package"] for entry in entries if "package" in entry}):
        folder = CACHE / "packages" / package
        if folder.exists():
            continue
        print(f"fetching {package}")
        debs = CACHE / "debs"
        debs.mkdir(parents=True, exist_ok=True)
        subprocess.run(["apt-get", "download", package], cwd=debs, check=True)
        (deb,) = debs.glob(f"{package}_*.deb")
        fresh = folder.with_name(f"{package}.fresh")
        fresh.mkdir(parents=True, exist_ok=True)
        subprocess.run(["dpkg-deb", "-x", str(deb), str(fresh)], check=True)
        for archive in (*fresh.rglob("*.pk3"), *fresh.rglob("*.zip")):
            with zipfile.ZipFile(archive) as file:
                file.extractall(archive.with_suffix(""), [name for name in file.namelist() if name.endswith(HEARD)])
            archive.unlink()
        fresh.rename(folder)
