"""Django's PostgreSQL backend, which knows a lost connection without asking the server."""
