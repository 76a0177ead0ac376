from __future__ import annotations

from ocpp_gateway.ocpp.v16.messages import HeartbeatRequest
from ocpp_gateway.simulator.outbox import MAX_TRANSACTIONAL, Failure, Outbox, Outgoing


def message(sequence: int, *, transactional: bool = False, **more: object) -> Outgoing:
    return Outgoing(
        action="Heartbeat",
        build=HeartbeatRequest,
        sequence=sequence,
        key=str(sequence),
        transactional=transactional,
        **more,  # type: ignore[arg-type]
    )


def test_the_older_of_both_queues_goes_first() -> None:
    outbox = Outbox()
    sent = []
    for number, transactional in enumerate((False, True, True, False)):
        outbox.put(message(number, transactional=transactional))
    while (head := outbox.take(0.0, accepted=True)) is not None:
        sent.append(head.sequence)
        outbox.answered()
    assert sent == [0, 1, 2, 3]


def test_only_one_message_waits_for_its_answer() -> None:
    outbox = Outbox()
    outbox.put(message(1))
    outbox.put(message(2))
    assert outbox.take(0.0, accepted=True) is not None
    assert outbox.take(0.0, accepted=True) is None


def test_before_the_station_is_accepted_only_triggered_messages_go_out() -> None:
    outbox = Outbox()
    outbox.put(message(1))
    outbox.put(message(2, transactional=True))
    assert outbox.take(0.0, accepted=False) is None
    outbox.put(message(3, triggered=True))
    head = outbox.take(0.0, accepted=False)
    assert head is not None
    assert head.sequence == 3


def test_a_failed_transaction_message_is_repeated_after_interval_times_attempts_and_then_dropped() -> None:
    outbox = Outbox()
    given_up: list[Failure] = []
    outbox.put(message(1, transactional=True, on_failure=lambda why, _now: given_up.append(why)))
    now, tries = 100.0, []
    for _ in range(3):
        now = max(now, outbox.not_before)
        tries.append(now)
        assert outbox.take(now, accepted=True) is not None
        outbox.failed(Failure.REFUSED, now, attempts=3, retry_interval=10.0)
    assert tries == [100.0, 110.0, 130.0]
    assert given_up == [Failure.REFUSED]
    assert not outbox.transactional
    assert outbox.dropped == 1


def test_while_a_transaction_message_rests_others_may_overtake_it_but_no_later_transaction_message() -> None:
    outbox = Outbox()
    outbox.put(message(1, transactional=True))
    outbox.put(message(2, transactional=True))
    outbox.take(0.0, accepted=True)
    outbox.failed(Failure.TIMED_OUT, 0.0, attempts=3, retry_interval=60.0)
    assert outbox.take(1.0, accepted=True) is None
    outbox.put(message(3))
    head = outbox.take(1.0, accepted=True)
    assert head is not None
    assert head.sequence == 3
    outbox.answered()
    assert outbox.ready_at(accepted=True) == 60.0
    head = outbox.take(60.0, accepted=True)
    assert head is not None
    assert head.sequence == 1


def test_a_lost_connection_costs_a_transaction_message_no_attempt_and_ends_all_others() -> None:
    outbox = Outbox()
    lost: list[int] = []
    for number, transactional in ((1, False), (2, True), (3, False)):
        outbox.put(
            message(number, transactional=transactional, on_failure=lambda _w, _n, n=number: lost.append(n))
        )
    outbox.take(0.0, accepted=True)
    outbox.connection_lost(5.0)
    assert lost == [1, 3]
    head = outbox.take(6.0, accepted=True)
    assert head is not None
    assert (head.sequence, head.failed_attempts) == (2, 0)
    outbox.connection_lost(7.0)
    assert [m.sequence for m in outbox.transactional] == [2]


def test_a_full_queue_loses_meter_values_between_the_first_and_last_never_starts_and_stops() -> None:
    outbox = Outbox()
    outbox.put(message(0, transactional=True))
    for number in range(1, MAX_TRANSACTIONAL):
        outbox.put(message(number, transactional=True, expendable=True))
    outbox.put(message(MAX_TRANSACTIONAL, transactional=True))
    assert len(outbox.transactional) == MAX_TRANSACTIONAL
    sequences = [m.sequence for m in outbox.transactional]
    assert sequences[0] == 0
    assert sequences[-1] == MAX_TRANSACTIONAL
    assert 1 not in sequences
