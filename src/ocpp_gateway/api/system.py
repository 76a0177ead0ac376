"""`/system`: the installation itself: nodes, database, queues, and the addresses that stations and people are told."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field

from ocpp_gateway.api.fields import Amount, Moment, members
from ocpp_gateway.api.ports import PortsHere
from ocpp_gateway.api.principal import CanReadSystem
from ocpp_gateway.operations.system import NodeView

router = APIRouter(tags=["system"])


class AddressesShown(BaseModel):
    """Where stations and people reach the gateway."""

    station_url: str = Field(
        description="What a station's identity is appended to, after a slash",
        examples=["ws://localhost:9000/ocpp"],
    )
    station_url_configured: bool = Field(
        description="Whether PUBLIC_STATION_URL says so; otherwise it is made from the listener of this node"
    )
    http_url: str = Field(examples=["http://localhost:8000"])
    http_url_configured: bool = Field(description="Whether PUBLIC_HTTP_URL says so")


class NodeShown(BaseModel):
    """One process of the gateway. It is forgotten a week after its last sign of life."""

    id: str
    alive: bool = Field(description="It has given a sign of life within 15 s and has not said goodbye")
    this: bool = Field(description="The node that answers")
    started_at: Moment
    renewed_at: Moment = Field(description="Its last sign of life")
    stopped_at: Moment | None = Field(description="When it said goodbye")
    stations: int = Field(description="Stations that are online through it")


class TableShown(BaseModel):
    """A table with its indexes and partitions."""

    name: str
    rows: int = Field(description="The database's own estimate")
    bytes: int


class DatabaseShown(BaseModel):
    """The database."""

    kind: str = Field(examples=["postgresql"])
    revision: str | None = Field(description="Of the schema")
    bytes: int = Field(description="Of the whole database")
    tables: list[TableShown] = Field(
        description="The largest first, at most 20; none on SQLite, where measuring would read the whole file"
    )


class WaitingShown(BaseModel):
    """What waits in the database."""

    commands_queued: int = Field(description="For their station")
    commands_sent: int = Field(description="For the answer of their station")
    jobs_running: int
    messages_quarantined: int = Field(description="Messages of stations that could not be stored")


class ThisNodeShown(BaseModel):
    """The node that answers, at this moment."""

    id: str
    accepting: bool = Field(description="Whether new stations can come in")
    draining: bool = Field(description="Whether it is being stopped")
    connections: int = Field(description="Open connections of stations")
    known_stations: int = Field(description="Stations that may connect")
    journal_load: Amount = Field(description="How full the journal's queue is, 0 to 1", examples=[0.02])
    journal_outages: int = Field(description="How often the database was away since the start")
    feed_subscribers: int = Field(description="Open live feeds")
    feed_lag_seconds: Amount = Field(description="Age of the newest event at its last delivery to feeds")
    refused_handshakes: int = Field(description="Since the start")
    redis: bool | None = Field(description="Whether other nodes can be reached; null without Redis")


class System(BaseModel):
    """The installation."""

    version: str = Field(examples=["0.4.0"])
    as_of: Moment
    registration: str = Field(
        description="What happens to a station that nobody added: `pending`, `open` or `closed`"
    )
    addresses: AddressesShown
    node: ThisNodeShown
    nodes: list[NodeShown] = Field(description="The newest first")
    database: DatabaseShown
    waiting: WaitingShown


@router.get("/system")
async def get_system(_caller: CanReadSystem, ports: PortsHere) -> System:
    """Show nodes, database, queues and addresses. Nothing of it is about single stations."""
    now, here = ports.clock(), ports.node.now()
    view = await ports.system.system()

    def node(one: NodeView) -> NodeShown:
        return NodeShown(**members(one), alive=one.is_alive(now), this=one.id == here.id)

    tables = [TableShown(**members(table)) for table in view.database.tables]
    return System(
        version=ports.version,
        as_of=now,
        registration=ports.node.registration,
        addresses=AddressesShown(**members(ports.node.addresses)),
        node=ThisNodeShown(**members(here)),
        nodes=[node(one) for one in view.nodes],
        database=DatabaseShown(**members(view.database) | {"tables": tables}),
        waiting=WaitingShown(**members(view.waiting)),
    )
