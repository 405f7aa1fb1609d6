"""How long what people write may be, at the desk as over the API."""

TEXT_LENGTH = 100_000
"""Characters of a text, such as a claim, a reason or an explanation."""
