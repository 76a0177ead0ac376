"""OCPP-J as the specification has it: frames, conversations, messages, schemas and the repairs of the field.

Nothing here knows a socket, a task or a clock; time is an argument. `exchange` is one conversation, `frames` its
sentences, `catalogue` the words (every Action), `codec` their meaning (typed messages), `repairs` what stations bend.
"""
