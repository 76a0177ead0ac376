"""The only room that knows SQL: tables, the two databases, the journal, the event log, and one repository per thing.

SQLite and PostgreSQL share one schema (`tables`) and one tree of migrations. What differs between them stands in
`sqlite`, `postgresql`, `partitions` and the two flushes of `journal`, nowhere else.
"""
