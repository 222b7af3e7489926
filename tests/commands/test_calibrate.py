"""What a calibration says, of a fitting that is at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from voicecoach.commands.calibrate import HOPS, forgotten, verdict
from voicecoach.errors import DeviceError, UserError
from voicecoach.listening.fitting import Fit, fitted
from voicecoach.runtime.fits import Fits

MIC = "USB mic"


@pytest.mark.parametrize(
    ("still", "hopped", "says"),
    [
        ([-3.5], [5.0, 6.0, 4.0, 5.5, 7.0], "hears your hops plainly; nothing needs to change"),
        ([-1.5], [-0.3, 4.0, 5.0, 5.0, 6.0], "some hops are faint, and this room leaves no room to lift them; move"),
        ([-1.2], [0.1, 0.2, 0.3, 0.2, 0.4], "some hops are faint, and this room leaves no room to lift them; move"),
        ([-2.4], [0.5] * 5, "fainter sounds count as landings now (+0.4); some hops are faint all the same, move"),
        ([-4.0], [0.5] * 5, "fainter sounds count as landings now (+1.0); `voicecoach calibrate --forget`"),
        ([-1.0], [6.0] * 5, "the room's own sounds count less now (-1.0); `voicecoach calibrate --forget`"),
        ([0.4], [1.5] * 5, "the room comes near to them"),
    ],
)
def test_it_says_that_hops_are_plain_only_where_the_faintest_is(
    still: list[float], hopped: list[float], says: str
) -> None:
    said = verdict(MIC, fitted(still, hopped, HOPS))
    assert says in said
    assert ("plainly" in said) == ("plainly" in says)


def test_hops_that_the_room_drowns_are_a_fault_with_a_remedy() -> None:
    with pytest.raises(DeviceError, match="calibrate again"):
        verdict(MIC, fitted([0.0], [0.5] * 5, HOPS))


def test_a_fit_that_cannot_be_forgotten_is_one_sentence_and_status_2(tmp_path: Path) -> None:
    fits = Fits(tmp_path)
    fits.keep(MIC, Fit(0.5))
    (tmp_path / "microphones.new").mkdir()
    with pytest.raises(UserError, match=r"the fit can't be forgotten in .*; make it writable") as caught:
        forgotten(fits, MIC)
    assert caught.value.exit_status == 2
    assert "\n" not in str(caught.value)


def test_forgetting_says_whether_there_was_a_fit(tmp_path: Path) -> None:
    fits = Fits(tmp_path)
    fits.keep(MIC, Fit(0.5))
    assert "is forgotten" in forgotten(fits, MIC)
    assert "no fit to forget" in forgotten(fits, MIC)
