"""What a language's word lists hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from claims.proposing.lexicon.phrases import NO_PHRASES, Phrases

Words = frozenset[str]
NONE: Words = frozenset()


class Verb:
    """How a reporting verb is used: several uses are joined by |."""

    SAY = 1
    """Takes a bare clause, a quotation, or 'that': said, added."""
    TELL = 1 << 1
    """Names the listener first: told."""
    THAT = 1 << 2
    """Reports only with 'that', a quotation or at the end of a sentence: noted, stressed."""
    OBJECT = 1 << 3
    """Its object is what is claimed: confirmed the deaths, announced a plan."""
    MEDIA = 1 << 4
    """What outlets do: reported, wrote; whoever does it at the end of a sentence carries it."""
    FIND = 1 << 5
    """What studies and data do: found, showed; of people it reports only with 'that'."""
    WISH = 1 << 6
    """Utters a wish, not a fact: urged, called on."""
    FEMALE = 1 << 7
    """The form says that the speaker is a woman: заявила."""
    MALE = 1 << 8
    """The form says that the speaker is a man: заявив."""


def verbs(table: Mapping[int, str]) -> dict[str, int]:
    """One dictionary from word form to the uses it was listed under."""
    found: dict[str, int] = {}
    for use, forms in table.items():
        for form in forms.split():
            found[form] = found.get(form, 0) | use
    return found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lexicon:
    """Everything the stages know about one language."""

    code: str
    # sentences
    abbreviations: Words = NONE
    closing_abbreviations: Words = NONE
    """Abbreviations that may well end a sentence: etc, p.m."""
    # attribution
    verbs: Mapping[str, int] = field(default_factory=dict)
    quote_verbs: Words = NONE
    """Verbs of 'was quoted by X as saying', 'X quoted Y as saying'."""
    strong_verbs: Words = NONE
    """Verbs only people do: whoever stands before them speaks."""
    whole_verbs: Words = NONE
    """Verbs without which the claim would turn round: denied, accused."""
    needs_at: Words = NONE
    """Verbs that report only with 'at' and a number: put the toll at 43."""
    charges: Words = NONE
    """What an accused denies without claiming anything: counts, charges."""
    label_words: Words = NONE
    """Words before a colon that name no speaker: update, background."""
    short: int = 3
    """A claim of no more words than this is too short to check."""
    finite_endings: tuple[str, ...] = ()
    """Endings only verbs have: a source's phrase holds none of them."""
    silence: str = ""
    """Pattern of those who do not answer: declined to …, did not respond."""
    housekeeping: str = ""
    """Pattern of a sentence about the article itself, its author, a poll's method or an event to come."""
    imperatives: str = ""
    """Pattern of a sentence that tells the reader to do something."""
    partitives: Words = NONE
    """'one of the posts' names the posts."""
    of_words: Words = NONE
    compounds: frozenset[tuple[str, str]] = frozenset()
    """A verb form and the noun after it that make a noun: think tank."""
    participles: Words = NONE
    """Reporting verbs that continue a sentence with its own subject: saying, adding."""
    that: Words = NONE
    """Words that open the reported clause."""
    that_after_comma: bool = False
    """Whether a comma stands before that word (Ukrainian, Russian, German)."""
    bare_comma_content: bool = False
    """Whether a bare comma may open the reported clause (German: 'sagte, die Stadt sei …')."""
    inverted: bool = False
    """Whether the subject may follow the verb at the start of a sentence."""
    according: Phrases = NO_PHRASES
    """Phrases before the source: according to, за словами."""
    according_after: Words = NONE
    """The same behind whom it names: 'dem Ministerium zufolge'."""
    according_pronouns: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    """'за її словами' → 'f'."""
    as_words: Words = NONE
    """'As X reported'."""
    citing: Phrases = NO_PHRASES
    quoted_by: Phrases = NO_PHRASES
    back_references: Phrases = NO_PHRASES
    """'про це': the sentence only names who said the ones before it."""
    pre_verb: Words = NONE
    """Auxiliaries and adverbs between subject and verb, skipped."""
    after_verb: Words = NONE
    """Adverbs and small words after the verb, skipped."""
    passive: Words = NONE
    """Auxiliaries of the passive: is said to, were told."""
    same_words: Words = NONE
    """'the same office' is the office that spoke before."""
    infinitive: Words = NONE
    """'to' right before a verb: it reports nothing."""
    town_words: Words = NONE
    """Prepositions before a town's name."""
    negations: Words = NONE
    subordinators: Words = NONE
    """'after', 'when': a reporting clause behind one of these does not report the sentence."""
    conjunctions: Words = NONE
    contrast: Words = NONE
    """Words that open an objection to what was said: but, although."""
    openers: Words = NONE
    """Words a sentence may open with before its subject: but, meanwhile."""
    prepositions: Words = NONE
    """Prepositions that may open an adverbial after the verb."""
    adjunct_openers: Words = NONE
    """Words that open a leading adverbial about the saying: in, at, speaking, asked."""
    statement_nouns: Words = NONE
    """interview, statement, briefing, post."""
    carrier_links: Words = NONE
    """Prepositions between such a noun and the carrier: with, to."""
    published_in: Words = NONE
    """Participles before a journal: published, writing."""
    on_words: Words = NONE
    """Prepositions before a platform or programme: on, via."""
    speaking: Words = NONE
    """Verbs whose listener follows: speaking, talking."""
    to_words: Words = NONE
    """Prepositions before a listener: to."""
    by_words: Words = NONE
    date_words: Words = NONE
    """Words right before an expression of time: on, late, earlier."""
    clock_words: Words = NONE
    """Words before a time of day: о 9:40."""
    place_words: Words = NONE
    """Prepositions before a place: in Kyiv."""
    phrase_stops: Words = NONE
    """Words that end a noun phrase after the verb."""
    locative_subjects: Words = NONE
    """'у ДСНС повідомили': the preposition before an organisation that speaks."""
    dative_carriers: bool = False
    """Whether a bare name after the verb may be whoever was told: сказав Суспільному."""
    oblique_endings: tuple[str, ...] = ()
    """Endings of names in the cases a carrier stands in."""
    about_words: Words = NONE
    """'про': what is reported may stand before its verb as 'про X'."""
    dative_endings: tuple[str, ...] = ()
    # noun phrases
    determiners: Words = NONE
    definite: Words = NONE
    articles: Words = NONE
    """The determiners left out of a source's text; numbers and quantities stay: two officials."""
    role_stops: Words = NONE
    """Words before which a role's phrase cannot start: by, with, and."""
    companies: Words = NONE
    """Nouns an organisation is called by that its name need not hold: company, group."""
    organisation_synonyms: tuple[Words, ...] = ()
    particles: Words = NONE
    connectors: Words = NONE
    """Lower-case words inside a name: of, for, the."""
    postmodifiers: Words = NONE
    relative: Words = NONE
    breakers: Words = NONE
    """Words that no source's noun phrase holds."""
    honorifics: Words = NONE
    single: Words = NONE
    """What may be left out before a noun: one, another."""
    noun_verbs: Words = NONE
    """Reporting words that are nouns behind 'a': a project, a report."""
    roles: Words = NONE
    role_endings: tuple[str, ...] = ()
    """Endings that make a longer word a role: nephrologist."""
    role_synonyms: tuple[Words, ...] = ()
    bodies: Words = NONE
    """What a head is of, said without its name: the head of *state*, the *company's* director."""
    nationals: tuple[str, ...] = ()
    """Endings of what people are called by their country: the Italian."""
    role_plain: Words = NONE
    """Common nouns for whoever was named last: official, politician."""
    groups: Words = NONE
    organisations: Words = NONE
    documents: Words = NONE
    transparent: Words = NONE
    """Documents whose issuer is the one who claims: data from X."""
    document_synonyms: tuple[Words, ...] = ()
    posts: Words = NONE
    answer_labels: Words = NONE
    """Labels of the one who is interviewed: A."""
    moderators: Words = NONE
    """Labels of those in a transcript who only ask."""
    generic_outlets: Words = NONE
    listeners: Words = NONE
    plain_modifiers: Words = NONE
    """Capital only at a sentence's start, they issue no document: official figures, satellite images."""
    fresh: Words = NONE
    """Adjectives dropped from an unnamed document: new, recent."""
    not_sources: Words = NONE
    """Nouns after 'according to' that claim nothing: plan, law."""
    pronouns: Mapping[str, str] = field(default_factory=dict)
    """Pronoun to 'm', 'f', 'p' (plural) or 'n'."""
    possessives: Mapping[str, str] = field(default_factory=dict)
    common_capitals: Words = NONE
    """Words that are capital at a sentence's start without being names."""
    nouns_capitalised: bool = False
    elisions: bool = False
    """Whether words lean on the next with an apostrophe (French)."""
    lemmas: Mapping[str, str] = field(default_factory=dict)
    """From an inflected noun to its dictionary form, where the language inflects."""
    head_first: bool = False
    """Whether the head noun opens its phrase: речник міністерства, el ministro de Finanzas."""
    adjectives: Words = NONE
    """Lower-case words before a name or an outlet that only describe it: state, former, local."""
    female_words: Words = NONE
    male_words: Words = NONE
    office_verbs: Words = NONE
    """'Jones, who *took* office in May': a relative clause that tells an office."""
    since_words: Words = NONE
    asking: Words = NONE
    """Words that open what was asked: why, whether."""
    asked: Words = NONE
    """Participles of those whose opinion somebody collected: polled, surveyed."""
    issued_by: Words = NONE
    """Between a document and its issuer: by, from, of."""
    appeared_in: Words = NONE
    """Between a document or post and where it appeared: in, on."""
    # dates
    months: Mapping[str, int] = field(default_factory=dict)
    weekdays: Mapping[str, int] = field(default_factory=dict)
    ambiguous_months: Words = NONE
    """Months that are also words: may, march."""
    year_suffix: str = ""
    """Pattern that may follow the year of a date: року, года."""
    month_prefix: str = ""
    """Pattern of what stands before a month alone: in, last."""
    year_pattern: str = ""
    """Pattern with group `y` for a year alone: in 2019."""
    last_words: Words = NONE
    """'last' before a weekday: the one before the article's own day."""
    day_parts: str = ""
    """Pattern of what may follow a weekday: morning, night."""
    relative_dates: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """yesterday → ('day', -1), last week → ('week', -1)."""
    ago: str = ""
    """Pattern with groups `n` and `u`: two weeks ago."""
    units: Mapping[str, str] = field(default_factory=dict)
    small_numbers: Mapping[str, int] = field(default_factory=dict)
    # layout
    read_also: str = ""
    footers: str = ""
    boilerplate: str = ""
    flashes: str = ""
    """Pattern of what a newsroom puts before a piece of news, up to a colon: breaking, its section."""
    captions: str = ""
    bylines: str = ""
    # worth
    auxiliaries: Words = NONE
    verb_endings: tuple[str, ...] = ()
    numbers: Words = NONE
    comparison: Words = NONE
    cause: Words = NONE
    record: Words = NONE
    prediction: Words = NONE
    change: Words = NONE
    quantity: Words = NONE
    hearsay: Phrases = NO_PHRASES
    opinion: Phrases = NO_PHRASES
    evaluative: Words = NONE
    vague_openers: Words = NONE
    """First words of short sentences that lean on the one before: that, it."""
    leaning: Words = NONE
    """Words that a claim opens with, or denies, and that mean something only beside other sentences."""
    remaining: Words = NONE
    """The same behind the article that a claim opens with: 'the remaining', 'the company'."""
    same_times: Words = NONE
    """'in the same period'."""
    wish: Phrases = NO_PHRASES
    empty: Phrases = NO_PHRASES
    """Phrases of sentences that say nothing checkable: declined to comment, remains to be seen."""
    address: Words = NONE
    """Imperatives a sentence may open with: click, subscribe."""
    fills_pronouns: bool = False
    """Whether pronouns in a claim are replaced by names (where case endings do not stand in the way)."""
    places: Words = NONE
    """Common nouns that stand for the article's place: city, town."""

    def head_synonyms(self, heads: Words) -> Words:
        """The nouns an organisation with one of these in its name may be called by."""
        return frozenset().union(*(group for group in self.organisation_synonyms if group & heads))
