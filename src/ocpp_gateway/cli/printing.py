"""What the subcommands print: secrets ready for a pipe, tables, and lines of `check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def print_secret(done: str, secret: str | None, what: str = "password") -> None:
    """Say what was done; a generated secret is the only thing on standard output, ready for a pipe."""
    typer.echo(done if secret is None else f"{done}; the {what}, shown only now:", err=True)
    if secret is not None:
        typer.echo(secret)


def print_table(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print columns, control characters made visible."""
    from ocpp_gateway.telemetry import escaped

    lines = [list(heading), *([escaped(str(cell or "-")) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def report(name: str, *, ok: bool, message: str) -> None:
    """Print one line of `check`."""
    typer.echo(f"{'ok' if ok else 'WRONG':5}  {name}: {message}")
