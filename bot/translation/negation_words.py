"""How languages deny, as regular expressions over folded text; they are folded themselves when they are compiled.

`denies`: words that each deny. `agrees`: words that deny alone, and only agree with a denial that stands beside them.
`joins`: "nor", which may carry a denial on. `may_deny`: what denies in some sentences. `far`: "far from", which another
language may say as "without". `spared`: what looks like a denial and is none; it is read first.
"""

# ruff: noqa: E501 - a pattern is read more easily on one line than in pieces

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Denials:
    """The patterns of one language; an empty one never matches."""

    denies: str
    agrees: str = ""
    joins: str = ""
    may_deny: str = ""
    far: str = ""
    spared: str = ""


NEGATION_WORDS: Mapping[str, Denials] = {
    "fr": Denials(
        denies=r"\b(?:ne\b|n')|\bsans\b|\bnon\b",
        agrees=r"\b(?:pas|rien|jamais|aucune?|guere|nullement)\b",
        joins=r"\bni\b",
        may_deny=r"\bimpossible\b|\bme tais\b|\brefuser?\b",
        far=r"\b(?:loin|peu) d(?:es?|u)\b|\b(?:loin|peu) d'",
        spared=r"\b(?:ne |n')\w+ que\b|\bde rien\b",
    ),
    "en": Denials(
        denies=r"\bnot\b|\w+n't\b|\bcannot\b|\bno\b|\bnever\b|\bnothing\b|\bnobody\b|\bnone\b|\bneither\b|\bwithout\b"
        r"|\bunofficial\w*|\bunanswered\b|\bunable\b|\bnon-\w+|\bnon\b",
        joins=r"\bnor\b",
        may_deny=r"\bun(?:clear|known|sure|named|certain)\w*|\bimpossible\b",
        far=r"\bfar from\b|\baway from\b|\bfree (?:of|from)\b",
        spared=r"\bnot only\b",
    ),
    "es": Denials(
        denies=r"\bno\b|\bsin\b|\bnunca\b|\bjamas\b|\bextraoficial\w*",
        agrees=r"(?:^\W*|[,;:(] |\b(?:a|y|e|o|de|en|por|con|mas|para) )(?:ningun[ao]?s?|nada|nadie|tampoco)\b",
        joins=r"\bni\b",
        far=r"\blejos\b",
        spared=r"\bde nada\b",
    ),
    "pt": Denials(
        denies=r"\bnao\b|\bsem\b|\bnunca\b|\bjamais\b",
        agrees=r"(?:^\W*|[,;:(] |\b(?:a|e|o|de|em|por|com|mais|para) )(?:nenhuma?s?|nada|ninguem|tampouco)\b",
        joins=r"\bnem\b",
        far=r"\blonge\b",
        spared=r"\bde nada\b",
    ),
    "it": Denials(
        denies=r"\bnon\b|\bsenza\b|\bmai\b",
        agrees=r"\bnessun\w*|\bniente\b|\bnulla\b",
        joins=r"\bne\b",
        far=r"\blontan\w*",
    ),
    "ca": Denials(r"\bno\b|\bsense\b|\bmai\b", r"\bcap\b|\bres\b|\bningu\b", r"\bni\b"),
    "gl": Denials(r"\bnon\b|\bsen\b|\bnunca\b", r"\bningun\w*|\bnada\b", r"\bnin\b"),
    "ro": Denials(r"\bnu\b|\bn-\w+|\bfara\b|\bneoficial\w*", r"\bnici\w*|\bnimic\b", r"\bnici\b"),
    "de": Denials(
        denies=r"(?<!\bund auch )\bnichts?\b|(?<!\bund nennt )\bkein(?:e|en|em|er|es|erlei)?\b|(?<!\bund )\bohne\b|\bnie(?:mals)?\b|\bniemand\w*|\bweder\b"
        r"|\binoffiziell\w*|\bunbeantwortet\w*",
        joins=r"\bund (?:ohne|nennt kein\w*|auch nichts?)\b",
        may_deny=r"\bunklar\b|\bunbekannt\w*|\bkeineswegs\b|\bungeklart\b",
        far=r"\bfern\b|\bweit weg\b|\bjenseits\b|\babseits\b|\bfrei von\b|\bunabhangig von\b|\bweit entfernt\b|\bfernab\b",
    ),
    "nl": Denials(
        r"\bniet\b|\bniets\b|\bgeen\b|\bzonder\b|\bnooit\b|\bniemand\b|\bnoch\b|\bonofficie\w*|\bonbeantwoord\w*",
    ),
    "sv": Denials(
        r"\binte\b|\bingen\w*|\binga\b|\binget\b|\butan\b|\baldrig\b|\bvarken\b|\binofficiell\w*", joins=r"\beller\b"
    ),
    "da": Denials(r"\bikke\b|\bingen\b|\bintet\b|\buden\b|\baldrig\b|\bhverken\b|\buofficiel\w*", joins=r"\beller\b"),
    "nb": Denials(r"\bikke\b|\bingen\b|\bintet\b|\buten\b|\baldri\b|\bverken\b|\buoffisiell\w*", joins=r"\beller\b"),
    "fi": Denials(r"\be(?:i|n|t|mme|tte|ivat)\b|\balka\b|\bilman\b|\bepaviralli\w*|\beika\b", r"\bmitaan\b|\bkukaan\b"),
    "hu": Denials(r"\bnem\b|\bne\b|\bnincs\w*|\bnelkul\b|\bsincs\w*", r"\bsemm\w*|\bsenki\w*|\bsoha\b", r"\bsem\b"),
    "pl": Denials(
        denies=r"\bnie\b|\bbez\b|\bnieoficjaln\w*|\bbrak\b|\bnigdy\b",
        agrees=r"\bzad(?:en|na|nego|nej|nych|ne)\b|\bnic\b|\bnikt\b|\bnikogo\b",
        joins=r"\bani\b",
        may_deny=r"\bniepew\w*",
        far=r"\bz dala\b|\bdaleko\b",
    ),
    "cs": Denials(
        r"\bne(?!\w)|\bneni\b|\bne(?:uvad|zmin|rik|mluv|obsah|jmen|dav|ni|jsem|zn|pomah|oficial)\w*|\bbez\b|\bzadn\w*",
        r"\bnic\b|\bnikdo\b",
        r"\bani\b",
    ),
    "sk": Denials(
        r"\bnie\b|\bne(?:uvad|spom|hovor|obsah|menuj|dav|viem|pozn|pomah|oficial)\w*|\bbez\b|\bziad\w*",
        r"\bnic\b",
        r"\bani\b",
    ),
    "ru": Denials(
        denies=r"\bне\b|\bнет\b|\bбез\b|\bнеофициальн\w*|\bнельзя\b|\bникогда\b|\bотсутству\w*",
        agrees=r"\bника(?:ки|ко)\w*|\bничего\b|\bничто\b|\bникто\b|\bникого\b",
        joins=r"\bни\b",
        spared=r"\bпошло не так\b|\bне только\b",
        may_deny=r"\bнеизвестн\w*",
        far=r"\bвдали\b|\bдалек\w*|\bподальше\b",
    ),
    "uk": Denials(
        r"\bне\b|\bнемає\b|\bбез\b|\bнеофіційн\w*|\bніколи\b",
        r"\bжодн\w*|\bнічого\b|\bніхто\b",
        r"\bні\b|\bані\b",
    ),
    "bg": Denials(
        r"\bне\b|\bняма\w*|\bбез\b|\bнеофициал\w*|\bникога\b",
        r"\bникак\w*|\bнищо\b|\bникой\b",
        r"\bнито\b|\bни\b",
    ),
    "el": Denials(
        r"\bδεν?\b|\bμην?\b|\bχωρις\b|\bανεπισημ\w*|\bουτε\b",
        r"\bκανεν\w*|\bκαμια\b|\bτιποτα\b",
        r"\bουτε\b",
    ),
    "tr": Denials(
        denies=r"\b\w+m[iu]yor\w*|\bdegil\w*|\byok(?:tu|tur|sa)?\b|\b\w+m[ae]z(?:lar|ler|sa|se|di|dik)?\b"
        r"|\b\w+m[ae](?:mis|di(?!g))\w*|\b\w+m[ae]y[ae]n\w*|\b(?:ol|say|et|yap|ver|bil|gel|git|al|de|soyle|belirt|goster|ayir|kaybet)m[ae]d[ae]n\b|\b\w+m[ae]y[ae]c[ae][kg]\w*"
        r"|\b\w{2,}m[ae]m\b|\b\w+m[ae]yin(?:iz)?\b|\bne\b(?! de\b)(?=.*\bne de\b)|\bolmadi\b",
        agrees=r"\basla\b|\bhicbir zaman\b|^\W*hic(?:biri)?\b",
        joins=r"\bne de\b",
        may_deny=r"\b\w+m[ae]d[iu]g\w*|\b\w+s[iu]z(?:ca|dir|lik)?\b",
        far=r"\buzak\w*",
        # "olup olmadığı" asks whether; the rest are words that only end like a denial.
        spared=r"\b\w+[iu]p \w+m[ae]d[iu]g\w*|\bnamaz\w*|\btamam\b|\bhamam\b|\bimam\b|\btemmuz\b|\bzaman\w*|\bmadem\b|\bsiz\b|\belmaz\b",
    ),
    "az": Denials(r"\bdeyil\w*|\byox\w*|\b\w+m[ae]z\w*|\b\w+m[ii]r\w*|\bqeyri-?\w*|\bolmadan\b", r"\bhec\b"),
    "ar": Denials(
        denies=r"(?<!\w)[وف]?(?:لم|لن|ليس\w*|لست|لسنا|غير|دون|بدون|بلا|عدم|الا)(?!\w)|(?<!\w)ف?لا(?!\w)|(?<!\w)ولا (?:شيء|احد|يوجد|توجد)(?!\w)",
        agrees=r"(?<!\w)(?:ابدا|مطلقا)(?!\w)",
        joins=r"(?<!\w)ولا(?!\w)",
        far=r"(?<!\w)(?:بعيدا|بعيد|بمناي)(?!\w)",
        spared=r"(?<!\w)لا \w+(?: \w+)? الا(?!\w)",
    ),
    "fa": Denials(
        r"\bن(?:می|یست|دار|خواه|بود|کر|شد|گفت|ام|دا)\w*|\bبدون\b|\bغیر\b|\bهرگز\b",
        r"\bهیچ\b",
        r"\bنه\b",
    ),
    "ur": Denials(r"\bنہیں\b|\bنہ\b|\bبغیر\b|\bغیر\b|\bبلا\b", joins=r"\bنہ\b"),
    "he": Denials(r"\b[ושה]?(?:לא|אין|בלי|ללא|אינ\w+|מעולם)\b", r"\bשום\b|\bדבר\b", r"\bולא\b"),
    "hi": Denials(
        denies=r"(?<![ऀ-ॿ])(?:नहीं|बिना|गैर|बगैर|अनौपचारिक|अनाधिकारिक|अनधिकृत|अनुत्तरित|बेनाम)(?![ऀ-ॿ])|गैर-|(?<![ऀ-ॿ])न तो(?![ऀ-ॿ])",
        agrees=r"(?<![ऀ-ॿ])ना(?![ऀ-ॿ])|(?<![ऀ-ॿ])न(?![ऀ-ॿ]).*(?<![ऀ-ॿ])न(?![ऀ-ॿ])",
        joins=r"(?<![ऀ-ॿ])न(?! तो)(?: ही)?(?![ऀ-ॿ])",
        may_deny=r"(?<![ऀ-ॿ])मत(?![ऀ-ॿ])",
        far=r"(?<![ऀ-ॿ])(?:दूर|मुक्त)(?![ऀ-ॿ])",
        spared=r"(?<![ऀ-ॿ])(?:या|और क्या) नहीं(?![ऀ-ॿ])",
    ),
    "bn": Denials(r"(?<!\w)(?:না|নেই|নয়|ছাড়া|নি)(?!\w)|অনানুষ্ঠানিক"),
    "zh": Denials(
        denies=r"(?<![也又亦])(?:没有|没|不|未|非|无|勿|沒有|沒|無)",
        joins=r"[也又亦](?:没有|没|不|未|无|非|沒有|無)",
        may_deny=r"而非|而不是",
        far=r"远离|摆脱|遠離|擺脫",
        spared="不仅|不同|非常|非洲|无人|无线|未来|不过|不断|不久|不少|有没有|是不是|能不能|要不要|可不可以|不可或缺|不论|无论|不管|无不|并非只|非政府|不得不|莫非|除非|無線|無人|无障碍|不客气|不客氣|別|无论|没关系",
    ),
    "ja": Denials(r"ない|ません|なく|ずに|なし|非公式|未|無(?!人|線)"),
    "ko": Denials(r"않|없|못|아니|비공식|안 "),
    "th": Denials(r"ไม่|มิได้|ไร้"),
    "vi": Denials(r"\bkhong\b|\bchua\b|\bchang\b", joins=r"\bcung khong\b|\bhay\b|\bhoac\b"),
    "id": Denials(
        r"\btidak\b|\btanpa\b|\bbukan\w*|\bbelum\b|\btak\b|\bjangan\b",
        joins=r"\bmaupun\b|\batau\b",
    ),
    "ms": Denials(
        r"\btidak\b|\btanpa\b|\bbukan\w*|\bbelum\b|\btak\b|\bjangan\b",
        joins=r"\bmahupun\b|\batau\b",
    ),
    "tl": Denials(r"\bhindi\b|\bwala\w*|\bwalang\b|\bhuwag\b"),
    "eo": Denials(r"\bne\b|\bsen\b|\bneoficial\w*|\bneniu\w*|\bnenio\w*|\bneniam\b", joins=r"\bnek\b"),
    "sw": Denials(
        denies=r"\bhai\w+|\bhau\w{2,}|\bhaku\w*|\bhaya(?:j|k|t|s|e|p|m|h|z|w)\w+|\bhazi\w{2,}|\bhawa(?:j|k|t|s)\w+|\bhat(?:uj|uk|uw|us|ut)\w+"
        r"|\bhali(?:j|k|t|s|e|p|m|h|z|w|n)\w+|\bhaki(?:j|t|s|e|p|m|h|w)\w+|\bha(?:tai?|si|jui|wezi|zungumzi|elezi|semi|toi|taji|taja)\w*\b"
        r"|\bsi\b|\bsi(?:na|(?:i|wa|ya|ki|u)?jui|wezi|zungum\w*|said\w*|ja\w+|ta\w+|som\w*|elew\w*|wakil\w*|semi\w*|fahamu|ongei|ongele\w*|hifadh\w*|weki|tunz\w*)\b"
        r"|\bbila\b|\bpasipo\b|\b\w*isiyo\b|\b\w*(?:ya|li|zi|wa|vi|ki|u|ku|pa|a)si(?:o\b|(?:yo|lo|zo|cho|vyo|po)\w*)|\bhapana\b|\bkuto\w+|\busi[a-z]{4,}",
        agrees=r"\bkamwe\b",
        joins=r"\bwala\b",
        far=r"\bmbali na\b|\bmbali\b",
        spared=r"\bhausa\b|\bsina upande\b|\bkutoka\w*|\bkutoa\w*|\bhatua\w*|\bhatari\w*|\bhati\w*|\bhata\b|\bhasa\b|\busiku\b|\busiri\b|\busimam\w*|\bhakika\b|\bhaki\b|\bhali\b|\bhaya\b|\bhawa\b|\bhalisi\b|\bhasira\b|\basili\w*|\bsisi\b",
    ),
    "ha": Denials(
        denies=r"\bba (?:na )?\w+ ba\b|\b(?:bai|ban|bana|baya|baa|bata|bamu|bama|basu|basa|babu|bababu|ba'a|ba a|ba na|ba ta|ba su|ba ya|ba mu|ba ni|ba zan?|ba daga|ba wani|ba tare|kada|kar|maras|marasa|ba da)\b",
        agrees=r"\bba\b",
        far=r"\bnesa\b",
        spared=r"\bba komai\b|\bba na goyon bayan kowa\b|\bmarasa matuk\w*|\b(?:biyo|daga|a) baya\b|\bbaya ga\b",
    ),
}
