"""Whether an item's two sentences say what the report says, and both the same: the checks of the wording.

Each check takes the two sentences and their basis, the words of the report that they stand on, and returns None or a
Verdict. They look for what is surely wrong (a number, name, negation, condition or holder that is lost or added); how a
translator puts the rest is free.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

from briefing.actors import is_capital
from briefing.arabic import fold, folded, has_arabic, has_latin, kept_for_sentences, strip_diacritics, western_digits
from briefing.contrasts import exchanged, set_against
from briefing.dates import days_named, days_supported, find_dates, resolve
from briefing.figures import figures_missing, months, numbers, same_figures, un_symbols, weekdays
from briefing.glossary import Glossary, capitalised
from briefing.measures import contradicted
from briefing.numerals import WEEKDAYS
from briefing.quotation import quoted_spans, without_spans
from briefing.record import Bilingual
from briefing.verdicts import Verdict

# Patterns for English (_EN) are for small letters, but for those that name a capital: that is much faster than re.IGNORECASE.
# In folded Arabic. Particles deny what follows them; the other words only allow an English sentence to say "not".
_PARTICLES = r"(?:لا|لم|لن|ليس|ليست|ليسوا|لست|لسنا|غير|دون|بدون|من دون|بلا|عدم|بعدم|لعدم|الا|بالا|ما من|لما|ما زال|ما زالت|لا يزال|لا تزال)"
_EDGE = r"(?:^|[\s\"'()،])(?:و|ف|ا)?"
_NEGATION_AR = re.compile(rf"{_EDGE}{_PARTICLES}(?=[\s\"'()،.؛]|$)")
# "ما" before a verb negates where "any", "anybody", "ever" follows; else it is what is wanted, far more often than not.
_MA_AR = re.compile(
    rf"{_EDGE}ما (?!زال|لم|يزال|تزال|دام)\w+(?: \w+){{0,5}} (?:باي|اي|احدا?|قط|اطلاقا|بتاتا|ابدا|يوما)(?=[\s\"'()،.؛]|$)"
)
_DENIAL_AR = re.compile(
    rf"{_EDGE}(?:نفي|نفت|نفوا|ينفي|تنفي|ينفون|نافيا|نافيه|نافين|نفيه|نفيها|نفيهم|انكر\w*|ينكر\w*|تنكر\w*|كذب|كذبت|فند\w*|دحض\w*|[يت]فند\w*|تبرا\w*|[يت]تبرا\w*|تنصل\w*)(?=\W|$)"
)
# An English "not" may stand for these; for the weaker ones below only "no", "without" or "not until" may.
_NEGATIVE_VERB_AR = re.compile(
    r"(?<!\w)(?:و|ف)?(?:س|ب|ل|ك|لل|ال|وال|بال)?(?:[يتن]?رفض\w*|رافض\w*|مرفوض\w*|حظر\w*|[يت]حظر\w*|امتنع\w*|امتناع\w*|[يت]متنع\w*|ممتنع\w*|[يت]خلو|خلو|خلت|خال(?:يا|يه|ي)?|سابق لاوان\w*|اعتراض\w*|اعترض\w*|[يت]عترض\w*"
    r"|تحفظ\w*|متحفظ\w*|استبعد\w*|[يت]ستبعد\w*|استبعاد\w*|افتقا\w*|[يت]فتقر\w*|غياب\w*|غيب\w*|عجز\w*|عاجز\w*|فشل\w*|اخفق\w*|اخفاق\w*|تعثر\w*|تعذر\w*|[يت]تعذر|حال(?:ت)? دون|حيلول\w*|[يت]?نقض(?:ت|وا)?|انتهك\w*|انتهاك\w*|خرق\w*|نكث\w*"
    r"|تنصل\w*|تجنب\w*|[يت]تجنب\w*|اجتناب|الا (?:بعد|اذا)|ما لم|لولا|مستحيل\w*|محال|باطل(?:ه|ا)?|انكر\w*|[يت]نكر\w*|انكار\w*|نف(?:ي|ت|وا)(?:ه|ها)?|[يت]نف(?:ي|ون)|احجم\w*|احجام|عارض(?:ت|وا)?|[يت]عارض\w*|معارض(?:ته|تها|تهم)|قاطع(?:ت|وا)?\w*"
    r"|مقاطع\w*|ممنوع\w*|منع\w*|[يت]منع\w*|تبر[اي]\w*|كذب\w*|دحض\w*|فند\w*|عرقل\w*|[يت]عرقل\w*|[يت]ستحيل|صعب\w*|[يت]?كف(?:وا)?|بمناي|بريء|رد(?:ه|ها|ته|تها))(?!\w)"
)
_NEGATIVE_WORD_AR = re.compile(
    _NEGATIVE_VERB_AR.pattern
    + r"|وقف|توقف|تخلي|تخلت|تراجع|سحب|الغا|انها|اتهم|ابتعد|منزوع|مرهون|مشروط|شرط|شترط|شتراط|حتي|قبل|سوي|فقط|عزل|لدي|يقتصر|اقتصر|وهم|مجرد|عدل"
)
_STRICT_NOT_EN = re.compile(r"\b(?:not|never|cannot)\b(?! (?:until|before|only|more|less|later|exceed|through|by))|n['’]t\b")
# What stands behind these may be put in a few words ("citing the constitution").
_REASON_AR = re.compile(r"\s(?:بدعوي|بحجه|بذريعه|لان\w*|معتبر\w*|مشير\w*|مبرر\w*|اذ|كون\w*)\s")
# "غير مباشرة" is one word in English: indirect. These begin as such words do and are none.
_PREFIX_AR = re.compile(rf"{_EDGE}(?:غير|عدم|بعدم|لعدم|لا|بلا)(?=\s)")
_PREFIX_EN = re.compile(
    r"\b(?:un(?!der|til|ion|ite[ds]|its?\b|ity|ique|iver|ifo|ify|ifi)[a-z]{4,}|i(?:n(?!clu|crea|ter|form|iti|side|stit|vit|vol|vest|to|deed|stall|dica|sist|struc"
    r"|ten[dst]|spec|flu|habi|jur|divi|dus|depend|fra|sur|put|her|nov|ci[dt]|qui)|m(?!port|plem|prov|pose|posi|pris|pact|plic|plie|mine|agi|mun)|l(?=leg)|r(?=reg|rec))[a-z]{3,}"
    r"|dis(?!tri|cus|pat|play|pos|mant|arm|cov|tin|sol|aster|cip|cret)[a-z]{4,}|non-?[a-z]{3,})\b"
)
_SECOND_EN = re.compile(r"\bsecond\b")
_SECOND_AR = re.compile(r"(?<!\w)(?:و|ف|ب|ل|ال|وال|بال|لل)?(?:ثاني|ثان|ثانيا|ثانيه|تاني)(?!\w)|(?<![0-9])2(?![0-9])|اثن")
_MONTHS_EN = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH_EN = re.compile(rf"\b(?:{_MONTHS_EN})\b")
_TWO_OF_MONTH_EN = re.compile(rf"\b2 (?:{_MONTHS_EN})|(?:{_MONTHS_EN}) 2(?![0-9])")
_CONFIRMS_EN = re.compile(r"\b(?:confirm|acknowledg|admit)\w*")
_REFUTES_EN = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ials?)|refut\w+|reject\w+|dismiss\w+|disput\w+|disavow\w*|untrue|false|no truth|baseless|unfounded|fabricat\w+|invention)\b"
)
_QUARTER_EN = re.compile(r"[A-Z][\w'’-]* Quarter\b|\bQuarter of [A-Z]|\bquarter of (?:the )?(?:city|town)")  # of a town
_FRACTIONS_EN = (
    ("0.5", r"\bhalf(?:way)?\b|\bmid(?:dle|way|point)?\b"),
    ("0.25", r"\bquarters?\b"),
    ("0.75", r"\bthree[- ]quarters\b"),
)
_WEEKDAY_AR = re.compile("الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد")
# A day by which, or from which: it may be put as a date, and not left out.
_TERM_AR = re.compile(
    rf"(?:قبل|حتي|بحلول|اعتبارا من|ابتداء من|بدءا من|اقصاه|اقصاها) (?:يوم |صباح |مساء |ظهر |نهايه )*(?:{'|'.join(day for day in WEEKDAYS if not day.isascii())})(?!\w)"
)
_REFERS_AR = re.compile(r"(?<!\w)(?:نفسه|نفسها|نفسهم|ذاته|ذاتها|ذلك|تلك|بذلك|لذلك|المذكور\w*)(?!\w)")
_UNTIL_EN = re.compile(r"\b(?:unless|until|before|without|except)\b")
# A negative English word that stands for an Arabic one says nothing of a particle beside it.
_STANDS_FOR = tuple(
    (re.compile(arabic), re.compile(rf"\b(?:{english})\b"))
    for arabic, english in (
        (r"وقف|توقف|انهاء|ايقاف|كف ", r"halt\w*|stop\w*|ceas\w+|discontinu\w*|end(?:ed|ing|s)?"),
        (r"رفض|رافض", r"reject\w*|refus\w+"),
        (r"منع|حظر", r"prevent\w*|ban(?:s|ned|ning)?"),
        (r"شرط|مشروط|شريطه|اذا|في حال", r"if|condition\w*"),
        (r"(?:^|\W)(?:و|ف)?(?:لا|لن|(?<!ما )لم|ليس\w*) .*ما لم ", r"if"),  # not "if": "unless", or "not" as well
        (r"غياب|تغيب|غاب", r"absen\w+"),
        (r"حتي|لحين|الي حين|ريثما", r"until|till"),
        (r"فشل|اخفق", r"fail\w*"),
        (r"معارض", r"oppos\w+"),
        (r"محدود|حدود", r"limit(?:s|ed)?"),
        (r"باق|بقي|بقاء|يبق|تبق|ظل", r"remain\w*|still"),
        (r"ابعد|خارج", r"beyond"),
        (r"علي الاقل|علي الاكثر", r"at (?:least|most)"),
    )
)
_ADDED_NOT_EN = re.compile(r"\b(?:not|never|none|nor|neither|cannot|no longer|no|without)\b|n['’]t\b")
_NO_NEGATION_EN = re.compile(
    r"spar(?:e[sd]?|ing) no|no[- ]fly|no[- ]man|not only|no later than|no (?:more|less|fewer) than|not (?:more|less|fewer|exceed\w*|later) than|whether or not|no doubt"
)
_NEGATIVE_EN = re.compile(
    r"\b(?:not|no|never|none|nor|neither|without|cannot|refus\w+|reject\w+|den(?:y|ies|ied|ying|ials?)|non-?\w+|nothing|nobody|unless|until|only"
    r"|prevent\w*|ceas(?:e|es|ed|ing)|halt\w*|stop\w*|oppose[sd]?|opposing|rul\w+ out|avoid\w*|abstain\w*|refrain\w*|absen\w+|lack\w*|fail\w*|withh\w+|ban(?:s|ned|ning)?"
    r"|un(?:able|willing|acceptable|likely|conditional\w*|hindered|impeded|hampered|armed|finished|resolved|successful\w*|restricted|limited|fair\w*|just\w*|founded|true|clear|known|named|authori[sz]ed|lawful\w*|fulfilled|implemented|ready|prepared|interrupted|changed|related|necessary|tenable|realistic|specified|identified)"
    r"|in(?:complete|sufficient\w*|ability|capable|admissible|valid|appropriate|consistent\w*|eligible|definite\w*|violab\w+|tolerable)|dis(?:agree\w*|miss\w*|continu\w*|put\w*|regard\w*|claim\w*|avow\w*)|im(?:possible|practicable|permissible|punity)|ir(?:relevant|reversibl\w*)"
    r"|other than|except\w*|difference|condition\w*|refut\w+|disput\w+|contest\w*|disown\w*|untrue|false\w*|baseless|unfounded|fabricat\w+|invention|repudiat\w+|if|still|remain\w*|few|hardly|free of|exclud\w+|rather than|instead|contradict\w*|limited|limits?|beyond|[a-z]+-free|at (?:least|most)|premature|short of|yet to|keep(?:s|ing)? (?:[a-z]+ ){1,5}(?:out|away|off|from)|leav(?:e|es|ing)|out of the question|off the table|unthinkable)\b|n['’]t\b"
)
# "لم يتعهد إلا بالبحث", "لا تطلب سوى": what is left over is pledged or wanted. A time or condition behind "إلا" is none of it.
_EXCEPTION_AR = re.compile(
    rf"{_EDGE}(?P<not>(?:لا|لم|لن|ما|ليس|ليست) (?:يعد |تعد )?(?:[^\s،.؛]+ ){{1,8}}?)(?P<but>الا(?! (?:بعد|قبل|اذا|ان|عند|عندما|حين|متي|في حال|بشرط|بشروط|شريطه|مقابل|بموافق\w*|باذن|لاحقا)(?!\w))|سوي)\s"
)
_ONLY = r"only|merely|just|solely|simply|exclusive\w*|alone|purely|limited|restrict\w*"
_ONLY_EN = re.compile(
    r"\b(?:only|merely|just|solely|simply|exclusive\w*|alone|purely|at most|no (?:more|further) than|nothing (?:but|except|more than|other than|beyond)|(?:not|no|never|n['’]t)\b[^,.;]{0,60}?\b(?:other than|more than|except|beyond|but|anything but|less than)|all\b[^,.;]{1,60}\b(?:is|was)|limited|restrict\w*|confin\w*)\b"
)
_DENIES_ACT_EN = re.compile(
    r"\bden(?:y|ies|ied|ying) (?:that|having|ever|it|he|she|they|any|to have|the (?:claim|report|allegation)|(?!be)[a-z]+ing)\b"
)
_SPARES_AR = re.compile(r"(?<!\w)(?:و|ف)?(?:لن|لا|لم) (?:[يتنا]دخر|[يتنا]وفر|[يتنا]الو)\w* ")
_ASIDE_EN = re.compile(r",? according to [^,]{1,80},(?= [a-z])")
_GIVES_UP_EN = re.compile(
    r"\b(?:withdr[ae]w\w*|drop(?:s|ped)?|gives? up|gave up|abandon\w*) (?:its|his|her|their|the) (?:\w+ )?(?:demand|call|condition|claim)"
)
_KEEPS_EN = re.compile(r"\b(?:refus\w+|declin\w+|reject\w*|rul\w+ out) (?:to |any )?(?:giv|drop|abandon|withdr|renounc)")
_DOUBLE_AR = re.compile(rf"{_EDGE}(?<!ما )(?:لم|لن|لا) [يتن](?:رفض|عترض|نكر|نف|نفي|عارض|مانع|ستبعد)(?:وا|ون)?(?!\w)")
_TURNED_DOWN_EN = re.compile(r"\b(?:reject|refus|den(?:y|ies|ied)|object|oppos|rul\w+ out)")
_DENIES_EN = re.compile(
    r"\b(?:not|no|never|none|nor|neither|nothing|nobody|without|cannot|den(?:y|ies|ied|ying|ials?)|refut\w+|reject\w+|refus\w+|dismiss\w+|disput\w+|contradict\w*|unfounded|false|untrue|baseless|fabricat\w+|invention|disclaim\w*|disavow\w*)\b|n['’]t\b"
)
_CONDITIONAL_EN = re.compile(
    r"\b(?:if|unless|until|provided|providing|pending|condition\w*|once|when(?:ever)?|as long as|so long as|subject to|contingent|only|after|before"
    r"|in (?:re)?turn|in exchange|should|without|requir\w+|depend\w*|in case|in the event|t(?:ie|ies|ied|ying)|link\w*|mak\w+|assuming|as soon as|the moment|upon|following|immediately|prerequisite|where)\b"
)
_EFFORT_EN = re.compile(
    r"\b(?:seek\w*|sought|tr(?:y|ies|ied|ying)|endeavo\w*|effort\w*|striv\w+|strove|attempt\w*|work\w*|aim\w*|best|influence|everything|utmost|whatever|all (?:it|they|he|she|in|that)|hop\w+|explor\w+|spare[sd]? no|sparing no|good offices|persua\w+|convinc\w+|encourag\w+|urg(?:e|ing)|leverage"
    r"|what (?:it|they|he|she|we) (?:can|could)|as (?:much|far) as (?:it|they|he|she|we) (?:can|could)|(?:with)?in (?:its|their|his|her|our) (?:power|means|ability|capacity|capabilities))\b"
)
_ONLY_EFFORT_EN = re.compile(r"\b(?:will|would|to|shall) (?:seek|try|endeavou?r|attempt|strive)\b|\bbest efforts?\b")
_EFFORT_AR = re.compile(
    r"سع[يىوا]|سعت|مساع|جهد|جهود|حاول|محاول|وسعه|بوسع|وسعها|عمل\w* علي|يعمل|تعمل|ستعمل|سيعمل|نفوذ|اجتهد|(?<!\w)(?:ل|ب)?(?:ال)?(?:(?:حث|اقناع|تشجيع|اغراء)\w* |(?:حمل|دفع)\w* (?:\w+ ){1,4}(?:الي|علي|نحو) )"
)
_NO_EFFORT_EN = re.compile(
    r"(?<!spare )(?<!spares )(?<!spared )(?<!sparing )\bno efforts?\b|\bnot (?:make|seek|try|work|endeavou?r)\b"
)
_GUARANTEE_EN = re.compile(r"\b(?:guarantee[sd]?|guaranteeing|ensur(?:es|ed)|vouch\w*)\b")
_GUARANTEE_AR = re.compile(r"ضمن|ضمان|ضامن|كفل|كفال|تكفل|يكفل|تامين|يومن|تومن|امن|حرص")
_PLEDGE_EN = re.compile(
    r"\b(?:pledg\w+|commit\w*|promis\w+|undert\w+|vow\w*|guarantee\w*|will|would|shall|ready|readiness|willing\w*|prepared|offer\w*|agree\w*|allocat\w+|donat\w+|contribut\w+|provid\w+|announc\w+|assur\w+|den\w+|contin\w+|going|intend\w*|bear\w*|cover\w*|work\w*|seek\w*|tr(?:y|ies|ying)|effort\w*|endeavou?r\w*|spar(?:e|es|ed|ing)|fund\w*|financ\w+|host\w*|plan\w*)\b"
)
_DEMAND_EN = re.compile(
    r"\b(?:demand\w*|call\w*|ask\w*|urg\w+|insist\w*|request\w*|requir\w+|want\w*|must|should|need\w*|appeal\w*|condition\w*|press\w*|seek\w*|wish\w*|propos\w+|claim\w*|stress\w*|expect\w*|invit\w+|exhort\w*|stipulat\w+|hop\w+|desir\w+|plea\w*|wait\w*|await\w*|offer\w*|suggest\w*|has to|have to|ought|impos\w+|if|unless|until|withdr\w+|drop\w*|reject\w*|renounc\w+|g[ai]ve[sn]? up|abandon\w*|no longer)\b"
)
_REJECTS_EN = re.compile(r"\b(?:reject\w*|refus\w+|oppos\w+|object\w*|condemn\w*|denounc\w+|rul\w+ out)\b")
_ENDORSES_EN = re.compile(
    r"\b(?:accept\w*|welcom\w+|support\w*|endors\w+|approv\w+|agree[sd]?|back(?:s|ed)|prais\w+|sign(?:s|ed)|bless\w*)\b"
)
# The verb of the main clause, behind whoever acts: "The Council and its allies have also agreed to …".
_MAIN_VERB_EN = re.compile(
    r"(?:(?:the|a|an|[A-Z][\w'’-]*|of|for|in|and|both|its|his|her|their|delegation|team|government|movement|council|front|side|party|spokes\w+|envoy|mediator|has|have|had|was|were|is|are"
    r"|also|again|later|then|once|more|now|already|still|however|likewise|[a-z]+ly),? )+(?:(?:expressed|expresses|gave|gives|declared|declares|voiced|voices|signalled|signals|issued|issues|made|makes) (?:(?:its|his|her|their|a|an|the|full|strong) )*)?(?P<verb>[a-z]+(?: out| down)?)\b"
)
_VERBS_EN = {
    "accept": re.compile(r"(?:accept|agree|consent|assent|approv|endors|support|back(?:s|ed|ing)?$|welcom|prais|thank|bless|commend|hail|applaud|appreciat|adopt|embrac|conced|grant|favou?r|defend|justif)"),
    "pledge": re.compile(r"(?:pledg|promis|commit|undert|guarantee|assur)"),
    "refuse": re.compile(r"(?:reject|refus|oppos(?!ition)|object|rul\w+ out|declin|resist|rebuff|turn\w* down|dismiss|veto|block|spurn|contest|against|doubt|belittl|question|disparag|mock|ridicul)"),
    "blame": re.compile(r"(?:accus|condemn|denounc|deplor|criti[cq]|blam|reproach|decr[yi])"),
    "threaten": re.compile(r"(?:threat|menac)"),
    "warn": re.compile(r"warn"),
    "plan": re.compile(r"(?:plan|offer|intend|volunteer)"),
    "consider": re.compile(r"(?:considering|stud|discuss|weigh|examin|review)"),
    "insist": re.compile(r"(?:insist|demand|maintain|impos|uphold|retain)"),
}  # fmt: skip
_NEVER_TOLD_AS = {
    "REJECT": ("accept", "pledge", "plan", "threaten", "consider"),
    "ACCUSE": ("accept", "pledge"),
    "THREATEN": ("accept", "pledge", "refuse", "consider"),
    "AGREE": ("refuse", "blame", "threaten", "warn", "consider"),
    "SUPPORT": ("refuse", "blame", "threaten", "warn"),
    "CONCEDE": ("refuse", "blame", "threaten", "insist"),
    "CONSULT": ("accept", "refuse", "blame", "threaten", "pledge", "insist"),
}
# Words that turn a sentence round: (the Arabic, the English that tells it, English that may stand for it as well).
_INDIRECT_AR = re.compile(r"غير (?:ال)?مباشر\w*")
# What makes a demand or a pledge absolute, and stems of the Arabic that it may stand for.
_ABSOLUTE = tuple(
    (re.compile(rf"\b(?:{english})\b"), re.compile(arabic))
    for english, arabic in (
        (r"immediate\w*", r"فور|عاجل|عجل|حال|توا|مباشر|سريع|اسرع|سرع|ابطا|تاخير|لحظ|الان|اني"),
        (r"unconditional\w*|without (?:any )?(?:pre-?)?conditions?", r"شرط|شروط|قيد|مطلق"),
        (r"permanent\w*|forever", r"دايم|نهايي|ابد|مستدام|ثابت|مندوب"),
        (r"unanimous\w*", r"اجماع|مجمع|اجمع|جميع|كل"),
        (
            r"(?<!not )(?<!at )(?<!after )(?<!above )all(?!-| (?:at once|sides|parties|along|right|but|the more)\b)",
            r"كل|جميع|كاف|ساير|سائر|شامل|شمول|كامل|عموم|برم|قاطب|اجمع|مجمل|مختلف|تمام|اي |ايا|غير|اخر|مطلق|مهما|كبير|قصار|اقصي|وسع|انه?اء|ساير|باقي|بقي",
        ),
        (
            r"(?:only|solely|exclusively)(?! (?:after|if|when|once|by|in|with|for|through|on condition|then|provided))",
            r"فقط|حصر|(?<!\w)[وف]?(?:الا|سوي|وحد\w*|بل|خلا|عدا|لم|لن|لا|ما|انما|ليس\w*)(?!\w)|مجرد|فحسب|قصر|قتصر|محض|كتف|دون|منفرد|محدود|غير|خاص|وحيد",
        ),
        (r"fully|wholly|entirely|completely", r"كل|كامل|تمام|شامل|جميع|قاطع|جمل|مطلق|حرف|نهايي|اساس|ملء"),
        (
            r"(?<!not )(?<!without )any(?! (?:longer|more|further|way|time)\b)",
            r"(?<!\w)[وفبلك]?(?:اي(?:ا|ه)?|ايما|كل|جميع|كافه|مهما|ما|من|اذا|لو|لا|لم|لن|ليس\w*|غير|دون|بدون|بلا|عدم|قط|شيء)(?!\w)|نفي|نفت|نفا|رفض|حظر|منع|امتنا|استبعد|انكر|خلو|خال|وقف|احتمال|حذر|تحذير|محذر|شرط",
        ),
        (r"male(?! and female)(?!s and females)", r"ذكور|رجال|شبان|ذكر|شباب"),
        (r"non-[a-z]+", r"(?<!\w)[وفب]?(?:ال)?(?:غير|لا|لم|لن|عدم|دون|بدون|بلا|ليس\w*)|خارج|محايد|مدني|اهلي|امتنا"),
        (r"categorical\w*", r"قاطع|قطع|جمل|مطلق|حازم|باتا|شدد|تمام|اصل|صراح|صريح|حسم|حاسم|كلي|ابد"),
    )
)
# One is in each of them.
_ABSOLUTE_BEGINNINGS = (
    "immediate", "condition", "permanent", "forever", "unanimous", "categorical", "all", "only", "solely", "exclusively", "fully",
    "wholly", "entirely", "completely", "any", "male", "non-",
)  # fmt: skip
# Words that limit what is said: what stands in the Arabic for them, and all English that may; without any of it more is said.
_LIMITS = tuple(
    (re.compile(arabic), re.compile(rf"\b(?:{english})\b"))
    for arabic, english in (
        (
            r"(?<!\w)(?:من )?حيث المبدا(?!\w)|(?<!\w)(?:مبدييا|بشكل مبديي|بصوره مبدييه)(?!\w)",
            r"principle|preliminar\w*|initial\w*|tentativ\w*|provisional\w*|broad\w*|basically|outline",
        ),
        (
            r"(?<!\w)(?:تدريجيا|بالتدريج|بشكل تدريجي|بصوره تدريجيه|علي مراحل)(?!\w)",
            r"gradual\w*|phas\w*|stag\w*|steps?|progressiv\w*|increment\w*|over time|slowly|instal\w*|tranch\w*|batch\w*",
        ),
        (
            r"(?<!ليس )(?<!ليست )(?<!\w)(?:فقط|حصرا|حصريا|بشكل حصري|فحسب|دون (?:سواه|سواها|غيره|غيرها|غيرهم))(?!\w)",
            rf"{_ONLY}|but|mere|few\w*|single|sole|confin\w*|strict\w*|except\w*|out of|neither",
        ),
        (
            r"(?<!\w)(?:موقتا|بشكل موقت|بصفه موقته|بصوره موقته)(?!\w)",
            r"temporar\w*|interim|provisional\w*|for now|time being|transition\w*|short\w*|paus\w*|acting",
        ),
        (
            r"(?<!\w)(?:سرا|بشكل سري|بسريه|بصوره سريه)(?!\w)",
            r"secre\w*|privat\w*|quiet\w*|confiden\w*|behind|discreet\w*|undisclosed|clandestin\w*|covert\w*|closed",
        ),
        (
            r"^(?!.*(?<!\w)[وف]?(?:لا|لم|لن|ليس\w*|غير|دون|بدون|بلا|عدم|رفض\w*|[يتن]رفض\w*|نفي|نفت|حظر|منع|الا)(?!\w)).*(?<!، )(?<!\w)[وفبلك]?(?:اي|ايه)(?= (?!وقت|حال|من ))",
            r"any\w*|every\w*|all|each|whatever|whichever|no|either|what|where\w*|when\w*|if|some\w*|possible|further|future|whoever|ever|that may|in case",
        ),
        (
            r"(?<!\w)[وفبل]?(?:ال|لل)?(?:امتناع|[يت]متنع\w*|ممتنع\w*|كف|[يت]كف\w*) عن ",
            r"refrain\w*|abstain\w*|abstention|not|stop\w*|ceas\w*|desist\w*|avoid\w*|no|without|halt\w*|end\w*|withh\w*|refus\w*|declin\w*|never|keep\w*|kept|nor|neither|cannot|forgo\w*|discontinu\w*|decline|failed|fail",
        ),
        (
            r"(?<!\w)[وف]?(?:دون|بدون|بلا)(?= (?!شك|ريب|سواه|غيره|ذلك|ان )\w{3})",
            r"without|no|not|non|nor|none|never|un[a-z]+|in[a-z]+|im[a-z]+|ir[a-z]+|dis[a-z]+|[a-z]+-free|[a-z]+less|free\w*|lack\w*|absen\w*|neither|before|unless|until|fail\w*|prevent\w*|short|exclud\w*|except\w*|rather|instead|only|despite|refus\w*|reject\w*|cannot|bypass\w*|and not|waiv\w*|exempt\w*|under|below|less",
        ),
        (
            r"(?<!رفع )(?<!انهاء )(?<!وقف )(?<!الغاء )(?<!\w)[وفبل]?(?:ال|لل)?حظر(?!\w)",
            r"ban\w*|embargo\w*|prohibit\w*|forbid\w*|bar(?:s|red|ring)?|no|no-\w+|not|outlaw\w*|restrict\w*|block\w*|curfew\w*|prevent\w*|proscri\w*|without|deny|den(?:ied|ies)|sanction\w*|lift\w*",
        ),
        (
            r"(?<!\w)(?:جزييا|بشكل جزيي|بصوره جزييه)(?!\w)",
            r"partial\w*|part(?:ly|s)?|some\w*|in part|limited|not (?:full\w*|complete\w*|entire\w*)",
        ),
    )
)
# A condition that an English sentence adds, and what in the Arabic may have been put as one.
_IF_EN = re.compile(
    r"(?<!as )(?<!even )(?<!only )\bif (?!any\b|possible|necessary|not\b|at all|need)|\bunless\b|\bprovided that\b|\bon (?:the )?condition that\b"
)
_IF_AR = re.compile(
    r"شرط|شترط|شروط|شريط|[إا]ذا|مقابل|رهن|مرهون|ربط|رتبط|معلق|توقف|طالما|ريثما"
    r"|(?<!\w)[وفب]?(?:إن|لئن|لو|مهما|متى|كلما|هل|حال|ما لم|[إا]لا|علق\w*|على [أا](?:ن|لا)|عند\w*|ما دام\w*|بعد|قبل|حين\w*|دون|بدون)(?!\w)"
)
# "According to Sami al-Haddad, Ethiopia is committed to".
_ACCORDING_EN = re.compile(r"^According to [^,]{1,80}, (?=[A-Z]|the [A-Z])")
_TOLD_BY_EN = re.compile(r"^According to (?P<who>[^,]{1,80}),")
# «الطرفان اتفقا»: who tells it has not agreed alone.
_BOTH_AGREE_AR = re.compile(
    r"^\W*(?:و|ف)?(?:ب?ان )?(?:كلا )?(?:ال)?(?:طرف|جانب|وفد|فريق|بلد)(?:ان|ين) (?:قد )?\w|^\W*[وف]?اتفق (?:ال)?(?:طرف|جانب|وفد|فريق|بلد)ان"
)
# "said that the Bank would seek": whose pledge it is told as.
_TOLD_THAT_EN = re.compile(
    r"\b(?:said|says|announc(?:ed|es)|stat(?:ed|es)|declar(?:ed|es)|add(?:ed|s)|explain(?:ed|s)|confirm(?:ed|s)|assert(?:ed|s)|affirm(?:ed|s)) that (?:the )?"
)
# What is threatened, or what one is ready for, is not done yet.
_TO_COME_AR = re.compile(
    r"(?<!\w)[وفب]?(?:[يت]?هدد(?:ت|وا|ا)?|مهدد\w*|تهديد\w*|مستعد(?:ه|ا|ون|ين|ان|تان)?|استعداد\w*|[يت]نوي|[يت]عتزم(?:ون)?)(?!\w)"
)
_TO_COME_EN = re.compile(
    r"\b(?:threat\w*|menac\w*|warn\w*|vow\w*|will|would|could|may|might|can|shall|read(?:y|iness)|willing\w*|unwilling\w*|prepar\w*|stand(?:s|ing)? by|offer\w*|intend\w*|intent\w*"
    r"|plan(?:s|ned|ning)?|pledg\w*|promis\w*|commit(?:s|ted|ting|ments?)?|undert\w+|agree[sd]?|open to|available|poised|set to|about to|going to|aim\w*|propos\w*|eager|keen|able|capab\w+|consider\w*|decid\w+|determin\w+"
    r"|mean(?:s|t) to|favou?r\w*|happy|volunteer\w*|express\w*|mind|object\w*|accept\w*|due to|is to|are to|want\w*|seek\w*|hop\w+|guarante\w+|assur\w+|ensur\w+|effort\w*)\b|['’]ll\b"
)
# «يقتصر على»: that it is all must be told.
_CONFINES_AR = re.compile(r"(?<!لا )(?<!لم )(?<!لن )(?<!\w)[وف]?(?:[يت]قتصر|اقتصرت?|مقتصر\w*|[يت]نحصر|محصور\w*)(?!\w)")
# «الإفراج عن ثلاثة مقابل خمسة»: what is given stands before, what is got behind, but where one speaks of getting.
_FOR_AR, _GETS_AR = re.compile(r"(?<!\w)(?:في |ب)?مقابل(?!\w)"), re.compile(r"حصول|[يت]حصل|تسلم|استعاد|تلق|بادل|نيل")
_FOR_EN = re.compile(r"\bin (?:exchange|return) for\b|\bagainst\b")
_GETS_EN = re.compile(
    r"\b(?:get\w*|receiv\w+|obtain\w*|secur\w+|recover\w*|regain\w*|swap\w*|exchang(?:e|es|ed|ing)(?! for)|gain\w*|trad(?:e|es|ed|ing)|deal)\b"
)
_CONSIDERS_AR = re.compile(r"درس|دراس|بحث|نظر|ناقش|نقاش|مراجع|فحص|تداول|تشاور")
_OF_NOUN_EN = re.compile(r"\b(?:its|his|her|their|a|an|the|full|strong) $")  # "makes its pledges conditional"
# What the main clause of a demand, or a pledge, never says.
_OTHER_KIND_EN = {
    "demand": re.compile(r"(?:pledg|promis|undert|vow)"), "commitment": re.compile(r"(?:demand|urg(?:e|ing)|request|appeal)"),
}  # fmt: skip
_WELCOMES_AR = re.compile(r"^\W*[وف]?(?:[يت]?رحب|اشاد|[يت]شيد|[يت]?ثمن|[يت]?شكر|هنا|[يت]هني)(?:ت|وا|ا)?(?!\w)")
_AGREES_EN = re.compile(r"(?:agree|accept|approv|consent|sign|ratif|adopt)")
_WARNS_AR = re.compile(r"^\W*(?:و|ف)?[يت]?حذر(?:ت|وا|ا)?(?!\w)")
_WARNS_EN = re.compile(r"\b(?:warn|caution)")
_AGREED_TO_EN = re.compile(r"\bagree[sd]? (?:to|that|with)\b")
_WITHDRAWN_EN = re.compile(
    r"\b(?:withdr\w+|drop\w*|no longer|not|g[ai]v(?:e|es|en|ing) up|gave up|abandon\w*|renounc\w+|waiv\w+|retract\w*|relinquish\w*|conced\w+|back(?:s|ed|ing)? (?:down|away|off)|retreat\w*|former\w*|forg[oe]\w*|desist\w*|set aside)\b"
)
_ACTS_EN = r"(?:demand|call|ask|urg|insist|request|pledg|commit|promis|undertak|undertook|vow|agree|accept|reject|refus|oppos|accus|condemn|threaten|welcom|support|appeal|propose[sd]?\b|insist|warn|blam|criti[cq]|denounc|deplor|reproach|decr[yi]|(?:held|holds?) [^,.;]{1,80} (?:responsible|accountable|liable)\b|will|would|(?:is|are|was|were|remains?) (?:ready|committed|bound|obliged|willing|prepared|determined)\b|wants?\b)"
# Who only tells what another wants or promises may begin the sentence.
_TELLS_EN = r"(?:say|said|told|tell|claim|stat|report|reveal|explain|quot|announc|according|affirm|not|confirm|describ|argu|and|or|in|on|for|of|also|then|later|deni|den[yi]|dismiss|refut|disput|mock|allege|maintain|believ|consider|think|see|hold|add|recall|point|mention|indicat)"
# What may follow the name with which a sentence begins, and what may stand in front of that.
_HAS_EN = r"(?:has |have |had |also |again )?"
_SUBJECT_EN = re.compile(r"(?:'s delegation)? ")
_SUBJECT_ACTS_EN = re.compile(rf"(?:'s delegation| delegation)? {_HAS_EN}{_ACTS_EN}")
_DECLARES_EN = re.compile(rf"(?:,[^,]{{1,60}},)? {_HAS_EN}(?:{_ACTS_EN}|announc|declar|express)")
_DOES_EN = re.compile(rf" (?!{_TELLS_EN})(?:[a-z]+ )")
_DENIES_ITSELF_EN = re.compile(rf" {_HAS_EN}(?:den(?:y|ies|ied)|refut\w+)\b")
_DENIES_WORDS_EN = re.compile(
    rf" {_HAS_EN}(?:den(?:y|ies|ied)|refut\w+|dismiss\w*|reject\w*) (?:what|the (?:claim|statement|word|remark|allegation|accusation|report)s? (?:of|by)) "
)
# "denies having pledged": whoever denies is who would have pledged.
_OWN_ACT_EN = re.compile(
    rf" {_HAS_EN}(?:den(?:y|ies|ied)|admit\w*|acknowledg\w+|claim\w*|recall\w*|profess\w*|regret\w*) (?:ever )?(?:to have|having|\w+ing)\b"
)
_TITLE_EN = re.compile(r"(?:The|Mr\.?|Ms\.?|Dr\.?) ")
_ARTICLE_EN = re.compile(r"(?:The|the|Mr\.?|Ms\.?|Dr\.?) ")
_OFFICE_EN = re.compile(r"(?:The|Mr\.?|Ms\.?|Dr\.?|President|Minister) ")
# "The Movement and the Council pledge": the subject of the sentence, where it names several.
_TOGETHER_EN = re.compile(
    rf"(?P<subjects>(?:(?:the|of|both|in|for|[A-Z][\w'’.-]*),? )+(?:and|as well as|with) (?:(?:the|of|in|for|and|[A-Z][\w'’.-]*),? )+)"
    rf"(?:jointly |both |together )?(?:has |have |had |also |again )?{_ACTS_EN}"
)
_ALL_EN = re.compile(r"\b(?:both|two|three|four|five|parties|sides|jointly|together|they|each|all)\b")
_CONDITION_AR = re.compile(
    r"(?:^|\s)(?:و|ف)?(?:شريطه|بشرط|علي شرط|مشروطا? ب|اذا|في حال|ما لم|الا بعد|الا اذا|مقابل|طالما|ما دام\w*|بمجرد|حالما|متي|لو|رهنا|رهينا|(?:ربط|رهن|علق|اشترط|قيد)ت? (?:ذلك|هذا|الامر|له|لذلك))\s"
)
# A formula of exchange («الكل مقابل الكل», «قاعدة الأرض مقابل السلام»), what is wished for («تمنى لو …») and what is asked («عما
# إذا») are no conditions.
_NO_CONDITION_AR = re.compile(
    r"(?:مبدا|قاعده|صيغه|معادله|شعار|اساس) \"?\w+ مقابل(?= \w)|\"\w+ مقابل(?= \w+\")|(?<!\w)[وفبل]?(?P<thing>\w{2,}) مقابل(?= (?P=thing)(?!\w))"
    r"|ارض مقابل(?= السلام)|(?<!\w)[وف]?(?:(?:[يتن]|ا)?تمن[يت]\w*|متمني\w*|حبذا|[يت]?ود(?:ت|وا|ون)?|يا ليت)(?: (?!ان )\w+){0,7}? لو(?!\w)"
    r"|(?<!\w)[عفمبو]?(?:ما|يما) اذا(?= )"
)
# One of these is in all of them. Written so, with a letter in front, it is found several times faster.
_LIKE_A_CONDITION = re.compile(r"مقابل|لو(?<![\u0621-\u064a]لو)(?![\u0621-\u064a])|ما [إا]ذا")
# Who somebody is, said between commas: «دعا الحزب، وهو لا يشارك في الحكم، إلى».
_ASIDE_AR = re.compile(r"،\s*و?(?:هو|هي|هم) [^،.؛]{3,100}،")
_ASIDE_OF_NAME_EN = re.compile(r",[^,]{3,120},")
_UNLIKE_AR = re.compile(r"(?<!\w)غير(?!\w)")
_BOTH_EN = re.compile(r"\bboth\b|\btwo (?:sides|parties|delegations)\b|\b(?:parties|sides)\b")
_BOTH_AR = re.compile(r"الطرف(?:ان|ين)|الجانب(?:ان|ين)|الوفد(?:ان|ين)|كلا|الأطراف|الفريق(?:ان|ين)")
# "إلى تحويلات فعلية لا إلى صور": what follows is set against the rest, and may be left out.
_CONTRAST_AR = re.compile(
    r"[\s\"']لا (?=(?:الي|علي|في|من|عن|مع|ل\w{3,}|ب\w{3,})(?:\s|$))|(?<!\w)(?:لا سيما|لا يزال|لا تزال|ما زال|ما زالت|لا بد)"
)
_GENERIC = frozenset([
    "the", "of", "and", "for", "in", "a", "delegation", "team", "side", "party", "group", "members", "member", "forces",
    "force", "armed", "al", "el", "his", "her", "its", "their", "to",
])  # fmt: skip


# "Line 29", "Area 2 and": what is numbered bears a capital and is no name; in "in Aleppo 12 people" nothing is numbered.
_NUMBER_BEHIND_EN = (
    r" [0-9]+(?=$|[.,;:)\]\"”’']+(?:\s|$)| (?:and|or|to|in|at|on|for|from|by|as|until|before|after|between|of|with)\b)"
)
# A State's own. "Lebanese Forces" is a party's name, and another body of Lebanon is not that party.
_OF_STATE_EN = frozenset(["government", "state", "republic", "delegation", "team", "side", "armed"])
_BODIES_EN = frozenset(["government", "movement", "council", "front", "state", "republic"])


@dataclass(frozen=True)
class Basis:
    """What two sentences are held against.

    ``said`` are the words from the item's verb to the end of its quote, ``around`` the passage and the names of those
    concerned, ``report`` all of the report up to there: what a pronoun may stand for. ``names`` maps the Arabic names of the
    participants to the English ones; ``holders`` and ``strangers`` are English names of those whose item it is, and of
    those of whom the words do not speak. ``kind``, ``act`` and ``status`` are empty where only names, numbers and
    negations are to be judged. ``negated`` says that a negation outside of ``said`` governs it, ``unnamed`` that a source without a name told it, ``possible`` that it only
    may come, ``proposed`` that it stands in a draft.
    """

    said: str
    around: str
    report: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    holders: Sequence[str] = ()
    others: Sequence[str] = ()
    strangers: Sequence[str] = ()
    published: date | None = None
    kind: str = ""
    act: str = ""
    status: str = ""
    negated: bool = False
    unnamed: bool = False
    possible: bool = False
    proposed: bool = False

    @cached_property
    def longest_first(self) -> tuple[str, ...]:
        """The English names of the participants: where one is part of another, the longer one comes first."""
        return tuple(sorted(filter(None, self.names.values()), key=len, reverse=True))

    @cached_property
    def resolved(self) -> str:
        """What the words around stand for by rule: dates resolved, their years and days, the years of resolutions.

        The number of a month is none of these: it would vouch for any day or count of that number.
        """
        words = [mention.words for mention in find_dates(self.around)]
        values = [
            value
            for mention in words
            for ahead in (False, True)
            if (value := resolve(mention, published=self.published, ahead=ahead).value)
        ]
        for mention in words:  # «بين الأحد والثلاثاء المقبلين» has no one value
            named = _WEEKDAY_AR.findall(mention) if len(_WEEKDAY_AR.findall(mention)) > 1 else ()
            values += [value for day in named if (value := resolve(day, published=self.published, ahead=True).value)]
        days = [day for value in values for day in value.split("/")]
        parts = [part for day in days for part in (day[:4], day[8:10]) if part.isdigit()]
        if self.published is None:
            # Without a publication date the day of the month is known all the same.
            some = [resolve(mention, published=date(2024, 1, 1)).value for mention in words]
            parts += [value[-2:] for value in some if value and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)]
        parts += [year for symbol in un_symbols(self.around) for year in re.findall(r"\(([0-9]{4})\)", symbol.symbol)]
        parts += _years(self.report) if words else ()
        dates = [day if len(day) == 10 else _MONTHS_EN.split("|")[int(day[5:7]) - 1] for day in days if day[5:7].isdigit()]
        return " ، ".join([*(str(int(part)) for part in parts), *dates])


Check = Callable[[Bilingual, Basis, Glossary], Verdict | None]


@kept_for_sentences
def denies(words: str) -> bool:
    """Whether Arabic words hold a verb of denying (نفى، أنكر …)."""
    return _DENIAL_AR.search(fold(words).text) is not None


# "غيّر" is a verb, and not the particle "غير": by its mark, or behind a pronoun and before what is somebody's («أنه غير موقفه»).
_CHANGED_AR = re.compile(
    r"(?<![\u0621-\u0652])(?P<joined>[وف]?[\u064b-\u0652]*)(?:غ[\u064b-\u0652]*ي[\u064b-\u0650]*\u0651[\u064b-\u0652]*ر[\u064b-\u0652]*(?![\u0621-\u0652])"
    r"|(?<=[أإا]نه |لذي | قد )غير(?=\s+[\u0621-\u0652]{2,}(?:ه|ها|هم)(?![\u0621-\u0652])))"
)


def folded_verbs(words: str) -> str:
    """Arabic words folded, in which the verb "غيّر" does not become the particle that is written as it is."""
    return fold(_CHANGED_AR.sub(r"\g<joined>بدل", words) if "غ" in words else words).text


@kept_for_sentences
def negates(words: str) -> bool:
    """Whether Arabic words hold a particle that negates (لا، لم، لن، غير، دون، عدم …) or a verb of denying."""
    text = folded_verbs(words)
    return any(pattern.search(text) is not None for pattern in (_NEGATION_AR, _DENIAL_AR, _MA_AR))


def refers_back(words: str) -> bool:
    """Whether Arabic words refer back to what was said before («نفت ذلك»)."""
    return _REFERS_AR.search(fold(words).text) is not None


@kept_for_sentences
def leaves_over(words: str) -> bool:
    """Whether Arabic words deny all but something («لم يتعهد إلا بالبحث»), which is said thereby."""
    return _EXCEPTION_AR.search(fold(words).text) is not None


def has_condition(words: str) -> bool:
    """Whether Arabic words hold a condition (شريطة، إذا، ما لم …)."""
    return _CONDITION_AR.search(fold(without_formulas(words)).text) is not None


def without_formulas(words: str) -> str:
    """Some Arabic words with as many dots for «مقابل», «لو» and «إذا» where these tell no condition."""
    if _LIKE_A_CONDITION.search(words) is None:
        return words
    form = fold(words)
    for match in _NO_CONDITION_AR.finditer(form.text):
        start, end = form.starts[match.end() - len(match.group().split()[-1])], form.ends[match.end() - 1]
        words = words[:start] + "·" * (end - start) + words[end:]
    return words


def tells_condition(english: str) -> bool:
    """Whether an English sentence speaks of a condition (if, unless, until …)."""
    return _CONDITIONAL_EN.search(english.lower()) is not None


def script(text: Bilingual, basis: Basis, glossary: Glossary) -> Verdict | None:
    """Arabic is Arabic and English is English; foreign script only as names and symbols need it."""
    if not has_latin(text.en) or has_arabic(text.en) or not has_arabic(text.ar):
        return Verdict("script", {"text": text.en})
    return None


def loaded(text: Bilingual, basis: Basis, glossary: Glossary) -> Verdict | None:
    """Loaded words live in quotations only."""
    found = [match.text for match in (*glossary.loaded_in(text.ar, "ar"), *glossary.loaded_in(text.en, "en"))]
    return Verdict("loaded", {"words": "، ".join(dict.fromkeys(found))}) if found else None


def figures(text: Bilingual, basis: Basis, glossary: Glossary) -> Verdict | None:
    """No number, date, percentage, currency or document symbol without support in the words of the report."""
    if _SECOND_EN.search(text.en.lower()) and not _SECOND_AR.search(fold(f"{basis.around} {text.ar}").text):
        return Verdict("figures", {"figures": "second"})
    missing = _figures_missing(text, basis.around)
    if missing:  # seldom
        missing = _figures_missing(text, f"{basis.around} {basis.resolved}")
    missing = missing or _days_missing(text.en, basis)
    return Verdict("figures", {"figures": "، ".join(dict.fromkeys(missing))}) if missing else None


def _figures_missing(text: Bilingual, known: str) -> list[str]:
    in_english = figures_missing(text.en, known)
    if "0.25" in in_english and _QUARTER_EN.search(text.en) is not None:
        in_english.remove("0.25")
    if "2" in in_english and _TWO_OF_MONTH_EN.search(text.en) is None:
        in_english.remove("2")
    return [*figures_missing(text.ar, known), *in_english]


def _days_missing(english: str, basis: Basis) -> list[str]:
    """Days that the English names with their month, and the words of the report do not: day and month belong together."""
    if re.search(r"[0-9]", english) is None or not (days := days_named(english)):
        return []
    known = days_supported(basis.around)
    if any(not {(month, day), (0, day)} & known for month, day in days):
        known |= days_supported(basis.resolved)
    names = ("", *_MONTHS_EN.split("|"))
    return [f"{day} {''.join(names[month : month + 1])}".strip() for month, day in days if not {(month, day), (0, day)} & known]


def figures_parity(text: Bilingual, basis: Basis, glossary: Glossary) -> Verdict | None:
    """The same numbers in both languages; two is often the form of a noun (الطرفين, both), and a year may be resolved."""
    if (term := _TERM_AR.search(fold(basis.said).text)) is not None and not find_dates(text.en):
        return Verdict("figures_parity", {"figures": ", ".join(sorted(weekdays(term.group())))})
    if (turned := _turned(text.en, basis.said) or contradicted(basis.said, text.en)) is not None:
        return Verdict("figures_parity", {"figures": turned})
    if exchanged_months := _exchanged_months(basis.said, text.en):
        return Verdict("figures_parity", {"figures": exchanged_months})
    if not same_figures(text.ar, text.en):
        return None
    in_dates = {str(n) for mention in find_dates(text.ar) for n in numbers(mention.words) if not re.search(r"\d", mention.words)}
    excused = (set() if _TWO_OF_MONTH_EN.search(text.en) else {"2"}) | in_dates | _left_open(text) | _fractions(text)
    excused |= weekdays(basis.around)  # one of the sentences may have the date that the day comes to instead
    if _REFERS_AR.search(fold(basis.said).text):
        # "في اليوم نفسه": what the words refer back to may be told with them.
        before = set(map(str, numbers(basis.around)))
        excused |= before - set(map(str, numbers(text.ar)))
    dated = any(re.search(r"[0-9]", mention.words) for mention in find_dates(text.en))
    different = [
        figure
        for figure in same_figures(text.ar, text.en, resolved=basis.resolved)
        if figure not in excused and not (dated and figure.isalpha() and figure not in text.en)
    ]
    return Verdict("figures_parity", {"figures": "، ".join(different)}) if different else None


def _exchanged_months(said: str, english: str) -> str:
    """The months of an English sentence in whose place the Arabic names others: what a relative day comes to excuses none."""
    told, named = set(_MONTH_EN.findall(english)), months(said)
    return (
        ", ".join(sorted(told - named))
        if len(told) == len(named) and told - named and not _RELATIVE_DAY_AR.search(fold(said).text)
        else ""
    )


# A day that is told by its distance may be of another month than those that are named.
_RELATIVE_DAY_AR = re.compile(
    r"(?<!\w)[وفبل]?(?:ال)?(?:امس|غدا|غد|اليوم|مقبل\w*|قادم\w*|ماضي\w*|جاري\w*|حالي\w*|اسبوع\w*|اسابيع|ايام|يوما|شهرين|اشهر)(?!\w)|هجري|رمضان|شوال|شعبان|محرم|صفر|رجب|ذي |ذو "
)


def _turned(english: str, said: str) -> str | None:
    """The numbers of an exchange, as the English has them, where what is given there is what is got by the Arabic."""
    arabic = _FOR_AR.split(fold(said).text)
    told = _FOR_EN.split(english)
    if len(arabic) != 2 or len(told) != 2 or _GETS_AR.search(arabic[0]) or _GETS_EN.search(told[0].lower()):
        return None
    given, got = ({number.value for number in numbers(part)} for part in arabic)
    gives, gets = ({number.value for number in numbers(part)} for part in told)
    turned = (got - given) & (gives - gets) and (given - got) & (gets - gives)
    return ", ".join(str(number) for part in told for number in numbers(part)) if turned else None


def _fractions(text: Bilingual) -> set[str]:
    """Fractions of the Arabic that English puts as a phrase: «نصف الطريق» as "halfway"."""
    english = text.en.lower()
    return {value for value, words in _FRACTIONS_EN if re.search(words, english)}


def _left_open(text: Bilingual) -> set[str]:
    """Figures of the Arabic that the English may leave out: "the third" of the clauses."""
    english = set(map(str, numbers(text.en)))
    arabic = [(str(number), text.ar[number.start : number.end]) for number in numbers(text.ar)]
    return {value for value, words in arabic if folded(words).startswith("ال") and value not in english}


def names_parity(text: Bilingual, basis: Basis, glossary: Glossary) -> Verdict | None:
    """The same names in both languages, in the form of the participants list or the glossary.

    A body may be called by a part of its name, a State by its capital; a pronoun may be replaced by whom it stands for.
    """
    different = glossary.names_missing(text.ar, text.en, basis.names, context=basis.around, report=basis.report)
    bodies = {form for form in basis.names.values() if form}
    if different and quoted_spans(text.ar):
        # "the “Green Corridor”" is what the Arabic has in quotation marks, put into English; a known name is one there too.
        spans = quoted_spans(text.en)
        outside = without_spans(text.en, spans)
        different = [name for name in different if is_known(name, basis, glossary) or not spans or name in outside]
    missing = [name for name in different if not _is_called_otherwise(name, text, basis, bodies, glossary)]
    missing += [name for name in basis.strangers if name not in missing and _is_meant(name, text.en, glossary)]
    missing = missing or _exchanged(text, basis, glossary) or _another_place(text, basis, glossary)
    return Verdict("names_parity", {"names": "، ".join(missing)}) if missing else None


# «مطار شبام»: of which place it is.
_PLACE_OF_AR = re.compile(
    r"(?<!\w)[وفبل]?(?:مطار|معبر|جسر|ميناء|مرفا|مدينه|بلده|قريه|سد|سجن|مخيم|محافظه|ولايه|تله|جبل|وادي|ساحه|فندق|نهر|بحيره) (?P<name>(?!ال|لل|ثان|اخر|جديد|رييس|دولي|مدني|عسكري)\w{3,})"
)


def _another_place(text: Bilingual, basis: Basis, glossary: Glossary) -> list[str]:
    """Places that are named elsewhere in the report only, where the English lacks the one that the words name."""
    if not basis.kind or not (named := [found["name"] for found in _PLACE_OF_AR.finditer(fold(basis.said).text)]):
        return []
    own = {word for form in basis.names.values() if form for word in form.split()}
    far = [name for name in glossary.names_missing("", text.en, basis.names, context=basis.around) if not own & set(name.split())]
    return [name for name in far if not any(glossary.is_heard(one, text.en) for one in named)]


def _is_meant(name: str, english: str, glossary: Glossary) -> bool:
    """Whether a sentence speaks of a participant by name; an adjective of nationality alone is no party's name."""
    if name not in english and not is_named(name, english):
        return False
    own = _own_words(name)
    if len(own) == 1 and glossary.states_in_english(own[0]) and name.startswith(own[0]):
        rest = set(_words(name)) - {folded(own[0])}
        if rest and not rest & _OF_STATE_EN:
            return name in english
    return is_named(name, english)


