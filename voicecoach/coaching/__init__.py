"""The session itself: events and time in, effects out.  Pure: no clock, device, file or thread in here.

Read in this order: :mod:`events` (what goes in), :mod:`effects` (what comes out), :mod:`states` (what is
allowed when), :mod:`script` (which words stand where), :mod:`session` (the whole).
"""
