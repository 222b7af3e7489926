"""Numbers in words: engines read "21." as an ordinal in some languages, and "5s" as they please."""

from __future__ import annotations

from functools import cache

from unicode_rbnf import FormatPurpose, RbnfEngine


def number_words(number: int, language: str) -> str:
    """Return a whole number in a language's words, by the rules of Unicode's CLDR.

    `language` is a code like ``de`` or ``de-AT``.  A language the rules do not know keeps its digits.
    """
    engine = _engine(language)
    if engine is None:
        return str(number)
    # Some rules mark where a long word may break, which an engine would spell out.
    return engine.format_number(number, FormatPurpose.CARDINAL).text.replace("\u00ad", "")


@cache
def _engine(language: str) -> RbnfEngine | None:
    known = RbnfEngine.get_supported_languages()
    for code in (language.replace("-", "_"), language.replace("_", "-").partition("-")[0]):
        if code in known:
            return RbnfEngine.for_language(code)
    return None
