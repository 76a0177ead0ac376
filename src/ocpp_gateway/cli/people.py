"""The subcommands `user` and `key`: people who may sign in, and programs that come with an API key."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ocpp_gateway.cli.printing import print_secret, print_table
from ocpp_gateway.cli.running import Config, administer, new_group

if TYPE_CHECKING:
    from ocpp_gateway.assembly import Administration

user = new_group("People who may sign in.")
key = new_group("API keys, with which programs come in.")


class Role(StrEnum):
    """What a person may do."""

    ADMIN = "admin"
    OPERATOR = "operator"
    VIEWER = "viewer"


Email = Annotated[str, typer.Argument(metavar="EMAIL", help="E-mail address, the name to sign in with.")]
PasswordFromInput = Annotated[
    bool,
    typer.Option("--password-stdin", help="Read the password from standard input instead of making one."),
]


@user.command("add")
def user_add(
    email: Email,
    *,
    role: Annotated[Role, typer.Option(help="What the person may do.")],
    password_stdin: PasswordFromInput = False,
    config: Config = None,
) -> None:
    """Add a person. The password is made and printed once, unless it is given.

    Example: ocpp-gateway user add ada@example.com --role operator
    """
    given = _password_from_input() if password_stdin else None

    async def run(administration: Administration) -> None:
        made = await administration.add_user(email, role.value, given)
        print_secret(f"{email} may sign in as {role.value}", made)

    administer(config, run)


@user.command("list")
def user_list(*, config: Config = None) -> None:
    """List people.

    Example: ocpp-gateway user list
    """

    async def run(administration: Administration) -> None:
        users = await administration.list_users()
        print_table(("E-MAIL", "ROLE", "NAME"), ((u.email, u.role, u.name) for u in users))

    administer(config, run)


@user.command("set-password")
def user_set_password(
    email: Email, *, password_stdin: PasswordFromInput = False, config: Config = None
) -> None:
    """Set a person's password. It is made and printed once, unless it is given.

    Example: ocpp-gateway user set-password ada@example.com
    """
    given = _password_from_input() if password_stdin else None

    async def run(administration: Administration) -> None:
        made = await administration.set_password(email, given)
        print_secret(f"the password of {email} is set", made)

    administer(config, run)


def _password_from_input() -> str:
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise typer.BadParameter("standard input holds no password")
    return password


# --- keys -----------------------------------------------------------------------------------------------------


@key.command("create")
def key_create(
    *,
    name: Annotated[str, typer.Option(help="What people call it.")],
    permissions: Annotated[
        str, typer.Option(metavar="FILE|-", help="What it may do, as JSON; - reads standard input.")
    ],
    owner: Annotated[
        str | None,
        typer.Option(metavar="EMAIL", help="Whose key it is; the first administrator unless told."),
    ] = None,
    expires: Annotated[
        str | None, typer.Option(metavar="TIME", help="When it ends, for example 2027-01-31T00:00:00Z.")
    ] = None,
    config: Config = None,
) -> None:
    """Make an API key and print it once. It can never do more than its owner's role.

    Example: ocpp-gateway key create --name billing --permissions billing.json
    """
    document = _document(permissions)
    until = None if expires is None else _moment(expires)

    async def run(administration: Administration) -> None:
        made = await administration.create_key(name, document, owner, until)
        print_secret(f"{name} may come in", made, what="key")

    administer(config, run)


@key.command("list")
def key_list(*, config: Config = None) -> None:
    """List API keys; of each only the beginning is known.

    Example: ocpp-gateway key list
    """

    async def run(administration: Administration) -> None:
        keys = await administration.list_keys()
        print_table(
            ("ID", "KEY", "NAME", "OWNER", "STATE", "LAST USED", "SCOPES"),
            (
                (k.id, k.hint + "…", k.name, k.owner, k.state, k.last_used_at, " ".join(k.scopes))
                for k in keys
            ),
        )

    administer(config, run)


@key.command("revoke")
def key_revoke(
    which: Annotated[str, typer.Argument(metavar="ID", help="Its id, as `key list` shows it.")],
    *,
    config: Config = None,
) -> None:
    """End an API key for good; its next request is refused.

    Example: ocpp-gateway key revoke 01993d2e-5a3f-7c11-9f0b-5f5d0a1b2c3d
    """

    async def run(administration: Administration) -> None:
        typer.echo(f"{await administration.revoke_key(which)} is revoked")

    administer(config, run)


def _document(source: str) -> Any:
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text("utf-8")
        return json.loads(text)
    except OSError as error:
        raise typer.BadParameter(f"{source}: cannot be read ({error.strerror})") from None
    except ValueError as error:  # neither UTF-8 nor JSON
        raise typer.BadParameter(f"{source}: is not JSON ({error})") from None
    except RecursionError:
        raise typer.BadParameter(f"{source}: is not JSON (too deep)") from None


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise typer.BadParameter(f"{text}: is not a time such as 2027-01-31T00:00:00Z")
    return moment.astimezone(UTC)
