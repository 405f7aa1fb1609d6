"""What the API is measured against: the same answers without it."""