def _exchanged(text: Bilingual, basis: Basis, glossary: Glossary) -> list[str]:
    """Participants of whom the Arabic has no trace, where the English has them and lacks one of whom the Arabic speaks."""
    arabic = folded(text.ar)
    others = [(folded(name), english) for name, english in basis.names.items() if name and english not in basis.holders]
    lost = {
        entry.iso for entry in glossary.nationalities(basis.said) if entry.iso and entry.kind == "nationality"
    } - glossary.states_in_english(text.en)
    if not lost and not any(
        name in arabic and not (set(_words(english)) - _GENERIC - _BODIES_EN) & set(_words(text.en)) for name, english in others
    ):
        return []
    around = folded(f"{text.ar} {basis.around}") if not lost else folded(text.ar)
    return [
        english
        for name, english in others
        if is_named(english, text.en) and not any(word.removeprefix("ال")[:5] in around for word in name.split() if len(word) > 2)
    ]


def negation(text: Bilingual, basis: Basis, glossary: Glossary) -> Verdict | None:
    """What the report negates is negated in both languages, and nothing else is."""
    said, english = _CONTRAST_AR.sub(" ", folded_verbs(basis.said)), text.en.lower()
    said = _SPARES_AR.sub(" ", said)  # "will make every effort"
    if _CHANGED_AR.search(basis.said) and not _UNLIKE_AR.search(said):
        text = Bilingual(ar=_UNLIKE_AR.sub("بدل", text.ar), en=text.en)  # its marks are gone there
    if _ASIDE_AR.search(said):
        said, english = _ASIDE_AR.sub(" ", said), _ASIDE_OF_NAME_EN.sub(" ", english)
        text = Bilingual(ar=_ASIDE_AR.sub(" ", text.ar), en=english)
    if exception := _EXCEPTION_AR.search(said):
        if not _ONLY_EN.search(english) or _DENIES_ACT_EN.search(english):
            return Verdict("negation")
        said, english = f"{said[: exception.start('not')]} {said[exception.end('but') :]}", _ONLY_EN.sub(" ", english)
        text = Bilingual(ar=_without_exception(text.ar), en=english)
    if basis.kind and _CONFINES_AR.search(said) and not _ONLY_EN.search(english):
        return Verdict("negation")
    english = _UNNAMED_EN.sub(" ", english)
    said, english = _WITHIN_BOUNDS_AR.sub(" ", said), _WITHIN_BOUNDS_EN.sub(" ", english)
    if basis.kind and _turns_unless(said, english):
        return Verdict("negation")
    itself = negates(said)
    adds = _ADDED_NOT_EN.search(english) is not None
    given_up = basis.status == "withdrawn" and _WITHDRAWN_EN.search(english) is not None  # «لم يعد يصر على»
    if (basis.negated or itself) and not given_up and _loses_negation(said, english, basis, adds=adds):
        return Verdict("negation")
    if itself and not (negates(text.ar) or _NEGATIVE_WORD_AR.search(fold(text.ar).text)):
        return Verdict("negation")
    if basis.negated and denies(basis.around) and _CONFIRMS_EN.search(english) and not _REFUTES_EN.search(english):
        return Verdict("negation")
    if not adds or basis.negated or basis.status == "withdrawn":
        return None
    if basis.status == "rejected":
        english = _UNMET_EN.sub(" ", english)  # «ولم يُستجب لطلبه» may stand behind what is quoted
    english, arabic = _NO_NEGATION_EN.sub("", english), _SPARES_AR.sub(" ", folded_verbs(f"{said} {text.ar}"))
    if negates(arabic):
        return None
    if _ADDED_NOT_EN.search(english) and not _NEGATIVE_WORD_AR.search(arabic):
        return Verdict("negation")
    if _STRICT_NOT_EN.search(english) and not _NEGATIVE_VERB_AR.search(arabic):
        conditional = basis.status == "conditional" or has_condition(arabic)
        return None if _UNTIL_EN.search(english) and conditional else Verdict("negation")
    return None


