"""Answering the rhythm: what is said to somebody who hops, from their landings alone.

    landings -> Row -> Observed -> a rule's trouble -> Watch -> Adviser -> a line

A :class:`~voicecoach.coaching.advice.row.Row` keeps a set's landings, a rule judges them as one number, a
:class:`~voicecoach.coaching.advice.watch.Watch` gives each rule its hysteresis, and the
:class:`~voicecoach.coaching.advice.adviser.Adviser` decides which line is said, and whether now.

A microphone hears intervals and loudness; it cannot see knees, heels or which foot.  So no rule is about those.
"""
