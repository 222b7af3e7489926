"""Sessions kept: written while they run, found again afterwards, handed out in other formats.

An event line (one fact of a session, see design of the event log) is the unit of everything here: lines come in while
a session runs (:mod:`~voicecoach.history.recorder`), from a file (:mod:`~voicecoach.history.importing`) or from what
was put aside (:mod:`~voicecoach.history.aside`), and go out again exactly as they came.  What a table or a figure
shows of a session, its cards, is computed from its lines in one place (:mod:`~voicecoach.history.cards`).

Nothing here is imported before it is used: SQLAlchemy takes a quarter of a second, and longer on a Pi.
"""