# What is no more or no less than a number negates nothing; ``measures`` holds it against the English.
_WITHIN_BOUNDS_AR = re.compile(
    r"(?<!\w)[وفب]?(?:لا|الا|لن) [يت](?:تجاوز|تعد|زيد|قل|ربو)\w*(?!\w)|(?<!\w)لا (?:اقل|اكثر) من(?!\w)"
)
_WITHIN_BOUNDS_EN = re.compile(
    r"\b(?:not|never) (?:to )?(?:be )?(?:exceed\w*|(?:more|less|fewer|longer|later|greater|higher|lower|shorter) than)|\b(?:does|do|did|will|would|shall|should|must|may|can)(?: not |n['’]t )(?:be )?(?:exceed|go beyond|surpass|(?:more|less|fewer|longer) than)\b|\bno (?:more|less|fewer|longer|later|lower|higher|greater) than"
)
_UNNAMED_EN = re.compile(r"\b(?:unnamed|unidentified|undisclosed|anonymous)\b")  # of who tells it
_UNLESS_AR = re.compile(r"(?<!\w)ما لم (?=\w)")
_FAILING_EN = re.compile(rf"{_ADDED_NOT_EN.pattern}|\b(?:fail|refus|declin|reject|lack)\w*")
_ON_CONDITION_EN = re.compile(r"\b(?:if|once|when|as soon as|provided|on condition)\b")


