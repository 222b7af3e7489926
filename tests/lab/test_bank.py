"""The lab's list of sounds, as far as it can be checked without fetching packages."""

from __future__ import annotations

import csv
import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

LAB = Path(__file__).parents[2] / "lab"
BANK: dict[str, dict[str, list[dict[str, str]]]] = tomllib.loads((LAB / "bank.toml").read_text(encoding="utf-8"))


def shipped(entries: list[dict[str, str]]) -> set[Path]:
    return {path for entry in entries if "package" not in entry for path in (LAB / "sounds").glob(entry["files"])}


def test_no_shipped_sound_is_in_both_halves() -> None:
    for kind, halves in BANK.items():
        for one, other in combinations(halves.values(), 2):
            assert not shipped(one) & shipped(other), kind


def test_no_package_is_searched_for_the_same_files_by_both_halves() -> None:
    def places(entries: list[dict[str, str]]) -> set[tuple[Any, str]]:
        return {(entry["package"], entry["files"]) for entry in entries if "package" in entry}

    for kind, halves in BANK.items():
        for one, other in combinations(halves.values(), 2):
            assert not places(one) & places(other), kind


def test_every_list_of_shipped_sounds_finds_some() -> None:
    for halves in BANK.values():
        for entries in halves.values():
            assert all("package" in entry or shipped([entry]) for entry in entries)


def test_every_shipped_sound_names_its_source_and_licence() -> None:
    with (LAB / "sounds" / "SOURCES.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["file"]: row for row in csv.DictReader(file)}
    sounds = {str(path.relative_to(LAB / "sounds")) for path in (LAB / "sounds").glob("*/*/*")}
    assert sounds == set(rows)
    assert all(row["source"] and row["licence"] for row in rows.values())
