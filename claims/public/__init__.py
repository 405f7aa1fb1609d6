"""What the world reads without a key and without our API: pages, feeds, the sitemap, and Google's search."""
