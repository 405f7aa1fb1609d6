"""What is cut from a sentence (reporting words, a newsroom's label), and what must stay (its commas)."""

import pytest

from claims.proposing.proposer import LinguisticProposer
from claims.proposing.types import ArticleText, Proposal

PROPOSER = LinguisticProposer(threshold=0.0)


def only(text: str, language: str) -> Proposal:
    found = PROPOSER.propose(ArticleText(text, language))
    assert len(found) == 1
    assert text[found[0].start : found[0].end] == found[0].sentence
    return found[0]


@pytest.mark.parametrize(
    ("language", "sentence", "text"),
    [
        ("en", "The bridge, which carries 4,000 cars a day, Holt said, will close.",
         "The bridge, which carries 4,000 cars a day, will close."),
        ("en", "It will cost £7.4m, Holt said, of which the county pays half.",
         "It will cost £7.4m, of which the county pays half."),
        ("en", "When the river rose, Holt said, the bridge lost 12 bolts.",
         "When the river rose, the bridge lost 12 bolts."),
        ("uk", "Міст, який будували 12 років, розповів Орлик, закрили.",
         "Міст, який будували 12 років, закрили."),
        ("ru", "Мост, по которому проходят 14 тысяч машин, отметила Квилл, закрыли.",
         "Мост, по которому проходят 14 тысяч машин, закрыли."),
        ("de", "Die Brücke, die 1962 gebaut wurde, sagte Holt, sei gesperrt.",
         "Die Brücke, die 1962 gebaut wurde, sei gesperrt."),
        ("es", "El puente, por el que pasan 14.000 coches, dijo Holt, se cerró.",
         "El puente, por el que pasan 14.000 coches, se cerró."),
        ("fr", "Le pont, qui porte 14 000 voitures, a déclaré Holt, a été fermé.",
         "Le pont, qui porte 14 000 voitures, a été fermé."),
    ],
)  # fmt: skip
def test_a_comma_of_the_claim_s_own_stays(language: str, sentence: str, text: str) -> None:
    assert only(sentence, language).text == text


@pytest.mark.parametrize(
    ("language", "sentence", "text"),
    [
        ("en", "The bridge, Holt said, closed in 2019.", "The bridge closed in 2019."),
        ("en", "That bridge, Holt said, closed in 2019.", "That bridge closed in 2019."),
        ("en", "It cost £4m, twice what the city approved, Minister Holt told the Post, the Mail reports.",
         "It cost £4m, twice what the city approved."),
        ("uk", "Новий міст, розповів Орлик, закрили.", "Новий міст закрили."),
        ("de", "Die Brücke, sagte Holt, sei 2019 gesperrt worden.", "Die Brücke sei 2019 gesperrt worden."),
    ],
)  # fmt: skip
def test_the_commas_around_the_reporting_words_go_with_them(language: str, sentence: str, text: str) -> None:
    assert only(sentence, language).text == text


@pytest.mark.parametrize(
    ("language", "label", "sentence"),
    [
        ("en", "BREAKING: ", "Two people have died in flooding in Astley."),
        ("en", "Update: ", "The death toll has risen to 12."),
        ("uk", "ТЕРМІНОВО: ", "У Сельмі загинули 12 людей."),
        ("ru", "СРОЧНО: ", "В Сельме погибли 12 человек."),
        ("de", "EILMELDUNG: ", "Bei einer Explosion in Selm starben 12 Menschen."),
        ("es", "ÚLTIMA HORA: ", "Una explosión en Selm mata a 12 personas."),
        ("fr", "URGENT : ", "Une explosion à Selm fait 12 morts."),
    ],
)
def test_a_newsroom_s_label_is_no_part_of_the_claim(language: str, label: str, sentence: str) -> None:
    found = only(label + sentence, language)
    assert (found.text, found.sentence, found.claimant) == (sentence, sentence, None)


def test_a_label_over_every_entry_of_a_live_blog_is_no_speaker() -> None:
    text = "\n\n".join(f"UPDATE: The death toll has risen to {dead}." for dead in range(12, 18))
    assert {found.claimant for found in PROPOSER.propose(ArticleText(text, "en"))} == {None}


