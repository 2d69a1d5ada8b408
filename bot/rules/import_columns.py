"""Which column of a list is what, by the names that other programmes give it."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.rules.import_files import BadFile

# Folded as `folded` does. English, Russian and Polish words, and those of UDS, Poster, iiko and BonusQR. The first
# column that answers to a name is taken; the others are named as not read.
NAMES: Mapping[str, tuple[str, ...]] = {
    "phone": (
        *("phone", "phonenumber", "mobile", "mobilephone", "mobilenumber", "cell", "cellphone", "tel", "telephone"),
        *("телефон", "номертелефона", "мобильный", "мобильныйтелефон", "моб", "мобтелефон", "телефонклиента", "тел"),
        *("numertelefonu", "nrtelefonu", "telefon", "telefonkomórkowy", "komórka", "telkom", "clientphone"),
        *("phone1", "телефон1", "telefon1", "контактныйтелефон", "основнойтелефон", "номермобильного"),
    ),
    "name": (
        *("name", "fullname", "customer", "customername", "client", "clientname", "member", "guest", "displayname"),
        *("фио", "имя", "имяклиента", "клиент", "гость", "полноеимя", "фамилияимяотчество", "фамилияимя", "имягостя"),
        *("nazwa", "klient", "imięinazwisko", "imieinazwisko", "nazwaklienta", "gość"),
    ),
    "first": ("firstname", "givenname", "имя", "imię", "imie"),
    "middle": ("middlename", "patronymic", "отчество", "drugieimię"),
    "last": ("lastname", "surname", "familyname", "фамилия", "nazwisko"),
    "birthday": (
        *("birthday", "birthdate", "dateofbirth", "dob", "bday"),
        *("деньрождения", "датарождения", "др", "днюха", "рождение"),
        *("dataurodzenia", "urodziny", "dataur"),
    ),
    "balance": (
        *("balance", "points", "bonus", "bonuses", "pointsbalance", "bonusbalance", "score", "scores", "wallet"),
        *("currentpoints", "availablepoints", "bonuspoints", "loyaltypoints", "pointbalance"),
        *("баланс", "баллы", "бонусы", "бонус", "балансбонусов", "бонусныйбаланс", "бонусныйсчет", "балансбаллов"),
        *("накопленобонусов", "остаток", "остатокбонусов", "количествобаллов", "количествобонусов", "накоплено"),
        *("балансбонусногосчета", "бонусныхбаллов", "бонуснаякарта", "всегобонусов", "доступнобаллов"),
        *("punkty", "saldo", "saldopunktów", "liczbapunktów", "bonusy", "stanpunktów", "stankonta", "ilośćpunktów"),
    ),
    "card": (
        *("card", "cardnumber", "cardno", "cardid", "oldcard", "loyaltycard", "barcode", "cardcode", "discountcard"),
        *("карта", "номеркарты", "картаклиента", "номерклубнойкарты", "номердисконтнойкарты", "штрихкод", "номеркарт"),
        *("дисконтнаякарта", "клубнаякарта", "карталояльности", "кодкарты", "трек", "старыйномеркарты"),
        *("karta", "numerkarty", "nrkarty", "kartastałegoklienta", "kodkreskowy", "kodkarty", "starakarta"),
    ),
    "tier": (
        *("tier", "level", "status", "group", "category", "segment", "membership", "loyaltylevel", "customergroup"),
        *("уровень", "статус", "группа", "категория", "группаклиентов", "категориягостя", "тип", "статускарты"),
        *("poziom", "kategoria", "grupa", "grupaklientów", "statusklienta"),
    ),
    "last_order": (
        *("lastorder", "lastvisit", "lastorderdate", "lastpurchase", "lastpurchasedate", "lasttransaction"),
        *("lastvisitdate", "lasttransactiondate", "lastactivity", "lastseen"),
        *("последнийзаказ", "последнийвизит", "датапоследнегозаказа", "датапоследнейпокупки", "последняяпокупка"),
        *("датапоследнеговизита", "последнеепосещение", "датапоследнейоперации", "последняяоперация"),
        *("ostatniezamówienie", "ostatniawizyta", "ostatnizakup", "dataostatniegozamówienia", "dataostatniejwizyty"),
        *("dataostatniegozakupu",),
    ),
}
FIELDS = tuple(NAMES)


@dataclass(frozen=True)
class Columns:
    """Where each field stands in a record; `ignored` names the columns that mean nothing here."""

    places: Mapping[str, int]
    width: int
    ignored: tuple[str, ...]
    header: tuple[str, ...]

    def cell(self, cells: Sequence[str], field: str) -> str:
        place = self.places.get(field)
        return cells[place].strip() if place is not None and place < len(cells) else ""


def folded(name: str) -> str:
    """A column's name without what is only there for the eye: "Номер карты, №" → "номеркарты"."""
    plain = unicodedata.normalize("NFC", name).casefold().replace("ё", "е")
    return "".join(char for char in plain if char.isalnum())


def columns(header: Sequence[str], by_hand: Mapping[str, str]) -> Columns:
    """What is where; *by_hand* names columns of a file that no list knows (field → name). Raises BadFile
    "import.columns" (with `header`) where neither phones nor old cards stand, or a named column does not."""
    told = [folded(name) for name in header]
    places: dict[str, int] = {}
    for field, name in by_hand.items():
        if folded(name) not in told:
            raise BadFile("import.columns", header=tuple(header))
        places[field] = told.index(folded(name))
    for field in _in_order(told):
        found = (place for place, name in enumerate(told) if name in NAMES[field] and place not in places.values())
        place = None if field in places else next(found, None)
        if place is not None:
            places[field] = place
    if not {"phone", "card"} & places.keys():
        raise BadFile("import.columns", header=tuple(header))
    ignored = tuple(name for place, name in enumerate(header) if place not in places.values() and name.strip())
    return Columns(places, len(header), ignored, tuple(header))


def _in_order(told: Sequence[str]) -> tuple[str, ...]:
    """Beside a column of surnames, "Имя" is the first name alone."""
    apart = any(name in NAMES["last"] for name in told)
    return tuple(field for field in FIELDS if field != "name") if apart else FIELDS
