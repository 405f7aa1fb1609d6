"""What stands on a news page without being the article: 'read also' lists, newsletter lines, captions.

Pure: lxml trees and lines of text in, the same without the clutter out. The general work (navigation,
comments, side columns) is trafilatura's; here is what it leaves behind.
"""

import re
from collections.abc import Iterator

from lxml import etree

MARKER_MAX_CHARS = 60
MARKER_MAX_CHILDREN = 4
"""A 'Read also' heading is never longer, nor in more pieces, than this."""

_MARKERS = r"""
    read \s also | also \s read | read \s (more|next|on) | read \s more \s (on|about) \b .* | more
    | see \s (also|more) | more \s (on|from|about) \b .* | also \s on \b .* | in \s other \s news
    | related (\s (articles?|stories|news|reading|content|posts?|coverage|topics?))?
    | you \s (may|might) \s also \s (like|be \s interested \s in) | you .{0,3} ll \s also \s like
    | don .? t \s miss | recommended (\s (for \s you|stories|reading))? | further \s reading
    | most \s (read|popular) | editor s? .{0,2} s? \s (picks|choice) | trending (\s now)?
    | читайте \s также | читать \s также | по \s теме | материалы \s по \s теме | смотрите \s также
    | читайте \s також | дивіться \s також | за \s темою | також \s читайте
    | lesen \s sie \s (auch|mehr) | mehr \s zum \s thema | das \s könnte \s sie \s auch \s interessieren
    | à \s lire \s (aussi|également) | lire \s aussi | sur \s le \s m[êe]me \s sujet | voir \s aussi
    | lea \s también | lee \s también | te \s puede \s interesar | ver \s también | más \s (sobre|en) \b .*
    | leia \s (também|mais) | veja \s também | leggi \s anche | vedi \s anche
    | potrebbe \s interessarti \s anche | czytaj \s (też|także|więcej) | zobacz \s (też|także|również)
    | lees \s ook | läs \s (också|även) | les \s også
"""
_MARKER = re.compile(rf"(?:{_MARKERS})", re.IGNORECASE | re.VERBOSE)
_MARKER_THEN_LINK = re.compile(rf"(?:{_MARKERS}) \s* [:|–—-]", re.IGNORECASE | re.VERBOSE)
_LONG_CHARS = 5000
_BODY_CLASS = re.compile(
    r"(?:article|story)[-_]{0,2}body|body__(?:inner-)?container|entry-content", re.IGNORECASE
)
_EDGES = " \t\n\r:.…!|[]()–—-»›>*•#"