def _turns_unless(said: str, english: str) -> bool:
    """Whether what is done unless a thing happens is told as done if it happens: «يهدد بالانسحاب ما لم يُدعَ»."""
    found, told = _UNLESS_AR.search(said), _ON_CONDITION_EN.search(english)
    if found is None or told is None or _UNTIL_EN.search(english) or _FAILING_EN.search(english[told.end() :]):
        return False
    refused = negates(said[: found.start()]) or _NEGATIVE_VERB_AR.search(said[: found.start()]) is not None
    return not refused or _STRICT_NOT_EN.search(english[: told.start()]) is not None


_UNMET_EN = re.compile(
    r"\b(?:was|were|is|has|have|had)(?: been)? (?:not|never)(?: been)? (?:granted|met|accepted|approved|heeded|answered|satisfied|agreed|acted|followed|fulfilled)\b"
)


def _without_exception(arabic: str) -> str:
    """A sentence without the words that deny all but something."""
    form = fold(arabic)
    found = _EXCEPTION_AR.search(form.text)
    return arabic if found is None else arabic[: form.starts[found.start("not")]] + arabic[form.ends[found.end("but") - 1] :]


def _loses_negation(said: str, english: str, basis: Basis, *, adds: bool) -> bool:
    """Whether the English does not tell a negation; ``adds`` says that it has a word like "not"."""
    left = english
    if not basis.negated and negates(_REASON_AR.split(said)[0]):
        for arabic, counterpart in _STANDS_FOR:
            left = counterpart.sub(" ", left) if arabic.search(said) else left
    turned = (_DENIES_EN if basis.negated else _NEGATIVE_EN).search(left)
    if not turned and not (_PREFIX_AR.search(said) and _PREFIX_EN.search(left)):
        return True
    return _DOUBLE_AR.search(said) is not None and _TURNED_DOWN_EN.search(left) is not None and not adds  # "لم ترفض"


