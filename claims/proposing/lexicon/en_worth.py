"""English: what makes a sentence worth checking, or not."""

from typing import Any

from claims.proposing.lexicon.notation import phrases, words

WORTH: dict[str, Any] = {
    "silence": (
        r"\b(?:declin|refus)\w+ (?:to (?:comment|say|answer|discuss"
        r"|elaborate|give|confirm|name|be|provide|speak|reveal|disclose"
        r"|take)|(?:further )?comment|an interview|interview requests)"
        r"|\b(?:did|does|do|has|have|had|would|could|was|were|is|are)(?: not"
        r"|n['’]t) (?:immediately |yet |return|respond|repl|comment"
        r"|answer|be reached|elaborat|specif|available|reachable|provide"
        r"|give (?:a|any|further|more)|say (?:how|when|where|who|what"
        r"|why|whether|if)|independently|been (?:independently )?(?:verified"
        r"|reached))|\b(?:could|can) not be (?:\w+ )?(?:reached|verified"
        r"|confirmed|contacted)|\bcannot (?:\w+ )?(?:verify|confirm)"
        r"|\bfor comment\b|\b(?:not|un)\s?(?:immediately |yet |entirely "
        r"|fully )?(?:clear|known) (?:if|whether|how|who|what|when"
        r"|why|where)|\btoo (?:early|soon) to\b|\bno (?:one|reply|response"
        r"|answer) (?:from|was|to|at|could)\b|\breturn (?:\w+ )?(?:calls?"
        r"|messages?|e-?mails?)"
    ),
    "housekeeping": (
        r"\b(?:meeting|hearing|session|call|briefing|webcast|event|ceremony|service|conference|exhibition"
        r"|consultation|vigil|workshop)s?\b.{0,50}\b(?:will (?:be held|take place|begin|start|resume)"
        r"|takes? place|(?:is|are) (?:scheduled|due|set) (?:for|to (?:be|take|begin|start|resume)))\b"
        r"|\bmargin of (?:\w+ )?error\b|\b(?:declar|report|disclos)\w+ no (?:\w+ )?(?:conflict|competing)"
        r"|^[\w.’' -]{4,50} (?:is|are) (?:an?|the|our) [^.!?]{0,60}\b(?:reporter|correspondent|columnist"
        r"|journalist|editor|(?:staff|freelance) writer)s? (?:on|for|at|with|covering|based|who covers)\b"
        r"|^[^.,]{3,60} is an? (?:\w+[ -]){0,3}(?:leading|world-class|world leader|publicly traded)\b"
        r"|\bforward-looking statements?\b|^we (?:rate|rated|do not report|have changed|have asked)\b"
        r"|\b(?:has|have) (?:covered|written about|reported on) .{0,40}\bfor (?:the|this) \w+ (?:since|for)\b"
        r"|^(?:she|he|they) lives? in\b|^[\w.’' -]{4,40} is the author of\b|^the author (?:is|was)\b"
        r"|^[\w.’' -]{4,40} is (?:an? |the )?(?:\w+ ){0,2}(?:professor|lecturer|fellow) (?:of|in"
        r"|at) [^,;]{3,90}$"
        r"|\btickets? (?:costs?|are|is|start)\b.{0,60}\b(?:available|from|on sale)\b|^doors (?:open|close)\b"
        r"|^the (?:\w+ ){0,3}(?:festival|exhibition|concert|fair|show|fete|market) (?:runs|takes place"
        r"|opens)\b"
        r"|\bpart of the story\b|\bno immediate (?:\w+ )?(?:reaction|comment|response|word|claim)\b"
        r"|\bdoes not necessarily reflect\b|^(?:watch|listen to) the\b"
        r"|\bis an? (?:\w+[ -]){0,4}(?:company|firm|group|maker|manufacturer"
        r"|provider)\b.{0,60}\b(?:headquartered"
        r"|based) in\b|\b(?:poll|survey|index) is (?:conducted|published|compiled) (?:monthly|weekly|every"
        r"|each)"
        r"|\bdata cut-?off\b|\b(?:this|the) (?:article|story|interview|text|page|post) (?:was|has been"
        r"|will be"
        r"|is) (?:\w+ )?(?:first |originally )?(?:published|updated|amended|edited|corrected|translated"
        r"|for information|supported|funded|shortened)\b|\b(?:has|have) (?:previously )?(?:debunked"
        r"|fact-?checked) (?:other|similar|several|many|more)\b|\bfor information (?:purposes )?only\b"
        r"|\bearlier version of this\b|\b(?:asked|urged|encouraged) to (?:call|contact|come forward)\b"
    ),
    "imperatives": (
        r"(?:please|never|don['’]t|do not)\b|(?:call|visit|email|e-mail"
        r"|send|tell|check|keep|stay|take|make|avoid|remember|contact"
        r"|download|tap|click|join|ask|write|try|get|find|enter|book"
        r"|buy|vote|share|follow|subscribe|wash|see|read|use|bring"
        r"|stand|drink|close|shut|lock|boil|switch|turn|seek|wear|charge|prepare|pack"
        r"|look|listen|watch|go|think|consider|help|give|put|let|forget|pray|hold) (?:the|our|your|us|a|an"
        r"|this|out|for|if|all|any|it"
        r"|them|away|safe|up|here|now|sure|more|my|his|off|on|to|home"
        r"|hands|in touch)\b"
    ),
    "auxiliaries": words("""
        is are was were be been being am do does did has have had can could will would shall should may
        might must isn't aren't wasn't weren't doesn't didn't don't hasn't haven't hadn't won't wouldn't
        can't couldn't it's he's she's that's there's they're we're i'm you're they've we've i've rose fell
        went came took gave made got became began kept left lost won met paid ran saw sent set spent stood
        told thought held hit led grew drew built bought brought broke caught chose cost cut fought found
        flew forgot froze hid hurt knew lay let meant put quit read rode said sank sat shot shut sold spread
        stole struck swore taught threw wore wrote says means goes remains remain owns own costs makes make
        shows show needs need say
    """),
    "verb_endings": ("ed",),
    "numbers": words("""
        one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds
        thousand thousands million millions billion billions trillion dozen dozens half third quarter
        percent per cent twice double triple fifth tenth two-thirds three-quarters
    """),
    "comparison": words("""
        more less fewer higher lower larger smaller bigger greater faster slower cheaper than most least
        highest lowest largest smallest biggest fastest oldest worst best majority compared twice double
        second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth triple outnumber exceeds
        exceeded longer shorter stronger weaker longest deepest richest poorest same equal better worse
    """),
    "cause": words("""
        because due caused causes cause leads led results resulted resulting triggered prompted forced
        thanks owing consequence therefore since blamed responsible attributed failing prevents prevented
        enabled reduces reduced increases
    """),
    "record": words("""
        record records ever unprecedented first-ever all-time historic never since first
    """),
    "prediction": words("""
        will would expected expects expect forecast forecasts predicted predicts projected projects could
        likely unlikely plans plan set due tomorrow soon won't shall aims prospect scheduled
    """),
    "change": words("""
        rose fell increased decreased grew dropped doubled tripled halved declined climbed jumped plunged
        soared shrank surged slowed risen fallen grown cut raised lost gained killed injured wounded
        destroyed captured seized control controls arrested charged convicted sentenced signed approved
        adopted banned closed opened built spent paid received owns bought sold moved blocked broke
        collapsed flooded failed attacked shelled struck voted elected appointed resigned dismissed died
        born vaccinated infected detained evacuated
    """),
    "quantity": words("""
        all every none entire whole nearly almost majority most many few several always only no
    """),
    "hearsay": phrases("""
        reportedly | allegedly | apparently | rumoured | rumored | supposedly | purportedly | is said to |
        are said to | was said to | were said to | is believed to | are believed to | was believed to | are
        thought to | is thought to | were believed to | is understood to | unconfirmed | is alleged to | are
        alleged to | it is claimed
    """),
    "opinion": phrases("""
        i could not be | i couldn't be | i could not have | i think | i believe | i feel | i love | i hate |
        i like | i am proud | i'm proud | i am happy | i'm happy | i am glad | i'm glad | i am sad | i am
        sorry | i'm sorry | i am delighted | i am confident | i'm confident | we are proud | we're proud |
        we are delighted | we are pleased | we are thrilled | we are excited | we are grateful | we're
        delighted | we're pleased | we're thrilled | we're excited | in my opinion | in my view | to my mind
        | i prefer | i admire | i respect | i miss | i enjoy | it seems to me | it feels like | i guess | we
        feel | we love | i am convinced | i'm convinced | i am honoured | i am grateful | i'm grateful | we
        are honoured | i am sure | i'm sure | i cannot imagine | i can't imagine | my heart | our thoughts |
        our hearts | personally | i am afraid | i'm afraid | i am tired | i'm tired | i was shocked | i am
        shocked | we are devastated | i worry
    """),
    "evaluative": words("""
        constructive productive fruitful embarrassing astonishing shocking alarming worrying impressive absurd
        ludicrous insane crazy foolish cruel humiliating depressing frustrating annoying scary frightening
        terrifying devastating saddened disappointed shocked stunned relieved overwhelmed speechless gutted
        angry furious disgusted ashamed hopeful confident optimistic lucky blessed welcome unforgettable
        spectacular fabulous superb ghastly dreadful hideous nonsense rubbish madness lunacy
        shame disgrace scandal tragedy nightmare joke farce insult betrayal masterpiece trick disgusting
        pathetic beautiful wonderful terrible awful horrible great amazing fantastic brilliant disgraceful
        shameful stupid ridiculous lovely delightful inspiring outrageous appalling magnificent
        heartbreaking heartbroken exciting proud pleased thrilled delighted unacceptable disappointing
        deserve deserves should ought must nice ugly charming unfair wrong right better worth remarkable
        incredible honour honoured privilege
    """),
    "leaning": words("""
        this that these those it its it's they their they're them we our we're we've he his she her such i my
        i'm i've
    """),
    "remaining": words("""
        remaining rest same other others latter former two three company firm operator closure move figure
        figures suspect victims
    """),
    "same_times": words("period year month week day quarter"),
    "vague_openers": words("""
        that that's this it it's we they he she there there's these those you whoever whether perhaps maybe
        nobody
    """),
    "wish": phrases("""
        i would love | we would love | i'd love | we'd love | it is time to | it's time to | it is time for |
        it's time for | enough is enough | never again | cannot wait | can't wait | we stand with | we
        deserve |
        they deserve | committed to | we will fight | we will never | thank you | thanks to everyone | thanks
        to all | we thank | i thank | we appreciate | well done | congratulations | nobody should | no one
        should | everyone should | people should | has to stop | have to stop | must stop | needs to stop |
        must never | needs to change | has to change | must change | has to act | must act | needs to act |
        let
        them | let him | let her | let me | i hope | we hope | i wish | we wish | let us | let's | i
        want | we want | i would like | we would like | we need to | we must | we should | you should | they
        should | should be | must be | ought to | i urge | we urge | i ask | we ask | i call on | we call on
        | hopes to | hopes that | hoped that | wishes to | may he rest | rest in peace | please | i'd like |
        we'd like | hopefully | god bless | long live | we look forward | i look forward | looking forward |
        would like to thank | thank you | i thank | we thank | must act | must do | must stop | should act |
        should not | should resign | must resign | it is time to | it's time to | must never | must not | we
        will continue | we'll continue | we are committed | we remain committed | we're committed | we take
        all | seriously and | we need | we have to | we stand with | we stand by | doing everything | will
        do everything | working tirelessly | working hard to | exciting step | it is important | it's
        important | we are determined | we cannot allow | we look after | our priority | we will fight
    """),
    "empty": phrases("""
        very seriously | top priority | our priority | number one priority | working closely with | cannot
        comment | can't comment | unable to comment | we do not comment | does not comment | inappropriate to
        comment | not be appropriate to comment | cooperating fully | co-operating fully | so what now | what
        happened next | watch this space | stay tuned | good afternoon | good morning | good evening |
        welcome to our | names have been changed | the author
        is | readers will recall | refused to be drawn | declined to be drawn | nothing new | declined to
        comment | declined to say | declined to give | declined to answer | declined to discuss | refused to
        comment | declined an interview | declined further comment | did not comment | would not comment |
        did not elaborate | did not specify | did not immediately respond | did not respond | has not
        responded | have not responded | had not responded | did not reply | did not immediately reply | did
        not immediately comment | did not return | could not be reached | were not available for comment |
        was not available for comment | not immediately available | been contacted for comment | request for
        comment | requests for comment | contacted for comment | approached for comment | asked for comment
        | reached for comment | no comment | refused to say | would not say | did not say | remains to be
        seen | time will tell | only time will | here is what | here's what | here are | what we know | made
        the remarks | made the comments | made his remarks | made her remarks | made the statement | made
        the comment | made the announcement | was speaking at | was speaking to | was speaking after | were
        speaking at | spoke to reporters | spoke to journalists | spoke on condition | has been edited for |
        edited for clarity | in this article | as we reported earlier | read more | has been approached |
        have been approached | did not give details | without elaborating | gave no details | no further
        details | gave no further | more to follow | this is a developing | is a developing story | not yet
        commented | were not immediately | was not immediately | refused to elaborate | declined to
        elaborate | declined to name | declined to be named | asked not to be named | remains unclear | it
        is unclear | it was not immediately clear | is not clear | remained unclear | was unclear | was not
        clear | it was unclear | could not independently verify | could not be independently verified | not
        been independently verified | answered questions | is another matter | is another question |
        expressed hope | expressed condolences | expressed concern | expressed sympathy | expressed
        gratitude | offered condolences | sent condolences | paid tribute | offered his condolences |
        offered her condolences | expressed his condolences | expressed her condolences | will be updated |
        we will be back | we'll be back | forward-looking | the views expressed | see you in court | of this
        series | fell silent | is not responsible for | anyone who saw | anyone with information | you can
        hear | you can watch | you can read | hear the full | hoped for | hopes for | aware of the reports |
        aware of the report | aware of reports | would study | will study | looking into | question is
        whether | in due course | conference begins | if you need | if you are affected | if you have been |
        a better future | second part of | shrugged | it was a cold | no easy answer | is anyone's guess |
        hard to overstate
    """),
    "address": words("subscribe click welcome thanks hello imagine bear"),
}
"""The fields of the lexicon that the worth stage uses."""
