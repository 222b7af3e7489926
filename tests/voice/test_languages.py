"""Which voice speaks a language."""

from __future__ import annotations

import pytest

from voicecoach.voice.languages import is_tag, nearest, tidy

ESPEAK = ("de", "en-029", "en-gb", "en-gb-scotland", "en-us", "en-us-nyc", "es", "es-419", "fr-be", "fr-ch", "fr-fr")


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("en_US", "en-us"),
        ("en", "en-gb"),
        ("es", "es"),
        ("es-MX", "es"),
        ("fr", "fr-fr"),
        ("fr-CH", "fr-ch"),
    ],
)
def test_the_exact_language_comes_first_then_another_region_of_it(wanted: str, spoken: str) -> None:
    found = nearest(wanted, [(tag,) for tag in ESPEAK])
    assert found is not None
    assert ESPEAK[found] == spoken


def test_no_voice_is_better_than_one_of_another_language() -> None:
    assert nearest("it", [(tag,) for tag in ESPEAK]) is None
    assert nearest("en", []) is None
    assert nearest("en", [()]) is None


def test_a_locale_is_a_language_too() -> None:
    assert tidy("de_DE.UTF-8@euro") == "de-de"


@pytest.mark.parametrize("written", ["de", "de_DE", "en-GB-scotland", "de_DE.UTF-8@euro", "C.UTF-8", "zh"])
def test_a_tag_is_known_by_its_form(written: str) -> None:
    assert is_tag(written)


@pytest.mark.parametrize("written", ["", ".", "../../x", "/etc/passwd", "de/../x", "de ", "-de", "de\n", "a\0b"])
def test_a_path_is_no_tag(written: str) -> None:
    assert not is_tag(written)
