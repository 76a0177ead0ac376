"""OCPP 1.6: one file per functional block, and `table`, which lists the handler of every action."""