@pytest.mark.parametrize(
    ("language", "sentence", "text"),
    [
        ("en", "In a statement Holt said: “We carried out seven inspections.”",
         "We carried out seven inspections."),
        ("uk", "У заяві Орлик сказав: «Ми провели сім оглядів мосту».", "Ми провели сім оглядів мосту."),
        ("ru", "В заявлении Орлик сказал: «Мы провели семь осмотров моста».",
         "Мы провели семь осмотров моста."),
    ],
)  # fmt: skip
def test_a_quotation_stands_without_the_words_before_its_colon(
    language: str, sentence: str, text: str
) -> None:
    assert only(sentence, language).text == text


@pytest.mark.parametrize(
    ("language", "sentence", "text"),
    [
        ("en", "“The bridge lost 300 bolts,” said Hanna Bilyk, 71, whose windows were blown out.",
         "The bridge lost 300 bolts."),
        ("uk", "«Міст втратив 300 болтів», — сказала Ганна Білик, 71, яка живе поруч.",
         "Міст втратив 300 болтів."),
        ("fr", "« Le pont a perdu 300 boulons », a déclaré Hanna Bilyk, qui habite à côté.",
         "Le pont a perdu 300 boulons."),
    ],
)  # fmt: skip
def test_what_is_said_of_the_speaker_is_not_said_by_the_speaker(
    language: str, sentence: str, text: str
) -> None:
    assert only(sentence, language).text == text


@pytest.mark.parametrize(
    ("language", "text", "claimant"),
    [
        ("uk", "Міст закриють на 12 місяців. Про це журналістам повідомив мер Павло Орлик.", "Павло Орлик"),
        ("ru", "Мост закроют на 12 месяцев. Об этом журналистам сообщил мэр Павел Орлик.", "Павел Орлик"),
    ],
)
def test_those_told_before_the_verb_claim_nothing(language: str, text: str, claimant: str) -> None:
    assert only(text, language).claimant == claimant


@pytest.mark.parametrize(
    ("language", "sentence", "text"),
    [
        ("de", "„Die Brücke hat 300 Bolzen verloren“, sagte Hanna Bilyk, die seit 1990 dort wohnt.",
         "Die Brücke hat 300 Bolzen verloren."),
        ("de", "Die Brücke habe 300 Bolzen verloren, sagte Hanna Bilyk, die dort wohnt.",
         "Die Brücke habe 300 Bolzen verloren."),
        ("es", "«El puente perdió 300 pernos», dijo Hanna Bilyk, que vive al lado.",
         "El puente perdió 300 pernos."),
    ],
)  # fmt: skip
def test_a_relative_clause_tells_of_the_speaker(language: str, sentence: str, text: str) -> None:
    found = only(sentence, language)
    assert (found.text, found.claimant) == (text, "Hanna Bilyk")


def test_where_and_when_a_post_was_published_is_no_part_of_it() -> None:
    found = only("“The bridge lost 300 bolts,” reads the post, published on Facebook on 12 March.", "en")
    assert (found.text, found.via) == ("The bridge lost 300 bolts.", ("Facebook",))
    assert found.said_on is not None
    assert found.said_on.text == "12 March"


@pytest.mark.parametrize(
    ("language", "sentence", "text", "via"),
    [
        ("en", "The bridge lost 300 bolts, said the mayor, Hanna Bilyk, to the BBC.",
         "The bridge lost 300 bolts.", ("BBC",)),
        ("fr", "Le pont a perdu 300 boulons, a assuré mardi la maire, Hanna Bilyk, à l'AFP.",
         "Le pont a perdu 300 boulons.", ("AFP",)),
        ("fr", "Le pont a perdu 300 boulons, a assuré Hanna Bilyk, maire de Selme, au conseil municipal.",
         "Le pont a perdu 300 boulons.", ()),
        ("es", "El puente perdió 300 pernos, dijo la alcaldesa, Hanna Bilyk, al pleno.",
         "El puente perdió 300 pernos.", ()),
        ("en", "The bridge lost 300 bolts, Hanna Bilyk said, speaking after the vote.",
         "The bridge lost 300 bolts.", ()),
        ("en", "The bridge, Hanna Bilyk said, speaking in Selm, lost 300 bolts.",
         "The bridge lost 300 bolts.", ()),
        # What goes on there is the claim's own.
        ("en", "The cost of the bridge rose, said the mayor, Hanna Bilyk, to 40 million crowns.",
         "The cost of the bridge rose to 40 million crowns.", ()),
    ],
)  # fmt: skip
def test_whoever_was_told_behind_the_speaker_s_role_is_no_part_of_the_claim(
    language: str, sentence: str, text: str, via: tuple[str, ...]
) -> None:
    found = only(sentence, language)
    assert (found.text, found.via, found.claimant) == (text, via, "Hanna Bilyk")


