"""How the operating system asks us to stop: Ctrl-C, SIGTERM, and the terminal that was closed (SIGHUP)."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def stopping(stop: Callable[[], None]) -> Iterator[None]:
    """Let the first of these signals call `stop`; Ctrl-C or SIGTERM once more raises KeyboardInterrupt.

    A closed terminal is told by its shell and by the system: twice means no hurry.  Who ignores it, as `nohup`
    does, wants to outlive the terminal.
    """

    def obey(number: int, _frame: object) -> None:
        again = signal.SIG_IGN if number == signal.SIGHUP else signal.default_int_handler
        signal.signal(number, again)
        stop()

    wanted = [one for one in STOPPING if one != signal.SIGHUP or signal.getsignal(one) is not signal.SIG_IGN]
    before = {number: signal.signal(number, obey) for number in wanted}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
