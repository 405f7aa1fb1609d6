"""English: the verbs that report."""

from typing import Any

from claims.proposing.lexicon.base import Verb, verbs
from claims.proposing.lexicon.notation import words

VERBS: dict[str, Any] = {
    "verbs": verbs(
        {
            Verb.SAY: """
                suspect suspects suspected fear fears feared said says say saying added adds add claimed
                claims claim believes believe believed think thinks thought insisted insists insist alleged
                alleges allege estimates estimate estimated predicted predicts predict explained explains
                explain argued argues argue warned warns warn noted notes note stressed stresses stress
                acknowledged acknowledges acknowledge admitted admits admit confirmed confirms confirm
                replied replies responded recalled recalls testified testifies concluded concludes conclude
                suggested suggests suggest maintained maintains maintain
            """,
            Verb.TELL: """
                told tells tell informed informs reminded reminds assured assures
            """,
            Verb.THAT: """
                agree concede concur observe remark contend pointed points emphasised emphasized emphasises
                emphasizes underlined underlines underscored underscores highlighted highlights asserted
                asserts contended contends stated states state remarked remarks observed observes cautioned
                cautions complained complains declared declares indicated indicates indicate disclosed
                discloses revealed reveals clarified clarifies specified specifies conceded concedes
                reiterated reiterates repeated repeats promised promises pledged pledges pledge vowed vows
                agreed agrees mentioned mentions commented comments continued continues continue countered
                counters elaborated learned learnt claimed joked quipped tweeted posted blogged counselled
                recounted recounts hinted hints speculated theorised theorized projected postulated boasted
                boasts stipulated determined determines determine calculated calculates calculate ruled
                rules assessed assesses assess concurred exclaimed lamented laments quoted summarised
                summarized summed cried shouted answered answers recorded proclaimed proclaims decried
                surmised figured affirmed affirms certified attested swore signalled signaled
                fumed fumes wailed wails sighed sighs gushed gushes laughed laughs chuckled grumbled groaned
                moaned muttered whispered snapped scoffed sneered raged stormed beamed enthused marvelled
                jokes quips shouts cries chanted yelled screamed sobbed
            """,
            Verb.OBJECT: """
                announced announces announce confirmed confirms confirm denied denies deny acknowledged
                acknowledges acknowledge admitted admits admit predicted predicts predict forecast forecasts
                forecasted expects expect expected projects project projected estimates estimate estimated
                accused accuses accuse blamed blames blame alleged alleges allege reported reports report
                disclosed revealed reveals disputed disputes dispute rejected rejects reject refuted refutes
                attributed attributes attribute put puts warned warns warn pledged pledges promised promises
                vowed vows described describes describe credited criticised criticized dismissed
                dismisses stated claimed claims claim noted
            """,
            Verb.MEDIA: "reported reports report writes wrote write published publishes",
            Verb.FIND: """
                found finds find showed shows show suggested suggests suggest indicated indicates indicate
                revealed reveals reveal concluded concludes conclude demonstrated demonstrates demonstrate
                estimated estimates estimate put puts recorded records warned warns confirmed confirms says
                said say claim claims claimed reads read documented documents identified identifies states
                stated noted notes sees foresees envisages
            """,
            Verb.WISH: """
                condemned condemns denounced denounces deplored praised praises hailed hails ask asks asked
                saluted applauded urged urges urge demanded demands demand ordered orders called calls call
                appealed appeals invited invites hopes hoped hope wants wanted want begged begs pleaded
                requested requests encouraged encourages advised advises recommended recommends recommend
                wondered wonders thanked thanks apologised apologized welcomed welcomes congratulated wished
                wishes
            """,
        }
    ),
    "noun_verbs": words("project report claim state record estimate forecast suspect pledge promise"),
    "asking": words("why whether how what who where when which if"),
    "strong_verbs": words("""
        said says say told tells tell added explained recalled insisted replied
    """),
    "whole_verbs": words("""
        denied denies deny rejected rejects reject refuted refutes disputed disputes dispute accused accuses
        accuse blamed blames blame dismissed dismisses credited condemned criticised criticized attributed
        attributes described describes
    """),
}
"""The fields of the lexicon that hold reporting verbs."""
