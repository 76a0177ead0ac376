"""What an API key may do: its permissions as JSON (`api_keys.permissions`), checked, and as the program uses them.

    {"scopes": ["stations:read", "commands:write"],
     "stations": {"all": false, "ids": ["CP-1"], "groups": ["site-a"]},
     "commands": ["RemoteStartTransaction"],
     "id_tags": {"all": false, "groups": ["fleet-7"]},
     "fields": {"transactions": ["id_tag"]},
     "requests_per_minute": 600}

Whatever is left out is not granted; only `commands` left out (or null) means every action, which still needs the scope.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ocpp_gateway.operations.permissions import KEY_SCOPES, Permission
from ocpp_gateway.operations.queries import EVERY_TAG, EVERYTHING, TagVisibility, Visibility
from ocpp_gateway.operations.refusals import FieldsRefused
from ocpp_gateway.operations.texts import is_line

DEFAULT_REQUESTS_PER_MINUTE = 600
MOST_REQUESTS_PER_MINUTE = 60_000
LONGEST_LIST = 1000
"""Entries of one list: the grant becomes part of every query."""
_LONGEST_WORD = 255

HIDDEN_FIELDS: Mapping[str, frozenset[str]] = {
    "stations": frozenset(
        {"serial_number", "meter_serial_number", "iccid", "imsi", "remote_address", "presented_certificate"}
    ),
    "transactions": frozenset({"id_tag", "stop_id_tag"}),
    "commands": frozenset({"payload", "response", "late_response"}),
    "logs": frozenset({"payload", "raw", "violations"}),
    "audit": frozenset({"subject", "remote_address", "before", "after"}),
}
"""What a key sees as null unless its `fields` name it: tags, serial numbers, addresses, raw payloads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyGrant:
    """The permissions of a key, checked. `commands` is `None` if every action may be sent."""

    scopes: frozenset[Permission]
    stations: Visibility
    commands: frozenset[str] | None
    id_tags: TagVisibility
    fields: Mapping[str, frozenset[str]]
    requests_per_minute: int

    def hidden(self, resource: str) -> frozenset[str]:
        """The members of a resource that this key may not see."""
        return HIDDEN_FIELDS.get(resource, frozenset()) - self.fields.get(resource, frozenset())

    def as_json(self) -> dict[str, Any]:
        """The one form in which it is stored, shown and audited: nothing left out, lists in order."""
        return {
            "scopes": sorted(self.scopes),
            "stations": {
                "all": self.stations.all_stations,
                "ids": sorted(self.stations.ocpp_ids),
                "groups": sorted(self.stations.groups),
            },
            "commands": None if self.commands is None else sorted(self.commands),
            "id_tags": {"all": self.id_tags.all_tags, "groups": sorted(self.id_tags.groups)},
            "fields": {resource: sorted(names) for resource, names in sorted(self.fields.items()) if names},
            "requests_per_minute": self.requests_per_minute,
        }


def read_permissions(document: object, actions: frozenset[str]) -> KeyGrant:
    """Check what somebody wrote. `actions` can be sent. Raises `FieldsRefused`, naming each wrong field."""
    reader = _Reader()
    given = reader.members(
        document, "", {"scopes", "stations", "commands", "id_tags", "fields", "requests_per_minute"}
    )
    scopes = reader.words(given.get("scopes"), "scopes", _one_of("a scope of API keys", KEY_SCOPES))
    if not scopes and not reader.errors:
        reader.wrong("scopes", "A key needs at least one scope.")
    stations = reader.members(given.get("stations", {}), "stations", {"all", "ids", "groups"})
    id_tags = reader.members(given.get("id_tags", {}), "id_tags", {"all", "groups"})
    commands = given.get("commands")
    known = _one_of("an action that the gateway sends to stations", actions)
    grant = KeyGrant(
        scopes=frozenset(Permission(scope) for scope in scopes if scope in KEY_SCOPES),
        stations=Visibility(
            all_stations=reader.truth(stations.get("all", False), "stations.all"),
            ocpp_ids=reader.words(stations.get("ids", []), "stations.ids"),
            groups=reader.words(stations.get("groups", []), "stations.groups"),
        ),
        commands=None if commands is None else reader.words(commands, "commands", known),
        id_tags=TagVisibility(
            all_tags=reader.truth(id_tags.get("all", False), "id_tags.all"),
            groups=reader.words(id_tags.get("groups", []), "id_tags.groups"),
        ),
        fields=_fields(reader, given.get("fields", {})),
        requests_per_minute=reader.number(
            given.get("requests_per_minute", DEFAULT_REQUESTS_PER_MINUTE), "requests_per_minute"
        ),
    )
    if reader.errors:
        raise FieldsRefused([(f"permissions.{field}".rstrip("."), text) for field, text in reader.errors])
    return grant


