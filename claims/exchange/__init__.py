"""Claims and verdicts in bulk: bodies, rows and documents as they are sent. Pure."""
