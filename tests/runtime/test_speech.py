"""Which language the coach speaks when nobody says."""

from __future__ import annotations

from pathlib import Path

import pytest

from voicecoach.config import user_folder
from voicecoach.cuefiles import cues_folder
from voicecoach.errors import CueFileError
from voicecoach.runtime.speech import language_of, phrases_in, sample_in


@pytest.fixture
def gaelic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the user phrases of their own, in a language that does not ship."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    path = user_folder() / "phrases" / "ga.toml"
    path.parent.mkdir(parents=True)
    english = (cues_folder() / "phrases" / "en.toml").read_text("utf-8")
    path.write_text(english.replace('"Three."', '"A trí."'), "utf-8")


@pytest.mark.usefixtures("gaelic")
@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("ga_IE.UTF-8", "ga-ie"),
        ("ga", "ga"),
        ("en_US.UTF-8", "en-us"),
        ("C.UTF-8", "en"),
        ("POSIX", "en"),
        ("tlh_QO.UTF-8", "en"),
    ],
)
def test_the_users_own_language_is_spoken_if_there_are_words_in_it(
    locale: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    assert language_of(None) == language
    assert language_of("en") == "en"


@pytest.mark.usefixtures("gaelic")
def test_a_regions_words_are_the_languages() -> None:
    assert phrases_in("ga-ie")["lines"]["countdown_3"] == ["A trí."]
    assert "A trí." in sample_in("ga-ie")
    assert "Three." in sample_in("tlh")
    with pytest.raises(CueFileError, match="no phrases in language"):
        phrases_in("tlh")
