"""Reading for people and programs: one file per resource, each list a keyset page on an index."""
