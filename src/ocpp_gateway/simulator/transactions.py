"""Start, meter and stop: what a transaction makes a station say (OCPP 1.6, 4.7, 4.8, 4.10; ocpp.md 2.11, 2.12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocpp_gateway.ocpp.v16.messages import (
    MeterValue,
    MeterValuesRequest,
    StartTransactionRequest,
    StartTransactionResponse,
    StopTransactionRequest,
    StopTransactionResponse,
)
from ocpp_gateway.simulator.connector import NEVER, Connector, Step, Transaction
from ocpp_gateway.simulator.samples import sampled_values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ocpp_gateway.simulator.outbox import Failure
    from ocpp_gateway.simulator.station import Station

DAY_SECONDS = 86_400.0
SHORTEST_INTERVAL_SECONDS = 1.0
"""However fast the simulation runs, a connector does not sample more often than that."""


def flow(station: Station, connector: Connector, seconds: float, now: float) -> None:
    """Let energy flow for `seconds` of simulated time."""
    transaction, visit = connector.transaction, connector.visit
    if transaction is None or visit is None:
        connector.outlet.halt()
        return
    limit = 0.0 if transaction.held else station.limit_w(connector, now)
    connector.parked_by_limit = connector.outlet.allowed_w(visit.vehicle, limit) <= 0.0
    connector.outlet.charge(visit.vehicle, limit, seconds)


def meter_value(
    station: Station, connector: Connector, now: float, measurands: Iterable[str], context: str
) -> MeterValue | None:
    """All instruments at one moment; `None` when the configuration asks for nothing."""
    vehicle = connector.visit.vehicle if connector.visit is not None else None
    values = sampled_values(connector.outlet.reading(vehicle), measurands, context)
    return MeterValue(timestamp=station.stamp(now), sampled_value=values) if values else None


def start(station: Station, connector: Connector, now: float) -> None:
    """Begin to charge. The start is queued for as long as it takes; a reservation is used up by it."""
    visit = connector.visit
    if visit is None or connector.transaction is not None:
        return
    known = station.tags.known(visit.id_tag, now)
    reservation = station.reservations.for_use(
        connector.number, visit.id_tag, known.parent_id_tag if known is not None else None
    )
    if reservation is not None:
        station.reservations.remove(reservation.id)
    transaction = connector.transaction = Transaction(
        number=next(station.transaction_numbers),
        id_tag=visit.id_tag,
        meter_start=connector.outlet.register_wh,
        started_at=now,
    )
    station.ledger.started += 1
    connector.outlet.begin()
    visit.step, visit.due, visit.charged = Step.CHARGING, NEVER, True
    if visit.profile is not None:
        station.profiles.install(connector.number, visit.profile, now)
    connector.sample_at = next_sample(station, now)
    _keep(station, connector, transaction, now, "Transaction.Begin")
    request = StartTransactionRequest(
        connector_id=connector.number,
        id_tag=visit.id_tag,
        meter_start=transaction.meter_start,
        timestamp=station.stamp(now),
        reservation_id=reservation.id if reservation is not None else None,
    )

    def answered(response: StartTransactionResponse, when: float) -> None:
        _started(station, connector, transaction, response, when)

    def lost(_why: Failure, _when: float) -> None:
        transaction.transaction_id = -1

    station.say(
        "StartTransaction", lambda: request, now, transactional=True, on_answer=answered, on_failure=lost
    )
    station.settle(now)


def _started(
    station: Station,
    connector: Connector,
    transaction: Transaction,
    response: StartTransactionResponse,
    now: float,
) -> None:
    station.ledger.starts_acknowledged += 1
    transaction.transaction_id = response.transaction_id
    station.tags.remember(transaction.id_tag, response.id_tag_info)
    if response.id_tag_info.status == "Accepted" or connector.transaction is not transaction:
        return
    if station.configuration.flag("StopTransactionOnInvalidId"):
        stop(station, connector, now, "DeAuthorized")
    else:
        transaction.held = True


def next_sample(station: Station, now: float) -> float:
    """When the next periodic sample is due; never, if they are switched off."""
    interval = station.configuration.number("MeterValueSampleInterval")
    return now + max(SHORTEST_INTERVAL_SECONDS, station.seconds(interval)) if interval else NEVER


def sample_if_due(station: Station, connector: Connector, now: float) -> None:
    """The periodic MeterValues of a transaction."""
    transaction = connector.transaction
    if transaction is None or now < connector.sample_at:
        return
    connector.sample_at = next_sample(station, now)
    send_sample(station, connector, now, "Sample.Periodic", transaction)
    _keep(station, connector, transaction, now, "Sample.Periodic")


def send_sample(
    station: Station,
    connector: Connector,
    now: float,
    context: str,
    transaction: Transaction | None,
    *,
    aligned: bool = False,
    triggered: bool = False,
) -> None:
    """MeterValues, of a transaction or of the connector alone."""
    key = "MeterValuesAlignedData" if aligned else "MeterValuesSampledData"
    value = meter_value(station, connector, now, station.configuration.items(key), context)
    if value is None:
        return

    def build() -> MeterValuesRequest:
        return MeterValuesRequest(
            connector_id=connector.number,
            transaction_id=transaction.known_id if transaction is not None else None,
            meter_value=(value,),
        )

    station.say(
        "MeterValues",
        build,
        now,
        transactional=transaction is not None and not triggered,
        triggered=triggered,
        expendable=True,
    )


def schedule_aligned(station: Station, now: float) -> None:
    """Readings on the clock (ClockAlignedDataInterval), slots counted from midnight UTC; an older schedule ends."""
    station.aligned_schedule += 1
    schedule = station.aligned_schedule
    interval = station.configuration.number("ClockAlignedDataInterval")
    if not interval:
        return
    midnight = now - now % DAY_SECONDS
    due = min(midnight + ((now - midnight) // interval + 1) * interval, midnight + DAY_SECONDS)

    def run(when: float) -> None:
        if schedule != station.aligned_schedule:
            return
        for connector in station.connectors.values():
            send_sample(station, connector, due, "Sample.Clock", connector.transaction, aligned=True)
        schedule_aligned(station, when)

    station.agenda.at(due, run)


def _keep(station: Station, connector: Connector, transaction: Transaction, now: float, context: str) -> None:
    """Note a value for the transactionData of the stop; the first and the last stay when there are too many."""
    measurands = station.configuration.items("StopTxnSampledData")
    value = meter_value(station, connector, now, measurands, context)
    if value is None:
        return
    transaction.data.append(value)
    if len(transaction.data) > station.configuration.number("StopTransactionMaxMeterValues"):
        del transaction.data[1:-1:2]


def stop(station: Station, connector: Connector, now: float, reason: str, id_tag: str | None = None) -> None:
    """End the transaction. The driver still has to unplug."""
    transaction, visit = connector.transaction, connector.visit
    if transaction is None or visit is None:
        return
    _keep(station, connector, transaction, now, "Transaction.End")
    meter_stop = connector.outlet.register_wh
    energy = meter_stop - transaction.meter_start
    connector.transaction = None
    connector.parked_by_limit = False
    connector.sample_at = NEVER
    connector.outlet.halt()
    station.profiles.end_transaction(connector.number)
    station.ledger.ended += 1
    station.ledger.ended_wh += energy
    stamp, data = station.stamp(now), tuple(transaction.data)

    def build() -> StopTransactionRequest:
        return StopTransactionRequest(
            meter_stop=meter_stop,
            timestamp=stamp,
            transaction_id=transaction.known_id,
            id_tag=id_tag,
            reason=reason,
            transaction_data=data or None,
        )

    def answered(response: StopTransactionResponse, _when: float) -> None:
        station.ledger.ends_acknowledged += 1
        station.ledger.ends_acknowledged_wh += energy
        if id_tag is not None and response.id_tag_info is not None:
            station.tags.remember(id_tag, response.id_tag_info)

    station.say("StopTransaction", build, now, transactional=True, on_answer=answered)
    station.transaction_ended(connector, now)
