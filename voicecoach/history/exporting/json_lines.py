"""JSON Lines: the event lines as the session wrote them."""

from __future__ import annotations

import json
from collections.abc import Sequence

from voicecoach.history.cards import Line
from voicecoach.history.importing import ORIGIN
from voicecoach.history.queries import SessionRow


def json_lines(session: SessionRow, lines: Sequence[Line]) -> str:
    """Return the session's event lines; the first also says whose it is and when, so that `import` can tell."""
    told = {"uid": session.uid, "person": session.person, "machine": session.machine}
    told["started_at"] = session.started_at.isoformat()
    about = {name: told[name] for name in ORIGIN}
    written = [{**line, **about} if line["event"] == "session_started" else line for line in lines]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in written)
