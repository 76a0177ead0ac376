"""What the commands `user`, `key` and `station` do: the API's operations, in a short process of their own."""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING
from uuid import UUID

from uuid_utils.compat import uuid7

from ocpp_gateway.assembly.database import opened
from ocpp_gateway.assembly.failure import GatewayError, explained
from ocpp_gateway.assembly.root_secret import derived_keys
from ocpp_gateway.cluster.memory import MemoryBus
from ocpp_gateway.operations.accounts import Accounts, Role, User
from ocpp_gateway.operations.announcements import rfc3339
from ocpp_gateway.operations.api_keys import ApiKeys
from ocpp_gateway.operations.audit import COMMAND_LINE
from ocpp_gateway.operations.passwords import SlowHashes, StationPasswords, generate_station_key
from ocpp_gateway.operations.people_queries import KeyFilter, KeyView
from ocpp_gateway.operations.provisioning import Provisioning, fold_identity, is_identity
from ocpp_gateway.operations.queries import EVERYTHING, StationFilter
from ocpp_gateway.operations.refusals import Refusal
from ocpp_gateway.storage.accounts import StoredPeople
from ocpp_gateway.storage.api_keys import StoredApiKeys
from ocpp_gateway.storage.queries.people import StoredPeopleQueries
from ocpp_gateway.storage.queries.stations import StoredStationQueries
from ocpp_gateway.storage.stations import StoredStations
from ocpp_gateway.translation.v16.commands import ACTIONS

if TYPE_CHECKING:
    from ocpp_gateway.operations.queries import StationView
    from ocpp_gateway.settings import Settings

