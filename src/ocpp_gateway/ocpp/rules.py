"""The named rules of lenient reading. A name begins with the quirk (Q…) or fault case (D…, E…) it answers.

Names are stored with messages and counted per station, so they are never renamed. The meanings are shown to people; the
reference page of the rules is held against them by a test.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Rule(StrEnum):
    """What a station bent and how it was read nevertheless. `meaning` says it in a sentence."""

    meaning: str

    def __new__(cls, name: str, meaning: str) -> Self:
        """A rule with its meaning."""
        rule = str.__new__(cls, name)
        rule._value_ = name
        rule.meaning = meaning
        return rule

    NO_SUBPROTOCOL = (
        "Q1-no-subprotocol",
        "No subprotocol was offered at the handshake: taken for OCPP 1.6, answered without one.",
    )
    SUBPROTOCOL_SPELLING = (
        "Q1-subprotocol-spelling",
        "The subprotocol is spelled in another way, as in `OCPP1.6` or `ocpp1.6j`: read as the one that is meant.",
    )
    OTHER_VERSION = (
        "Q2-other-version",
        "A BootNotification of OCPP 2 on a connection of OCPP 1.6: refused, the station has to be set to one version.",
    )
    SLASHES = (
        "Q5-slashes",
        "Repeated or several trailing slashes in the path of the handshake: ignored.",
    )
    BINARY_FRAME = (
        "Q13-binary-frame",
        "JSON in a binary WebSocket message: read as text.",
    )
    BOOT_REPEATED = (
        "Q18-boot-repeated",
        "A BootNotification less than a minute after the last one: answered, connectors are not reset again.",
    )
    NULL_FIELD = (
        "Q19-null-field",
        "An optional field that is null: read as absent.",
    )
    EMPTY_NAME = (
        "Q19-empty-name",
        "Vendor or model is an empty text: stored as unknown.",
    )
    LONG_TEXT = (
        "Q20-long-text",
        "A text over its maximum length: kept whole.",
    )
    WORD_CASE = (
        "Q21-word-case",
        "A word of an enumeration in the wrong case, or one that older versions used: read as the one that is meant.",
    )
    UNKNOWN_WORD = (
        "Q21-unknown-word",
        "A word that the enumeration does not have: kept as it is.",
    )
    CONNECTOR_NUMBER = (
        "Q22-connector-number",
        "A connector number that no station can have: answered, kept in the message log only.",
    )
    SURROUNDINGS = (
        "Q25-surroundings",
        "Byte order mark, NUL or control characters before or after the frame: cut off.",
    )
    TRAILING_TEXT = (
        "Q25-trailing-text",
        "Text after the end of the frame (also a second frame): dropped.",
    )
    EMPTY_VALUE = (
        "Q25-empty-value",
        'A member without a value, as in `"transactionId":,`: read as null.',
    )
    TRAILING_COMMA = (
        "Q25-trailing-comma",
        "A comma before a closing bracket: dropped.",
    )
    NULL_PAYLOAD = (
        "Q26-null-payload",
        "`null` where an object belongs (OCPP-J 1.6 allows it for empty payloads): read as `{}`.",
    )
    MISSING_PAYLOAD = (
        "Q26-missing-payload",
        "A CALL or CALLRESULT that ends before its payload: read as `{}`.",
    )
    EXTRA_ELEMENTS = (
        "Q26-extra-elements",
        "More elements than the frame has: ignored.",
    )
    UNREADABLE_ANSWER = (
        "Q27-unreadable-answer",
        "A CALLRESULT or CALLERROR of which only the beginning is JSON: its command has failed, nothing else is known.",
    )
    ANSWER_CONTENT = (
        "Q27-answer-content",
        "An answer that does not fit its schema: the command is answered, what it says is unknown.",
    )
    MESSAGE_ID = (
        "Q28-message-id",
        "A message id that is no string or longer than 36 characters: taken, echoed byte for byte.",
    )
    OTHER_ANSWER_ID = (
        "Q30-other-answer-id",
        "An answer with another message id (quirk `any_answer_id`): taken for the open CALL whose schema it fits.",
    )
    LATE_ANSWER = (
        "Q31-late-answer",
        "An answer after its CALL had timed out: recorded, changes nothing.",
    )
    ACTION_CASE = (
        "Q32-action-case",
        "An action in the wrong upper or lower case: read as the one that is meant.",
    )
    FIELD_CASE = (
        "Q32-field-case",
        "A field in the wrong upper or lower case: read as the one that is meant.",
    )
    NUMBER_AS_TEXT = (
        "Q33-number-as-text",
        '`"1"` where a number belongs: read as the number.',
    )
    VALUE_AS_TEXT = (
        "Q33-value-as-text",
        "A number or boolean where a text belongs: read as its text (for vendor data also an object).",
    )
    BOOLEAN = (
        "Q33-boolean",
        '`"true"`, 1 and their kin where a boolean belongs.',
    )
    EXTRA_FIELD = (
        "Q34-extra-field",
        "A field that the schema does not have: ignored.",
    )
    CALLERROR_SHAPE = (
        "Q35-callerror-shape",
        "A CALLERROR with missing elements, an unknown type or details that are no object: taken as it is.",
    )
    TIME_FORMAT = (
        "Q38-time-format",
        "A time that is not RFC 3339 but can be read.",
    )
    TIME_UNREADABLE = (
        "Q38-time-unreadable",
        "A time that cannot be read: kept raw, the time of receipt takes its place.",
    )
    TIME_ZONE = (
        "Q38-time-zone",
        "A time without zone from a station with a configured `time_zone`: read in that zone.",
    )
    IMPLAUSIBLE_TIME = (
        "Q39-implausible-time",
        "A time before 2010 or more than a day ahead: kept raw, the time of receipt takes its place.",
    )
    LOCAL_TIME = (
        "Q40-local-time",
        "Local time labelled `Z` (quirk `local_time_as_utc`): read in the station's zone.",
    )
    CLOCK_SKEW = (
        "Q40-clock-skew",
        "Times that are the same whole hours off, again and again: kept; `local_time_as_utc` would correct them.",
    )
    STOP_BEFORE_START = (
        "Q41-stop-before-start",
        "A stop that is earlier than its start: the duration counts as zero.",
    )
    MINUS_ONE = (
        "Q43-minus-one",
        "transactionId -1: matched to the open transaction by connector, time and meter (the errata allow it).",
    )
    TRANSACTION_ID = (
        "Q44-transaction-id",
        'transactionId null, absent or unreadable: 0, which the gateway never gives out, means "unknown".',
    )
    UNKNOWN_TRANSACTION = (
        "Q45-unknown-transaction",
        "MeterValues that name a transaction nobody knows: stored without one.",
    )
    NO_TRANSACTION_ID = (
        "Q46-no-transaction-id",
        "MeterValues without transactionId while charging: attached to the connector's open transaction.",
    )
    ORPHAN_STOP = (
        "Q47-orphan-stop",
        "A StopTransaction without any start: acknowledged, kept as a record of its own.",
    )
    LOST_STOP = (
        "Q49-lost-stop",
        "A StartTransaction on a connector that is still charging: the old transaction is ended at its last register.",
    )
    FRACTION = (
        "Q50-fraction",
        "A whole number with a fraction (meter readings): rounded to the nearest.",
    )
    METER_READING = (
        "Q50-meter-reading",
        'meterStart or meterStop absent or unreadable: -1 means "unknown".',
    )
    METER_BACKWARDS = (
        "Q50-meter-backwards",
        "meterStop below meterStart: the last reading takes its place; energy is never negative.",
    )
    RESERVATION_ZERO = (
        "Q51-reservation-zero",
        "reservationId 0: read as none.",
    )
    EMPTY_ID_TAG = (
        "Q52-empty-id-tag",
        "An empty idTag: answered like any unknown tag.",
    )
    LATE_START = (
        "Q53-late-start",
        "A StartTransaction older than the one that runs: stored in its place, changes nothing that runs.",
    )
    UNKNOWN_SAMPLE_WORD = (
        "Q55-unknown-sample-word",
        "An unknown unit, measurand, context, phase, location or format: the sample is kept raw.",
    )
    ENTRY_DROPPED = (
        "Q55-entry-dropped",
        "A sample or list entry that cannot be read: dropped, the others are kept.",
    )
    UNREADABLE_VALUE = (
        "Q55-unreadable-value",
        "A sampled value that is no number, or in a unit of another quantity: the sample is kept raw.",
    )
    ENERGY_UNIT = (
        "Q56-energy-unit",
        "An energy reading in another unit than it is labelled (quirk `energy_unit`): read in the true one.",
    )
    NO_SAMPLES = (
        "Q57-no-samples",
        "A meter value without samples: says nothing and is left out.",
    )
    VENDOR_ACCEPTED = (
        "Q61-vendor-accepted",
        "DataTransfer of a vendor that nobody handles (quirk `accept_vendors`): answered `Accepted`, kept in the log.",
    )
    LONE_SURROGATE = (
        "D37-lone-surrogate",
        "Half of a surrogate pair, which no Unicode text can hold: replaced by U+FFFD.",
    )
    NUL_CHARACTER = (
        "D37-nul-character",
        "A NUL inside a text, which PostgreSQL cannot store: replaced by U+FFFD.",
    )
    MESSAGE_TYPE = (
        "D32-message-type",
        'The message type as text or with a fraction, as in `"2"`: read as the number.',
    )
    SINGLE_ENTRY = (
        "E47-single-entry",
        "One object where a list of them belongs: read as a list of one.",
    )
    DEFAULTED = (
        "E43-defaulted-field",
        "A required field is absent or unreadable and harmless: its default is taken.",
    )
    FIELD_DROPPED = (
        "E43-dropped-field",
        "An optional field that cannot be read: read as absent.",
    )
    FRACTION_STEPS = (
        "E78-fraction-steps",
        "A limit that is no multiple of 0.1: kept.",
    )
    UNREADABLE_FRAME = (
        "unreadable-frame",
        "A message that is no OCPP frame: kept raw; answered by a CALLERROR if its id could be read.",
    )
    MORE = (
        "more",
        "There were more violations than are recorded.",
    )
