"""The weekly plan: what is trained when, who is told, and what waits for it.

``plan.db`` in the user's data folder holds the plan itself in tables of ours, which every command may edit at any time,
and beside it APScheduler's job store, which only the process that waits ever opens: APScheduler's jobs are pickles that
it deletes when they can't be read, and a store of its own that two schedulers share goes wrong.  What waits compares
the two each minute (:class:`~voicecoach.planning.calendar.Calendar`).
"""
