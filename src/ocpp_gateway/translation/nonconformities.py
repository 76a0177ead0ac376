"""The violations of one frame as departures from named rules, each rule once."""

from __future__ import annotations

from collections.abc import Iterable

from ocpp_gateway.ocpp.rules import Rule
from ocpp_gateway.ocpp.violations import Violation
from ocpp_gateway.operations.nonconformities import Departure
from ocpp_gateway.translation.masking import masked_text
from ocpp_gateway.translation.words import clean

_LONGEST_EXCERPT = 300


def departures(action: str, violations: Iterable[Violation]) -> tuple[Departure, ...]:
    """By rule: how often, and the last place. An excerpt is made of the violation, which never holds a secret."""
    found: dict[str, Departure] = {}
    for violation in violations:
        rule = str(violation.rule)
        if rule == Rule.MORE:
            continue
        before = found.get(rule)
        text = " ".join(part for part in (action, f"{violation.where}:", violation.detail) if part)
        found[rule] = Departure(
            rule,
            (before.times if before else 0) + 1,
            meaning_of(rule),
            clean(masked_text(text), _LONGEST_EXCERPT),
        )
    return tuple(found.values())


def meaning_of(rule: str) -> str:
    """What a rule says; the name itself for one that a newer version has stored."""
    try:
        return Rule(rule).meaning  # type: ignore[call-arg]  # a look-up by value takes the value alone
    except ValueError:
        return rule
