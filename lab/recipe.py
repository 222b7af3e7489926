"""What travels with the weights: their recipe for people, and a reference for the package's own test."""

from __future__ import annotations

import tomllib
from importlib import metadata
from pathlib import Path

import numpy as np
import torch

from lab.bank import HERE
from lab.judge_model import TorchJudge
from lab.model import DILATIONS, TorchNetwork
from voicecoach.listening.contrast import INPUTS, LEAST, MOST
from voicecoach.listening.judging import KNOWN, places_between
from voicecoach.listening.weights import WIDTH

ROOT = HERE.parent
REFERENCE = ROOT / "tests" / "listening" / "network_reference.npz"
JUDGE_REFERENCE = REFERENCE.with_name("judge_reference.npz")

LICENCES = {
    "landings/heels": "Apache-2.0 (eulersson/taconez)",
    "household/home": "Apache-2.0 (eulersson/taconez)",
    "household/esc10": "CC-BY 3.0 (ESC-10, K. J. Piczak)",
    "household/max": "CC-BY or CC0 (IBM MAX audio classifier, from Freesound)",
    "music/max": "CC-BY or CC0 (IBM MAX audio classifier, from Freesound)",
    "speech/openwakeword": "Apache-2.0 (dscripka/openWakeWord)",
    "asterisk-core-sounds-es-g722": "CC-BY-SA 3.0",
    "asterisk-core-sounds-it-g722": "CC-BY-SA 3.0",
    "asterisk-core-sounds-ru-g722": "CC-BY-SA 3.0",
    "asterisk-moh-opsound-wav": "CC-BY-SA",
    "codec2-examples": "LGPL-2.1 and public domain",
    "fillets-ng-data": "GPL-2+",
    "fretsonfire-songs-muldjord": "CC-BY-SA 3.0",
    "fretsonfire-songs-sectoid": "MIT",
    "flare-game": "CC-BY-SA 3.0",
    "frozen-bubble-data": "GPL-2",
    "hedgewars-data": "GPL-2, GFDL 1.3",
    "hydrogen-drumkits": "GPL-2+, CC-BY 3.0, CC0, kit by kit",
    "klettres-data": "GPL-2+",
    "ktuberling-data": "GPL-2+, CC-BY, CC0, file by file",
    "lmms-common": "GPL-2+ and CC0",
    "lugaru-data": "CC-BY-SA 3.0 and 4.0",
    "minetest-data": "CC-BY-SA 3.0, CC-BY 3.0, CC0, file by file",
    "nexuiz-data": "GPL-2+",
    "nexuiz-music": "GPL-2+",
    "scratch": "CC-BY-SA 3.0, GPL-2",
    "sonic-pi-samples": "CC0",
    "supertux-data": "GPL-3+, GPL-2+, CC-BY-SA, file by file",
    "tuxpaint-data": "GPL-2+, public domain",
    "warzone2100-music": "GPL-2+",
    "ardentryst": "CC-BY-SA 3.0",
    "kajongg": "GPL-2+",
    "pinball-table-gnu-data": "GPL-2+",
    "pinball-table-hurd-data": "GPL-2+",
    "enigma-data": "GPL-2+",
    "colobot-common-sounds": "GPL-3",
    "lbreakout2-data": "GPL-2+",
    "gnubg-data": "GPL-3+",
    "pychess": "GPL-3",
    "ufoai-sound": "CC-BY-SA 3.0, GPL-2+, CC0, file by file",
    "xmoto-data": "GPL-2+",
    "0ad-data": "CC-BY-SA 3.0",
    "asc-music": "GPL-2+",
    "asterisk-core-sounds-en-g722": "CC-BY-SA 3.0",
    "freedroidrpg-data": "GPL-2+, CC0, file by file",
    "megaglest-data": "CC-BY-SA 3.0",
    "redeclipse-data": "CC-BY-SA 3.0, CC-BY 3.0, CC0, file by file",
    "singularity-music": "CC-BY-SA 3.0",
    "supertuxkart-data": "CC-BY-SA 3.0 and 4.0, CC-BY 3.0, CC0, file by file",
    "teeworlds-data": "CC-BY-SA 3.0",
    "unknown-horizons": "GPL-2+, CC-BY-SA 3.0, file by file",
    "wesnoth-1.16-data": "GPL-2+",
    "wesnoth-1.16-music": "GPL-2+",
    "widelands-data": "GPL-2+",
}
"""Of what the model was trained with.  No recording of it is part of the package."""


def write_recipe(path: Path, figures: list[str]) -> None:
    """Write how the weights beside `path` were made."""
    bank = tomllib.loads((HERE / "bank.toml").read_text(encoding="utf-8"))
    lines = [
        "# Where weights.npz and judge.npz come from",
        "",
        "Made by `python -m lab train` in the project's repository, with",
        "",
    ]
    lines += [f"- torch {metadata.version('torch')}, numpy {metadata.version('numpy')}"]
    lines += [
        f"- {WIDTH} channels, dilations {DILATIONS}, {INPUTS} inputs a cell",
        *[f"- {figure}" for figure in figures],
    ]
    lines += ["", "Sounds of the training half; each came through many rooms, microphones and mixtures:", ""]
    for kind, halves in bank.items():
        for entry in halves.get("train", []):
            place = entry.get("package") or "/".join(entry["files"].split("/")[:2])
            lines.append(f"- {kind}: {entry['name']}, from {place}: {LICENCES[place]}")
    lines += [
        "- speech: espeak-ng's and flite's own voices (a GPL-3 and a BSD-like program; their output is free)",
        "- landings and rooms: synthetic",
        "",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")


def write_reference(network: TorchNetwork) -> None:
    """Write random cells in streams of their own, (streams, cells, inputs), and what the framework makes of them."""
    cells = np.random.default_rng(0).integers(LEAST, MOST + 1, (8, 50, INPUTS)).astype(np.int8)
    cells[:, ::3] = np.clip(cells[:, ::3], LEAST, 6)
    with torch.no_grad():
        answers = network(torch.from_numpy(cells.astype(np.float32)).transpose(1, 2)).transpose(1, 2).numpy()
    np.savez_compressed(REFERENCE, cells=cells, answers=answers)


def write_judge_reference(judge: TorchJudge) -> None:
    """Write sounds of which random things are known, (sets, sounds, KNOWN), and how the framework judges them."""
    chance = np.random.default_rng(0)
    known = chance.uniform(0.0, 1.0, (4, 60, KNOWN)).astype(np.float16).astype(np.float32)
    at = np.cumsum(chance.uniform(0.12, 0.6, (4, 60)), axis=1)
    places = np.stack([places_between(row) for row in at])
    log_odds = chance.uniform(-7.0, 9.0, (4, 60)).astype(np.float32)
    with torch.no_grad():
        judged = judge(*map(torch.from_numpy, (known, places, log_odds, np.ones((4, 60), np.bool_))))
    np.savez_compressed(
        JUDGE_REFERENCE, known=known.astype(np.float16), at=at, log_odds=log_odds, answers=judged.numpy()
    )
