"""Charging stations that are not there: one station, or a fleet, built from the same `ocpp` room as the gateway.

`station` is a charging station without socket, task or clock: time and randomness are arguments. The files named after
functional blocks say what it does there, `responder` answers every action a central system can send, `client` puts one
station on a WebSocket, `fleet` runs many.
"""
