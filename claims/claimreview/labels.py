"""What common labels of fact-checkers mean on the common scale.

Conservative: only whole labels that leave no doubt. The rest stays unmapped, for a person to say.
"""

from __future__ import annotations

import unicodedata

from claims.rules import Normalised

_TRUE = """
    true; correct; accurate; verdadeiro; verdadero; cierto; vrai; exact; wahr; richtig; vero;
    правда; правдиво; prawda; सच; সত্য; صحيح; 正確; 正确; 真實; benar; doğru; verdade; certo; waar;
    αληθές; pravda; adevărat; sant; sann; fakt; sandt; istina
"""
_MOSTLY_TRUE = """
    mostly true; mostly correct; mostly accurate; largely true; largely correct; mayormente cierto;
    mayormente verdadero; plutôt vrai; größtenteils richtig; größtenteils wahr; переважно правда;
    в основном правда; quase verdade; przeważnie prawda;
    majoritairement vrai
"""
_MIXED = """
    half true; half-true; mixed; mixture; partly true; partially true; partly false;
    partially false; partially correct; medio cierto; verdad a medias; a medias;
    parcialmente falso; parcialmente verdadeiro; parcialmente cierto; partiellement vrai;
    partiellement faux; teilweise richtig; teilweise falsch; halbwahr; halbwahrheit; напівправда;
    частково правда; частично правда; полуправда; półprawda; częściowo prawda; częściowy fałsz;
    आंशिक सच; आंशिक रूप से सच; আংশিক সত্য; 部分錯誤; 部分错误; parzialmente vero;
    parzialmente falso; sebagian benar; kısmen doğru
"""
_MOSTLY_FALSE = """
    mostly false; mostly incorrect; mostly inaccurate; largely false; mayormente falso;
    plutôt faux; größtenteils falsch; überwiegend falsch; переважно неправда; quase falso;
    przeważnie fałsz
"""
_FALSE = """
    false; incorrect; inaccurate; wrong; untrue; fake; fake news; hoax; pants on fire;
    pants on fire!; fabricated; debunked; falso; falsa; bulo; bulo falso; mentira; incorrecto;
    errado; incorreto; faux; fausse; infox; incorrecte; inexact; falsch; unwahr; erfunden; bufala;
    fałsz; nieprawda; неправда; фейк; ложь; ложно; брехня; недостовірно; झूठ; गलत; फ़र्ज़ी; फर्जी;
    असत्य; মিথ্যা; ভুয়া; ভুয়া; خطأ; زائف; كاذب; مزيف; غير صحيح; 錯誤; 错误; 虛假; 虚假; 不實;
    谣言; 謠言; salah; hoaks; tidak benar; yanlış; onwaar; ψευδές; ψευδης; fals; lažno; laž;
    neistina; falskt; usant; falsk; väärin; hamis; nepravda; lož; 거짓; 誤り;
    sai sự thật
"""
_UNPROVEN = """
    unproven; unproved; unverified; unsupported; no evidence; not proven; research in progress;
    unsubstantiated; sin pruebas; no hay pruebas; sem provas; sem evidências; insustentável;
    insostenible; non prouvé; non vérifié; unbelegt; unbewiesen; nicht belegt; не доведено;
    не підтверджено; бездоказово; не доказано; nieweryfikowalne; 證據不足; 证据不足; 無法證實;
    kanıtlanmamış; tidak terbukti; non verificabile
"""
_MISSING_CONTEXT = """
    missing context; lacks context; out of context; needs context; misleading; deceptive; engañoso;
    enganoso; descontextualizado; fuera de contexto; sem contexto; falta contexto; distorcido;
    trompeur; manque de contexte; hors contexte; sorti de son contexte; irreführend;
    fehlender kontext; ohne kontext; aus dem zusammenhang gerissen; fuori contesto; fuorviante;
    маніпуляція; манипуляция; поза контекстом; вне контекста; вырвано из контекста; оманливо;
    manipulacja; brak kontekstu; भ्रामक; বিভ্রান্তিকর; مضلل; مضلّل; 誤導; 误导; 缺乏脈絡;
    menyesatkan; yanıltıcı; misleidend; παραπλανητικό; vilseledande; missvisende; félrevezető;
    zavádějící; obmanjujuće; ミスリード
"""
_SATIRE = """
    satire; satirical; labeled satire; parody; sátira; satira; parodie; humor; satyra; сатира;
    व्यंग्य; ব্যঙ্গ; سخرية; 諷刺; satir; labelled satire; originated as satire
"""
_ALTERED = """
    altered; altered photo; altered image; altered video; altered media; doctored; manipulated;
    manipulated image; manipulated video; photoshopped; deepfake; digitally altered; edited;
    adulterado; manipulado; montaje; montagem; foto adulterada; montage; photomontage;
    image modifiée; bildmontage; manipuliert; gefälscht; фотошоп; підробка; подделка; монтаж;
    fotomontaż; przerobione; 變造; 合成; مفبرك; hasil manipulasi; manipulato; fotomontaggio
"""

_BY_MEANING = {
    Normalised.TRUE: _TRUE,
    Normalised.MOSTLY_TRUE: _MOSTLY_TRUE,
    Normalised.MIXED: _MIXED,
    Normalised.MOSTLY_FALSE: _MOSTLY_FALSE,
    Normalised.FALSE: _FALSE,
    Normalised.UNPROVEN: _UNPROVEN,
    Normalised.MISSING_CONTEXT: _MISSING_CONTEXT,
    Normalised.SATIRE: _SATIRE,
    Normalised.ALTERED: _ALTERED,
}


def normalised_of(label: str) -> Normalised:
    """What the whole label means; case, stops, emoji and underscores do not matter."""
    return _KNOWN.get(_bare(label), Normalised.UNMAPPED)


def _bare(label: str) -> str:
    text = unicodedata.normalize("NFKC", label).casefold().replace("_", " ").replace("-", " ")
    kept = "".join(char for char in text if char == " " or unicodedata.category(char)[0] in "LMN")
    return " ".join(kept.split())


_KNOWN = {
    _bare(label.replace("\n", " ")): meaning
    for meaning, labels in _BY_MEANING.items()
    for label in labels.split(";")
}
