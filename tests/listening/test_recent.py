from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.listening.recent import Recent


@given(st.lists(st.integers(0, 40), max_size=20), st.integers(0, 12))
def test_the_last_rows_are_kept_however_they_come(portions: list[int], back: int) -> None:
    recent, rows = Recent(12, 2), np.arange(2.0 * sum(portions), dtype=np.float32).reshape(-1, 2)
    first = 0
    for count in portions:
        recent.add(rows[first : first + count])
        first += count
    begin = max(0, len(rows) - back)
    assert np.array_equal(recent.between(begin, len(rows)), rows[begin:])
    assert len(recent.between(len(rows), len(rows) + 5)) == 0
    assert len(recent.between(-5, 0)) == 0
