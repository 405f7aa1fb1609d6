"""Searching claims by words: what a query means, and where its words stand in a text. Pure."""
