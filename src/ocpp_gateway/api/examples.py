"""An example of each request body, by the name of its operation: what the OpenAPI document and its page show.

A body whose model brings examples of its own needs none here. A test demands one or the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_WITHIN: dict[str, Any] = {"when_offline": "queue", "expires_at": "2030-01-01T12:00:00Z"}

EXAMPLES: Mapping[str, Any] = {
    "login": {"email": "ada@example.com", "password": "correct horse battery"},
    "change_password": {
        "old_password": "correct horse battery",
        "new_password": "staple of the second horse",
    },
    "create_station": {
        "ocpp_id": "CP-7",
        "name": "Garage, left",
        "group": "site-a",
        "location": {"latitude": 52.5163, "longitude": 13.3777, "address": "Pariser Platz, Berlin"},
        "security_profile": 1,
        "password": "a long enough password",
    },
    "edit_station": {"name": "Garage, right", "group": None, "quirks": {"named_configuration": True}},
    "approve_station": {"credential": "issue"},
    "set_station_password": {"password": "a long enough password"},
    "start_transaction": {"id_tag": "04A2B3C4D5E680"},
    "unlock_connector": {"timeout_seconds": 10},
    "stop_transaction": {"timeout_seconds": 60},
    "rotate_station_password": _WITHIN,
    "reset_station": {"type": "Soft"},
    "clear_cache": _WITHIN,
    "trigger_message": {"message": "StatusNotification", "connector": 1},
    "create_id_tag": {
        "id_tag": "04A2B3C4D5E680",
        "status": "Accepted",
        "expiry": "2030-01-01T00:00:00Z",
        "group": "fleet-7",
        "note": "Ada's card",
        "aliases": ["80E6D5C4B3A204"],
    },
    "import_id_tags": "id_tag,status,group\n04A2B3C4D5E680,Accepted,fleet-7\n04A2B3C4D5E681,Blocked,fleet-7\n",
    "edit_id_tag": {"status": "Blocked", "note": "lost on 2026-11-23"},
    "create_user": {"email": "ada@example.com", "role": "operator", "name": "Ada"},
    "edit_user": {"role": "viewer", "disabled": False},
    "set_user_password": {"password": "correct horse battery"},
    "create_api_key": {
        "name": "billing",
        "permissions": {
            "scopes": ["stations:read", "transactions:read"],
            "stations": {"all": False, "ids": ["CP-1"], "groups": ["site-a"]},
            "fields": {"transactions": ["id_tag"]},
            "requests_per_minute": 600,
        },
        "expires_at": "2030-01-01T00:00:00Z",
    },
    "edit_api_key": {"name": "billing (old)", "expires_at": "2030-01-01T00:00:00Z"},
}
