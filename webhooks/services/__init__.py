"""Every write that changes endpoints, deliveries and their upkeep, by what it is about."""
