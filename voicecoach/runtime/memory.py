"""Memory while a session runs: Python looks through it for what nobody refers to any more, and stands still for that.

A look through all that is loaded takes 15 ms at the start and 50 ms with a page and its followers open (our own
measurement on two cores, 110,000 objects; a Pi is slower), during which no thread runs, the audio callback neither:
that is a hole in the sound.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def short_looks() -> Iterator[None]:
    """Have Python look only through what is new while the context lasts.

    What is there now is tidied once, and set aside until the end.
    """
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