_BEFORE_CLUTTER, _AFTER_CLUTTER = " \t\n\r[(*•–—|-", " \t\n\r])*|.!"
_CLUTTER = re.compile(
    r"""(?:
        (?:sign \s up|subscribe|register|join \s us|get|click \s here|receive) \b .*
            \b(?:newsletters?|inbox|daily \s briefing|email \s alerts|latest \s updates)\b .*
      | enter \s your \s e-?mail \b .*
      | (?:like|love|enjoy(?:ed)?) \s this \s (?:story|article|post) \b .*
      | share \s (?:this|on|via) \b .{0,60}
      | (?:leave|post|add|write) \s a \s comment .{0,40} | comments? | advertisement | sponsored | tags?
      | (?:follow|reach) \b .{1,80} \b(?:twitter|facebook|instagram|telegram|youtube|bluesky)\b .{0,80}
      | (?:filed \s under|tagged(?:\s with)?|topics?|tags) \s* : .{0,200}
      | the \s post \b .* \b appeared \s first \s on \b .*
      | all \s rights \s reserved .{0,80} | (?:copyright|©) .{0,120}
      | (?:photo|image|picture|foto|фото|bild|crédit|credit) s? (?:\s (?:by|credit) \b)? \s* [:/] .{0,160}
      | reporting \s by \b .{0,200} \b editing \s by \b .{0,200} | additional \s reporting \s by \b .{0,200}
      | .{1,200} \b contributed \s (?:to \s this \s (?:report|story|article)|reporting \s from \b .{1,40})
      | (?:related|read|see) (?:\s (?:also|more|story|stories|articles?|posts?))? \s* : \s .{1,160}
      | source \s? : .{1,60}
      | have \s a \s tip \? .{0,200}
      | (?:updated|published|posted|last \s modified) \s* :? \s (?:at\s)? .{0,12} \d .{0,30}
      | \d{1,2} \s min (?:ute)? s? \s read | tempo \s de \s leitura \b .{0,20}
      | https?://\S+ | [^\s@]++@[^\s@]+\.\w+ | twitter\.com/\S+
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def _words(element: etree._Element) -> str:
    """The element's text with single spaces, read no further than it takes to see that it is long."""
    parts: list[str] = []
    length = 0
    for part in element.itertext():
        parts.append(part[:_LONG_CHARS])
        length += len(parts[-1])
        if length > _LONG_CHARS:
            break
    return " ".join("".join(parts).split())


def _is_marker(text: str) -> bool:
    return len(text) <= MARKER_MAX_CHARS and _MARKER.fullmatch(text.strip(_EDGES)) is not None


def _is_links_only(element: etree._Element) -> bool:
    """Whether at least four fifths of the letters shown are inside links (an empty element counts)."""
    linked = sum(len(_words(link)) for link in element.iter("a"))
    return linked >= 0.8 * len(_words(element))


def _link_lists(tree: etree._Element) -> Iterator[etree._Element]:
    """Lists in which every one of two or more items is nothing but a link."""
    for element in tree.iter("ul", "ol"):
        items = [item for item in element if item.tag == "li" and _words(item)]
        if len(items) >= 2 and all(_is_links_only(item) for item in items):
            yield element


def _block_of(element: etree._Element) -> etree._Element:
    """The outermost ancestor that shows nothing besides this element's own text."""
    text = _words(element)
    parent = element.getparent()
    while (
        parent is not None
        and parent.tag not in ("body", "article", "main", "html")
        and _words(parent) == text
    ):
        element, parent = parent, parent.getparent()
    return element


def _related_blocks(tree: etree._Element) -> dict[etree._Element, None]:
    """Every 'Read also' heading with the links that follow it, and every 'Read also: <link>' paragraph."""
    blocks: dict[etree._Element, None] = {}  # ordered, so that the same page is always cut the same way
    inside: set[etree._Element] = set()
    for element in tree.iter("p", "li", "div", "h2", "h3", "h4", "h5", "h6", "strong", "b", "span", "em"):
        if element in blocks or element in inside or len(element) > MARKER_MAX_CHILDREN:
            continue
        text = _words(element)
        if text and _is_marker(text):
            heading = _block_of(element)
            blocks[heading] = None
            inside.update(heading.iter())
            block = heading.getnext()
            while block is not None and block not in blocks and _is_links_only(block):
                blocks[block] = None
                block = block.getnext()
        elif element.tag in ("p", "li", "div") and _starts_related_link(element, text):
            blocks[element] = None
    return blocks


def _starts_related_link(element: etree._Element, text: str) -> bool:
    match = _MARKER_THEN_LINK.match(text[:MARKER_MAX_CHARS])
    if match is None:
        return False
    rest = len(text) - match.end()
    linked = sum(len(_words(link)) for link in element.iter("a"))
    return 0 < rest <= 1.15 * linked + 2


def prune_related(tree: etree._Element) -> None:
    """Take the 'read also' blocks, lists of links and figure captions out of the tree, in place."""
    doomed = [*_related_blocks(tree), *_link_lists(tree), *tree.iter("figcaption", "caption")]
    for element in doomed:
        if element.getparent() is not None:
            element.drop_tree()


def unwrap_layout_tables(tree: etree._Element) -> None:
    """Make plain blocks of tables that hold paragraphs or other tables: those lay out a page, not data."""
    for table in list(tree.iter("table")):
        parts = [
            part for part in table.iterdescendants("tbody", "tr", "td", "th") if _table_of(part) is table
        ]
        nested = next(table.iterdescendants("table"), None) is not None
        if nested or any(len(part.findall("p")) > 1 for part in parts):
            for part in (table, *parts):
                part.tag = "div"


def _table_of(part: etree._Element) -> etree._Element | None:
    return next(part.iterancestors("table"), None)


def join_body_parts(tree: etree._Element) -> None:
    """Put the parts of an article body that a layout cut in several (around advertisements) into the first.

    Parts are containers marked as the body with exactly the same class; only under one h1, since pages
    that go on with the next article have an h1 for each.
    """
    if sum(1 for _ in tree.iter("h1")) > 1:
        return
    parts: dict[str, list[etree._Element]] = {}
    for element in tree.iter("div", "section"):
        name = element.get("class") or ""
        if element.get("itemprop") == "articleBody" or _BODY_CLASS.search(name):
            parts.setdefault(name, []).append(element)
    for first, *rest in parts.values():
        for part in rest:
            if first not in part.iterancestors():
                first.extend(list(part))


def is_clutter(line: str) -> bool:
    """Whether a line of extracted text is a newsletter, sharing, credit or 'read also' line."""
    bare = line.lstrip(_BEFORE_CLUTTER).rstrip(_AFTER_CLUTTER)
    return _is_marker(line) or _CLUTTER.fullmatch(bare) is not None
