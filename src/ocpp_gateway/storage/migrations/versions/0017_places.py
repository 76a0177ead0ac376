"""Where stations lie on the map, beside the location that people have entered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ocpp_gateway.operations.station_map import point_of
from ocpp_gateway.storage import column_types as types

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_PLACED = "archived_at IS NULL AND map_x IS NOT NULL"


def upgrade() -> None:
    op.add_column("stations", sa.Column("map_x", sa.Double()))
    op.add_column("stations", sa.Column("map_y", sa.Double()))
    stations = sa.table(
        "stations",
        sa.column("id", sa.Uuid()),
        sa.column("location", types.JsonValue()),
        sa.column("map_x", sa.Double()),
        sa.column("map_y", sa.Double()),
    )
    database = op.get_bind()
    located = sa.select(stations.c.id, stations.c.location).where(stations.c.location.is_not(None))
    points = [(row.id, point_of(row.location)) for row in database.execute(located)]
    written = [{"of": station, "at_x": point[0], "at_y": point[1]} for station, point in points if point]
    if written:
        place = stations.update().where(stations.c.id == sa.bindparam("of"))
        database.execute(place.values(map_x=sa.bindparam("at_x"), map_y=sa.bindparam("at_y")), written)
    where = sa.text(_PLACED)
    op.create_index(
        "ix_stations_place", "stations", ["map_x", "map_y"], postgresql_where=where, sqlite_where=where
    )
