"""The questions by which a promo code is made."""

from collections.abc import Mapping

from bot.i18n import N_, Texts, lines
from bot.rules.benefits import named
from bot.telegram.admin.promo_callbacks import CodeWay, NewPromoCode, PickReward, ShowPromos
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys

KINDS = {
    "percent": N_("% off"),
    "amount": N_("A sum off"),
    "points": N_("Points"),
    "multiplier": N_("More points for an order"),
    "reward": N_("A reward for nothing"),
    "delivery": N_("Free delivery"),
}
VALUES = {
    "percent": N_("How many percent off? Send a number from 1 to 100."),
    "amount": N_("Which sum off? Send it, such as <b>300</b>."),
    "points": N_("How many points? Send a number."),
    "multiplier": N_("By what are an order's points multiplied? Send a number such as <b>2</b> or <b>1.5</b>."),
}


def ask_kind(t: Texts) -> Screen:
    text = lines(t("🏷 <b>A new code</b>"), t("What does it give?"))
    buttons = [Button(t.plain(label), NewPromoCode(kind=kind)) for kind, label in KINDS.items()]
    return Screen(text, (*keys.fitting(buttons), keys.back(t, ShowPromos())))


def ask_value(kind: str, t: Texts) -> Screen:
    label, question = KINDS[kind], VALUES[kind]
    return Screen(lines(t("🏷 <b>{kind}</b>", kind=t.plain(label)), t(question)), (keys.cancel(t),))


def ask_reward(found: list[tuple[int, Mapping[str, str]]], t: Texts) -> Screen:
    if not found:
        text = lines(
            t("🏷 <b>A reward for nothing</b>"), t("The catalogue is empty. Rewards are made there: /catalogue.")
        )
        return Screen(text, (keys.back(t, NewPromoCode()),))
    buttons = [Button(named(names, t.language)[:40], PickReward(reward=number)) for number, names in found]
    text = lines(t("🏷 <b>A reward for nothing</b>"), t("Which one?"))
    return Screen(text, (*keys.fitting(buttons), keys.back(t, NewPromoCode())))


def ask_code(t: Texts) -> Screen:
    text = lines(
        t("🏷 <b>What is the code?</b>"),
        t("Send what people will type, such as <b>SUSHI10</b>: Latin letters and digits."),
        t("Or let me make one; or make personal codes, each for one person."),
    )
    ways = (
        (Button(t.plain("🎲 Make one for me"), CodeWay(way="made")),),
        (Button(t.plain("🎟 Personal codes"), CodeWay(way="personal")),),
    )
    return Screen(text, (*ways, keys.cancel(t)))


def ask_name(t: Texts) -> Screen:
    text = lines(
        t("🎟 <b>Personal codes</b>"),
        t("What are they for? Send a name that only the staff see, such as <i>Flyers in December</i>."),
    )
    return Screen(text, (keys.cancel(t),))
