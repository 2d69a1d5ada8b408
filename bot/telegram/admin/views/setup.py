"""The first steps: five questions, each with buttons where buttons can answer, and the open shop."""

from bot.i18n import N_, Texts, lines
from bot.rules import deep_links
from bot.rules.presets import SCALES
from bot.telegram.admin.callbacks import InviteStaff, NewOrder, SetupChoice, ShowProgram
from bot.telegram.screen import Button, Picture, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.languages import Labels
from bot.usecases.program import Rules

# Currency → the zones most of its shops live in, the likeliest first.
ZONES = {
    "RUB": ("Europe/Moscow", "Europe/Kaliningrad", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Novosibirsk"),
    "PLN": ("Europe/Warsaw",),
    "EUR": ("Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Helsinki", "Europe/Dublin", "Europe/Athens"),
    "USD": ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
    "KZT": ("Asia/Almaty",),
    "UAH": ("Europe/Kyiv",),
    "BYN": ("Europe/Minsk",),
}
CURRENCIES = (("RUB", "₽"), ("PLN", "zł"), ("EUR", "€"), ("USD", "$"))
RATES = (300, 500, 700, 1000)


def ask_language(languages: Labels, t: Texts) -> Screen:
    buttons = [Button(name, SetupChoice(question="language", value=code)) for code, name in languages]
    return Screen(t("👋 <b>Which language shall we speak?</b>"), rows=keys.in_rows(buttons, 1))


def ask_name(t: Texts) -> Screen:
    return Screen(
        lines(
            t("👋 <b>Let's open your shop: five questions</b>"),
            t("Until then customers are told that it opens soon. Everything can be changed later."),
            "",
            t("<b>1 of 5.</b> What is your programme called? Customers see this name on their card."),
            t("Example: <i>Sakura Sushi</i>"),
        )
    )


def ask_currency(name: str, suggested: str, t: Texts) -> Screen:
    order = sorted(CURRENCIES, key=lambda pair: pair[0] != suggested)
    buttons = [Button(f"{sign} {code}", SetupChoice(question="currency", value=code)) for code, sign in order]
    text = lines(
        t("🏪 <b>{name}</b>", name=name),
        "",
        t("<b>2 of 5.</b> In which currency do your customers pay? Or send its three letters, such as KZT."),
        t("I'll begin with numbers made for sushi delivery in that currency."),
    )
    return Screen(text, rows=(*keys.in_rows(buttons), keys.cancel(t)))


def ask_zone(currency: str, suggested: str, t: Texts) -> Screen:
    zones = list(dict.fromkeys([*ZONES.get(currency, ()), suggested]))
    buttons = [Button(t.city(zone), SetupChoice(question="zone", value=zone)) for zone in zones]
    text = lines(
        t("🕰 <b>What time is it in your shop?</b>"),
        "",
        t("<b>3 of 5.</b> Choose a city in your time zone, or send one, such as Europe/Warsaw."),
    )
    return Screen(text, rows=(*keys.in_rows(buttons), keys.cancel(t)))


def ask_outlet(clock: str, t: Texts) -> Screen:
    text = lines(
        t("🏠 <b>Your first outlet</b>"),
        t("(Your clocks show {time} now.)", time=clock),
        "",
        t("<b>4 of 5.</b> Send the name of your shop or kitchen, then a comma, then its address."),
        t("Example: <i>Sushi on Green Street, 5 Green Street</i>"),
    )
    return Screen(text, rows=(keys.cancel(t),))


def ask_rate(currency: str, t: Texts) -> Screen:
    buttons = [Button(t.percent(rate), SetupChoice(question="rate", value=str(rate))) for rate in RATES]
    text = lines(
        t("💰 <b>What comes back to customers</b>"),
        "",
        t(
            "<b>5 of 5.</b> What share of an order becomes points? {rate} is usual. Or send another.",
            rate=t.percent(500),
        ),
        None if currency in SCALES else t(RATHER_LOOK, currency=currency),
    )
    return Screen(text, rows=(*keys.in_rows(buttons, len(RATES)), keys.cancel(t)))


RATHER_LOOK = N_("I have no ready numbers for {currency}: look over the sums in /program afterwards.")


def opened(rules: Rules, username: str, t: Texts, picture: Picture) -> Screen:
    """The shop is open: the customers' link as QR, and what to do next."""
    url = deep_links.url(username)
    text = lines(
        t("🎉 <b>{name} is open!</b>", name=rules.program.name),
        "",
        t("Customers join by this QR or link: <code>{url}</code>", url=url),
        "",
        t("<b>What next</b>"),
        t("1. Invite a courier: a link, one press."),
        t("2. Print the QR, or put the link where customers see it."),
        t("3. When somebody has joined, enter their first order."),
    )
    rows = (
        (Button(t.plain("🛵 Invite a courier"), InviteStaff(role="courier"), style="primary"),),
        (Button(t.plain("🧾 New order"), NewOrder()), Button(t.plain("⚙️ The programme"), ShowProgram())),
        (Button(t.plain("📋 Copy the link"), copy=url),),
        keys.home(t),
    )
    return Screen(text, rows=rows, picture=picture, fresh=True)


def not_open_yet(t: Texts) -> Screen:
    """For managers, before the owner has answered."""
    return Screen(
        lines(t("⏳ <b>The shop isn't set up yet</b>"), t("The owner sends /start and answers five questions."))
    )
