"""How nodes reach each other: the bus, in one process or through Redis. The only room that knows Redis.

Nothing here is truth. Redis may be emptied or lost at any moment, and only speed is lost with it.
"""
