"""What can be done to candidates, claims and verdicts. Every write of this app goes through here."""
