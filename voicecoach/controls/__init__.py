"""How a user's wish reaches a running session: keys of the terminal, media keys of a headset, a button on a Pi.

Each source turns what it sees into a :class:`~voicecoach.coaching.events.Command` and gives it away; what a command
means now, only the session knows.
"""
