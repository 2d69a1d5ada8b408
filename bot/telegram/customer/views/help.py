"""Help: what the bot can do for this person, who to speak to, and the programme's rules in ten lines."""

from collections.abc import Sequence
from decimal import Decimal

from bot.i18n import Html, Texts, html, lines
from bot.rules.program import TierRule
from bot.telegram.customer.callbacks import RulesInShort, ShowPlaces
from bot.telegram.customer.conversation_callbacks import MyTalk
from bot.telegram.customer.tier_callbacks import AllTiers
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import earning_words, keys
from bot.telegram.shared.callbacks import HELP
from bot.telegram.shared.orders import map_of
from bot.telegram.shared.partner_callbacks import ApplyAsPartner
from bot.telegram.shared.tiers import tier_name
from bot.usecases.outlets import OutletLine
from bot.usecases.program import Rules

MOST_OUTLETS = 20
WHOLE = 10_000  # basis points


def help_screen(commands: Sequence[tuple[str, str]], outlets: Sequence[OutletLine], t: Texts) -> Screen:
    """*commands* are those of the person's menu, with what they do."""
    text = lines(
        t("<b>💬 Help</b>"),
        "",
        *(html(f"/{name} – {told}") for name, told in commands),
        "",
        *_people(outlets, t),
    )
    write = Button(t.plain("💬 Write to us"), MyTalk(), style="primary")
    join = Button(t.plain("🏪 My shop wants to join"), ApplyAsPartner())
    where = (Button(t.plain("🏠 Where to find us"), ShowPlaces()),) if outlets else ()
    rules = Button(t.plain("How points work"), RulesInShort())
    return Screen(text, ((rules, write), (*where, join), keys.home(t)))


def places(outlets: Sequence[OutletLine], t: Texts, rules: Rules) -> Screen:
    """Every outlet that is open for business, with its address and what points may pay there."""
    if not outlets:
        return _no_places(t)
    told = [line for outlet in outlets[:MOST_OUTLETS] for line in ("", _place(outlet, t, rules))]
    maps = [
        Button(t.plain("🗺 {outlet}", outlet=outlet.name), url=map_of(outlet.address))
        for outlet in outlets[:MOST_OUTLETS]
        if outlet.address
    ]
    return Screen(lines(t("🏠 <b>Where to find us</b>"), *told), (*keys.fitting(maps), keys.back(t, HELP)))


def _place(outlet: OutletLine, t: Texts, rules: Rules) -> Html:
    share = rules.program.spend_max_bp if outlet.spend_max_bp is None else outlet.spend_max_bp
    # NOTE: {percent} of a bill can be paid with points at this outlet.
    paid = t("     ⭐ points pay up to {percent} of a bill", percent=t.percent(share))
    return lines(_outlet(outlet, t), paid if share else None)


def _no_places(t: Texts) -> Screen:
    text = lines(t("🏠 <b>Where to find us</b>"), t("No outlet is open just now. We still bring what you order."))
    return Screen(text, (keys.back(t, HELP),))


def _people(outlets: Sequence[OutletLine], t: Texts) -> list[Html]:
    if not outlets:
        return [t("Is something wrong with an order or your points? Ask whoever serves you: they see your card.")]
    told = t("Is something wrong with an order or your points? People who can help are here:")
    return [told, *(_outlet(outlet, t) for outlet in outlets[:MOST_OUTLETS])]


def _outlet(outlet: OutletLine, t: Texts) -> Html:
    if not outlet.address:
        return t("📍 {outlet}", outlet=outlet.name)
    return t("📍 {outlet}: {address}", outlet=outlet.name, address=outlet.address)


def rules_in_short(t: Texts, rules: Rules) -> Screen:
    """Ten lines, every number as it is in force."""
    text = lines(
        t("<b>🥢 How points work</b>"),
        "",
        *_earning_and_paying(t, rules),
        *_more_than_orders(t, rules),
        *_besides(t, rules),
    )
    return Screen(text, ((Button(t.plain("🏅 What levels bring"), AllTiers()),), keys.back(t, HELP)))


def _earning_and_paying(t: Texts, rules: Rules) -> list[Html]:
    p = rules.program
    worth = t.money(p.point_value_minor, p.currency)
    paid = {"percent": t.percent(p.spend_max_bp), "points": t.points(p.spend_min_points)}
    return [
        t(
            "1. {percent} of what you buy comes back as points; delivery doesn't count.",
            percent=t.percent(p.earn_rate_bp),
        ),
        t("2. One point is worth {money}.", money=worth),
        t("3. Points of an order are yours once it is delivered; until then they are on their way."),
        t("4. Welcome: {points} with your first order.", points=t.points(p.welcome_points)),
        t("5. You can pay up to {percent} of an order with points, starting from {points}.", **paid),
        t.plural(
            "6. Points are valid for {n} month; those that expire soonest are spent first.",
            "6. Points are valid for {n} months; those that expire soonest are spent first.",
            p.expiry_months,
        ),
    ]


def _more_than_orders(t: Texts, rules: Rules) -> list[Html]:
    p = rules.program
    least = t.money(p.referral_min_net_minor, p.currency)
    both = {"yours": t.points(p.referral_inviter), "theirs": t.points(p.referral_friend), "money": least}
    return [
        t.plural(
            "7. Levels, by what you spend in {n} day: {levels}.",
            "7. Levels, by what you spend in {n} days: {levels}.",
            p.tier_window_days,
            levels=t.join([_level(rule, t, p.currency) for rule in p.tiers[1:]]),
        ),
        t(
            "8. A friend by your link: {yours} for you, {theirs} for them, with their first order of {money} or more.",
            **both,
        ),
        t.plural(
            "9. Birthday: {points} each year. Tell us the day more than {n} day before.",
            "9. Birthday: {points} each year. Tell us the day more than {n} days before.",
            p.birthday_soon_days,
            points=t.points(p.birthday_points),
        ),
        t("10. Each line of your history explains itself, and a new rule never touches the points you have."),
    ]


def _besides(t: Texts, rules: Rules) -> list[Html | str]:
    """Rules by which some orders earn more, and what earns nothing."""
    p = rules.program
    more = [earning_words.named(t, rule, p.currency) for rule in p.earning_rules if rule.on]
    told: list[Html | str] = ["", t("⭐ <b>Orders that earn more</b>"), *more] if more else []
    out = t("🚫 No points for: {categories}", categories=t.join(p.excluded_categories))
    return [*told, "", out] if p.excluded_categories else told


def _level(rule: TierRule, t: Texts, currency: str) -> Html:
    times = t.number(Decimal(rule.multiplier_bp) / WHOLE)
    money = t.money(rule.from_minor, currency)
    # NOTE: "Silver from 15 000 ₽ (points × 1.2)"
    return t("{level} from {money} (points × {times})", level=tier_name(t, rule.tier), money=money, times=times)
