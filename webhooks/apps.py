"""Django's configuration of the app."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "webhooks"

    def ready(self) -> None:
        """Hear of what happens to claims."""
        # Models, which these import, exist only once every app is loaded.
        from claims import events  # noqa: PLC0415 - see above
        from webhooks import subscribers  # noqa: PLC0415 - see above

        events.on_verdict_changed(subscribers.verdict_changed)
        events.on_first_verdicts(subscribers.first_verdicts)
        events.on_claim_merged(subscribers.claim_merged)
        events.on_evidence_link_broken(subscribers.evidence_link_broken)
