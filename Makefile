# Thin aliases: everything is done by ./gateway.
COMMANDS := run demo test lint bench docs lock

.PHONY: help $(COMMANDS)
help:
	@./gateway
$(COMMANDS):
	@./gateway $@
