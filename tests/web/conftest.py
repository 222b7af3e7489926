from __future__ import annotations

import pytest
from page_session import HERE, NETWORK, TOKEN
from starlette.testclient import TestClient

from voicecoach.coaching.wording import is_counted
from voicecoach.cuefiles import load_circuit
from voicecoach.testing import SessionRig
from voicecoach.web.app import make_app
from voicecoach.web.board import Board
from voicecoach.web.orders import Orders
from voicecoach.web.view import View


@pytest.fixture
def board() -> Board:
    return Board(View("test"))


@pytest.fixture
def orders() -> Orders:
    return Orders()


@pytest.fixture
def here(board: Board, orders: Orders) -> TestClient:
    """A browser on this machine."""
    return TestClient(make_app(board, orders, loopback=True, token=None), base_url=HERE)


@pytest.fixture
def phone(board: Board, orders: Orders) -> TestClient:
    """A browser of the network."""
    return TestClient(make_app(board, orders, loopback=False, token=TOKEN), base_url=NETWORK)


@pytest.fixture
def hopping() -> SessionRig:
    """A session after the fourth landing of its first set."""
    rig = SessionRig(load_circuit("demo"))
    start_at = next(phase.start_s for phase in rig.script.timeline.phases if is_counted(phase))
    rig.run(until=start_at + 2.0, landings=[start_at + 0.4 + 0.45 * n for n in range(4)])
    return rig
