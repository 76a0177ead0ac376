"""What can be permitted, and what each role permits: the words of roles, of API keys and of routes."""

from __future__ import annotations

from enum import StrEnum

from ocpp_gateway.operations.accounts import Role


class Permission(StrEnum):
    """What a route can ask for. The same words are the scopes of API keys."""

    STATIONS_READ = "stations:read"
    STATIONS_WRITE = "stations:write"
    CONNECTORS_READ = "connectors:read"
    TRANSACTIONS_READ = "transactions:read"
    LOGS_READ = "logs:read"
    COMMANDS_READ = "commands:read"
    COMMANDS_WRITE = "commands:write"
    ID_TAGS_READ = "id-tags:read"
    ID_TAGS_WRITE = "id-tags:write"
    EVENTS_READ = "events:read"
    USERS_READ = "users:read"
    USERS_WRITE = "users:write"
    API_KEYS_READ = "api-keys:read"
    API_KEYS_WRITE = "api-keys:write"
    AUDIT_READ = "audit:read"
    SYSTEM_READ = "system:read"


ADMINISTRATION = frozenset(
    {
        Permission.USERS_READ,
        Permission.USERS_WRITE,
        Permission.API_KEYS_READ,
        Permission.API_KEYS_WRITE,
        Permission.AUDIT_READ,
    }
)
"""What is about people and programs, not about charging: for administrators, reading included."""

_READING = frozenset(permission for permission in Permission if permission.endswith(":read")) - ADMINISTRATION

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMIN: frozenset(Permission),
    Role.OPERATOR: _READING | {Permission.STATIONS_WRITE, Permission.COMMANDS_WRITE},
    Role.VIEWER: _READING,
    Role.PARTNER: frozenset(),
}
"""What a role may do on `/api/v1`. A partner has an API of its own."""

FOR_PEOPLE_ONLY = frozenset({Permission.USERS_WRITE, Permission.API_KEYS_WRITE})
"""No key can have these: who can make people or keys could give itself whatever it lacks."""

KEY_SCOPES = frozenset(Permission) - FOR_PEOPLE_ONLY
