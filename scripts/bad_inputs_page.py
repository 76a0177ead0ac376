"""Writes `docs/explanation/bad-inputs.md`: which bad inputs and faults have a test, and which have none.

    python scripts/bad_inputs_page.py           write the page
    python scripts/bad_inputs_page.py --check   fail if the committed page differs

A test belongs to the cases that its name begins with (`test_a08_a09_…`, `test_e43_to_e47_…`). Tests with other names
are listed in `ALSO`, what is missing is said in `MISSING`.
"""

# ruff: noqa: INP001 - a script, not a package
from __future__ import annotations

import re
import sys

from named_tests import ROOT, TESTS, named_tests, write_or_check

TARGET = ROOT / "docs" / "explanation" / "bad-inputs.md"
_NUMBERS = re.compile(r"test_((?:[a-j]\d\d_)+(?:to_[a-j]\d\d_)?)")

# The catalogue (ocpp.md section 5): what concerns one node of OCPP 1.6.
FAMILIES = {
    "A. Handshake and URL": {
        1: "Plain HTTP without upgrade",
        2: "Wrong WebSocket version, missing or short key",
        3: "No subprotocol offered",
        4: "Only unknown subprotocols offered",
        5: "Several versions offered",
        6: "The header twice, blanks, empty members",
        7: "Paths without identity, with too much, with slashes",
        8: "Percent-encoding, right and wrong",
        9: "Identities of odd length and letters",
        10: "Unknown identity, a thousand times",
        11: "A head byte by byte, or never",
        12: "Thousands of headers, a header of 1 MiB",
        13: "Frames before the answer",
    },
    "B. Authentication and TLS": {
        14: "Authorization absent or unreadable",
        15: "User name of another station",
        16: "Binary keys",
        17: "The key as hex text",
        18: "Old and new key around a change",
        19: "A connection below the security profile",
        20: "TLS versions, suites, names, client certificates",
        21: "TLS handshakes broken off, noise, too many at once",
        22: "Brute force of one or many identities",
    },
    "C. WebSocket frames": {
        23: "JSON in a binary frame, text that is no UTF-8",
        24: "Frames that are forbidden",
        25: "A thousand fragments, a fragment never finished",
        26: "Floods of pings, odd pings, no pongs",
        27: "Messages at and over the limit",
        28: "Resets and odd closes",
        29: "Half-open connections",
        30: "One byte a second, a peer that never reads",
    },
    "D. RPC framing": {
        31: "Too few or too many parts",
        32: "Message types that are no plain number",
        33: "Unusual message ids",
        34: "The same message id again",
        35: "Actions that are unknown or not the station's",
        36: "Payloads of the wrong shape, depth or size",
        37: "Text that is not quite JSON",
        38: "Answers that nobody waits for",
        39: "Bent CALLERRORs",
        40: "Bent CALLRESULTs",
        41: "Five hundred CALLs without waiting",
        42: "A station that answers only after its own answer",
    },
    "E. Schema level, generated for each action": {
        43: "Fields missing, null, too many",
        44: "Texts at and over their length, unknown words",
        45: "Numbers as text, fractions, beyond their range",
        46: "Times of every kind",
        47: "Arrays of nothing, one, a hundred thousand",
    },
    "F. Boot and state": {
        48: "Messages before the first boot",
        49: "Boots in a row, in a transaction, of a changed station",
        50: "A pending station that says more, or is told to charge",
        51: "A stop as the first message",
        52: "Odd connector numbers",
        53: "States that do not follow each other",
    },
    "G. Transactions": {
        54: "A start repeated, also on two sockets at once",
        55: "A start whose answer was lost",
        56: "Starts on odd connectors, with odd tags and reservations",
        57: "The same tag at two stations",
        58: "Stops of nothing, of others, twice, too late",
        59: "Meters that go backwards or jump",
        60: "Odd meter values",
        61: "Fifty thousand entries in a stop",
        62: "The queue of a station that was offline",
        63: "A station's clock that jumps",
        64: "Remote starts and stops that cross something else",
        65: "Reservations that expire",
        66: "A power cut",
    },
    "H. Faults on our side": {
        67: "The database down, slow, full, failing over",
        68: "The process killed between commit and answer",
        69: "Two nodes and one identity",
        70: "Our clock jumps",
        71: "A consumer that is down",
        72: "Token look-up that does not answer",
        73: "Disk full, certificates, no file descriptors",
    },
    "I. Commands": {
        74: "No answer, late answers, refusals, offline, full queues",
        75: "Changes that need a reboot, a key change cut off",
        76: "Configurations of a thousand keys, or none",
        77: "Local lists",
        78: "Charging profiles",
        79: "Firmware and log states",
        80: "Certificates",
    },
    "J. Load": {
        81: "Many idle stations, all back at once",
        82: "A day of random faults",
        83: "One abusive station",
    },
}