CSV_COLUMNS = ("ocpp_id", "name", "password", "profile", "group")
_PROFILES = {"", "0", "1", "2", "3"}
_PASSWORD_BYTES = 12
_PAGE = 500


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    ocpp_id: str
    name: str | None
    password: str | None
    profile: int | None
    group: str | None


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key as `key list` shows it. `state` is `usable`, `revoked` or `expired`."""

    id: UUID
    hint: str
    name: str
    owner: str
    state: str
    last_used_at: str | None
    scopes: list[str]


class Administration:
    """The operations behind the commands. A refusal is a `GatewayError` with one line for people."""

    def __init__(
        self,
        accounts: Accounts,
        keys: ApiKeys,
        people: StoredPeopleQueries,
        provisioning: Provisioning,
        store: StoredStations,
        stations: StoredStationQueries,
    ) -> None:
        self._accounts = accounts
        self._keys = keys
        self._people = people
        self._provisioning = provisioning
        self._store = store
        self._stations = stations

    async def add_user(self, email: str, role: str, password: str | None) -> str | None:
        """Add a person; the generated password, or `None` if one was given."""
        chosen = password or token_urlsafe(_PASSWORD_BYTES)
        with _refusals():
            await self._accounts.create(
                email=email, role=Role(role), password=chosen, by=COMMAND_LINE, now=_now()
            )
        return None if password else chosen

    async def list_users(self) -> list[User]:
        """Everybody, newest first."""
        return await self._accounts.list()

    async def set_password(self, email: str, password: str | None) -> str | None:
        """Give somebody a new password; the generated one, or `None` if one was given."""
        chosen = password or token_urlsafe(_PASSWORD_BYTES)
        with _refusals():
            await self._accounts.set_password(email, chosen, by=COMMAND_LINE, now=_now())
        return None if password else chosen

    async def create_key(
        self, name: str, permissions: object, owner: str | None, expires_at: datetime | None
    ) -> str:
        """Make an API key, for the first enabled administrator unless told; its text."""
        with _refusals():
            user = await self._accounts.by_email(owner) if owner is not None else await self._first_admin()
            _, text = await self._keys.create(
                name=name,
                owner=user.id,
                permissions=permissions,
                by=COMMAND_LINE,
                now=_now(),
                expires_at=expires_at,
            )
        return text

    async def list_keys(self) -> list[KeyLine]:
        """All keys, newest first."""
        found: list[KeyLine] = []
        after = None
        while True:
            page = await self._people.keys(KeyFilter(), limit=_PAGE, after=after)
            found += [_key_line(view) for view in page.items]
            after = page.next_key
            if after is None:
                return found

    async def revoke_key(self, key_id: str) -> str:
        """End a key; its name."""
        try:
            which = UUID(key_id)
        except ValueError as error:
            raise GatewayError(f"{key_id} is not the id of a key; `key list` shows them") from error
        with _refusals():
            return (await self._keys.revoke(which, by=COMMAND_LINE, now=_now())).name

    async def _first_admin(self) -> User:
        enabled = [u for u in await self._accounts.list() if u.role is Role.ADMIN and u.disabled_at is None]
        if not enabled:
            raise GatewayError("there is no enabled administrator yet; name the owner with --owner")
        return enabled[-1]

    async def add_station(
        self,
        ocpp_id: str,
        name: str | None,
        password: str | None,
        generate: bool,
        profile: int | None,
        group: str | None,
    ) -> str | None:
        """Add an accepted station; the password that was made for it, if one was asked for."""
        made = generate_station_key() if generate else None
        with _refusals():
            await self._provisioning.create(
                ocpp_id,
                by=COMMAND_LINE,
                now=_now(),
                name=name,
                group=group,
                security_profile=profile,
                password=password or made,
            )
        return made

    async def list_stations(self) -> list[StationView]:
        """All living stations, newest first."""
        found: list[StationView] = []
        after = None
        while True:
            page = await self._stations.page(StationFilter(), EVERYTHING, limit=_PAGE, after=after)
            found += page.items
            after = page.next_key
            if after is None:
                return found

    async def import_stations(self, path: Path) -> int:
        """Add the stations of a CSV file; nothing is added before every line has been looked at."""
        lines = _read(path)
        seen: set[str] = set()
        for line in lines:
            folded = fold_identity(line.ocpp_id)
            if folded in seen or await self._store.find(folded) is not None:
                raise GatewayError(
                    f"{path}, line {line.number}: station {line.ocpp_id} exists already; nothing was added"
                )
            seen.add(folded)
        for line in lines:
            with _refusals(f"{path}, line {line.number}: "):
                await self._provisioning.create(
                    line.ocpp_id,
                    by=COMMAND_LINE,
                    now=_now(),
                    name=line.name,
                    group=line.group,
                    security_profile=line.profile,
                    password=line.password,
                )
        return len(lines)


@asynccontextmanager
async def administration(settings: Settings) -> AsyncIterator[Administration]:
    """The operations on the configured database; a gateway may be running on it. Raises `GatewayError`."""
    database = await opened(settings, migrate=False, exclusive=False)
    hashes = SlowHashes()
    try:
        bus = MemoryBus()
        passwords = StationPasswords(derived_keys(settings), hashes)
        store = StoredStations(database, new_id=uuid7)
        accounts = Accounts(StoredPeople(database), hashes, new_id=uuid7)
        with explained():
            yield Administration(
                accounts,
                ApiKeys(StoredApiKeys(database), accounts, actions=ACTIONS, new_id=uuid7),
                StoredPeopleQueries(database),
                Provisioning(
                    store, passwords, bus, new_id=uuid7, open_registration=settings.registration == "open"
                ),
                store,
                StoredStationQueries(database),
            )
    finally:
        hashes.close()
        await database.close()


def _key_line(view: KeyView) -> KeyLine:
    key = view.key
    ended = key.expires_at is not None and key.expires_at <= _now()
    return KeyLine(
        id=key.id,
        hint=key.hint,
        name=key.name,
        owner=view.owner,
        state="revoked" if key.revoked_at is not None else "expired" if ended else "usable",
        last_used_at=rfc3339(key.last_used_at),
        scopes=sorted(key.grant.scopes),
    )


def _read(path: Path) -> list[_Line]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise GatewayError(f"{path}: cannot be read ({error})") from error
    rows = csv.DictReader(text.splitlines())
    unknown = set(rows.fieldnames or ()) - set(CSV_COLUMNS)
    if "ocpp_id" not in (rows.fieldnames or ()) or unknown:
        raise GatewayError(
            f"{path}, line 1: the columns must be of {', '.join(CSV_COLUMNS)}, with ocpp_id among them"
        )
    return [_line(path, number, row) for number, row in enumerate(rows, 2)]


def _line(path: Path, number: int, row: dict[str, str | None]) -> _Line:
    cells = {name: (row.get(name) or "").strip() for name in CSV_COLUMNS}
    where = f"{path}, line {number}"
    if not is_identity(cells["ocpp_id"]):
        raise GatewayError(
            f"{where}: ocpp_id is not an identity (1 to 255 printable characters, no colon or slash)"
        )
    if cells["profile"] not in _PROFILES:
        raise GatewayError(f"{where}: profile must be 0, 1, 2, 3 or empty")
    return _Line(
        number=number,
        ocpp_id=cells["ocpp_id"],
        name=cells["name"] or None,
        password=cells["password"] or None,
        profile=int(cells["profile"]) if cells["profile"] else None,
        group=cells["group"] or None,
    )


class _refusals:  # noqa: N801 - a context manager
    """Refusals of operations as one line."""

    def __init__(self, before: str = "") -> None:
        self._before = before

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Refusal):
            raise GatewayError(f"{self._before}{error}") from error


def _now() -> datetime:
    return datetime.now(UTC)


__all__: Sequence[str] = ("Administration", "administration")
