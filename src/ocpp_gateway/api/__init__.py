"""REST for people and programs, one file per resource. The only room that knows the web framework.

Handlers read through the query ports and write through operations; they know neither SQL nor sockets. Every route
declares the permission it needs; every error is a problem document (RFC 9457).
"""