def polarity(text: Bilingual, basis: Basis, glossary: Glossary) -> Verdict | None:
    """Who rejects does not accept in English, and the other way round."""
    if not basis.kind:
        return None
    english = _without_names(text.en, basis.longest_first)
    if _is_reversed(text.ar, english.lower(), basis):
        return Verdict("negation")
    if basis.negated or negates(basis.said):
        return None
    english = _ASIDE_EN.sub("", english)
    if basis.kind in {"demand", "commitment"}:
        verb = _MAIN_VERB_EN.match(english)
        told = _class_of(verb["verb"]) if verb is not None else None
        if verb is not None and basis.kind == "commitment" and (told == "consider" or verb["verb"].startswith("consider")):
            return None if _CONSIDERS_AR.search(fold(basis.said).text) else Verdict("strength", {"text": text.en})
        refuses = verb is not None and (told == "refuse" or verb["verb"].startswith(("den", "disavow")))
        return Verdict("negation") if refuses and _NEGATIVE_VERB_AR.search(fold(f"{basis.said} {text.ar}").text) is None else None
    if basis.kind not in {"statement", "stance"}:
        return None
    denies_it = (verb := _MAIN_VERB_EN.match(english)) is not None and verb["verb"].startswith(("denies", "denied", "deny"))
    if denies_it and basis.act != "REJECT" and _NEGATIVE_VERB_AR.search(fold(f"{basis.said} {text.ar}").text) is None:
        return Verdict("negation")
    if (verb := _MAIN_VERB_EN.match(english)) and (told := _class_of(verb["verb"])):
        if told in _NEVER_TOLD_AS.get(basis.act, ()) and not (basis.act == "CONSULT" and _AGREED_TO_EN.search(english)):
            return Verdict("negation")
        if _AGREES_EN.match(verb["verb"]) and _WELCOMES_AR.match(fold(basis.said).text):
            return Verdict("strength", {"text": text.en})
        if basis.act == "OTHER" and told in {"accept", "pledge"} and _WARNS_AR.search(fold(basis.around).text):
            return None if _WARNS_EN.search(english.lower()) else Verdict("negation")
    opposite, same = (_ENDORSES_EN, _REJECTS_EN) if basis.act == "REJECT" else (_REJECTS_EN, _ENDORSES_EN)
    english = english.lower()
    if basis.act not in {"REJECT", "AGREE", "SUPPORT"} or not opposite.search(english) or same.search(english):
        return None
    return None if _NEGATIVE_EN.search(english) and basis.act == "REJECT" else Verdict("negation")


