"""The program `ocpp-gateway`: every subcommand, its options and its help. What they do stands elsewhere.

Exit codes: 0 done, 1 failed, 2 wrong usage (a bad setting included). An error is one line on standard error; `--debug`
shows where it came from. Imports are inside the commands, so that `--help` does not wait for a database driver.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from ocpp_gateway import __version__
from ocpp_gateway.cli import people
from ocpp_gateway.cli.printing import print_secret, print_table, report
from ocpp_gateway.cli.running import (
    Config,
    administer,
    configure_logs,
    debug_asked,
    effective_settings,
    new_group,
)
from ocpp_gateway.imports import importing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocpp_gateway.assembly import Administration

PROGRAM = "ocpp-gateway"
FAILED, WRONG_USAGE, INTERRUPTED = 1, 2, 130
DEBUG = "--debug"


class NodeRole(StrEnum):
    """What a node does."""

    ALL = "all"
    GATEWAY = "gateway"
    API = "api"


app = new_group(
    "Charging stations connect to it; it stores what they say, shows it and lets people control them."
)
station = new_group("Charging stations that may connect.")
app.add_typer(people.user, name="user")
app.add_typer(people.key, name="key")
app.add_typer(station, name="station")


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


@app.callback()
def program(
    *,
    debug: Annotated[
        bool, typer.Option(DEBUG, help="Log details, and show where an error came from.")
    ] = False,
    _version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version and exit."),
    ] = False,
) -> None:
    """What stands before the subcommand."""
    debug_asked.set(debug)


# --- running --------------------------------------------------------------------------------------------------


@app.command()
def serve(
    *,
    config: Config = None,
    role: Annotated[NodeRole, typer.Option(help="What this node does.")] = NodeRole.ALL,
    workers: Annotated[int, typer.Option(min=1, help="Nodes to run on this machine.")] = 1,
    print_config: Annotated[
        bool, typer.Option("--print-config", help="Show the settings in force and exit.")
    ] = False,
    migrate: Annotated[
        bool,
        typer.Option(
            "--migrate", help="Bring a PostgreSQL schema to this version first (SQLite does it always)."
        ),
    ] = False,
) -> None:
    """Run the gateway until Ctrl-C or SIGTERM.

    Example: ocpp-gateway serve --config /etc/ocpp-gateway.toml
    """
    from ocpp_gateway.settings import check_nodes

    settings = effective_settings(config)
    check_nodes(settings, role, workers)
    if print_config:
        typer.echo(settings.masked_toml(), nl=False)
        return
    with importing():
        from ocpp_gateway import assembly

    assembly.serve(settings, migrate=migrate)


@app.command()
def migrate(*, config: Config = None) -> None:
    """Bring the database schema to this version.

    Example: ocpp-gateway migrate --config /etc/ocpp-gateway.toml
    """
    settings = effective_settings(config)
    with importing():
        from ocpp_gateway import assembly

    assembly.migrate(settings)
    typer.echo("The database schema is that of this version.")


@app.command()
def check(*, config: Config = None) -> None:
    """Look at configuration, database, ports and clock; say what is wrong and how to mend it.

    Example: ocpp-gateway check
    """
    from ocpp_gateway.settings import SettingsError

    try:
        settings = effective_settings(config)
    except SettingsError as error:
        report("configuration", ok=False, message=str(error))
        raise typer.Exit(FAILED) from None
    report("configuration", ok=True, message="is complete and allowed")
    with importing():
        from ocpp_gateway import assembly

    results = assembly.check(settings)
    for name, ok, message in results:
        report(name, ok=ok, message=message)
    if not all(ok for _, ok, _ in results):
        raise typer.Exit(FAILED)


# --- stations -------------------------------------------------------------------------------------------------


@station.command("add")
def station_add(
    ocpp_id: Annotated[
        str, typer.Argument(metavar="ID", help="Identity, the last part of the address it connects to.")
    ],
    *,
    name: Annotated[str | None, typer.Option(help="What people call it.")] = None,
    password: Annotated[str | None, typer.Option(help="Its password for HTTP Basic authentication.")] = None,
    generate_password: Annotated[
        bool, typer.Option("--generate-password", help="Make a password and print it once.")
    ] = False,
    profile: Annotated[
        int | None, typer.Option(min=0, max=3, help="OCPP security profile; 1 with a password unless told.")
    ] = None,
    group: Annotated[str | None, typer.Option(help="Group, for example a site.")] = None,
    config: Config = None,
) -> None:
    """Add a charging station that may connect.

    Example: ocpp-gateway station add CP-1 --generate-password
    """
    if password is not None and generate_password:
        raise typer.BadParameter("give --password or --generate-password, not both")

    async def run(administration: Administration) -> None:
        made = await administration.add_station(ocpp_id, name, password, generate_password, profile, group)
        print_secret(f"{ocpp_id} may connect", made)

    administer(config, run)


@station.command("list")
def station_list(*, config: Config = None) -> None:
    """List charging stations.

    Example: ocpp-gateway station list
    """

    async def run(administration: Administration) -> None:
        stations = await administration.list_stations()
        print_table(
            ("ID", "NAME", "GROUP", "REGISTRATION", "ONLINE", "STATUS", "VENDOR", "MODEL"),
            (
                (
                    s.ocpp_id,
                    s.name,
                    s.group,
                    s.registration,
                    "yes" if s.online else "no",
                    s.status,
                    s.vendor,
                    s.model,
                )
                for s in stations
            ),
        )

    administer(config, run)


@station.command("import")
def station_import(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.csv", help="Columns: ocpp_id, name, password, profile, group.")
    ],
    *,
    config: Config = None,
) -> None:
    """Add the stations of a CSV file: all of them, or none if a line is wrong.

    Example: ocpp-gateway station import stations.csv
    """

    async def run(administration: Administration) -> None:
        count = await administration.import_stations(file)
        typer.echo(f"{count} stations may connect")

    administer(config, run)


# --- simulation -----------------------------------------------------------------------------------------------


@app.command()
def simulate(
    *,
    url: Annotated[str, typer.Option(metavar="WS_URL", help="Where they connect; the identity is appended.")],
    stations: Annotated[int, typer.Option(min=1, help="How many.")] = 1,
    connectors: Annotated[int, typer.Option(min=1, max=20, help="Connectors of each.")] = 2,
    charging: Annotated[float, typer.Option(min=0, max=1, help="Share of connectors in use.")] = 0.4,
    speed: Annotated[float, typer.Option(help="Faster drivers and vehicles; timestamps stay true.")] = 1.0,
    password: Annotated[str | None, typer.Option(help="Every station's password.")] = None,
    prefix: Annotated[
        str, typer.Option(help="Identities are PREFIX-1, PREFIX-2 …, or PREFIX-01 … for ten and more")
    ] = "CP",
    first_number: Annotated[int, typer.Option(min=0, help="Number of the first one.")] = 1,
    seed: Annotated[int | None, typer.Option(help="Repeats the random choices of a run.")] = None,
    connect_rate: Annotated[float, typer.Option(help="New connections a second.")] = 50.0,
    sample_interval: Annotated[int, typer.Option(min=1, help="Seconds between meter values.")] = 60,
    duration: Annotated[
        float | None, typer.Option(help="Seconds after which the run ends by itself.")
    ] = None,
    history: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write down what was acknowledged.")
    ] = None,
    sites: Annotated[
        str | None,
        typer.Option(
            metavar="HTTP_URL", help="Give the stations sites on the map, through this gateway's API."
        ),
    ] = None,
    key: Annotated[
        str | None,
        typer.Option(metavar="FILE|-", help="API key that may do so (stations:read, stations:write)."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No line of progress.")] = False,
) -> None:
    """Run a fleet of simulated charging stations until Ctrl-C.

    Example: ocpp-gateway simulate --url ws://localhost:9000/ocpp --stations 8
    """
    with importing():
        from ocpp_gateway.simulator import fleet

    try:
        options = fleet.Options(
            url=url,
            stations=stations,
            connectors=connectors,
            charging=charging,
            speed=speed,
            password=password,
            prefix=prefix,
            first_number=first_number,
            seed=seed,
            connect_rate=connect_rate,
            sample_interval=sample_interval,
            duration=duration,
            history=history,
            progress=not quiet,
            api=sites,
            api_key=_key_from(key) if key is not None else "",
        )
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    configure_logs()
    done = fleet.run(options)
    typer.echo(
        f"{done.stations} stations, {done.connections} connections, {done.messages} messages answered, "
        f"{done.refused} refused, {done.timed_out} timed out, {done.unsent} unsent"
    )


def _key_from(source: str) -> str:
    try:
        return (sys.stdin.readline() if source == "-" else Path(source).read_text("utf-8")).strip()
    except OSError as error:
        raise typer.BadParameter(f"{source}: cannot be read ({error.strerror})") from None


# --- the way out ----------------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the program and leave with its exit code. `--debug` may stand anywhere."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = DEBUG in given
    if debug:
        given = [DEBUG, *(word for word in given if word != DEBUG)]
    sys.exit(_run(given, debug=debug))


def _run(arguments: list[str], *, debug: bool) -> int:
    try:
        code = app(arguments, prog_name=PROGRAM, standalone_mode=False)
    except typer.TyperException as error:
        return _usage(error)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except Exception as error:
        # The last place: a line for people; developers see the rest with --debug.
        if debug:
            raise
        return _failure(error)
    return code if isinstance(code, int) else 0


def _usage(error: typer.TyperException) -> int:
    """A line for wrong words on the command line; without any words the help has been shown instead."""
    show = getattr(error, "format_message", None)
    text = show() if show is not None else str(error)
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else PROGRAM
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(context.get_help() if context is not None else text, err=True)
    else:
        typer.echo(f"{PROGRAM}: {' '.join(text.split())} (try: {command} --help)", err=True)
    return int(getattr(error, "exit_code", WRONG_USAGE))


def _failure(error: Exception) -> int:
    from ocpp_gateway.settings import SettingsError
    from ocpp_gateway.telemetry import escaped, redacted

    text = escaped(str(redacted(" ".join(str(error).split()))))
    written_for_people = type(error).__module__.startswith("ocpp_gateway.") or isinstance(error, OSError)
    if not (written_for_people and text):
        text = f"{type(error).__name__}: {text} (--debug shows where)"
    typer.echo(f"{PROGRAM}: {text}", err=True)
    return WRONG_USAGE if isinstance(error, SettingsError) else FAILED
