"""The network as members see it, and the questions to a company that wants to join."""

from collections.abc import Mapping

from bot.i18n import N_, Html, Texts, lines
from bot.rules.benefits import named
from bot.telegram.customer.callbacks import Card, Offers
from bot.telegram.customer.partner_callbacks import Applying
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.callbacks import HELP
from bot.telegram.shared.orders import map_of
from bot.telegram.shared.partner_callbacks import ApplyAsPartner, OpenPartners, SeePartner
from bot.usecases.partner_applications import Application, Applied
from bot.usecases.partner_offers import PlaceSeen

LONGEST_BUTTON = 40
MOST_SHOWN = 20


def around(places: list[PlaceSeen], t: Texts) -> Screen:
    """Everywhere else where the points are good."""
    if not places:
        return nothing(t)
    text = lines(
        t("🤝 <b>Partners</b>"),
        t("Your points are good here, too: show your card."),
        *(line for place in places[:MOST_SHOWN] for line in ("", *_short(place, t))),
    )
    buttons = [Button(place.name[:LONGEST_BUTTON], SeePartner(partner=place.id)) for place in places[:MOST_SHOWN]]
    return Screen(text, rows=(*keys.in_rows(buttons), (_apply(t),), keys.back(t, Offers())))


def nothing(t: Texts) -> Screen:
    text = lines(t("🤝 <b>Partners</b>"), t("There is no partner yet. Do you have a shop? Join us!"))
    return Screen(text, rows=((_apply(t),), keys.back(t, Offers())))


def _apply(t: Texts) -> Button:
    return Button(t.plain("🏪 My shop wants to join"), ApplyAsPartner())


def _short(place: PlaceSeen, t: Texts) -> list[Html]:
    # NOTE: {category} is what a company sells, in its own word.
    first = t("<b>{name}</b>, {category}", name=place.name, category=place.category)
    return [first if place.category else t("<b>{name}</b>", name=place.name), *_terms(place, t)]


def _terms(place: PlaceSeen, t: Texts) -> list[Html]:
    told = (
        # NOTE: {percent} is like "5 %".
        (place.earn_rate_bp, t("✨ {percent} of each bill as points", percent=t.percent(place.earn_rate_bp))),
        (place.spend_max_bp, t("⭐ points pay up to {percent}", percent=t.percent(place.spend_max_bp))),
        (place.discount_bp, t("🏷 {percent} off for members", percent=t.percent(place.discount_bp))),
    )
    return [line for rate, line in told if rate]


def place(seen: PlaceSeen, t: Texts) -> Screen:
    """One of them, with what is offered there to this member."""
    offer = named(seen.offer, t.language) if seen.offer else ""
    text = lines(
        t("🤝 <b>{name}</b>", name=seen.name),
        t("{words}", words=seen.about) if seen.about else None,
        t("📍 {address}", address=seen.address) if seen.address else None,
        "",
        *_terms(seen, t),
        "" if offer else None,
        # NOTE: {words} is an offer in a company's own words.
        t("🎁 For you: {words}", words=offer) if offer else None,
        "",
        t("Show your card there: it is scanned like with us."),
    )
    card = Button(t.plain("💳 My card"), Card(), style="primary")
    map_ = (Button(t.plain("🗺 Map"), url=map_of(seen.address)),) if seen.address else ()
    return Screen(text, rows=((card, *map_), keys.back(t, OpenPartners())))


ASK: Mapping[str, tuple[str, str]] = {
    "name": (N_("🏪 <b>What is your company called?</b>"), N_("As members will see it.")),
    "category": (N_("🏷 <b>What do you sell?</b>"), N_("In a word or two: bread, flowers, haircuts.")),
    "address": (N_("📍 <b>Where are you?</b>"), N_("City and street, please.")),
    "contact": (N_("☎️ <b>Whom shall we call?</b>"), N_("A name and a phone or an e-mail. Only we see it.")),
    "about": (N_("💬 <b>A few words about you?</b>"), N_("What would members like to know?")),
}


def ask(field: str, t: Texts) -> Screen:
    first, hint = ASK[field]
    skip = ((Button(t.plain("Skip"), Applying(how="skip")),),) if field == "about" else ()
    return Screen(lines(t(first), t(hint)), rows=(*skip, keys.cancel(t)))


def sure(said: Application, t: Texts) -> Screen:
    text = lines(
        t("🤝 <b>Shall we send this?</b>"),
        "",
        t("🏪 {name}", name=said.name),
        t("🏷 {category}", category=said.category),
        t("📍 {address}", address=said.address),
        t("☎️ {contact}", contact=said.contact),
        t("💬 {words}", words=said.about) if said.about else None,
        "",
        t("The shop sees all of it; members see all but whom to call."),
    )
    send = Button(t.plain("✅ Send"), Applying(how="send"), style="success")
    return Screen(text, rows=((send,), (Button(t.plain("✏️ Start again"), ApplyAsPartner()),), keys.cancel(t)))


def sent(done: Applied, t: Texts) -> Screen:
    text = lines(
        t("🤝 <b>Thank you!</b>"),
        t("{name} is with the shop now. You hear from us here.", name=done.name),
    )
    return Screen(text, rows=(keys.back(t, HELP),))
