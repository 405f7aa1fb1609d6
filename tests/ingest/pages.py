"""News pages of our own in several layouts. The places, people and outlets do not exist."""

from __future__ import annotations

PARAGRAPHS = (
    (
        """
The council of Velmar approved the new harbour bridge on Monday by 31 votes to 12, ending a long dispute.
“We will open it before the herring season of 2028,” Mayor Ilse Korbet told the Alder Gazette after the vote.
According to the harbour office, 1,200 lorries cross the old bridge every day, twice as many as in 2016.
The opposition called that misleading. Its speaker, Tomas Reyk, said the office had counted vans too.
Work is to begin in March, the council said in a statement. Until then, the old bridge is closed to them.
"""
    )
    .strip()
    .splitlines()
)
"""The article: what extraction has to find, whole and in order."""

CLUTTER = [
    "Home News Sport Weather",
    "Herring catch falls for a third year",
    "Ten bridges you must see",
    "Subscribe to our newsletter and get the news in your inbox every morning",
    "The old bridge in May.",
    "Follow us on Facebook and Telegram",
    "Pelle from Norrvik: about time!",
    "We use cookies",
    "© 2026 Alder Gazette. All rights reserved.",
    "Most read",
    "Advertisement",
]
"""What surrounds it: none of this may be in the text."""

_P = [f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS]
_HEAD = """
<meta charset="utf-8"><title>Velmar approves bridge - Alder Gazette</title>
<link rel="canonical" href="/2026/11/velmar-bridge">
<meta property="og:title" content="Velmar approves harbour bridge">
<meta property="og:site_name" content="Alder Gazette">
<meta name="description" content="After seven years, a vote.">
<meta name="author" content="Nora Vint">
"""
_MENU = "<a href='/'>Home</a> <a href='/n'>News</a> <a href='/s'>Sport</a> <a href='/w'>Weather</a>"
_NAV = f"<header><nav><ul><li>{_MENU}</li></ul></nav></header>"
_FOOT = """<div class='cookie-consent'>We use cookies <button>Accept</button></div>
<footer><p>© 2026 Alder Gazette. All rights reserved.</p><p>Follow us on Facebook and Telegram</p></footer>"""
_LINK = "<a href='/x'>Herring catch falls for a third year</a>"
_OTHER_LINK = "<a href='/y'>Ten bridges you must see</a>"
_LINKS = f"<li>{_LINK}</li><li>{_OTHER_LINK}</li>"
_NEWSLETTER = "<p>Subscribe to our newsletter and get the news in your inbox every morning</p>"

SEMANTIC = f"""<!doctype html><html lang="en"><head>{_HEAD}
<script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [
 {{"@type": "WebPage", "datePublished": "2020-01-01T00:00:00Z"}},
 {{"@type": ["NewsArticle"], "headline": "Velmar approves harbour bridge",
   "datePublished": "2026-11-02T18:05:00+01:00", "author": {{"@type": "Person", "name": "Nora Vint"}}}}
 ]}}</script></head>
<body>{_NAV}<main><article><h1>Velmar approves harbour bridge</h1>
<div class="byline">By Nora Vint</div>
<figure><img src="b.jpg"><figcaption>The old bridge in May.</figcaption></figure>
{_P[0]}{_P[1]}<div class="newsletter">{_NEWSLETTER}</div>
{_P[2]}<h3>Read also</h3><ul>{_LINKS}</ul>{_P[3]}<p>Advertisement</p>{_P[4]}
</article><section id="comments"><h2>Comments</h2><p>Pelle from Norrvik: about time!</p></section></main>
<aside><h4>Most read</h4><ol>{_LINKS}</ol></aside>{_FOOT}</body></html>"""

BARE_DIVS = f"""<html><head>{_HEAD}
<meta property="article:published_time" content="2026-11-02T18:05:00Z"></head><body>
<div id="menu">{_MENU}</div>
<div id="page"><div class="title">Velmar approves harbour bridge</div><div class="story">
{_P[0]}{_P[1]}<p><strong>Read also:</strong></p><p>{_LINK}</p><p>{_OTHER_LINK}</p>{_P[2]}{_P[3]}
<p>Related: {_OTHER_LINK}</p>{_P[4]}{_NEWSLETTER}
</div><div class="sidebar"><b>Most read</b><div>{_LINK}</div></div></div>
{_FOOT}</body></html>"""

TABLES = f"""<html><head>{_HEAD}<meta name="date" content="2026-11-02"></head><body>
<table width="100%"><tr><td>{_MENU}</td>
<td><h1>Velmar approves harbour bridge</h1>{"".join(_P)}</td>
<td><b>Most read</b><br>{_LINK}</td></tr></table>{_FOOT}</body></html>"""

CUT_IN_PARTS = f"""<html><head>{_HEAD}</head><body>{_NAV}<article class="main">
<h1>Velmar approves harbour bridge</h1>
<div class="row"><div class="body__container article__body">{_P[0]}{_P[1]}</div></div>
<div class="ad-slot"><p>Advertisement</p></div>
<div class="row"><div class="body__container article__body">{_P[2]}{_P[3]}{_P[4]}
<ul>{_LINKS}</ul></div></div></article>{_FOOT}</body></html>"""

LAYOUTS = {"semantic": SEMANTIC, "bare divs": BARE_DIVS, "tables": TABLES, "cut in parts": CUT_IN_PARTS}
