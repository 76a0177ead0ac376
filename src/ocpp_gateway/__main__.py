"""`python -m ocpp_gateway` is the program `ocpp-gateway`."""

from ocpp_gateway.cli import main

main()
