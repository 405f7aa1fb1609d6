"""French: what makes a sentence worth checking, or not."""

from typing import Any

from claims.proposing.lexicon.notation import phrases, words

WORTH: dict[str, Any] = {
    "housekeeping": (
        r"\b(?:réunion|séance|audience|conférence|cérémonie|manifestation|rencontre)\b.{0,60}\b(?:aura lieu"
        r"|se tiendra|est prévue?|débutera|commencera)\b|\bmarge d['’]erreur\b"
        r"|\bméthode des quotas\b|\b(?:prénoms?|noms?) (?:a|ont) été (?:modifié|changé)"
        r"|\b(?:article|texte) (?:a été |est )?(?:mis à jour|initialement publié|modifié|corrigé)"
    ),
    "silence": (
        r"(?:pas|refusé de|refuse de) (?:souhaité|voulu|répondu|répondre"
        r"|commenter|commenté|donné suite|s['’]exprimer|réagi)|reste à voir"
        r"|sans commentaire"
    ),
    "auxiliaries": words("""
        est sont était étaient a ont avait avaient sera seront peut peuvent doit doivent fait font va vont
        reste
    """),
    "verb_endings": ("é", "és", "ée", "ées", "ait", "aient", "era", "ront", "ent"),
    "numbers": words("""
        deux trois quatre cinq six sept huit neuf dix onze douze vingt cent mille million millions milliard
        milliards moitié tiers double triple douzaine quart
    """),
    "comparison": words("""
        plus moins supérieur inférieur meilleur pire double majorité dépasse
    """),
    "cause": words("parce cause provoqué causé grâce raison entraîné conséquence"),
    "record": words("record historique jamais première premier inédit"),
    "prediction": words("""
        sera seront pourrait pourraient devrait devraient prévoit prévu prévue attendu
    """),
    "change": words("""
        augmenté baissé chuté progressé diminué doublé tué tués blessés morts arrêté fermé ouvert construit
        adopté perdu gagné détruit réduit inondé inondées
    """),
    "quantity": words("tous toutes chaque aucun aucune presque majorité seulement"),
    "hearsay": phrases("prétendument | apparemment | selon des rumeurs"),
    "opinion": phrases("""
        je pense | je crois | à mon avis | selon moi | je suis fier | je suis fière | nous sommes fiers | je
        suis heureux | je suis heureuse | je suis convaincu
    """),
    "evaluative": words("""
        honte scandale merveilleux terrible horrible formidable honteux faut
    """),
    "wish": phrases("""
        j' espère | nous espérons | je souhaite | il faut | nous devons | je veux | nous voulons | merci |
        je voudrais
    """),
    "empty": phrases("""
        n' a pas souhaité | n' ont pas souhaité | n' a pas répondu | n' ont pas répondu | a refusé de
        commenter | sans commentaire | reste à voir | n' a pas donné suite
    """),
    "leaning": words("cela ceci ça nous notre nos il elle ils elles leur leurs je mon ma"),
    "vague_openers": words("cela ça c' il elle nous"),
    "address": words("abonnez-vous lisez partagez suivez-nous"),
}
"""The fields of the lexicon that the worth stage uses."""
