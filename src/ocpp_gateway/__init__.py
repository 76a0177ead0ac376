"""OCPP Gateway: charging stations connect to it, it stores what they say, shows it and lets people control them."""

__version__ = "0.1.0"
