"""What ``--mqtt`` says, and what of it is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.errors import MqttError
from voicecoach.mqtt.address import Broker, has_password, read_broker


def read(url: str, password: str | None = None) -> Broker:
    return read_broker(url, "pi", password)


def test_a_host_is_enough() -> None:
    broker = read("mqtt://homeassistant.local")
    assert (broker.host, broker.port, broker.tls) == ("homeassistant.local", 1883, False)
    assert (broker.user, broker.password, broker.prefix) == (None, None, "voicecoach/pi")
    assert broker.discovery == "homeassistant"


def test_everything_can_be_said() -> None:
    broker = read("mqtts://co%40ch:p%40ss%2Fword@[fd00::5]:8884/home/gym/?discovery=ha")
    assert (broker.host, broker.port, broker.tls) == ("fd00::5", 8884, True)
    assert (broker.user, broker.password, broker.prefix) == ("co@ch", "p@ss/word", "home/gym")
    assert broker.discovery == "ha"
    assert broker.name == "[fd00::5]:8884"


def test_tls_has_a_port_of_its_own() -> None:
    assert read("mqtts://broker").port == 8883


def test_the_password_is_taken_from_elsewhere_unless_the_address_has_one() -> None:
    elsewhere, said = "from elsewhere", "said"
    assert read("mqtt://coach@broker", elsewhere).password == elsewhere
    assert read(f"mqtt://coach:{said}@broker", elsewhere).password == said
    assert has_password(f"mqtt://coach:{said}@broker")
    assert not has_password("mqtt://coach@broker")


def test_no_discovery_can_be_asked_for() -> None:
    assert read("mqtt://broker?discovery=none").discovery is None


def test_a_machine_s_name_is_made_fit_for_a_topic() -> None:
    assert read_broker("mqtt://broker", "tom's +1/pi #2").prefix == "voicecoach/tom's -1-pi -2"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ankle-hops",
        "homeassistant.local",
        "http://broker",
        "mqtt://",
        "mqtt:///prefix",
        "mqtt://broker:port",
        "mqtt://broker:70000",
        "mqtt://[fd00::5",
        "mqtt://two words",
        "mqtt://broker/a+b",
        "mqtt://broker/%23",
        "mqtt://broker/$SYS",
        "mqtt://broker/" + "x" * 300,
        "mqtt://broker?discovery=a%23",
        "mqtt://broker?password=secret",
        "mqtt://" + "x" * 300,
    ],
)
def test_what_is_no_address_is_refused_with_what_to_write(url: str) -> None:
    with pytest.raises(MqttError, match="--mqtt: "):
        read(url)


def test_no_refusal_shows_a_password() -> None:
    for url in ("mqtt://coach:secret@broker:port", "mqtt://coach:secret@broker/a+b", "http://coach:secret@broker"):
        with pytest.raises(MqttError) as refused:
            read(url)
        assert "secret" not in str(refused.value)
    assert "secret" not in repr(read("mqtt://coach:secret@broker"))


@given(st.text(), st.text())
def test_any_text_is_an_address_or_refused(url: str, machine: str) -> None:
    for text in (url, f"mqtt://{url}"):
        try:
            broker = read_broker(text, machine)
        except MqttError:
            continue
        assert not set("+#\0") & set(broker.prefix)
        assert broker.prefix
        assert 0 < broker.port < 65_536
