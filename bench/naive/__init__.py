"""The reference: what a capable team writes first, on mobilityhouse/ocpp, websockets and asyncpg.

One database transaction per message, the answer after its commit, the same rows as the gateway writes: two log rows,
the meter row, the connector's state, the transaction, the station, the event.
"""
