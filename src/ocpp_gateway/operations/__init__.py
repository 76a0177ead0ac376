"""What the gateway does. Every write starts here: operations read, decide and return; they write nothing themselves.

One file per OCPP functional block, beside `ports` (what operations need from outside) and `decision` (what they
return).
"""
