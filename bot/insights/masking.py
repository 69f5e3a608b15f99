"""Personal data taken out of a question before it is kept: numbers, addresses, handles, and how people name themselves.

What was taken out leaves a mark behind, so that a reader sees that something stood there.
"""

import re

MARK = "▒"
LONGEST_KEPT = 300

_LINK = re.compile(r"(?:https?://|www\.|t\.me/)\S+", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+%-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
_HANDLE = re.compile(r"(?<![\w])@\w{2,}")
# Eight digits make a phone number in Mali; the separators are those of phone numbers, not of dates with slashes.
_NUMBER = re.compile(r"\+?\(?\d(?:[\s().\u00a0\u202f-]{0,3}\d){6,}")
_DATE = re.compile(r"\d{1,2}[.-]\d{1,2}[.-]\d{2,4}|\d{4}[.-]\d{1,2}[.-]\d{1,2}|(?:19|20)\d\d\s?-\s?(?:19|20)\d\d")
_CODE = re.compile(r"\b(?=\w*\d\w*\d\w*\d\w*\d\w*\d)(?=\w*[^\W\d_])\w{6,}\b")

# What comes before a name that somebody gives as their own, in the languages of the bot. A name is up to three words.
_SAYS_NAME = (
    r"je m['’ ]?appel+e?|je me nomme|mon nom(?: complet)?(?: est|,? c['’]est)|moi,? c['’]est",
    r"my (?:full )?name(?: is|['’]s)|i am called|call me",
    r"me llamo|mi nombre es|me chamo|chamo-me|(?:o )?meu nome (?:é|e)",
    r"ich hei(?:ß|ss)e|mein name ist",
    r"(?:benim )?ad[ıi]m|ismim",
    r"меня зовут|моё имя|мое имя",
    r"(?:أنا )?(?:اسمي|إسمي|أسمي)",
    r"मेरा नाम",
    r"sunana|jina langu ni|(?:mimi )?naitwa|n tɔgɔ ye",
)
_NAME = re.compile(
    rf"(?<!\w)({'|'.join(_SAYS_NAME)})(\s*:?\s+)([^\W\d_][\w'’.-]*(?:\s+(?-i:[A-ZÀ-ÞİŞА-ЯЁ])[\w'’-]*){{0,2}})",
    re.IGNORECASE,
)
_CHINESE_NAME = re.compile(r"(我叫|我的名字(?:是|叫)|我姓)([\u4e00-\u9fff]{1,4}?)(?=$|[，。,.!！?？\s])")
_TITLE = re.compile(
    r"(?<!\w)(M\.|Mme|Mlle|Monsieur|Madame|Mr\.?|Mrs\.?|Ms\.?|Señora?|Senhora?|Herr|Frau)(\s+)([^\W\d_a-z][\w'’-]+)"
)


def masked(text: str) -> str:
    """The text on one line without personal data, cut to LONGEST_KEPT characters."""
    text = " ".join(text.split())
    text = _LINK.sub(MARK, text)
    text = _MAIL.sub(MARK, text)
    text = _HANDLE.sub(MARK, text)
    text = _CODE.sub(MARK, text)
    text = _NUMBER.sub(lambda match: match.group() if _DATE.fullmatch(match.group()) else MARK, text)
    text = _NAME.sub(rf"\1\2{MARK}", text)
    text = _CHINESE_NAME.sub(rf"\1{MARK}", text)
    text = _TITLE.sub(rf"\1\2{MARK}", text)
    return text if len(text) <= LONGEST_KEPT else text[: LONGEST_KEPT - 1] + "…"


def without_marks(text: str) -> str:
    """A masked text as one would ask it, for the FAQ."""
    return " ".join(text.replace(MARK, " ").replace("…", " ").split())
