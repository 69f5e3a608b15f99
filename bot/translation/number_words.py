"""Numbers written as words, for the languages the gate reads; one and two are left out: they are articles and duals."""

# ruff: noqa: E501 - a table of words

from collections.abc import Mapping
from functools import lru_cache

from bot.translation.folding import fold

# value:word,word; a question mark after a word says that it has other meanings: it may stand for the number, no more.
_WORDS = {
    "fr": "3:trois 4:quatre 5:cinq 6:six 7:sept 8:huit 9:neuf? 10:dix 11:onze 12:douze 13:treize 14:quatorze 15:quinze "
    "16:seize 20:vingt 30:trente 40:quarante 50:cinquante 60:soixante 100:cent 1000:mille",
    "en": "3:three 4:four 5:five 6:six 7:seven 8:eight 9:nine 10:ten 11:eleven 12:twelve,dozen? 13:thirteen 14:fourteen "
    "15:fifteen 16:sixteen 17:seventeen 18:eighteen 19:nineteen 20:twenty 30:thirty 40:forty 50:fifty 60:sixty "
    "70:seventy 80:eighty 90:ninety 100:hundred 1000:thousand",
    "es": "3:tres 4:cuatro 5:cinco 6:seis 7:siete 8:ocho 9:nueve 10:diez 11:once 12:doce 13:trece 14:catorce 15:quince "
    "16:dieciséis 20:veinte 30:treinta 40:cuarenta 50:cincuenta 60:sesenta 100:cien,ciento 1000:mil",
    "pt": "3:três 4:quatro 5:cinco 6:seis 7:sete 8:oito 9:nove 10:dez 11:onze 12:doze 13:treze 14:catorze,quatorze "
    "15:quinze 16:dezasseis,dezesseis 20:vinte 30:trinta 40:quarenta 50:cinquenta 60:sessenta 100:cem,cento? 1000:mil",
    "it": "3:tre 4:quattro 5:cinque 6:sei? 7:sette 8:otto 9:nove 10:dieci 11:undici 12:dodici 13:tredici 14:quattordici "
    "15:quindici 20:venti? 30:trenta 40:quaranta 50:cinquanta 100:cento 1000:mille,mila",
    "de": "3:drei,dreien? 4:vier 5:fünf 6:sechs 7:sieben 8:acht? 9:neun 10:zehn 11:elf? 12:zwölf 13:dreizehn 14:vierzehn "
    "15:fünfzehn 16:sechzehn 20:zwanzig 30:dreißig,dreissig 40:vierzig 50:fünfzig 60:sechzig 100:hundert 1000:tausend",
    "nl": "3:drie 4:vier 5:vijf 6:zes 7:zeven 8:acht? 9:negen 10:tien 11:elf? 12:twaalf 20:twintig 30:dertig 100:honderd "
    "1000:duizend",
    "pl": "3:trzy,trzech,trzem 4:cztery,czterech 5:pięć,pięciu 6:sześć,sześciu 7:siedem,siedmiu 8:osiem,ośmiu "
    "9:dziewięć,dziewięciu 10:dziesięć,dziesięciu,dziesięcioma 12:dwanaście 20:dwadzieścia 30:trzydzieści,trzydziestu "
    "100:sto 1000:tysiąc,tysięcy",
    "ru": "3:три,трёх,тремя 4:четыре,четырёх 5:пять,пяти,пятью 6:шесть,шести 7:семь,семи? 8:восемь,восьми 9:девять,девяти "
    "10:десять,десяти,десятью 11:одиннадцать 12:двенадцать 13:тринадцать 14:четырнадцать 15:пятнадцать 20:двадцать,двадцати "
    "30:тридцать,тридцати 40:сорок 50:пятьдесят 100:сто,ста 1000:тысяча,тысячи,тысяч",
    "uk": "3:три,трьох 4:чотири,чотирьох 5:п'ять 6:шість 7:сім 8:вісім 9:дев'ять 10:десять,десяти,десятьох 20:двадцять "
    "30:тридцять,тридцяти 100:сто 1000:тисяча,тисяч",
    "tr": "3:üç 4:dört 5:beş 6:altı? 7:yedi? 8:sekiz 9:dokuz 10:on 20:yirmi 30:otuz 40:kırk? 50:elli 60:altmış 70:yetmiş "
    "80:seksen 90:doksan 100:yüz? 1000:bin?",
    "ar": "2:يومان?,يومين? 3:ثلاث,ثلاثة 4:أربع?,أربعة 5:خمس,خمسة 6:ست?,ستة 7:سبع?,سبعة 8:ثمان,ثمانية,ثماني 9:تسع,تسعة 10:عشر?,عشرة "
    "20:عشرون,عشرين 30:ثلاثون,ثلاثين 40:أربعون,أربعين 50:خمسون,خمسين 100:مائة,مئة 1000:ألف?,آلاف",
    "fa": "3:سه? 4:چهار 5:پنج 6:شش 7:هفت 8:هشت 9:نه? 10:ده? 20:بیست 30:سی? 100:صد 1000:هزار",
    "hi": "3:तीन 4:चार 5:पाँच,पांच 6:छह,छः,छे 7:सात 8:आठ 9:नौ 10:दस,दसों 11:ग्यारह 12:बारह 15:पंद्रह 20:बीस 30:तीस 40:चालीस "
    "50:पचास 100:सौ 1000:हज़ार,हजार",
    "sw": "3:tatu,watatu,matatu,vitatu 4:nne,wanne,manne 5:tano,watano,matano 6:sita 7:saba 8:nane 9:tisa 10:kumi "
    "20:ishirini 30:thelathini 40:arobaini 50:hamsini 100:mia 1000:elfu",
    "ha": "3:uku 4:huɗu 5:biyar 6:shida 7:bakwai 8:takwas 9:tara? 10:goma 20:ashirin 30:talatin 40:arba'in 50:hamsin "
    "100:ɗari 1000:dubu",
    "id": "3:tiga 4:empat 5:lima 6:enam 7:tujuh 8:delapan 9:sembilan 10:sepuluh 30:tiga? 100:seratus 1000:seribu",
    "ro": "3:trei 4:patru 5:cinci 6:șase 7:șapte 8:opt 9:nouă? 10:zece 20:douăzeci 30:treizeci 100:sută 1000:mie",
    "cs": "3:tři 4:čtyři 5:pět 6:šest 7:sedm 8:osm 9:devět 10:deset,deseti 20:dvacet 30:třicet 100:sto 1000:tisíc",
    "sv": "3:tre 4:fyra 5:fem 6:sex? 7:sju 8:åtta 9:nio 10:tio 20:tjugo 30:trettio 100:hundra 1000:tusen",
    "ko": "10:열",
}  # fmt: skip
_CHINESE = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "〇": 0, "零": 0}
_CHINESE_UNITS = {"十": 10, "百": 100, "千": 1000}
COUNTED_IN_CHINESE = frozenset({"zh", "ja", "zt"})
# Words that multiply the digits before them, in every language at once.
_SCALES = {
    1_000: "mille mil thousand ألف آلاف тыс тысяч тысячи bin हज़ार हजार elfu dubu ribu tysięcy tysiąc tausend duizend mila 千",
    10_000: "万 萬 만",
    100_000: "लाख lakh",
    1_000_000: "million millions millón millones milhão milhões milione milioni مليون ملايين миллион миллиона миллионов млн "
    "milyon मिलियन दस_लाख milioni miliyan juta milion miliona milionów millionen miljoen mn",
    10_000_000: "करोड़ crore",
    100_000_000: "亿 億 억",
    1_000_000_000: "milliard milliards billion مليار миллиард миллиардов млрд milyar अरब mil_millones bilhão bilhões bilioni",
}  # fmt: skip
SCALES: Mapping[str, int] = {
    fold(word).replace("_", " "): size for size, row in _SCALES.items() for word in row.split()
}


@lru_cache(maxsize=64)
def number_words(language: str) -> Mapping[str, tuple[int, bool]]:
    """Folded word → the number it says, and whether it is sure to say it. Empty for a language without a table."""
    found: dict[str, tuple[int, bool]] = {}
    for pair in _WORDS.get(language, "").split():
        value, _, words = pair.partition(":")
        for word in words.split(","):
            found[fold(word.rstrip("?"))] = (int(value), not word.endswith("?"))
    return found


def reads_number_words(language: str) -> bool:
    """Whether the gate knows the number words of a language (its code without script or region)."""
    return language in _WORDS or language in COUNTED_IN_CHINESE


def chinese_number(numeral: str) -> int:
    """The value of a Chinese numeral below ten thousand ("三十" is 30)."""
    total = digit = 0
    for sign in numeral:
        if sign in _CHINESE_UNITS:
            total += (digit or 1) * _CHINESE_UNITS[sign]
            digit = 0
        else:
            digit = digit * 10 + _CHINESE[sign] if digit else _CHINESE[sign]
    return total + digit