ALSO: dict[int, tuple[str, ...]] = {
    10: ("test_strangers_are_capped_in_number",),
    19: ("test_tc_083_raise_of_the_security_profile",),
    21: (
        "test_renegotiation_is_refused",
        "test_pending_tls_handshakes_are_bounded",
    ),
    22: (
        "test_s02_ten_thousand_guesses_at_a_chosen_password_cost_a_bounded_number_of_slow_hashes",
        "test_an_address_is_limited_over_all_identities",
    ),
    27: ("test_c24_compression_is_not_negotiated_and_a_compressed_frame_is_an_error",),
    42: ("test_crossing_calls_do_not_wait_for_each_other",),
    50: ("test_a_pending_station_is_not_told_to_charge",),
    57: ("test_a_tag_that_charges_at_another_station_is_told_so_and_the_transaction_is_stored",),
    64: ("test_after_its_time_nothing_is_an_effect",),
    66: ("test_tc_032_1_power_failure",),
    67: (
        "test_entries_are_held_while_the_database_is_away_and_stored_when_it_is_back",
        "test_every_entry_is_stored_once_whenever_the_connection_is_cut",
        "test_a_crashing_postgresql_loses_and_doubles_nothing",
        "test_postgresql_stopped_at_once",
        "test_storage_that_is_away_in_the_middle_of_a_call_closes_with_1013_and_no_callerror",
    ),
    68: (
        "test_gateway_killed_on_sqlite",
        "test_gateway_killed_on_postgresql",
        "test_no_command_is_sent_twice_whenever_the_gateway_is_killed",
    ),
    69: ("test_two_processes_take_the_same_stations_from_each_other",),
    70: ("test_times_are_read_in_the_zone_of_the_station",),
    71: ("test_a_broken_hint_does_not_undo_a_commit",),
    72: ("test_storage_that_is_away_closes_instead_of_inventing_an_answer",),
    73: (
        "test_without_file_descriptors_accepting_pauses_and_recovers_by_itself",
        "test_a_renewed_certificate_counts_for_new_connections_and_drops_none",
    ),
    74: (
        "test_the_connection_that_closes_before_the_answer_ends_the_command",
        "test_offline_a_command_fails_at_once_or_waits_for_the_station",
        "test_a_queued_command_never_executes_after_its_deadline",
    ),
    75: ("test_b18_if_the_connection_is_lost_before_the_answer_the_key_that_is_used_stays",),
    78: ("test_steps_of_a_limit_are_counted_in_decimals",),
    81: ("test_five_hundred_stations_that_come_back_at_once_all_get_in",),
    83: ("test_a_flooding_station_is_slowed_only_while_the_journal_is_over_half_full",),
}

MISSING: dict[int, str] = {
    21: "5,000 handshakes at the same moment: the bound is proven with a few; early data is not offered by the library",
    27: "a deflate bomb needs compression, which is never negotiated",
    56: "another tag's reservation: with reservations, which are not there yet",
    65: "reservations are not there yet",
    67: "a fail-over to another server",
    68: "10,000 stations that reconnect after a rolling restart",
    69: "a node that loses the bus",
    71: "webhooks are not there yet",
    72: "tokens are in the gateway's own database: what holds when that is away is case 67",
    73: "a full disk under the log (the log goes to the standard output)",
    77: "local lists are not there yet",
    78: "charging profiles are not there yet, but for the schema",
    79: "updates of firmware and files of logs are not there yet",
    80: "certificates of stations are not issued yet",
    81: "10,000 idle stations and 1 % that flap",
    82: "a day-long run",
}

HEAD = """# Bad inputs

Everything wrong that is known to come over a station's socket, or to happen to the gateway meanwhile, and the tests
that prove how it is met. After each case the same must hold: the gateway lives, other stations notice nothing, nothing
stays behind in memory or open files, and the same station can come back and charge. Paths are those below `tests/`; the
page is written by `scripts/bad_inputs_page.py` from the names of the tests.

Behind the single cases stands fuzzing (`fuzz/test_fuzz.py`): frames, all 78 payloads, upgrade requests, WebSocket bytes
and whole conversations, bent at random from a seed, 10,000 of them in each build and 10,000,000 with `--long`.

"""


def tests_by_case() -> dict[int, list[str]]:
    """`path::test` by case number. Raises `LookupError` for a test that is listed and does not exist, and the like."""
    letters = {number: family[0].lower() for family, cases in FAMILIES.items() for number in cases}
    found: dict[int, list[str]] = {number: [] for number in letters}
    paths: dict[str, list[str]] = {}
    for path, name in named_tests(TESTS):
        paths.setdefault(name, []).append(f"{path}::{name}")
        named = _NUMBERS.match(name)
        for number in _cases(named[1]) if named else ():
            if letters[number] in named[1]:
                found[number].append(f"{path}::{name}")
    for number, also in ALSO.items():
        for name in also:
            if len(paths.get(name, ())) != 1:
                message = f"case {number}: there is not one test {name}"
                raise LookupError(message)
            if paths[name][0] not in found[number]:
                found[number].append(paths[name][0])
    return found


def _cases(text: str) -> list[int]:
    """`a08_a09_` are two, `e43_to_e47_` are five."""
    numbers = [int(number) for number in re.findall(r"\d\d", text)]
    return list(range(numbers[0], numbers[-1] + 1)) if "_to_" in text else numbers


def page() -> str:
    """The page's text."""
    found = tests_by_case()
    lines = [HEAD.rstrip("\n"), ""]
    for family, cases in FAMILIES.items():
        lines += [f"## {family}", "", "| case | what | tests | not covered |", "|---|---|---|---|"]
        for number, what in cases.items():
            if not found[number] and number not in MISSING:
                message = f"case {number} has no test and no word about it"
                raise LookupError(message)
            proofs = "<br>".join(f"`{test}`" for test in found[number]) or "none"
            lines.append(f"| {number} | {what} | {proofs} | {MISSING.get(number, '')} |")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(write_or_check(__doc__, TARGET, page))
