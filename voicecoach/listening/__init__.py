"""From sound to landings to rhythm: a straight walk with no device and no clock in it.

``echo`` takes the coach's own voice out, ``framing`` cuts sound into frames on a fixed time grid, ``bands`` measures
them, ``floor`` follows the room, ``contrast`` says how far each cell stands above it, ``network`` tells landings from
everything else, ``peaks`` are what it says most clearly, ``decoding`` decides which are landings (with ``beat``,
``likeness``, ``run`` and ``looking_back``), ``recounting`` counts a set once more at its end, ``refining`` finds the
instant in the wave itself.  ``listener`` joins them; ``fitting`` adapts them to a room; ``rhythm`` reads the cadence of
what they found.
"""
