"""Common given names and what they tell of gender. A name missing here is simply unknown."""

import unicodedata

from claims.proposing.lexicon.names_cyrillic import cyrillic_gender, is_cyrillic_given
from claims.proposing.lexicon.notation import words

_MALE = words("""
    aaron abdul adam adrian ahmed aidan alan albert alberto alejandro alex alexander alexandre alexei alexey
    ali alistair andre andrea andreas andrei andrés andrew andrey andriy anton antonio antoine anthony arjun
    arthur artem ben benjamin bernard bogdan bohdan boris brian bruno callum carl carlos charles chris
    christian christoph christopher claude colin craig daniel daniil danylo dario dave david dennis denis
    diego dieter dimitri dmitri dmitry dmytro dominic donald douglas duncan eduard eduardo edward edwin
    elias emil emmanuel enrique eric erik ernesto ethan eugene fabian felipe felix fernando florian francis
    francisco frank franz fred frederick fyodor gabriel gareth gary gavin geoffrey georg george gerald
    gerhard gilles giovanni giuseppe gordon graham greg gregory guillermo gunther gustav guy hamza hans
    harald harold harry hassan heinrich helmut henri henrik henry herbert hugo hussein ian ibrahim igor ihor
    ilya isaac ivan jack jacob jacques jakob james jan jason javier jean jeff jeffrey jens jeremy jim
    joachim joe joel johan johannes john jon jonas jonathan jorge josé josef joseph joshua juan juergen
    julian julien jürgen justin kamal karel karl keith ken kenneth kevin klaus konstantin kurt kyle kyrylo
    lars laurent leo leon leonard leonid liam louis luc luca lucas luis lukas luke maksym malcolm manuel
    marc marcel marco marcus mario mark markus martin mateo matthew matthias maurice max maxim maximilian
    mehmet michael michel miguel mikael mike mikhail mohamed mohammed murray mustafa mykhailo mykola nathan
    neil nicholas nick nicolas nigel nikita nikola nikolai noah norman oleg oleh oleksandr oleksii oleksiy
    oliver olivier omar oscar oskar otto owen pablo pascal patrick paul pavel pavlo pedro peter petro philip
    philippe phillip pierre pietro piotr rafael raj ralf ralph ramón raúl raymond rené ricardo richard rob
    robert roberto robin rodrigo roger roland roman ronald ross roy rudolf ruslan russell ryan sam samuel
    scott sean sebastian serge sergei sergey serhii serhiy sergio simon stanislav stefan stephan stephen
    steve steven stuart sven taras ted terry theo thomas thierry tim timothy tobias todd tom tomas tomáš
    tony trevor ulrich vadim vadym valentin vasyl victor viktor vincent vitalii vitaliy vitaly vlad vladimir
    vladislav vladyslav volodymyr walter warren wayne werner wilhelm will william wolfgang xavier yann
    yaroslav yevhen yuri yuriy yusuf yves zoltan marek tomasz pawel milan goran dragan zoran emre alun ewan
    rhys gethin angus hamish fergus declan cormac barnaby giles rupert edmund cedric
""")
_FEMALE = words("""
    abigail ada agnes aisha alba alena alexandra alexis alice alicia alina alison alla alyona amanda amelia
    amina amy ana anastasia anastasiia andrea angela angelika anita anja ann anna anne annette annie antonia
    ariana astrid audrey aurora barbara beatrice beatriz becky belen bella bernadette beth bettina birgit
    bridget brigitte camila camille carina carla carmen carol carolina caroline catalina catherine cathy
    cecilia céline charlotte chiara chloe christa christiane christina christine clara claire claudia
    colleen constance cristina daniela daria darya debbie deborah denise diana diane dolores donna doris
    dorothy edith elaine eleanor elena elif eliza elisa elisabeth elise elizabeth ella ellen elsa emilia
    emily emma erika esther eva evelyn fatima fiona flora florence frances francesca franziska frida
    gabriela gabriele galina georgia gerda gina gisela gloria grace greta gwen halyna hanna hannah harriet
    heather heidi heike helen helena helga hélène henrietta hilda hilary holly ida ilona ines ingrid inna
    irene irina irma iryna isabel isabella isabelle ivanna jacqueline jana jane janet janice jasmine jean
    jelena jennifer jenny jessica jill joan joana joanna johanna josephine joyce juana judith judy julia
    juliana julie juliet june jutta karen karin karina karla kate katarina katarzyna kateryna katherine
    kathleen kathryn katia katja katrin katya kelly kerstin kim kira kirsten klara kristina ksenia larissa
    larysa laura lauren leah leila lena lesia lesley leslie lidia lilia lillian lily linda lisa liudmyla
    liza lorena lorna louisa louise lucia lucie lucy ludmila luisa lydia lyudmyla madeleine magdalena maja
    margaret margarita maria marie marina marion marta martha martina mary maryna maya megan melanie melissa
    mercedes mia michaela michelle mila milena miranda miriam monica monika monique nadia nadiia nancy naomi
    natalia nataliia natalie natalya natasha nelly nicola nicole nina nora oksana oleksandra olena olga olha
    olivia paola pamela patricia paula paulina penelope petra phoebe pilar polina rachel raisa rebecca
    regina renate renata rita roberta rosa rosalind rose roxana ruth sabine sabrina sally samantha sandra
    sara sarah shirley sigrid silvia simone sofia sofie sofiia solomiya sonia sonja sophia sophie stefania
    stella stephanie susan susana susanne svetlana svitlana sylvia tamara tania tanja tanya tara tatiana
    tatjana teresa tessa tetiana theresa tina ulrike ursula uliana valentina valeria vanessa vera veronica
    veronika victoria viktoria viktoriia violet virginia vivian wendy xenia yana yasmin yelena yevheniia
    yolanda yulia yuliia yvonne zoe zofia agnieszka magda ewa malgorzata jadwiga priya anjali amara nkechi
    ngozi zainab leyla ayşe mei yuki tamsin imogen philippa rosamund saoirse niamh aoife siobhan morag
    eilidh isla freya matilda
""")


def _plain(name: str) -> str:
    """Lower case, and without accents unless the list has them."""
    low = name.lower()
    if low.isascii() or low in _MALE or low in _FEMALE or is_cyrillic_given(low):
        return low
    return "".join(char for char in unicodedata.normalize("NFD", low) if not unicodedata.combining(char))


def gender_of(given: str) -> str:
    """'m', 'f', or '' where the name does not tell."""
    low = _plain(given)
    if not low.isascii() and (known := cyrillic_gender(low)):
        return known
    male, female = low in _MALE, low in _FEMALE
    if male == female:
        return ""
    return "m" if male else "f"


def is_given(name: str) -> bool:
    """Whether a word is a common given name."""
    low = _plain(name)
    return low in _MALE or low in _FEMALE or is_cyrillic_given(low)
