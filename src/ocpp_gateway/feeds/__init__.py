"""The engine behind everything that leaves as events: cursors, filters by grant, fan-out, snapshots, the live log.

`engine` reads the event log once per node and hands every event to the subscribers that may and want to see it;
`connection` speaks the protocol of one feed (docs: the live feed); `open_feeds` knows all of them. No web framework and
no SQL here: sockets, queries and rights come in through `ports`.
"""
