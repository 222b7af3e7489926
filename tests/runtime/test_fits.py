from __future__ import annotations

from pathlib import Path

import pytest

from voicecoach.listening.fitting import MOST_SHIFT, UNFITTED, Fit
from voicecoach.runtime.fits import FILE, Fits

MIC = "USB mic"


def silently_of(fits: Fits, microphone: str) -> Fit:
    told: list[str] = []
    fit = fits.of(microphone, told.append)
    assert not told
    return fit


def test_a_fit_is_kept_by_microphone(tmp_path: Path) -> None:
    Fits(tmp_path / "new").keep(MIC, Fit(-0.7))
    assert silently_of(Fits(tmp_path / "new"), MIC) == Fit(-0.7)
    assert silently_of(Fits(tmp_path / "new"), "another") == UNFITTED


def test_a_forgotten_fit_is_gone(tmp_path: Path) -> None:
    fits = Fits(tmp_path)
    fits.keep(MIC, Fit(0.5))
    assert fits.forget(MIC)
    assert not fits.forget(MIC)
    assert silently_of(fits, MIC) == UNFITTED


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[1]",
        "[" * 100_000,
        '{"USB mic": 3}',
        '{"USB mic": {}}',
        *(
            f'{{"USB mic": {{"shift": {shift}}}}}'
            for shift in ('"much"', "null", "true", "NaN", "Infinity", "1e9", "-2.01", "1" + 400 * "0")
        ),
    ],
)
def test_what_no_calibration_can_have_found_is_told_in_a_sentence_and_ignored(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    told: list[str] = []
    assert Fits(tmp_path).of(MIC, told.append) == UNFITTED
    (sentence,) = told
    assert str(tmp_path / FILE) in sentence
    assert "voicecoach calibrate" in sentence
    Fits(tmp_path).keep(MIC, Fit(MOST_SHIFT))
    assert silently_of(Fits(tmp_path), MIC) == Fit(MOST_SHIFT), "and a calibration mends it"


def test_a_file_that_cannot_be_read_is_told_in_a_sentence_too(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    told: list[str] = []
    assert Fits(tmp_path).of(MIC, told.append) == UNFITTED
    (sentence,) = told
    assert "can't be read" in sentence
