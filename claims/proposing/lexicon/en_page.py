"""English: dates, and the lines of a page that are no prose."""

from typing import Any

from claims.proposing.lexicon.notation import numbered, offsets, pairs, words

PAGE: dict[str, Any] = {
    "months": numbered("""
        january: 1 | february: 2 | march: 3 | april: 4 | may: 5 | june: 6 | july: 7 | august: 8 | september:
        9 | october: 10 | november: 11 | december: 12 | jan: 1 | feb: 2 | mar: 3 | apr: 4 | jun: 6 | jul: 7
        | aug: 8 | sep: 9 | sept: 9 | oct: 10 | nov: 11 | dec: 12
    """),
    "weekdays": numbered("""
        monday: 0 | tuesday: 1 | wednesday: 2 | thursday: 3 | friday: 4 | saturday: 5 | sunday: 6 | mon: 0 |
        tues: 1 | wed: 2 | thurs: 3 | fri: 4
    """),
    "ambiguous_months": words("may march mar jan jun"),
    "month_prefix": r"(?:in|last|early|late|mid)",
    "year_pattern": r"(?:in|the|a|its|back in) (?P<y>(?:19|20)\d\d)\b",
    "last_words": words("last"),
    "day_parts": r"(?: (?:morning|afternoon|evening|night|lunchtime|night's))?",
    "relative_dates": offsets("""
        today: day 0 | yesterday: day -1 | this morning: day 0 | this afternoon: day 0 | this evening: day 0
        | tonight: day 0 | last night: day -1 | overnight: day 0 | the day before yesterday: day -2 | last
        week: week -1 | this week: week 0 | earlier this week: week 0 | the previous week: week -1 | last
        weekend: week -1 | at the weekend: week -1 | over the weekend: week -1 | this weekend: week 0 | last
        month: month -1 | this month: month 0 | earlier this month: month 0 | late last month: month -1 |
        late last year: year -1 | late last week: week -1 | last year: year -1 | this year: year 0 | earlier
        this year: year 0 | earlier today: day 0 | late yesterday: day -1
    """),
    "ago": (
        r"(?P<n>\d{1,3}|an?|one|two|three|four|five|six|seven|eight"
        r"|nine|ten) (?P<u>days?|weeks?|months?|years?) ago"
    ),
    "units": pairs("""
        day: day | days: day | week: week | weeks: week | month: month | months: month | year: year | years:
        year
    """),
    "small_numbers": numbered("""
        a: 1 | an: 1 | one: 1 | two: 2 | three: 3 | four: 4 | five: 5 | six: 6 | seven: 7 | eight: 8 | nine:
        9 | ten: 10
    """),
    "read_also": (
        r"(?:read|see|watch|listen|also|more|related|recommended|further"
        r"|don['’]?t miss|you (?:may|might) (?:also )?like|editor['’]?s picks?"
        r"|most (?:read|popular|viewed)|trending|popular|latest|explore"
        r"|what to read next|in other news)(?:[ -](?:also|more|next"
        r"|on|about|read|reading|stories|story|articles?|coverage|content"
        r"|news|topics?|links|posts?|this|the|from|now|for|you|our"
        r"|here|below|like|videos?|reports?))*|more (?:from|on|about) [^.!?]{1,60}"
        r"|more on this (?:story|topic)|keep reading|up next"
    ),
    "footers": (
        r"-30-|###+|ends|\*\*\*ends\*\*\*|notes? to editors?|media contacts?"
        r"|press contacts?|comments(?: \(\d+\))?"
    ),
    "boilerplate": (
        r"(?:please )?(?:subscribe|sign up|log in|sign in|register) (?:to"
        r"|for|now|here|today|and|with|our)\b|follow us\b|follow [^.]{1,40} on (?:twitter"
        r"|x|facebook|instagram|telegram)\b|join (?:our|us|the conversation)\b"
        r"|(?:get|receive) (?:our|the latest|the best|more)\b.{0,60}\b(?:inbox"
        r"|newsletter|email|updates)\b|share (?:this|on|via|your)\b"
        r"|click here\b|download (?:our|the) app\b|support (?:our|us"
        r"|independent)\b|donate\b|become a (?:member|patron|subscriber"
        r"|supporter)\b|all rights reserved|©|copyright\b|advertisement\b"
        r"|sponsored\b|we use cookies|accept (?:all )?cookies|(?:this"
        r"|our) (?:article|story|site|page|live ?blog|blog|live) (?:was"
        r"|is|has been|uses|may)\b|(?:if you|have you) (?:like|enjoy"
        r"|value|found|got|have a (?:story|tip)|spotted)\b|you can (?:unsubscribe"
        r"|follow)\b|(?:your|the) (?:email|e-mail) (?:address|will)\b"
        r"|thank you for (?:reading|subscribing)\b|buy us a coffee"
        r"|leave a comment|terms (?:of use|and conditions)|privacy policy"
        r"|cookie policy|print this|send (?:us|it to|your)\b|e?-?mail us\b"
        r"|seen something\b|have your say\b|what do you think\b|this (?:press )?(?:release"
        r"|statement|document) contains\b|.{0,60}comments below|do you (?:have"
        r"|know)\b|(?:our|the|this) (?:free )?(?:daily |weekly )?newsletter\b"
        r"|stay (?:up to date|informed|tuned)\b|(?:to|and) (?:learn"
        r"|find out|read|see|know) more\b|visit (?:our|www)\b|skip to\b"
        r"|back to top|read the full (?:story|article|report)|for (?:more"
        r"|further|press|media) (?:information|details|enquiries|inquiries)\b"
        r"|contact:|hide caption|toggle\b|related topics|tags?:|topics?:"
        r"|got a (?:tip|story)\b|.{0,80}\b(?:our|the) (?:free )?(?:daily "
        r"|weekly |morning )?newsletter\b.{0,40}$|a version of this (?:article"
        r"|story)"
    ),
    "flashes": (
        r"breaking(?: news)?|update|updated|just in|developing|news ?flash|exclusive"
        r"|health|sports?|economy|business|finance|markets|politics|world|weather|science|technology|culture|education"
        r"|environment|travel|crime|entertainment"
    ),
    "captions": (
        r"(?:file |stock )?(?:photo(?:graph)?s?|pictures?|images?|credits?"
        r"|sources?|opening hours|video|graphic|illustration|map|chart|caption|photo credit"
        r"|image credit|picture credit|archive photo|getty images|screenshot"
        r"|infographic|figure \d+|table \d+|listen|watch)(?: by| from| courtesy of"
        r"|/|\s*[:|©]|\s*$)"
        r"|[^.!?\n“”\"%]{3,70}? (?:walks? (?:through|past|along|by)|stands? (?:in front of|next to|beside"
        r"|outside|amid|among)|sits? (?:in|on|next to|beside|outside|among)"
        r"|looks? (?:at|on|out|over)|poses?|waves?|hugs?|embraces?|inspects?"
        r"|carr(?:y|ies) (?:an?|the|his|her|their)|clears? (?:debris|rubble|snow)"
        r"|holds? (?:up|an?|his|her) (?:sign|photo|portrait|placard|banner|flag))"
        r"\b[^.!?\n“”\"%]{0,120}\.?$"
    ),
    "bylines": (
        r"by [A-ZÀ-Ý][^.!?]{2,90}$|(?:reporting|written|edited|editing"
        r"|additional reporting|compiled|translated|writing|produced) by\b.{0,160}$"
        r"|(?:published|updated|last updated|last modified|posted|first published"
        r"|modified|date)\b\s*(?::|on\b|at\b|\d).{0,60}$|\d+ ?min(?:ute)?s? read\b.{0,20}$"
        r"|(?:note|disclaimer|disclosure|our standards|(?:our )?(?:rating|verdict)|methodology"
        r"|about the author"
        r"|about us|dial-in|media contacts?)\s*:"
        r"|editor['’]?s note\b|correction\b\s*[:(]|\(?(?:reporting"
        r"|additional reporting|editing) by\b|(?:our )?(?:staff|special) (?:writer"
        r"|reporter|correspondent)$|for immediate release|embargoed\b"
        r"|transcript\b\s*:?.{0,40}$|clarification\s*:"
        r"|[\w.’' -]{4,50} (?:is|are) (?:the|an?|our) [^.!?]{0,60}\b(?:editor|correspondent|columnist)s?\.?$"
        r"|our (?:\w+ )?(?:correspondent|reporter)s?\b"
    ),
}
"""The fields of the lexicon that the dates and layout stages use."""
