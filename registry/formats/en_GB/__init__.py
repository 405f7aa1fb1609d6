"""British English, the desk's language."""
