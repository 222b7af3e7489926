from __future__ import annotations

import numpy as np
import pytest

from voicecoach.listening.weights import Weights

WEIGHTS = Weights.load()


def test_weights_that_were_packed_are_the_same_again() -> None:
    again = Weights.unpacked(WEIGHTS.packed())
    for one, other in zip(
        (WEIGHTS.first, *WEIGHTS.hidden, WEIGHTS.heads), (again.first, *again.hidden, again.heads), strict=True
    ):
        assert one.dilation == other.dilation
        assert np.array_equal(one.weights, other.weights)
        assert np.array_equal(one.scale, other.scale)
        assert np.array_equal(one.bias, other.bias)


def test_weights_of_another_network_are_refused() -> None:
    stored = dict(WEIGHTS.packed())
    stored["dilations"] = stored["dilations"][:-1]
    with pytest.raises(ValueError, match="numbers where"):
        Weights.unpacked(stored)