@pytest.mark.parametrize(
    ("language", "sentence", "text", "claimant"),
    [
        ("de", "Nach Auskunft des Ministeriums sind 12 Brücken gesperrt.", "12 Brücken sind gesperrt.",
         "Ministerium"),
        ("fr", "« Le pont a perdu 300 boulons », s'est défendue la maire, Hanna Bilyk.",
         "Le pont a perdu 300 boulons.", "Hanna Bilyk"),
    ],
)  # fmt: skip
def test_more_ways_of_saying_who_says_it(language: str, sentence: str, text: str, claimant: str) -> None:
    found = only(sentence, language)
    assert (found.text, found.claimant) == (text, claimant)


@pytest.mark.parametrize(
    ("language", "sentence", "text"),
    [
        ("en", "Exports fell by 40 per cent, Holt said, adding that 12,000 people lost their jobs.",
         "Exports fell by 40 per cent; 12,000 people lost their jobs."),
        ("en", "Holt said exports fell by 4 per cent, adding that 300 people went and warning that 60 would.",
         "Exports fell by 4 per cent; 300 people went; 60 would."),
        ("en", "“Exports fell by 40 per cent,” said Holt, adding: “12,000 people lost their jobs.”",
         "Exports fell by 40 per cent; 12,000 people lost their jobs."),
        ("fr", "Le pont a perdu 300 boulons, a déclaré Holt, ajoutant que 12 pylônes étaient fissurés.",
         "Le pont a perdu 300 boulons; 12 pylônes étaient fissurés."),
        ("uk", "Експорт впав на 40%, сказав Коваль, додавши, що 12 тисяч людей втратили роботу.",
         "Експорт впав на 40%; 12 тисяч людей втратили роботу."),
        ("ru", "Экспорт упал на 40%, сказал Коваль, добавив, что 12 тысяч человек потеряли работу.",
         "Экспорт упал на 40%; 12 тысяч человек потеряли работу."),
        # Without 'that' it is not sure where the statement begins.
        ("en", "Holt told us that exports fell by 40 per cent, adding 12,000 people to the jobless.",
         "Exports fell by 40 per cent, adding 12,000 people to the jobless."),
    ],
)  # fmt: skip
def test_a_statement_that_is_added_stands_behind_a_semicolon(language: str, sentence: str, text: str) -> None:
    assert only(sentence, language).text == text


@pytest.mark.parametrize(
    ("language", "sentence", "text"),
    [
        ("en", "“The bridge lost 300 bolts,” said Holt, smiling.", "The bridge lost 300 bolts."),
        ("de", "„Die Brücke hat 300 Bolzen verloren“, sagte Holt, der die Stadt leitet.",
         "Die Brücke hat 300 Bolzen verloren."),
        ("fr", "« Le pont a perdu 300 boulons », a déclaré Hanna Bilyk, lundi, à Selme.",
         "Le pont a perdu 300 boulons."),
        # What leads on, and what is quoted, is the speaker's.
        ("en", "“The bridge lost 300 bolts,” said Holt, and 12 cars were damaged.",
         "The bridge lost 300 bolts and 12 cars were damaged."),
        ("en", "“The bridge,” said Holt, “lost 300 bolts.”", "The bridge lost 300 bolts."),
    ],
)  # fmt: skip
def test_behind_a_quotation_what_is_not_quoted_is_the_outlet_s(
    language: str, sentence: str, text: str
) -> None:
    assert only(sentence, language).text == text


@pytest.mark.parametrize(
    ("language", "sentence", "role"),
    [
        ("de", "„Die Brücke hat 300 Bolzen verloren“, sagte Historikerin Lena Holt.", "Historikerin"),
        ("de", "„Die Brücke hat 300 Bolzen verloren“, sagte Nationaltrainerin Lena Holt.",
         "Nationaltrainerin"),
        ("fr", "« Le pont a perdu 300 boulons », a déclaré l'historienne Lena Holt.", "historienne"),
        ("es", "«El puente perdió 300 pernos», dijo la epidemióloga Lena Holt.", "epidemióloga"),
    ],
)  # fmt: skip
def test_what_somebody_does_is_no_part_of_the_name(language: str, sentence: str, role: str) -> None:
    found = only(sentence, language)
    assert (found.claimant, found.role) == ("Lena Holt", role)
