"""Why an administrative operation did not happen: the exceptions that people and programs get to see.

    Refusal
    ├── NotFound        there is no such thing (or none that may be seen)
    ├── AlreadyExists   the name is taken
    ├── Changed         somebody else edited it since it was read (If-Match)
    ├── Conflict        the state of the thing forbids it now; `reason` is a stable word
    ├── Invalid         a value that cannot be accepted; `field` says which
    ├── FieldsRefused   several values that cannot be accepted, each with its field
    └── LinesRefused    lines of a table that cannot be accepted; nothing of it was taken

The texts are complete sentences for people. They never contain a secret.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class Refusal(Exception):
    """Base of all refusals; `str(refusal)` is the sentence for people."""


class NotFound(Refusal):
    """There is no such thing."""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(f"There is no {kind} {name!r}.")
        self.kind = kind


class AlreadyExists(Refusal):
    """The name is taken, compared without regard to case."""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(f"There is already a {kind} {name!r} (upper and lower case do not differ).")
        self.kind = kind


class Changed(Refusal):
    """The thing was edited since the caller read it."""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(
            f"The {kind} {name!r} has been edited in the meantime. Read it again and repeat the change."
        )
        self.kind = kind


class Conflict(Refusal):
    """The state of the thing forbids it now. `reason` is a stable word; `choices` are what can be done instead."""

    def __init__(self, reason: str, text: str, choices: tuple[str, ...] = ()) -> None:
        super().__init__(text)
        self.reason = reason
        self.choices = choices


class Invalid(Refusal):
    """A value that cannot be accepted."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


class FieldsRefused(Refusal):
    """Values that cannot be accepted: pairs of a field (`a.b.0`) and what is wrong with it."""

    def __init__(self, errors: Sequence[tuple[str, str]]) -> None:
        super().__init__(" ".join(f"{field or 'the document'}: {text}" for field, text in errors))
        self.errors = tuple(errors)


@dataclass(frozen=True, slots=True)
class LineError:
    """What is wrong in a line of a table; an empty `field` means the line as a whole."""

    line: int
    field: str
    message: str


class LinesRefused(Refusal):
    """Lines of a table cannot be accepted, so nothing of the table was."""

    def __init__(self, errors: Sequence[LineError]) -> None:
        super().__init__(f"{len(errors)} things are wrong in the table; nothing of it was taken.")
        self.errors = tuple(errors)
