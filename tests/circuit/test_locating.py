from __future__ import annotations

from voicecoach.circuit.locating import key_lines, nearest_line

TRICKY = '''\
# a comment with = and [brackets]
title = "a # that is no comment" # and one that is
'quoted = key' = 1
dotted.inner = { deep = [1,
  { x = "]" }, # a comment within
  2] }

[[step]]
say = """
[[step]]
not = "a key" \\""" still going""""
cues = [
  { at = "1" },

  { at = 'C:\\', say = "x\\"y" },
]
when = 1979-05-27 07:32:00
[step.work]
start = 1
[[step]] # the second
a = 1
[[step.cues]]
at = 2
'''


def test_lines_are_found_through_strings_comments_and_nesting() -> None:
    lines = key_lines(TRICKY)
    assert {
        ("title",): 2,
        ("quoted = key",): 3,
        ("dotted", "inner", "deep"): 4,
        ("dotted", "inner", "deep", 1, "x"): 5,
        ("dotted", "inner", "deep", 2): 6,
        ("step", 0): 8,
        ("step", 0, "say"): 9,
        ("step", 0, "cues", 0, "at"): 13,
        ("step", 0, "cues", 1, "say"): 15,
        ("step", 0, "when"): 17,
        ("step", 0, "work", "start"): 19,
        ("step", 1): 20,
        ("step", 1, "a"): 21,
        ("step", 1, "cues", 0): 22,
        ("step", 1, "cues", 0, "at"): 23,
    }.items() <= lines.items()


def test_windows_line_ends_count_once() -> None:
    assert key_lines(TRICKY.replace("\n", "\r\n")) == key_lines(TRICKY)


def test_a_missing_key_is_placed_where_its_table_begins() -> None:
    assert nearest_line(key_lines(TRICKY), ("step", 1, "kind")) == 20
    assert nearest_line(key_lines(TRICKY), ("nowhere",)) == 1