def stored_grant(document: Mapping[str, Any]) -> KeyGrant:
    """The permissions of a stored key. A scope that this version does not know any more grants nothing."""
    known = {permission.value for permission in KEY_SCOPES}
    stations, id_tags, commands = document["stations"], document["id_tags"], document["commands"]
    every_station, every_tag = bool(stations["all"]), bool(id_tags["all"])
    return KeyGrant(
        scopes=frozenset(Permission(scope) for scope in document["scopes"] if scope in known),
        stations=EVERYTHING
        if every_station
        else Visibility(
            all_stations=False, ocpp_ids=frozenset(stations["ids"]), groups=frozenset(stations["groups"])
        ),
        commands=None if commands is None else frozenset(commands),
        id_tags=EVERY_TAG
        if every_tag
        else TagVisibility(all_tags=False, groups=frozenset(id_tags["groups"])),
        fields={resource: frozenset(names) for resource, names in document["fields"].items()},
        requests_per_minute=int(document["requests_per_minute"]),
    )


def _fields(reader: _Reader, value: object) -> dict[str, frozenset[str]]:
    shown = reader.members(value, "fields", set(HIDDEN_FIELDS))
    return {
        resource: reader.words(
            names, f"fields.{resource}", _one_of("a hidden member", HIDDEN_FIELDS[resource])
        )
        for resource, names in shown.items()
        if resource in HIDDEN_FIELDS
    }


def _one_of(what: str, words: frozenset[str]) -> Callable[[str], str | None]:
    def check(word: str) -> str | None:
        return None if word in words else f"This is not {what}. There are: {', '.join(sorted(words))}."

    return check


class _Reader:
    """Reads members of a JSON document; what is wrong is collected, with a harmless value in its place."""

    def __init__(self) -> None:
        self.errors: list[tuple[str, str]] = []

    def wrong(self, field: str, text: str) -> None:
        """Remember what is wrong with a field."""
        self.errors.append((field, text))

    def members(self, value: object, field: str, names: set[str]) -> dict[str, Any]:
        """An object with no other members than these."""
        if not isinstance(value, dict):
            self.wrong(field, "An object is expected.")
            return {}
        for name in value:
            if name not in names:
                path = f"{field}.{name}" if field else str(name)
                self.wrong(
                    path[:_LONGEST_WORD], f"There is no such member; there are: {', '.join(sorted(names))}."
                )
        return value

    def words(
        self, value: object, field: str, check: Callable[[str], str | None] | None = None
    ) -> frozenset[str]:
        """A list of words."""
        if not isinstance(value, list) or len(value) > LONGEST_LIST:
            self.wrong(field, f"A list of at most {LONGEST_LIST} texts is expected.")
            return frozenset()
        for index, word in enumerate(value):
            if not isinstance(word, str) or not 0 < len(word) <= _LONGEST_WORD or not is_line(word):
                self.wrong(
                    f"{field}.{index}", f"A text of 1 to {_LONGEST_WORD} printable characters is expected."
                )
            elif check is not None and (problem := check(word)) is not None:
                self.wrong(f"{field}.{index}", problem)
        return frozenset(word for word in value if isinstance(word, str))

    def truth(self, value: object, field: str) -> bool:
        """True or false."""
        if not isinstance(value, bool):
            self.wrong(field, "true or false is expected.")
            return False
        return value

    def number(self, value: object, field: str) -> int:
        """A number of requests."""
        if (
            isinstance(value, bool)
            or not isinstance(value, int)
            or not 1 <= value <= MOST_REQUESTS_PER_MINUTE
        ):
            self.wrong(field, f"A whole number from 1 to {MOST_REQUESTS_PER_MINUTE} is expected.")
            return 1
        return value
