"""German: the verbs that report."""

from typing import Any

from claims.proposing.lexicon.base import Verb, verbs
from claims.proposing.lexicon.notation import words

VERBS: dict[str, Any] = {
    "verbs": verbs(
        {
            Verb.SAY: """
                sagte sagt sagten sagen erklärte erklärt erklärten erklären betonte betont betonten
                behauptete behauptet behaupteten meinte meint meinten ergänzte ergänzt fügte unterstrich
                mitteilte mitteilten mitteilt bekanntgab bekanntgaben
                bekräftigte bekräftigt berichtete berichtet berichteten warnte warnt warnten kritisierte
                kritisiert versicherte versichert bestätigte bestätigt bestätigten teilte teilten teilt gab
                gaben gibt kündigte kündigten kündigt schrieb schreibt schrieben erwiderte antwortete
                entgegnete schätzt schätzte schätzen geht gehen rechnet rechnen glaubt argumentierte
                verkündete räumte äußerte prognostizierte prognostiziert erwartet erwarten gesagt erläuterte
                mitgeteilt angekündigt geschrieben bekanntgegeben gewarnt erzählt
            """,
            Verb.TELL: "sagte sagten erzählte erzählten erklärte versicherte",
            Verb.OBJECT: """
                bestätigte bestätigten dementierte dementiert bestritt bestreitet meldete melden erwartet
                erwarten rechnet prognostiziert beschuldigte wies wiesen weist bestritten
            """,
            Verb.MEDIA: """
                berichtete berichtet berichteten berichten meldete meldet melden schreibt schrieb
            """,
            Verb.FIND: """
                zeigt zeigen zeigte zeigten ergab ergeben belegt belegen deutet deuten fand fanden heißt
                besagt
            """,
            Verb.WISH: """
                forderte fordert forderten bat bitten appellierte dankte rief wünschte verlangte verlangt
                fragte
            """,
        }
    ),
    "asking": words("warum wieso weshalb ob wie was wer wo wann"),
    "strong_verbs": words("sagte sagt sagten gesagt erzählte erklärte erklärt meinte betonte"),
    "whole_verbs": words("""
        dementierte dementiert bestritt bestreitet bestritten beschuldigte wies wiesen weist
    """),
}
"""The fields of the lexicon that hold reporting verbs."""
