"""From sound to landings to rhythm: a straight walk with no device, clock or file in it.

``framing`` cuts sound into frames on a fixed time grid, ``bands`` measures them, ``floor`` follows the room,
``onsets`` finds sudden rises over both, ``refining`` finds the instant in the wave itself, ``gate`` drops
double touches and take-offs, ``run`` decides when a row of landings is hopping.  ``listener`` joins them;
``rhythm`` reads the cadence of what they found.
"""
