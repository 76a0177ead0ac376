"""The domain: what a charging network is made of, in the standard library only.

Nothing here knows a socket, a database or OCPP's words. Time and randomness are arguments.
"""
