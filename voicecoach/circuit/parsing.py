"""The standard library's TOML parser, with its complaints put as every other problem of a file."""

from __future__ import annotations

import re
import tomllib
from typing import Any

_PARSER_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


def parse_toml(text: str) -> dict[str, Any]:
    """Return the content of a TOML text; ValueError, in words that begin with the line, if it is none."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("line 1: not valid TOML: its brackets are nested too deeply") from None
    except ValueError as error:  # a TOMLDecodeError, or a number of thousands of digits
        place = _PARSER_PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else text.rstrip("\n").count("\n") + 1
        reason = _PARSER_PLACE.sub("", str(error))
        raise ValueError(f"line {line}: not valid TOML: {reason}") from error
