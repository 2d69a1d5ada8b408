"""Rewards as the member sees them: the shelf, one of them, the question, and what follows the answer."""

import re
from datetime import timedelta
from html import unescape

from bot.i18n import Html, Texts, html, lines
from bot.rules.benefits import named
from bot.telegram.customer.callbacks import Invite
from bot.telegram.customer.payment_callbacks import ShowCertificates
from bot.telegram.customer.reward_callbacks import (
    ChooseReward,
    OpenReward,
    ShowAllergies,
    ShowRewards,
    TakeReward,
)
from bot.telegram.screen import Button, Picture, Rows, Screen
from bot.telegram.shared import allergens, keys
from bot.telegram.shared import rewards as shared
from bot.telegram.shared.program_numbers import lasting
from bot.usecases.program import Rules
from bot.usecases.rewards import Redeemed, Returned, RewardLine, RewardSeen, Shelf

PAGE = 8
LONGEST_CAPTION = 1024  # Telegram's, of what is visible, in units of UTF-16


def shelf(result: Shelf, page: int, t: Texts, rules: Rules) -> Screen:
    """What they can have now, what is almost theirs, and the rest, page by page; and what money buys."""
    every = [*result.now, *result.almost, *result.later]
    if not every:
        return nothing_yet(t)
    page = min(page, (len(every) - 1) // PAGE)
    shown = every[page * PAGE : (page + 1) * PAGE]
    text = lines(
        t("🎁 <b>Rewards</b>"),
        t("You have <b>{points}</b>.", points=t.points(result.available)),
        *_part(t("<b>Yours for the taking</b>"), [line for line in shown if line in result.now], t, rules),
        *_part(t("<b>Almost yours</b>"), [line for line in shown if line in result.almost], t, rules),
        *_part(t("<b>Not just now</b>"), [line for line in shown if line in result.later], t, rules),
    )
    buttons = [Button(_label(line, t, rules), OpenReward(reward=line.terms.id)) for line in shown]
    bought = (Button(t.plain("🎁 Gift certificates"), ShowCertificates()),) if rules.program.certificate_minor else ()
    return Screen(text, (*keys.in_rows(buttons, 1), _pages(page, len(every), t), bought, keys.home(t)))


def nothing_yet(t: Texts) -> Screen:
    text = lines(
        t("🎁 <b>Rewards</b>"),
        "",
        t("There is nothing on the shelf just now. Your points wait, and more may join them."),
    )
    return Screen(text, ((Button(t.plain("🎁 Invite"), Invite()),), keys.home(t)))


def _part(title: Html, part: list[RewardLine], t: Texts, rules: Rules) -> list[Html]:
    return [html(""), title, *(_line(line, t, rules) for line in part)] if part else []


def _line(line: RewardLine, t: Texts, rules: Rules) -> Html:
    terms = line.terms
    name = shared.marked(t, terms, rules)
    why = line.withheld and shared.why_not(t, line.withheld, rules)
    if why:
        # NOTE: a line of a list: "🍣 Philadelphia · 700 points · 80 points more"; {why} says why it can't be had now.
        told = t("{name} · {points} · <i>{why}</i>", name=name, points=t.points(terms.price), why=why)
    else:
        told = t("{name} · {points}", name=name, points=t.points(terms.price))
    notes = [_evening(line, t, rules), _early(line, t), _warning(line, t)]
    return lines(told, *notes)


def _evening(line: RewardLine, t: Texts, rules: Rules) -> Html | None:
    if line.terms.happens_at is None:
        return None
    moment = t.moment(line.terms.happens_at, rules.zone)
    if not line.terms.stock:
        return t("     📅 {moment}", moment=moment)
    # NOTE: {n} seats are left at an evening that takes place at {moment}.
    return t.plural(
        "     📅 {moment}, {n} seat left", "     📅 {moment}, {n} seats left", line.terms.stock, moment=moment
    )


def _early(line: RewardLine, t: Texts) -> Html | None:
    return t("     ✨ Yours before it opens for everybody") if line.early and not _closed(line) else None


def _closed(line: RewardLine) -> bool:
    return line.withheld is not None and line.withheld.code in ("reward.not_yet", "reward.tier")


def _warning(line: RewardLine, t: Texts) -> Html | None:
    if not line.contains:
        return None
    return t("     ⚠️ Contains {allergens}", allergens=allergens.names(t, line.contains))


def _label(line: RewardLine, t: Texts, rules: Rules) -> str:
    mark = "⚠️ " if line.contains else ""
    # NOTE: a button: "🍣 Philadelphia · 700 points"
    told = t.plain("{name} · {points}", name=shared.marked(t, line.terms, rules), points=t.points(line.terms.price))
    return mark + told


def _pages(page: int, count: int, t: Texts) -> tuple[Button, ...]:
    before = (Button(t.plain("‹ Before"), ShowRewards(page=page - 1)),) if page else ()
    more = (Button(t.plain("More ›"), ShowRewards(page=page + 1)),) if (page + 1) * PAGE < count else ()
    return (*before, *more)


def reward(seen: RewardSeen, t: Texts, rules: Rules) -> Screen:
    """One reward in full."""
    line, terms = seen.line, seen.line.terms
    text = lines(
        t("<b>{name}</b>", name=shared.marked(t, terms, rules)),
        named(seen.texts, t.language, rules.program.language) or None,
        "",
        t("💰 {points}; you have {available}", points=t.points(terms.price), available=t.points(seen.available)),
        *_conditions(seen, t, rules),
        *_status(line, t, rules),
    )
    take = Button(t.plain("Take it for {points}", points=t.points(terms.price)), _choose(seen), style="primary")
    rows: Rows = ((take,),) if line.withheld is None else ()
    return Screen(text, (*rows, keys.back(t, ShowRewards())), picture=picture(seen, text))


def _choose(seen: RewardSeen) -> ChooseReward:
    return ChooseReward(reward=seen.line.terms.id)


def picture(seen: RewardSeen, text: Html) -> Picture | None:
    """The reward's picture, unless what is to be said does not fit under one."""
    visible = unescape(re.sub(r"<[^>]+>", "", text))
    content = seen.picture if len(visible.encode("utf-16-le")) // 2 <= LONGEST_CAPTION else None
    return Picture(f"reward:{seen.line.terms.id}:{seen.line.edition}", lambda: content) if content else None


def _conditions(seen: RewardSeen, t: Texts, rules: Rules) -> list[Html | None]:
    line, terms = seen.line, seen.line.terms
    told: list[Html | None] = []
    if terms.happens_at is not None:
        told.append(t("📅 {moment}", moment=t.moment(terms.happens_at, rules.zone)))
    if terms.stock:
        told.append(t.plural("{n} left", "{n} left", terms.stock))
    if terms.closes_at is not None:
        told.append(t("⌛ Until {moment}", moment=t.moment(terms.closes_at, rules.zone)))
    if seen.served_at:
        told.append(t("📍 {places}", places=shared.places(t, seen.served_at)))
    if terms.allergens:
        told.append(t("Contains {allergens}.", allergens=allergens.names(t, terms.allergens)))
    if line.contains:
        told.append(t("⚠️ <b>You told us you can't eat {allergens}.</b>", allergens=allergens.names(t, line.contains)))
    return told


def _status(line: RewardLine, t: Texts, rules: Rules) -> list[Html]:
    if line.withheld is None:
        return [t("✨ Yours before it opens for everybody.")] if line.early else []
    # NOTE: {why} is like "for Silver and above", "40 points more", "all gone for now".
    return [html(""), t("🔒 <b>Not just now: {why}.</b>", why=shared.why_not(t, line.withheld, rules))]


def ask(seen: RewardSeen, key: str, t: Texts, rules: Rules) -> Screen:
    """Is that right? With something in it they can't eat, that is asked."""
    terms = seen.line.terms
    name = shared.name(t, terms.names, rules)
    if seen.line.contains:
        return _ask_about_allergens(seen, key, t, rules)
    text = lines(
        t("🎁 <b>Take {name}?</b>", name=name),
        "",
        *_what_it_means(seen, t, rules),
    )
    yes = Button(t.plain("Yes, take it"), TakeReward(reward=terms.id, key=key), style="success")
    no = Button(t.plain("No, not now"), OpenReward(reward=terms.id))
    return Screen(text, (keys.yes_no(yes, no), keys.home(t)), picture=picture(seen, text))


def _ask_about_allergens(seen: RewardSeen, key: str, t: Texts, rules: Rules) -> Screen:
    terms = seen.line.terms
    text = lines(
        t(
            "⚠️ <b>{name} contains {allergens}</b>",
            name=shared.name(t, terms.names, rules),
            allergens=allergens.names(t, seen.line.contains),
        ),
        t("You told us you can't eat that. Is it for somebody else, or shall we leave it?"),
        "",
        *_what_it_means(seen, t, rules),
    )
    yes = Button(t.plain("Take it all the same"), TakeReward(reward=terms.id, key=key, agreed=1), style="danger")
    no = Button(t.plain("Leave it"), ShowRewards(), style="primary")
    change = Button(t.plain("⚙️ My allergies"), ShowAllergies())
    return Screen(text, ((no, yes), (change,), keys.home(t)), picture=picture(seen, text))


def _what_it_means(seen: RewardSeen, t: Texts, rules: Rules) -> list[Html]:
    price, left = seen.line.terms.price, seen.available - seen.line.terms.price
    program = rules.program
    told = [
        t("It takes {points}; {left} remain.", points=t.points(price), left=t.points(left)),
        t("The voucher is good until {date}.", date=t.date(seen.valid_until)),
    ]
    if program.reward_undo_minutes:
        # NOTE: {minutes} is like "10 minutes".
        minutes = lasting(t, timedelta(minutes=program.reward_undo_minutes))
        told.append(t("You can change your mind within {minutes}.", minutes=minutes))
    return told


def taken(result: Redeemed, t: Texts, rules: Rules) -> str:
    """The word over the screen on which the voucher now stands."""
    name = named(result.names, t.language, rules.program.language)
    # NOTE: {name} is a reward such as "Miso soup"; {points} is what remains.
    return t.plain("🎉 {name} is yours! You have {points} now.", name=name, points=t.points(result.available))


def extras(lines: list[RewardLine], t: Texts, rules: Rules) -> Rows:
    """Something small to go with the dish that was just taken."""
    return tuple((Button(_extra(line, t, rules), ChooseReward(reward=line.terms.id)),) for line in lines)


def _extra(line: RewardLine, t: Texts, rules: Rules) -> str:
    # NOTE: a button after a dish was taken: "And 🍵 Green tea for 60 points?"
    return t.plain(
        "And {name} for {points}?", name=shared.marked(t, line.terms, rules), points=t.points(line.terms.price)
    )


def returned(result: Returned, t: Texts, rules: Rules) -> Screen:
    """The points are back."""
    name = named(result.names, t.language, rules.program.language)
    text = lines(
        t("↩️ <b>{name} is back on the shelf</b>", name=name),
        t(
            "{points} are yours again: you have {available}.",
            points=t.points(result.points),
            available=t.points(result.available),
        ),
    )
    return Screen(text, ((Button(t.plain("🎁 Rewards"), ShowRewards()),), keys.home(t)))
