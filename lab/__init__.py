"""How the listener's model is made and judged: sounds, renders, training, bench.

Nothing here is part of the installed package.  `README.md` beside this file tells how to run it.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as `voicecoach` itself does
