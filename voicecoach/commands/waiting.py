"""Before something waits in the background: what it could never do is told now, while somebody looks.

Light, since what waits for weeks begins with it.
"""

from __future__ import annotations

from typing import Any

from voicecoach import config
from voicecoach.errors import UserError
from voicecoach.mqtt.address import Broker, read_broker
from voicecoach.web.address import read_address


def refuse_what_can_not_wait(*, fast: bool, web: str | None, mqtt: str | None, **_wishes: Any) -> None:  # noqa: ANN401
    """Refuse options that no session could begin with: UserError, WebError or MqttError in a sentence."""
    refuse_fast(fast=fast)
    if web is not None:
        read_address(web)
    if mqtt is not None:
        wanted_broker(mqtt)


def refuse_fast(*, fast: bool) -> None:
    """Refuse simulated time for sessions that somebody is to train in."""
    if fast:
        raise UserError("--fast: what waits for somebody to train runs in real time; leave out --fast")


def wanted_broker(url: str) -> Broker:
    """Return the broker of ``--mqtt`` (`url` empty: the one that the environment names); MqttError if it is none."""
    return read_broker(url or config.mqtt_url(), config.machine(), config.mqtt_password())
