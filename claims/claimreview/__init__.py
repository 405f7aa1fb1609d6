"""ClaimReview (schema.org) in and out: plain data here, JSON-LD as it is found in the world there. Pure."""
