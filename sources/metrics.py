"""What waits of articles and feeds, as figures."""

from common.metrics import counted, overdue

GAUGES = (
    counted(
        "registry_articles_due",
        "Articles that wait for a worker",
        "sources_article WHERE next_attempt_at <= now()",
    ),
    overdue(
        "registry_article_overdue_seconds",
        "For how long the article that waits longest has been due",
        "next_attempt_at",
        "sources_article WHERE next_attempt_at IS NOT NULL",
    ),
    counted("registry_articles_failed", "Articles that failed", "sources_article WHERE state = 'failed'"),
    overdue(
        "registry_feed_overdue_seconds",
        "For how long the feed that waits longest has been due",
        "next_poll_at",
        "sources_feed WHERE state <> 'paused'",
    ),
    counted("registry_feeds_failing", "Feeds that fail", "sources_feed WHERE state = 'failing'"),
)
