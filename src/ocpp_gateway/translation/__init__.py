"""OCPP's words ↔ our words. The only place where both are known: above it sockets, below it operations."""
