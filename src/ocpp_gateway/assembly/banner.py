"""What a person sees when the gateway has started: two addresses, and once the first sign-in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ocpp_gateway.settings import Settings


def announce_ready(
    settings: Settings, *, station_port: int, http_port: int, admin: tuple[str, str | None] | None
) -> None:
    """Print where everything is. The ports are those that were taken (settings may ask for any free one)."""
    shown = settings.model_copy(update={"station_port": station_port, "http_port": http_port})
    lines = [
        "",
        "OCPP Gateway",
        f"  Dashboard and API   {shown.http_url}  (API reference: {shown.http_url}/api/docs)",
        f"  Stations connect to {shown.station_url}/<identity>",
    ]
    if admin is not None:
        email, password = admin
        lines.append(f"  First sign-in       {email}")
        lines.append(
            "  Password            as given in OCPP_GATEWAY_ADMIN_PASSWORD"
            if password is None
            else f"  Password            {password}   (shown only now)"
        )
    lines += [f"  Registration        {_REGISTRATION[settings.registration]}", "Ready. Ctrl-C stops it.", ""]
    print("\n".join(lines), file=sys.stdout, flush=True)  # noqa: T201 - this is the program's own output


_REGISTRATION = {
    "pending": "unknown stations wait until somebody approves them",
    "open": "unknown stations are accepted at once (for laboratories and demos)",
    "closed": "unknown stations are refused",
}