def _is_reversed(arabic: str, english: str, basis: Basis) -> bool:
    """Whether the English has the opposite of a word of the Arabic (to raise, to reduce) and nothing for the word itself."""
    said = _without_indirect(basis.said)
    around = _without_indirect(f"{basis.around} {arabic}")
    return (exchanged(said, around, english, negated=basis.negated) or set_against(said, english)) is not None


def _without_indirect(words: str) -> str:
    """Arabic words folded, in which what is "not direct" is no negation of "direct"."""
    return _INDIRECT_AR.sub("بالواسطه", fold(words).text)


_CAPITAL_EN = re.compile(r"(?<!^)\b(?!(?:Eid|Fitr|Adha|Christmas|Easter|Now?ruz|Newroz)\b)[A-Z][\w'’-]*")


@lru_cache(maxsize=8)  # two checks ask
def _without_names(english: str, names: Sequence[str]) -> str:
    """An English sentence with N for some names, the longest first: the Opposition opposes nothing by its name."""
    for name in names:
        english = english.replace(name, "N")
    return _CAPITAL_EN.sub("N", english)


def _class_of(verb: str) -> str | None:
    """Of which kind a verb in the main clause is: whether it accepts, pledges, refuses, blames, threatens or insists."""
    return next((name for name, pattern in _VERBS_EN.items() if pattern.match(verb)), None)


