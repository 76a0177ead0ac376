"""The station sockets. The only room, beside the simulator, that knows WebSocket.

A socket is accepted (`listener`), read up to the end of its HTTP request (`arrival`), understood (`handshake`), let in
or refused (`server`) and becomes a `connection`; all of them together are `connections`. What is said on a connection
is none of this room's business: it hands frames to a Conversation and sends what comes back.
"""
