"""The vocabulary of OCPP 1.6: typed messages generated from the official JSON schemas."""
