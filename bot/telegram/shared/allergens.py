"""The allergens' names."""

from collections.abc import Iterable, Mapping

from bot.i18n import N_, Texts
from db.enums import Allergen

ALLERGENS: Mapping[Allergen, str] = {
    # NOTE: the fourteen allergens of EU food labels, as a list of words: "gluten, milk and nuts".
    Allergen.GLUTEN: N_("gluten"),
    Allergen.CRUSTACEANS: N_("crustaceans"),
    Allergen.EGGS: N_("eggs"),
    Allergen.FISH: N_("fish"),
    Allergen.PEANUTS: N_("peanuts"),
    Allergen.SOYBEANS: N_("soya"),
    Allergen.MILK: N_("milk"),
    Allergen.NUTS: N_("nuts"),
    Allergen.CELERY: N_("celery"),
    Allergen.MUSTARD: N_("mustard"),
    Allergen.SESAME: N_("sesame"),
    Allergen.SULPHITES: N_("sulphites"),
    Allergen.LUPIN: N_("lupin"),
    Allergen.MOLLUSCS: N_("molluscs"),
}


def name(t: Texts, allergen: Allergen) -> str:
    return t.plain(ALLERGENS[allergen])


def names(t: Texts, allergens: Iterable[Allergen]) -> str:
    """ "gluten, milk and nuts" """
    return t.join([name(t, each) for each in allergens])
