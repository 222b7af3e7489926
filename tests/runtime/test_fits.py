from __future__ import annotations

from pathlib import Path

import pytest

from voicecoach.listening.fitting import UNFITTED, Fit
from voicecoach.runtime.fits import FILE, Fits


def test_a_fit_is_kept_by_microphone(tmp_path: Path) -> None:
    Fits(tmp_path / "new").keep("USB mic", Fit(-0.7))
    assert Fits(tmp_path / "new").of("USB mic") == Fit(-0.7)
    assert Fits(tmp_path / "new").of("another") == UNFITTED


def test_a_forgotten_fit_is_gone(tmp_path: Path) -> None:
    fits = Fits(tmp_path)
    fits.keep("USB mic", Fit(0.5))
    assert fits.forget("USB mic")
    assert not fits.forget("USB mic")
    assert fits.of("USB mic") == UNFITTED


@pytest.mark.parametrize("content", ["", "[1]", '{"USB mic": 3}', '{"USB mic": {"shift": "much"}}'])
def test_a_broken_file_means_no_fit(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    assert Fits(tmp_path).of("USB mic") == UNFITTED
