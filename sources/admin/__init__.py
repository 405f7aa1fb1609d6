"""Who says things and where they appear, at the desk: sources, their feeds and articles."""

from sources.admin.articles import ArticleAdmin, ArticleVersionAdmin
from sources.admin.feeds import FeedAdmin
from sources.admin.sources import SourceAdmin

__all__ = ["ArticleAdmin", "ArticleVersionAdmin", "FeedAdmin", "SourceAdmin"]