# What one will not do "before" something is refused until then.
_NOT_BEFORE_AR = re.compile(r"(?<!\w)[وف]?لن [^.؛]{3,90}? (?:قبل|حتي|الا بعد|دون|من دون) ")
_NOT_BEFORE_EN = re.compile(
    r"\b(?:before|until|till|unless|prior|without|only|ahead|except|if|first|pending|once|as long as|whatever|by|previous\w*|ago|earlier|accepted by|after|when)\b"
)


# A time in front of which, or behind which, a thing is to be: «بعد مصادقة البرلمان», «قبل صدور التقرير», «إلى حين توحيد الإيرادات».
_TIMED = (
    (
        re.compile(
            r"(?<!\w)[وف]?(?:قبل|قبيل|لحين|الي حين|ريثما)(?= (?!بال|باي |به |بها |بهذ|بما |بكل |الان|اليوم|اللحظه|هذ|ذلك|ان (?:لا|لم))\w{3})"
        ),
        re.compile(
            r"\b(?:before\w*|prior|ahead|until|till|by|pending|earlier|advance|unless|without|first|preced\w+|precondition|ago|yet|previous\w*|last|eve|up to|as long as|while|no later|not later)\b|\bpre-"
        ),
    ),
    (
        re.compile(r"(?<!\w)[وف]?(?:بعد|عقب|فور|بمجرد|حالما)(?= (?!ذلك|ان |غد)\w{3})"),
        re.compile(
            r"\b(?:after\w*|follow\w*|once|since|upon|when\w*|later|next|then|subsequent\w*|within|yet|as soon as|condition\w*|subject|depend\w*|provided|contingent|if|in (?:[0-9]+|[a-z-]+) (?:hour|day|week|month|year)s?|immediately on|before|until|till|unless|only|the moment|pending|past|beyond|on (?:the |its |their )?(?:sign|approv|ratif|adopt|complet|receipt|receiv|arriv|conclu|publi|ent|leav|return|end))\b|\bpost-|\bon (?:the |its |their )?(?:sign|approv|ratif|adopt|complet|arriv|conclu|publi|ent|leav|return)\w*"
        ),
    ),
)


def condition(text: Bilingual, basis: Basis, glossary: Glossary) -> Verdict | None:
    """A condition of the report stands in the English too, and none that the report does not have."""
    english = text.en.lower()
    if basis.kind and _loses_time(fold(basis.said).text, english):
        return Verdict("condition", {"condition": basis.said})
    if (
        basis.kind
        and any(word in english for word in ("if ", "unless", "condition", "provided"))
        and _IF_EN.search(english)
        and _IF_AR.search(f"{basis.around} {text.ar}") is None
    ):
        return Verdict("condition_added", {"text": text.en})
    if basis.kind and _NOT_BEFORE_AR.search(fold(basis.said).text) and not _NOT_BEFORE_EN.search(text.en.lower()):
        return Verdict("condition", {"condition": basis.said})
    if (
        basis.kind not in {"demand", "commitment", "statement", "clause", "next_step"}
        or not has_condition(basis.said)
        or tells_condition(text.en)
    ):
        return None
    return Verdict("condition", {"condition": basis.said})


def _loses_time(said: str, english: str) -> bool:
    """Whether the English leaves out before or after what a thing is to be."""
    return any(timed.search(said) and not told.search(english) for timed, told in _TIMED)


# Who takes note of a thing does not welcome it.
_TOOK_NOTE_AR = re.compile(r"^\W*[وف]?(?:احاط|احاطت|اخذ|اخذت|[يت]حيط|[يت]اخذ)(?: \w+){0,5} علما(?!\w)")
_NOTES_EN = re.compile(r"\b(?:not(?:e|es|ed|ing)|notice|acknowledg\w+)\b")
# What only may be is not told as what will, and what a draft provides for not as agreed.
_POSSIBLY_EN = re.compile(
    r"\b(?:may|might|could|can|possib\w+|perhaps|maybe|potential\w*|likel\w+|risk\w*|chance\w*|liable|threaten\w*|rul(?:e|ed|es|ing) out|exclud\w+|hop\w+|would)\b"
)
_AGREED_EN = re.compile(r"\b(?:agree[sd]?|will|shall|commit(?:s|ted)|pledg\w+|undert\w+|promis\w+|guarantee[sd]?)\b")
_PROPOSED_EN = re.compile(
    r"\b(?:draft\w*|would|should|propos\w+|provi(?:des?|ded|ding|sion\w*)|stipulat\w+|envisag\w+|foresee\w*|foreseen|calls? for|sets? out|text|paper|document|project|plan|suggest\w*|according to|under (?:the|its))\b"
)


def strength(text: Bilingual, basis: Basis, glossary: Glossary) -> Verdict | None:
    """Best efforts stay efforts, a pledge stays one, nothing becomes absolute; what is threatened, offered, possible or proposed is not told as done."""
    said, english = fold(basis.said).text, text.en.lower()
    absolute = _ABSOLUTE if basis.kind and any(map(english.__contains__, _ABSOLUTE_BEGINNINGS)) else ()
    if any(told.search(english) and not stems.search(fold(basis.around).text) for told, stems in absolute):
        return Verdict("strength", {"text": text.en})
    if basis.kind and any(limit.search(said) and not told.search(english) for limit, told in _LIMITS):
        return Verdict("strength", {"text": text.en})
    if basis.kind and basis.possible and not _POSSIBLY_EN.search(english):
        return Verdict("strength", {"text": text.en})
    if basis.proposed and _AGREED_EN.search(english) and not _PROPOSED_EN.search(english):
        return Verdict("strength", {"text": text.en})
    if basis.kind in {"statement", "stance"} and _TOOK_NOTE_AR.search(said):
        taken = _ENDORSES_EN.search(english) and not _NOTES_EN.search(english)
        return Verdict("strength", {"text": text.en}) if taken else None
    if basis.kind == "commitment" or basis.act == "THREATEN":
        if (_TO_COME_AR.search(said) or basis.act == "THREATEN") and not _TO_COME_EN.search(english):
            return Verdict("strength", {"text": text.en})
    if basis.kind != "commitment":
        return None
    if _GUARANTEE_EN.search(english) and not _GUARANTEE_AR.search(said):
        return Verdict("strength", {"text": text.en})
    if basis.status == "best_efforts" and (_NO_EFFORT_EN.search(english) or not _EFFORT_EN.search(english)):
        return Verdict("strength", {"text": text.en})
    if basis.status == "pledged" and _ONLY_EFFORT_EN.search(english) and not _EFFORT_AR.search(said):
        return Verdict("strength", {"text": text.en})
    return None


def withdrawn(text: Bilingual, basis: Basis, glossary: Glossary) -> Verdict | None:
    """A demand that was withdrawn is not told as one that stands, nor one that stands as withdrawn."""
    if basis.kind != "demand":
        return None
    english = text.en.lower()
    if basis.status in {"standing", "conditional"} and _GIVES_UP_EN.search(english):
        return None if _ADDED_NOT_EN.search(english) or _KEEPS_EN.search(english) else Verdict("negation")
    if basis.status != "withdrawn" or _WITHDRAWN_EN.search(english):
        return None
    return Verdict("withdrawn", {"text": text.en})


def kind_english(text: Bilingual, basis: Basis, glossary: Glossary) -> Verdict | None:
    """A demand is not told as a pledge, nor a pledge as a demand."""
    if basis.kind not in {"demand", "commitment"}:
        return None
    plain = _ASIDE_EN.sub("", _without_names(text.en, basis.longest_first))
    verb = _MAIN_VERB_EN.match(plain)
    if (
        verb is not None
        and not _OF_NOUN_EN.search(plain[: verb.start("verb")])
        and _OTHER_KIND_EN[basis.kind].match(verb["verb"])
    ):
        return Verdict("kind_english", {"text": text.en})
    own, other = (_DEMAND_EN, _PLEDGE_EN) if basis.kind == "demand" else (_PLEDGE_EN, _DEMAND_EN)
    english = text.en.lower()
    if basis.status == "conditional" and tells_condition(english):
        return None  # "will only sign once": what is wanted first is a demand
    return None if own.search(english) or not other.search(english) else Verdict("kind_english", {"text": text.en})


