"""A recording is heard to where it really ends, whatever its header says of its length and however it breaks off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicecoach.audio.microphone_file import FileMicrophone
from voicecoach.audio.ports import MicBlock
from voicecoach.units import Samples

RATE_HZ = 16_000
SECONDS = 6.3
NOISE: Samples = np.random.default_rng(1).normal(0.0, 0.1, round(SECONDS * RATE_HZ)).astype(np.float32)
STREAMINFO_NUMBERS = slice(18, 26)
"""Rate, channels, bits and, in the lowest 36 bits, the number of frames: RFC 9639, 8.2."""

BLOCKS_S = (0.01, 0.0127, 1.0, 4.0)


@pytest.fixture
def flac(tmp_path: Path) -> Path:
    path = tmp_path / "in.flac"
    soundfile.write(path, NOISE, RATE_HZ)
    return path


def forget_length(path: Path) -> None:
    """Leave the file as an encoder does that can't go back to its beginning."""
    content = bytearray(path.read_bytes())
    numbers = int.from_bytes(content[STREAMINFO_NUMBERS], "big")
    content[STREAMINFO_NUMBERS] = (numbers >> 36 << 36).to_bytes(8, "big")
    path.write_bytes(content)


def break_off(path: Path, share: float) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: round(len(content) * share)])


def damage(path: Path, share: float) -> None:
    content = bytearray(path.read_bytes())
    at = round(len(content) * share)
    content[at : at + 40] = b"\xff" * 40
    path.write_bytes(content)


def heard(path: Path, block_s: float) -> tuple[Samples, float, list[str]]:
    """Return all that the microphone delivers, how long it says that was, and its complaints."""
    blocks: list[MicBlock] = []
    told: list[str] = []
    ends: list[float] = []
    microphone = FileMicrophone(
        path,
        on_block=blocks.append,
        block_s=block_s,
        on_end=lambda: ends.append(microphone.seconds),
        on_trouble=told.append,
    )
    microphone.advance(microphone.seconds + block_s)
    microphone.close()
    assert ends == [microphone.seconds]
    samples = np.concatenate([block.samples for block in blocks]) if blocks else NOISE[:0]
    assert [block.start_frame for block in blocks] == [round(block.start_at * RATE_HZ) for block in blocks]
    return samples, microphone.seconds, told


@pytest.mark.parametrize("block_s", BLOCKS_S)
def test_a_flac_of_unknown_length_is_heard_to_its_end_and_is_no_damage(block_s: float, flac: Path) -> None:
    forget_length(flac)
    samples, seconds, told = heard(flac, block_s)
    np.testing.assert_allclose(samples, NOISE, atol=1e-4)
    assert seconds == pytest.approx(SECONDS)
    assert told == []


@pytest.mark.parametrize("block_s", BLOCKS_S)
@pytest.mark.parametrize("spoil", [break_off, damage])
def test_a_broken_flac_is_heard_up_to_where_it_breaks_whatever_the_blocks(
    spoil: Callable[[Path, float], None], block_s: float, flac: Path
) -> None:
    spoil(flac, 0.7)
    samples, seconds, told = heard(flac, block_s)
    # A coded frame is lost as a whole: 4096 samples.
    assert 0.7 * len(NOISE) - 2 * 4096 <= len(samples) <= 0.7 * len(NOISE)
    np.testing.assert_allclose(samples, NOISE[: len(samples)], atol=1e-4)
    assert seconds == len(samples) / RATE_HZ
    assert told == [f"{flac} is damaged {seconds:.1f} s in; what lies before was heard"]


@pytest.mark.parametrize("share", [0.0, 0.02, 0.35, 0.999])
def test_a_recorder_that_was_cut_off_leaves_all_that_is_whole(share: float, flac: Path) -> None:
    forget_length(flac)
    header = 86  # bytes of what stands before the first coded frame
    content = flac.read_bytes()
    flac.write_bytes(content[: header + round(share * (len(content) - header))])
    samples, _, _ = heard(flac, 1.0)
    np.testing.assert_allclose(samples, NOISE[: len(samples)], atol=1e-4)
    assert len(samples) >= share * len(NOISE) - 2 * 4096


@pytest.mark.parametrize("block_s", BLOCKS_S)
def test_a_whole_recording_is_delivered_whole(block_s: float, flac: Path) -> None:
    samples, seconds, told = heard(flac, block_s)
    np.testing.assert_allclose(samples, NOISE, atol=1e-4)
    assert seconds == pytest.approx(SECONDS)
    assert told == []


def test_a_wav_that_breaks_off_is_as_long_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "in.wav"
    soundfile.write(path, NOISE, RATE_HZ)
    break_off(path, 0.5)
    samples, seconds, _ = heard(path, 0.01)
    assert len(samples) == pytest.approx(len(NOISE) / 2, abs=50)
    assert seconds == len(samples) / RATE_HZ


@pytest.mark.parametrize("block_s", BLOCKS_S)
def test_a_recording_whose_channels_are_each_other_s_inverse_is_heard_whatever_the_blocks(
    block_s: float, tmp_path: Path
) -> None:
    path = tmp_path / "crossed.wav"
    soundfile.write(path, np.stack([NOISE, -NOISE], axis=1), RATE_HZ)
    samples, _, _ = heard(path, block_s)
    np.testing.assert_allclose(samples, NOISE, atol=1e-4)
