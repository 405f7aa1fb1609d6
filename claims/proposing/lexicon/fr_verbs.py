"""French: the verbs that report."""

from typing import Any

from claims.proposing.lexicon.base import Verb, verbs
from claims.proposing.lexicon.notation import words

VERBS: dict[str, Any] = {
    "verbs": verbs(
        {
            Verb.SAY: """
                dit disent déclaré déclare déclarent affirmé affirme affirment assuré assure assurent
                expliqué explique expliquent indiqué indique indiquent précisé précise précisent ajouté
                ajoute ajoutent souligné souligne soulignent estimé estime estiment rappelé rappelle annoncé
                annonce annoncent confirmé confirme confirment reconnu reconnaît averti avertit prévenu
                répondu rapporté rapporte rapportent raconté raconte écrit noté note relevé constaté jugé
                juge insisté insiste martelé poursuivi poursuit fait prévoit prévoient pense pensent
                considère regretté dénoncé dénonce soutient soutenu témoigne prétend prétendent indigné
                indignée félicité félicitée réjoui réjouie défendu défendue
            """,
            Verb.TELL: "déclaré dit confié raconté expliqué indiqué assuré",
            Verb.OBJECT: """
                confirmé confirme annoncé annonce annoncent nié nie démenti dément reconnu prévoit prévoient
                accusé accuse dénoncé dénonce contesté conteste contestent rejeté rejette rejettent
            """,
            Verb.MEDIA: "rapporté rapporte rapportent écrit révélé révèle révèlent",
            Verb.FIND: """
                montre montrent montré révèle révèlent révélé conclut conclu suggère suggèrent démontre
                indique indiquent établi
            """,
            Verb.WISH: """
                demandé demande appelé appelle exhorté exigé exige remercié réclamé réclame souhaité
                souhaite
            """,
        }
    ),
    "asking": words("pourquoi si comment combien quand quel quelle où"),
    "strong_verbs": words("dit disent déclaré affirmé assuré expliqué ajouté confié raconté"),
    "whole_verbs": words("""
        nié nie démenti dément accusé accuse contesté conteste contestent rejeté rejette rejettent
    """),
}
"""The fields of the lexicon that hold reporting verbs."""
