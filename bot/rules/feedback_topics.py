"""What free words are about: stems of three languages, looked for at the beginning of each word, marks left out."""

import re
import unicodedata
from collections.abc import Mapping

# Each is a beginning of words, or with a full stop a whole word; with a space between, words that stand together.
STEMS: Mapping[str, str] = {
    "cold": "cold, lukewarm, холодн, остыл, остыв, тепловат, zimn, wystyg, wystudz, ostyg",
    "late": "late., delay, wait, slow, hours., долго, опозд, поздн, ждал, ждать, задерж, медленн,"
    " późn, spóźn, opóźn, długo, czeka, godzin, wolno.",
    "missing": "missing, forgot, wrong order, wrong item, не полож, забыл, не хватал, не то., перепут, не привез,"
    " brak, zapomn, pomył, nie to.",
    "taste": "taste, tasty, delicious, yummy, bland, salty, dry., вкус, невкус, пресн, солен, пересол, сухой., сухие.,"
    " smacz, smak, niesmacz, pyszn, słon, przesol, suchy., suche.",
    "fresh": "fresh, stale, spoil, smell, свеж, несвеж, тухл, испорч, śwież, nieśwież, zepsut, śmierdz",
    "courier": "courier, driver, rider, rude, polite, курьер, груб, вежлив, доставщик, kurier, dostawc, niegrzeczn,"
    " uprzejm, miły.",
    "packing": "packag, packed, box., boxes., spilled, spilt, leak, упаков, коробк, пролил, протек,"
    " opakow, pudełk, rozla, wyla",
    "portion": "portion, small, tiny, порци, маленьк, мало., porcj, małe., mało., malutk",
    "price": "price, expensive, cheap, overpriced, цена., цены., цену., дорог, дешев, cena., ceny., cenę., drogo.,"
    " drogie., tani",
    "service": "service, manager, support, phone, called., обслужив, менеджер, поддержк, телефон, звон,"
    " obsług, menedżer, telefon, dzwon",
    "programme": "points, bonus, app., bot., балл, бонус, приложен, бот., punkty., punktów., aplikac",
}
TOPICS = tuple(STEMS)
_WORD = re.compile(r"\w+")


def _bare(text: str) -> str:
    """Small letters without marks: "Spóźniony" is "spozniony"."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return " ".join(_WORD.findall("".join(char for char in apart if not unicodedata.combining(char))))


def _pattern(stem: str) -> str:
    whole = stem.strip().endswith(".")
    return re.escape(_bare(stem)) + (r"\b" if whole else "")


_FOUND = {
    topic: re.compile(r"\b(?:" + "|".join(_pattern(stem) for stem in stems.split(",")) + r")")
    for topic, stems in STEMS.items()
}


def topics(text: str) -> tuple[str, ...]:
    """What *text* speaks of, in the order of TOPICS; nothing for what we have no words for."""
    bare = _bare(text)
    return tuple(topic for topic, found in _FOUND.items() if found.search(bare))
