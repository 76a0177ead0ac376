"""What was told and what was seen on a page are put together change by change."""

from __future__ import annotations

from bench.screen import delays


def test_each_change_is_the_next_sight_of_its_state_after_it_was_sent() -> None:
    told = [("P-1", "Charging", 1.0, 1.01), ("P-1", "Available", 2.0, 2.01), ("P-1", "Charging", 3.0, 3.02)]
    seen = [("P-1", "Available", 2100.0), ("P-1", "Charging", 1050.0), ("P-1", "Charging", 3200.0)]
    found = delays(told, seen)
    assert [round(ms) for ms in found.from_sending] == [50, 100, 200]
    assert [round(ms) for ms in found.from_answer] == [40, 90, 180]
    assert found.unseen == 0


def test_what_was_never_painted_is_counted_and_not_taken_for_a_later_one() -> None:
    told = [("P-1", "Charging", 1.0, 1.1), ("P-2", "Charging", 1.0, 1.1), ("P-1", "Available", 1.01, 1.1)]
    found = delays(told, [("P-1", "Available", 1100.0), ("P-2", "Charging", 900.0)])
    assert [round(ms) for ms in found.from_sending] == [90]
    assert found.unseen == 2