def holder_english(text: Bilingual, basis: Basis, glossary: Glossary) -> Verdict | None:
    """The English sentence does not make somebody else act: no other participant stands right before its verb."""
    if not basis.kind:
        return None
    if basis.unnamed and (teller := _TOLD_BY_EN.match(text.en)) is not None and _names_participant(teller["who"], basis):
        return Verdict("holder_english", {"name": teller["who"], "text": text.en})
    if basis.act == "AGREE" and len(basis.holders) == 1 and _BOTH_AGREE_AR.match(fold(basis.said).text):
        return None if _ALL_EN.search(text.en.lower()) else Verdict("holder_english", {"name": basis.holders[0], "text": text.en})
    behind = _ACCORDING_EN.sub("", text.en)
    if behind != text.en and (basis.kind == "commitment" or (basis.holders and not is_any_named(basis.holders, text.en))):
        # Behind whoever tells it the main clause begins, in which somebody else may be made to act.
        text = Bilingual(ar=text.ar, en=behind[0].upper() + behind[1:])
    together = _TOGETHER_EN.match(text.en)
    also = _other_forms(tuple(basis.names.items()), glossary) if basis.others else {}
    for name in basis.others:
        if (
            together is not None
            and is_named(name, together["subjects"])
            and not any(is_named(own, name) for own in basis.holders)
        ):
            return Verdict("holder_english", {"name": name, "text": text.en})
        forms = (name, name.split()[-1], *also.get(name, ()))
        if any(_acts_instead(form, text.en, basis) for form in forms if len(form) > 2 and form in text.en):
            return Verdict("holder_english", {"name": name, "text": text.en})
    if basis.kind == "commitment" and (told := _TOLD_THAT_EN.search(text.en)) is not None:
        content = text.en[told.end() :]
        if (stranger := _known_body(content, basis, glossary)) is not None:
            return Verdict("holder_english", {"name": stranger, "text": text.en})
        for name in basis.others:
            if any(_acts_instead(form, content, basis) for form in (name, *also.get(name, ()))):
                return Verdict("holder_english", {"name": name, "text": text.en})
    return _left_out(text, basis, glossary)


_BODY_ACTS_EN = re.compile(
    r"(?P<body>(?:[A-Z][\w'’.-]*|of|for|and|the)(?: (?:[A-Z][\w'’.-]*|of|for|and|the))*) (?:would|will|shall|is|was|are|were)\b"
)


def _known_body(content: str, basis: Basis, glossary: Glossary) -> str | None:
    """The body that acts in what is told, where it is one that the words name besides the holders."""
    acts = _BODY_ACTS_EN.match(content)
    if acts is None or is_any_named(basis.holders, acts["body"]):
        return None
    known = (match.entry for match in glossary.names_in(basis.said) if match.entry.kind in {"organization", "armed_group"})
    return next((entry.en for entry in known if acts["body"] in entry.forms), None)


def _names_participant(words: str, basis: Basis) -> bool:
    """Whether English words are the name of a participant."""
    return any(name and is_named(name, words) for name in basis.names.values())


@lru_cache(maxsize=4)  # of the same participants for every sentence
def _other_forms(names: Sequence[tuple[str, str]], glossary: Glossary) -> Mapping[str, Sequence[str]]:
    """The other English forms of participants' names that the glossary knows: Ansar Allah for the Houthis."""
    forms: dict[str, list[str]] = {}
    for arabic, english in names:
        known = (match.entry for match in glossary.names_in(arabic) if match.entry.en == english)
        forms.setdefault(english, []).extend(form for entry in known for form in entry.also)
    return forms


def _acts_instead(form: str, english: str, basis: Basis) -> bool:
    """Whether a sentence begins with the name of another than the holders, and this one acts in it."""
    if not _follows(_SUBJECT_EN, form, _OFFICE_EN, english):
        return False
    if basis.holders and basis.kind != "statement" and _follows(_OWN_ACT_EN, form, _TITLE_EN, english):
        return True
    unnamed = bool(basis.holders) and not is_any_named(basis.holders, english)
    if unnamed and basis.act == "REJECT" and _follows(_DENIES_ITSELF_EN, form, _TITLE_EN, english):
        return True
    if basis.act == "REJECT" and _follows(_DENIES_WORDS_EN, form, _TITLE_EN, english):
        return not any(is_named(own, form) for own in basis.holders)
    acts = _follows(_SUBJECT_ACTS_EN, form, _OFFICE_EN, english) or (unnamed and _follows(_DOES_EN, form, _TITLE_EN, english))
    return acts and not any(is_named(own, form) for own in basis.holders)


def _follows(pattern: re.Pattern[str], name: str, titles: re.Pattern[str], english: str) -> bool:
    """Whether a pattern stands behind a name with which a sentence begins, some titles in front of it aside."""
    place = 0
    while True:
        if english.startswith(name, place) and pattern.match(english, place + len(name)):
            return True
        if (title := titles.match(english, place)) is None:
            return False
        place = title.end()


def _left_out(text: Bilingual, basis: Basis, glossary: Glossary) -> Verdict | None:
    """What several undertake or demand together is not told as the act of one of them."""
    if len(basis.holders) < 2 or _ALL_EN.search(text.en.lower()):
        return None
    alone = [name for name in basis.holders if _follows(_DECLARES_EN, name, _ARTICLE_EN, text.en)]
    words, states = set(_words(text.en)), glossary.states_in_english(text.en)
    missing = [
        name
        for name in basis.holders
        if not (set(_words(name)) - _GENERIC) & words and not glossary.states_in_english(name) & states
    ]
    common = [name for name in basis.holders if name not in alone and not is_named(name, text.en)]
    lost = missing or common
    return Verdict("names_parity", {"names": "، ".join(lost)}) if alone and lost else None


_BASE: tuple[Check, ...] = (script, loaded, figures, figures_parity, names_parity, negation)
TEXT_CHECKS: tuple[Check, ...] = (*_BASE, polarity, condition, strength, withdrawn, kind_english, holder_english)


def text_verdict(text: Bilingual, basis: Basis, glossary: Glossary) -> Verdict | None:
    """The first check that a bilingual text does not pass, or None."""
    return next((verdict for check in TEXT_CHECKS if (verdict := check(text, basis, glossary))), None)


_ONESELF = re.compile(r"\b(?:he|himself)\b|\b(?:ask|request|demand|want|seek)s? to be\b", re.IGNORECASE)
_OF_HIM, _OF_HER = (
    re.compile(
        rf"[\u0621-\u064a]{{2}}(?:{suffix}|هما|هم)(?![\u0621-\u064a])|(?<![\u0621-\u064a])[وف]?(?:س?[يت][\u0621-\u064a]{{2,}}|{alone}(?![\u0621-\u064a]))"
    )
    for suffix, alone in (("ه", "هو"), ("ها", "هي"))
)


def groundless_self(text: Bilingual) -> str | None:
    """The English words by which a holder wants something for himself, of whom the Arabic has no word behind its verb.

    «يطالب فلان بضمها إلى القائمة» is neither "demands that he be added" nor "requests to be added".
    """
    found = _ONESELF.search(text.en)
    if found is None:
        return None
    verb, _, behind = strip_diacritics(text.ar).partition(" ")
    own = _OF_HER if verb.removeprefix("س").startswith("ت") else _OF_HIM
    return found.group() if own.search(behind) is None else None


def is_named(name: str, english: str) -> bool:
    """Whether an English sentence names a participant: by the surname, or by all words that are the body's own."""
    own = _own_words(name)
    return bool(own) and all(_stands_in(word, english) for word in own)


@lru_cache(maxsize=1024)  # of each participant for every sentence
def _own_words(name: str) -> tuple[str, ...]:
    """The words by which an English name is known: with a capital, and not such as many bodies have."""
    words = re.findall(r"[^\W\d_][\w'’-]+", name)
    return tuple(word for word in words if word[0].isupper() and word.lower() not in _GENERIC | _BODIES_EN)


def _stands_in(word: str, english: str) -> bool:
    """Whether a word stands in a sentence: behind no letter or hyphen, and in front of no letter."""
    place = english.find(word)
    while place >= 0:
        before, behind = english[:place][-1:], english[place + len(word) :][:1]
        if not (before == "-" or _is_of_word(before) or _is_of_word(behind)):
            return True
        place = english.find(word, place + 1)
    return False


def _is_of_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _is_called_otherwise(name: str, text: Bilingual, basis: Basis, bodies: set[str], glossary: Glossary) -> bool:
    """Whether a name that seems to be missing is there in another way."""
    words = set(_words(name)) - _GENERIC
    if name in bodies and words & set(_words(text.en)):
        return True
    if name in bodies and _BOTH_EN.search(text.en.lower()) and _BOTH_AR.search(f"{text.ar} {basis.around}"):
        return True
    if not is_known(name, basis, glossary) and re.search(rf"\b{re.escape(name)}{_NUMBER_BEHIND_EN}", text.en):
        return True
    if name in {"United", "Nations", "UN"} and "امم" in folded(basis.around):
        return "United Nations" in text.en or "UN" in text.en
    if any(stem in folded(basis.around) for stem in capitalised().get(name.lower(), ())):
        return True
    states = glossary.states_in_english(name)
    if states == {"US"} and re.search(r"dollar|USD|\$", text.en) and "دولار" in basis.around:
        return True
    # A capital says its Government; any other place says itself alone, and another of the country is not the same.
    known = [match.entry for match in glossary.names_in(f"{text.ar} {basis.around}") if match.entry.iso]
    speaking = [entry for entry in known if entry.kind != "place" or any(map(is_capital, entry.variants))]
    is_place = any(entry.en == name and entry not in speaking for entry in known)
    if states and not is_place and states <= glossary.states_in_english(text.en) & {entry.iso for entry in speaking}:
        return True
    # A pronoun or a bare "the movement" may be replaced by the name: it is a participant's then, and no stranger's.
    return any(name in _words_as_written(form) for form in bodies if form not in basis.strangers) and is_any_named(
        [form for form in bodies if form not in basis.strangers], text.en
    )


def is_known(name: str, basis: Basis, glossary: Glossary) -> bool:
    """Whether an English name is a participant's, a State's or a place's."""
    return bool(glossary.states_in_english(name)) or any(name in form.split() or name == form for form in basis.names.values())


def is_any_named(names: Sequence[str], english: str) -> bool:
    """Whether one of several participants is named."""
    return any(is_named(name, english) for name in names)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", folded(text))


def _words_as_written(text: str) -> Iterator[str]:
    yield from re.findall(r"[^\W\d_][\w'’-]*", text)
    yield text


@lru_cache(maxsize=4)
def _years(report: str) -> tuple[str, ...]:
    """The years that a report names: one of them completes a date that stands without."""
    return tuple(dict.fromkeys(re.findall(r"(?<![0-9])(?:1[34]|19|20)[0-9]{2}(?![0-9])", western_digits(report))))
