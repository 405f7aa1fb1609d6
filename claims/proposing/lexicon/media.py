"""Networks and outlets, the same in every language."""

from collections.abc import Mapping

from claims.proposing.lexicon.base import Words
from claims.proposing.lexicon.notation import words

_PLATFORM_NAMES = """
    Facebook Telegram Twitter X Instagram TikTok YouTube WhatsApp Threads LinkedIn Bluesky Mastodon Reddit
    Viber Signal Discord Substack WeChat Weibo VKontakte Odnoklassniki Snapchat Pinterest Medium Quora
"""

PLATFORMS: Mapping[str, str] = {name.lower(): name for name in _PLATFORM_NAMES.split()} | {
    "фейсбук": "Facebook", "фейсбуку": "Facebook", "фейсбуці": "Facebook", "фейсбуке": "Facebook",
    "телеграм": "Telegram", "телеграмі": "Telegram", "телеграме": "Telegram", "телеграм-каналі": "Telegram",
    "телеграм-канале": "Telegram", "telegram-каналі": "Telegram", "telegram-канале": "Telegram",
    "твіттер": "Twitter", "твіттері": "Twitter", "твиттере": "Twitter", "інстаграмі": "Instagram",
    "инстаграме": "Instagram", "ютуб": "YouTube", "ютубі": "YouTube", "ютубе": "YouTube", "тіктоці": "TikTok",
    "telegram-kanal": "Telegram", "facebook-post": "Facebook", "facebook-seite": "Facebook",
}  # fmt: skip
"""Social networks by lower-case name, with the name to show."""

MEDIA: Words = words("""
    reuters ap afp dpa efe ansa tass upi bbc cnn cbs nbc abc msnbc npr pbs itv rfi rai zdf ard wdr ndr bfm
    lci bloomberg axios politico guardian economist newsweek suspilne ukrinform interfax interfax-ukraine
    unian hromadske суспільне укрінформ інтерфакс-україна уніан громадське тасс интерфакс коммерсант
    ведомости spiegel zeit faz bild tagesschau handelsblatt monde figaro libération mundo país abc.es
    vanguardia associated ft wsj l'equipe lequipe rtl rts rtbf srf orf sat n-tv marianne wapo haaretz
    jazeera dw meduza медуза
""")
"""Names of outlets that nothing else in a sentence gives away."""

MEDIA_WORDS: Words = words("""
    news times post herald gazette tribune radio tv television channel press daily journal magazine weekly
    chronicle courier observer telegraph mirror mail broadcaster broadcasting newspaper today standard
    sentinel examiner dispatch record wire bulletin review broadcast evening morning media network новини
    телеканал радіо вісник газета канал тиждень правда новости телеканал радио вестник zeitung nachrichten
    rundfunk kurier anzeiger tageblatt fernsehen diario radio prensa noticias periódico journal presse
    gazette courrier télévision quotidien
""")
"""Words within the names of outlets."""
