"""Russian."""

from claims.proposing.lexicon.base import Lexicon
from claims.proposing.lexicon.notation import phrase_pairs, phrases, words
from claims.proposing.lexicon.ru_nouns import NOUNS
from claims.proposing.lexicon.ru_page import PAGE
from claims.proposing.lexicon.ru_verbs import VERBS
from claims.proposing.lexicon.ru_worth import WORTH

RUSSIAN = Lexicon(
    code=r"ru",
    abbreviations=words("""
        г гг ул пр просп пл д кв обл р-н тыс млн млрд трлн руб коп см т п с н напр проф акад доц канд док
        чел кн стор рис табл тел о им мин сек ч кг км мм га др е у.е ст
    """),
    closing_abbreviations=words("гг г др д руб млн млрд тыс коп пр чел"),
    that=words("что якобы будто"),
    that_after_comma=True,
    inverted=True,
    according=phrases("""
        по словам | по данным | по информации | согласно | по мнению | по оценке | по оценкам | по прогнозу
        | по прогнозам | по версии | по подсчетам | по подсчётам | по сообщению | по утверждению | по
        свидетельству | как следует из | в соответствии с | со слов | по сведениям
    """),
    according_pronouns=phrase_pairs("""
        по его словам: m | по её словам: f | по ее словам: f | по их словам: p | по его мнению: m | по ее
        мнению: f | по её мнению: f | по его данным: m | по их данным: p
    """),
    as_words=words("как"),
    citing=phrases("со ссылкой на | ссылаясь на"),
    quoted_by=phrases("цитирует | цитируют | приводит слова | передает слова"),
    back_references=phrases("об этом | такое заявление | такие данные"),
    pre_verb=words("""
        также ранее позже затем потом снова уже еще ещё отдельно публично официально недавно тогда
        неоднократно этом тоже
    """),
    after_verb=words("также ранее позже тогда снова уже отдельно этом тоже это об"),
    negations=words("не ни"),
    subordinators=words("""
        после перед когда если поскольку потому хотя пока едва где кто который которая которое которые
        которого которой которых чтобы почему чем
    """),
    conjunctions=words("и а но однако или"),
    openers=words("""
        также но однако и а между кроме позже ранее затем теперь сегодня вчера напомним впрочем наконец
        вместе поэтому итак например
    """),
    prepositions=words("""
        в на под для до через от при после перед о про во время по из с со между около течение накануне об
    """),
    adjunct_openers=words("""
        в на во под выступая комментируя отвечая беседуя говоря за через накануне
    """),
    statement_nouns=words("""
        интервью комментарии комментарий брифинге брифинг эфире эфир заявлении заявление посте пост
        сообщении разговоре беседе обращении видео пресс-конференции конференции встрече заседании программе
        подкасте странице канале статье колонке блоге письме отчете отчёте сводке выступлении форуме саммите
        визита поездки совещании слушаний телеграм-канале телеграме фейсбуке речи
    """),
    carrier_links=words("для с со из в на"),
    published_in=words("""
        опубликованном опубликованной опубликованное опубликованная опубликовал написал
    """),
    on_words=words("в на через"),
    speaking=words("беседуя разговаривая"),
    to_words=words("для с"),
    by_words=words("от"),
    date_words=words("в во на с от еще вечером утром ночью до"),
    place_words=words("в"),
    phrase_stops=words("""
        в во на под для через что после когда который которая которые чтобы про об о
    """),
    locative_subjects=words("в во"),
    dative_carriers=True,
    oblique_endings=("ому", "ого", "ой", "ию", "ии", "ем", "у", "ю", "ам", "ям"),
    about_words=words("о об про"),
    dative_endings=("ому", "у", "ю", "е", "ам", "ям", "reuters", "afp", "ap", "bbc", "cnn", "рбк", "тасс"),
    short=2,
    **VERBS,
    **NOUNS,
    **PAGE,
    **WORTH,
)
"""What the stages know about Russian."""
