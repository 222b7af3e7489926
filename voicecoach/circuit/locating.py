"""On which line of a TOML text each key stands; the standard library's parser does not tell."""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

KeyPath = tuple[str | int, ...]
"""Where a value lies: ``("step", 2, "cues", 0, "at")`` is ``at`` of the first cue of the third step."""

_BLANK = " \t\n"
_BARE_VALUE_ENDS = ",]}#\n"


def key_lines(text: str) -> Mapping[KeyPath, int]:
    """Return the line (1 for the first) of every table, key and array element of a valid TOML `text`.

    The text must have passed ``tomllib``: this only walks over it and checks nothing.
    """
    scanner = _Scanner(text.replace("\r\n", "\n"))
    scanner.document()
    return scanner.lines


def nearest_line(lines: Mapping[KeyPath, int], path: KeyPath) -> int:
    """Return the line of `path`, or of what it would lie in if it is missing itself."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line_starts = [0, *(index + 1 for index, char in enumerate(text) if char == "\n")]
        self._array_sizes: dict[KeyPath, int] = {}
        self.lines: dict[KeyPath, int] = {(): 1}

    def document(self) -> None:
        table: KeyPath = ()
        self._skip_blank()
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip_blank()

    def _header(self) -> KeyPath:
        start = self._at
        is_array = self._text.startswith("[[", self._at)
        self._at += 2 if is_array else 1
        *outer, last = self._keys()
        self._at += 2 if is_array else 1
        path: KeyPath = ()
        for key in outer:
            path = self._newest((*path, key))
        path = (*path, last)
        if is_array:
            self._note(path, start)
            self._array_sizes[path] = self._array_sizes.get(path, 0) + 1
        path = self._newest(path)
        self._note(path, start)
        return path

    def _newest(self, path: KeyPath) -> KeyPath:
        # Within [[step]], "step" means the step begun last.
        size = self._array_sizes.get(path)
        return path if size is None else (*path, size - 1)

    def _pair(self, table: KeyPath) -> None:
        start = self._at
        path = table
        for key in self._keys():
            path = (*path, key)
            self._note(path, start)
        self._at += 1  # the equals sign
        self._skip_blank()
        self._value(path)

    def _keys(self) -> list[str]:
        keys = []
        while True:
            self._skip_blank()
            keys.append(self._key())
            self._skip_blank()
            if self._text[self._at] != ".":
                return keys
            self._at += 1

    def _key(self) -> str:
        start = self._at
        if self._text[start] in "\"'":
            self._string()
            return _unquoted(self._text[start : self._at])
        while self._text[self._at] not in " \t.=]":
            self._at += 1
        return self._text[start : self._at]

    def _value(self, path: KeyPath) -> None:
        match self._text[self._at]:
            case '"' | "'":
                self._string()
            case "[":
                self._array(path)
            case "{":
                self._inline_table(path)
            case _:
                while self._at < len(self._text) and self._text[self._at] not in _BARE_VALUE_ENDS:
                    self._at += 1

    def _array(self, path: KeyPath) -> None:
        index = 0
        self._step_over("[,")
        while self._text[self._at] != "]":
            element = (*path, index)
            self._note(element, self._at)
            self._value(element)
            index += 1
            self._step_over(",")
        self._at += 1

    def _inline_table(self, path: KeyPath) -> None:
        self._step_over("{,")
        while self._text[self._at] != "}":
            self._pair(path)
            self._step_over(",")
        self._at += 1

    def _string(self) -> None:
        quote = self._text[self._at]
        fence = quote * 3 if self._text.startswith(quote * 3, self._at) else quote
        self._at += len(fence)
        while not self._text.startswith(fence, self._at):
            self._at += 2 if quote == '"' and self._text[self._at] == "\\" else 1
        self._at += len(fence)
        # A multi-line string may end in one or two quotes of its own before the fence.
        while len(fence) > 1 and self._text.startswith(quote, self._at):
            self._at += 1

    def _step_over(self, marks: str) -> None:
        self._skip_blank()
        if self._text[self._at] in marks:
            self._at += 1
            self._skip_blank()

    def _skip_blank(self) -> None:
        while self._at < len(self._text):
            if self._text[self._at] == "#":
                end = self._text.find("\n", self._at)
                self._at = len(self._text) if end < 0 else end
            elif self._text[self._at] in _BLANK:
                self._at += 1
            else:
                return

    def _note(self, path: KeyPath, at: int) -> None:
        self.lines.setdefault(path, bisect.bisect_right(self._line_starts, at))


def _unquoted(written: str) -> str:
    # Escapes in a key stay as written: such a key is unknown anyway, and its table's line is told instead.
    return written[1:-1]
