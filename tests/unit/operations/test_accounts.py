from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ocpp_gateway.operations.accounts import Accounts, Role, check_email
from ocpp_gateway.operations.audit import GATEWAY
from ocpp_gateway.operations.keys import DerivedKeys
from ocpp_gateway.operations.passwords import SlowHashes
from ocpp_gateway.operations.refusals import AlreadyExists, Invalid, NotFound
from ocpp_gateway.operations.sign_ins import SignIns, WrongCredentials
from ocpp_gateway.storage.accounts import StoredPeople, StoredSignIns
from tests.rows import START, Ids

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

PASSWORD = "correct horse battery"


@pytest.fixture
def hashes() -> Iterator[SlowHashes]:
    made = SlowHashes(time_cost=1, memory_kib=8)
    yield made
    made.close()


@pytest.fixture
def new_id() -> Ids:
    return Ids()


@pytest.fixture
def accounts(sqlite_database: Database, hashes: SlowHashes, new_id: Ids) -> Accounts:
    return Accounts(StoredPeople(sqlite_database), hashes, new_id=new_id)


@pytest.fixture
def sign_ins(sqlite_database: Database, hashes: SlowHashes, new_id: Ids) -> SignIns:
    keys = DerivedKeys("a secret of this test")
    return SignIns(StoredPeople(sqlite_database), StoredSignIns(sqlite_database), hashes, keys, new_id=new_id)


async def test_the_first_start_makes_an_admin_who_can_sign_in_and_the_second_none(
    accounts: Accounts, sign_ins: SignIns
) -> None:
    made = await accounts.ensure_admin(None, None, START)
    assert made is not None
    email, password = made
    assert password is not None
    assert len(password) >= 20
    assert check_email(email) == email
    signed_in = await sign_ins.login(email, password, START)
    assert signed_in.user.role is Role.ADMIN
    assert await accounts.ensure_admin(None, None, START) is None
    assert await accounts.ensure_admin("other@example.com", PASSWORD, START) is None
    assert len(await accounts.list()) == 1


async def test_a_configured_admin_gets_the_configured_password_and_nothing_is_printed(
    accounts: Accounts, sign_ins: SignIns
) -> None:
    assert await accounts.ensure_admin("boss@example.com", PASSWORD, START) == ("boss@example.com", None)
    assert (await sign_ins.login("BOSS@example.com", PASSWORD, START)).user.role is Role.ADMIN


async def test_a_configured_password_that_is_too_short_is_refused_and_makes_nobody(
    accounts: Accounts,
) -> None:
    with pytest.raises(Invalid) as refused:
        await accounts.ensure_admin("boss@example.com", "short", START)
    assert refused.value.field == "password"
    assert "short" not in str(refused.value).split()
    assert await accounts.list() == []


async def test_an_address_is_taken_once_case_aside(accounts: Accounts) -> None:
    await accounts.create(email="Ada@Example.com", role=Role.VIEWER, password=PASSWORD, by=GATEWAY, now=START)
    with pytest.raises(AlreadyExists):
        await accounts.create(
            email="ada@example.COM", role=Role.ADMIN, password=PASSWORD, by=GATEWAY, now=START
        )


@pytest.mark.parametrize(
    "email", ["", "a", "@", "a@", "@b", "a b@c", "a@b@c", "a\n@b", "a@b\u0000", "x" * 255 + "@b"]
)
async def test_what_is_no_address_is_refused(accounts: Accounts, email: str) -> None:
    with pytest.raises(Invalid) as refused:
        await accounts.create(email=email, role=Role.VIEWER, password=PASSWORD, by=GATEWAY, now=START)
    assert refused.value.field == "email"


async def test_a_partner_does_not_come_into_being_here(accounts: Accounts) -> None:
    with pytest.raises(Invalid) as refused:
        await accounts.create(
            email="p@example.com", role=Role.PARTNER, password=PASSWORD, by=GATEWAY, now=START
        )
    assert refused.value.field == "role"


async def test_only_existing_people_get_a_new_password(accounts: Accounts, sign_ins: SignIns) -> None:
    with pytest.raises(NotFound):
        await accounts.set_password("nobody@example.com", PASSWORD, by=GATEWAY, now=START)
    await accounts.create(email="ada@example.com", role=Role.VIEWER, password=PASSWORD, by=GATEWAY, now=START)
    await accounts.set_password("ADA@example.com", "another good one", by=GATEWAY, now=START)
    with pytest.raises(WrongCredentials):
        await sign_ins.login("ada@example.com", PASSWORD, START)
    await sign_ins.login("ada@example.com", "another good one", START)


async def test_no_password_is_cut_when_it_is_compared(accounts: Accounts, sign_ins: SignIns) -> None:
    longest = "x" * 256
    await accounts.create(email="ada@example.com", role=Role.VIEWER, password=longest, by=GATEWAY, now=START)
    await sign_ins.login("ada@example.com", longest, START)
    for wrong in (longest + "y", longest[:-1], longest[:72]):
        with pytest.raises(WrongCredentials):
            await sign_ins.login("ada@example.com", wrong, START)
