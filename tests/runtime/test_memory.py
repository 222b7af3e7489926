"""Python's search for garbage does not hold up a session."""

from __future__ import annotations

import gc
import weakref

from voicecoach.runtime.memory import short_looks


class Ring:
    """What only a search finds: it refers to itself."""

    def __init__(self) -> None:
        self.itself = self


def test_what_was_there_before_is_not_searched_again_until_the_end() -> None:
    there = Ring()
    with short_looks():
        assert not any(one is there for one in gc.get_objects())
    assert any(one is there for one in gc.get_objects())


def test_garbage_of_the_session_itself_is_still_found() -> None:
    with short_looks():
        gone = weakref.ref(Ring())
        gc.collect()
        assert gone() is None


def test_garbage_from_before_is_not_kept() -> None:
    gone = weakref.ref(Ring())
    with short_looks():
        assert gone() is None


def test_several_sessions_one_after_another_keep_nothing() -> None:
    kept = []
    for _ in range(2):
        with short_looks():
            kept.append(weakref.ref(Ring()))
    gc.collect()
    assert [one() for one in kept] == [None, None]
