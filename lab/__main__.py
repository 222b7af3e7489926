"""How the listener's model is made and judged.

python -m lab fetch                 download the recorded sounds (Debian packages, by name)
python -m lab render OUT.flac SEED  one training take, with its truth beside it, to look at and listen to
python -m lab train [TERM]          render, train (from TERM on), write both .npz
python -m lab bench [TAKES]         the table, TAKES of each scenario, ours and its peers; all other figures
"""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run one command."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program does: what is measured is what runs
    from lab import bank  # noqa: PLC0415 - numpy counts its threads as it is imported

    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command == "fetch":
        bank.fetch()
    elif command == "train":
        from lab.train import TERMS, train  # noqa: PLC0415

        train(sys.argv[2] if len(sys.argv) > 2 else TERMS[0].name)
    elif command == "render":
        from lab.look import look  # noqa: PLC0415

        look(sys.argv[2], int(sys.argv[3]))
    elif command == "bench":
        from lab import bench, costs, limits, own_voice, peers, recorded  # noqa: PLC0415

        bench.bench(int(sys.argv[2]) if len(sys.argv) > 2 else bench.TAKES)
        recorded.recorded(peers.rivals())
        own_voice.own_voice()
        costs.costs()
        limits.limits()
    else:
        raise SystemExit(__doc__)


if __name__ == "__main__":
    main()
