"""`/healthz`, `/readyz`, `/metrics`: what those who run a node ask it. Every role answers them, without sign-in."""

from __future__ import annotations

import asyncio
from typing import Literal

import structlog
from fastapi import APIRouter, Response
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from pydantic import BaseModel

from ocpp_gateway.api.ports import OperationHere, ReadinessCheck
from ocpp_gateway.api.problems import NOT_READY, Problem

_log = structlog.get_logger(__name__)

CHECK_SECONDS = 2.0
"""A part that does not answer within this time is not ready; whoever asks has a limit too."""

router = APIRouter(tags=["operation"])


class Alive(BaseModel):
    """The process answers."""

    status: Literal["alive"] = "alive"


class Ready(BaseModel):
    """Stations and people can be served."""

    status: Literal["ready"] = "ready"


@router.get("/healthz")
async def healthz() -> Alive:
    """Say that the process is alive."""
    return Alive()


@router.get("/readyz")
async def readyz(operation: OperationHere) -> Ready:
    """Say whether this node can serve; if not, 503 with what is not ready and why."""
    names = list(operation.readiness)
    found = await asyncio.gather(*(_ask(name, operation.readiness[name]) for name in names))
    waiting = [{"part": name, "reason": reason} for name, reason in zip(names, found, strict=True) if reason]
    if waiting:
        text = "Not ready: " + ", ".join(f"{part['part']} ({part['reason']})" for part in waiting) + "."
        raise Problem(NOT_READY, text, members={"not_ready": waiting})
    return Ready()


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
async def metrics(operation: OperationHere) -> Response:
    """Show the metrics in Prometheus' text format."""
    return Response(generate_latest(operation.metrics), media_type=CONTENT_TYPE_PLAIN_0_0_4)


async def _ask(name: str, check: ReadinessCheck) -> str | None:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            return await check()
    except TimeoutError:
        return f"no answer within {CHECK_SECONDS:g} s"
    except Exception:  # noqa: BLE001 - whatever is wrong with a check, the answer is "not ready"
        _log.exception("readiness_check_failed", part=name)
        return "its check failed"
