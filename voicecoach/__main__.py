"""Where `voicecoach` and `python -m voicecoach` begin, before anything that takes time is imported."""

import os
import sys

from voicecoach.errors import EXIT_INTERRUPTED


def start() -> None:
    """Run the program; Ctrl-C while it is still being imported ends it as quietly as later."""
    # The network's products are so small that a second thread takes as much time again and saves none.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        from voicecoach.cli import main  # noqa: PLC0415 - what takes the time

        main()
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)


if __name__ == "__main__":
    start()
