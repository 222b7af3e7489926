"""What is installed only for those who want it, looked for before it is used."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import find_spec


def what_is_missing(user: str, modules: Sequence[str], packages: Sequence[str]) -> str | None:
    """Return a sentence on the first of `modules` that `user` needs and has not, with its remedy; else None.

    `packages` are installed together.
    """
    for needed in modules:
        if find_spec(needed) is None:
            return (
                f"{user} needs {needed}, which is not installed; "
                f"install it with: {sys.executable} -m pip install {' '.join(packages)}"
            )
    return None
