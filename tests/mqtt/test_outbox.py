"""What is published when."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voicecoach.mqtt.outbox import KEPT, Message, Outbox


def payloads(messages: list[Message]) -> list[str]:
    return [message.payload for message in messages]


def test_of_a_topic_only_the_latest_value_is_sent_and_only_once() -> None:
    outbox = Outbox()
    outbox.put("state", "work")
    outbox.put("state", "rest")
    assert payloads(outbox.take_due(0.0)) == ["rest"]
    outbox.put("state", "rest")
    assert outbox.take_due(1.0) == []
    assert outbox.next_at() is None


def test_a_count_is_sent_now_and_then_and_its_last_value_in_the_end() -> None:
    outbox, sent = Outbox(), []
    for tick in range(40):
        outbox.put("count", str(tick), every_s=1.0)
        sent += [(tick / 10, one) for one in payloads(outbox.take_due(tick / 10))]
    assert sent == [(0.0, "0"), (1.0, "10"), (2.0, "20"), (3.0, "30")]
    assert outbox.next_at() == 4.0
    assert payloads(outbox.take_due(4.0)) == ["39"]


def test_every_result_is_sent_in_order_and_before_what_follows_from_it() -> None:
    outbox = Outbox()
    outbox.put("state", "idle")
    for number in range(3):
        outbox.add("set", str(number))
    assert payloads(outbox.take_due(0.0)) == ["0", "1", "2", "idle"]
    assert outbox.take_due(0.0) == []


def test_a_broker_that_has_forgotten_is_told_the_latest_of_everything() -> None:
    outbox = Outbox()
    outbox.put("state", "work")
    outbox.put("count", "5", every_s=1.0)
    outbox.add("set", "first")
    outbox.add("set", "second")
    outbox.take_due(0.0)
    outbox.renew(with_results=True)
    assert payloads(outbox.take_due(0.1)) == ["second", "work", "5"]
    outbox.renew(with_results=False)
    assert payloads(outbox.take_due(0.2)) == ["work", "5"]


def test_results_that_wait_are_not_sent_twice() -> None:
    outbox = Outbox()
    outbox.add("set", "first")
    outbox.add("set", "second")
    outbox.renew(with_results=True)
    assert payloads(outbox.take_due(0.0)) == ["first", "second"]


@given(st.lists(st.tuples(st.sampled_from(["state", "count", "set"]), st.text(max_size=3)), max_size=2000))
def test_a_broker_that_stays_away_costs_a_bounded_memory(told: list[tuple[str, str]]) -> None:
    outbox = Outbox()
    for topic, payload in told:
        if topic == "set":
            outbox.add(topic, payload)
        else:
            outbox.put(topic, payload)
    waiting = outbox.take_due(0.0)
    assert len(waiting) <= KEPT + 2
    results = [payload for topic, payload in told if topic == "set"][-KEPT:]
    assert [message.payload for message in waiting if message.topic == "set"] == results
