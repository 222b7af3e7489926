"""The one place that owns threads, queues and the scheduler, and joins the rooms.

:mod:`conductor` is the loop; :mod:`clocks` tell it the time (real or simulated) and wait for it;
:mod:`wakeups` is APScheduler's part; :mod:`ears` turns microphone blocks into landings; :mod:`stage` opens
the devices a session asked for.
"""
