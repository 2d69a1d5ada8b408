"""The catalogue as its keepers see it: the list, one reward with all its properties, and what was taken."""

from datetime import timedelta

from bot.i18n import Html, Texts, html, lines
from bot.rules.benefits import named
from bot.rules.rewards import MONEY
from bot.telegram.admin.earning_callbacks import ShowDishes
from bot.telegram.admin.reward_callbacks import (
    AddReward,
    AskReward,
    CatalogueFigures,
    EditReward,
    ShowCatalogue,
    SwitchReward,
)
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import allergens, keys
from bot.telegram.shared import rewards as shared
from bot.telegram.shared.program_numbers import lasting
from bot.telegram.shared.reward_fields import FIELDS
from bot.telegram.shared.tiers import tier_name
from bot.usecases.catalogue import FIGURES_DAYS, CatalogueLine, CataloguePage, Figure, RewardCard
from bot.usecases.program import Rules
from db.enums import RewardKind

FIELD_BUTTONS = (
    "name", "text", "picture", "price", "cost_minor", "stock", "per_member", "per_day", "tier", "early_hours",
    "opens_at", "closes_at", "allergens", "outlets", "valid_days",
)  # fmt: skip
EVENING_BUTTONS = ("happens_at", "seats")


def listed(page: CataloguePage, t: Texts, rules: Rules) -> Screen:
    """All rewards, the newest first."""
    if not page.lines and not page.page:
        return nothing_yet(t)
    text = lines(t("🎁 <b>Catalogue of rewards</b>"), "", *(_line(line, t, rules) for line in page.lines))
    buttons = [Button(shared.marked(t, line.terms, rules), EditReward(reward=line.terms.id)) for line in page.lines]
    newer = (Button(t.plain("‹ Before"), ShowCatalogue(page=page.page - 1)),) if page.page else ()
    older = (Button(t.plain("More ›"), ShowCatalogue(page=page.page + 1)),) if page.more else ()
    rows = (*keys.fitting(buttons), (*newer, *older), *_ways(t), keys.home(t))
    return Screen(text, rows)


def nothing_yet(t: Texts) -> Screen:
    text = lines(
        t("🎁 <b>Catalogue of rewards</b>"),
        t("Nothing here yet. Add what your guests would love to have for points: a soup, a free delivery, a class."),
    )
    return Screen(text, (*_ways(t), keys.home(t)))


def _ways(t: Texts) -> Rows:
    add = Button(t.plain("➕ Add a reward"), AddReward(), style="primary")
    figures = Button(t.plain("📊 What was taken"), CatalogueFigures())
    return ((add, figures), (Button(t.plain("🍱 Dishes and categories"), ShowDishes()),))


def _line(line: CatalogueLine, t: Texts, rules: Rules) -> Html:
    terms = line.terms
    told = t("{name} · {points}", name=shared.marked(t, terms, rules), points=t.points(terms.price))
    # NOTE: after the name of a reward: why members don't see it on the shelf.
    state = t("paused") if terms.paused else t("over") if line.over else t("sold out") if terms.stock == 0 else None
    return t("{reward} · <i>{state}</i>", reward=told, state=state) if state else told


def card(seen: RewardCard, t: Texts, rules: Rules) -> Screen:
    """One reward with a button for each property."""
    terms = seen.terms
    text = lines(
        t("<b>{name}</b>", name=shared.marked(t, terms, rules)),
        t("<i>{kind}, paused: members don't see it</i>", kind=shared.kind_name(t, terms.kind))
        if terms.paused
        else t("<i>{kind}</i>", kind=shared.kind_name(t, terms.kind)),
        named(seen.texts, t.language, rules.program.language) or None,
        "",
        *(_property(t, field, _value(field, seen, t, rules)) for field in _fields(seen) if _told(field, seen)),
        "",
        t.plural("{n} voucher given out so far", "{n} vouchers given out so far", seen.promised),
    )
    asked = [Button(t.plain(FIELDS[field]), _ask(terms.id, field)) for field in _fields(seen)]
    rows = (*keys.in_rows(asked), _switches(seen, t), keys.back(t, ShowCatalogue()))
    return Screen(text, rows)


def _ask(reward: int, field: str) -> AskReward:
    return AskReward.model_validate({"reward": reward, "field": field})


def _fields(seen: RewardCard) -> tuple[str, ...]:
    if seen.terms.kind is not RewardKind.EXPERIENCE:
        return FIELD_BUTTONS
    return (*EVENING_BUTTONS, *(field for field in FIELD_BUTTONS if field != "stock"))


def _told(field: str, seen: RewardCard) -> bool:
    """What stands in the text besides its button: name and words are there anyway."""
    return field not in ("name", "text") and (field != "outlets" or bool(seen.outlets))


def _property(t: Texts, field: str, value: str) -> Html:
    # NOTE: a property of a reward and its value: "Stock: 5 left".
    return t("{property}: {value}", property=t.plain(FIELDS[field]), value=value)


def _value(field: str, seen: RewardCard, t: Texts, rules: Rules) -> str:
    terms = seen.terms
    match field:
        case "price":
            return t.points(terms.price)
        case "cost_minor":
            return t.money(seen.cost_minor, rules.program.currency)
        case "tier":
            return tier_name(t, terms.tier) if terms.tier else t.plain("from any level")
        case "allergens":
            return allergens.names(t, terms.allergens) or t.plain("none named")
        case "picture":
            # NOTE: whether a reward has a picture: "Picture: there is one".
            return t.plain("there is one") if seen.picture else t.plain("none yet")
        case "outlets":
            return shared.places(t, [each.name for each in seen.outlets if each.id in terms.outlets])
        case "early_hours":
            # NOTE: how much earlier members of higher levels may have the reward.
            return (
                t.plain("{hours} for higher levels", hours=lasting(t, timedelta(hours=terms.early_hours)))
                if terms.early_hours
                else "—"
            )
        case "valid_days":
            return t.plain_plural("{n} day", "{n} days", terms.valid_days or rules.program.voucher_days)
    return _count_or_moment(field, seen, t, rules)


def _count_or_moment(field: str, seen: RewardCard, t: Texts, rules: Rules) -> str:
    terms = seen.terms
    match field:
        case "stock":
            return t.plain("as many as anybody wants") if terms.stock is None else _left(t, terms.stock)
        case "seats" if seen.seats is not None and terms.stock is not None:
            # NOTE: seats of an event: "20, 13 left".
            return t.plain("{n}, {left}", n=seen.seats, left=_left(t, terms.stock))
        case "per_member" | "per_day" | "seats":
            most = getattr(terms, field, None)
            return t.plain("any number") if most is None else t.plain("{n} at most", n=most)
    moment = getattr(terms, field)
    return t.moment(moment, rules.zone) if moment else "—"


def _left(t: Texts, n: int) -> str:
    return t.plain_plural("{n} left", "{n} left", n)


def _switches(seen: RewardCard, t: Texts) -> tuple[Button, ...]:
    def switch(label: str, do: str, **look: str) -> Button:
        asked = {"reward": seen.terms.id, "edition": seen.edition, "do": do}
        return Button(label, SwitchReward.model_validate(asked), **look)  # type: ignore[arg-type]

    pause = switch(t.plain("⏸ Pause"), "pause")
    resume = switch(t.plain("▶️ Show it again"), "resume", style="success")
    return (resume if seen.terms.paused else pause, switch(t.plain("🗑 Remove"), "remove", style="danger"))


def figures(found: list[Figure], t: Texts) -> Screen:
    """What members took and used, things beside sums off the bill."""
    text = lines(
        t("📊 <b>What was taken</b>"),
        t.plural("In the last {n} day", "In the last {n} days", FIGURES_DAYS),
        "",
        *_group(t("🎁 <b>Things and experiences</b>"), [one for one in found if one.kind not in MONEY], t),
        "",
        *_group(t("🏷 <b>Money off</b>"), [one for one in found if one.kind in MONEY], t),
    )
    return Screen(text, (keys.back(t, ShowCatalogue()),))


def _group(title: Html, found: list[Figure], t: Texts) -> list[Html]:
    issued, used = sum(one.issued for one in found), sum(one.used for one in found)
    if not issued:
        return [title, t("Nothing was given out.")]
    return [title, *(_figure(one, t) for one in found), _together(issued, used, t)]


def _figure(one: Figure, t: Texts) -> Html:
    kind = shared.kind_name(t, one.reward_kind) if one.reward_kind else shared.benefit_name(t, one.kind)
    # NOTE: a line of statistics: "dish: 12 given out, 7 used, 1 200 points"
    return t(
        "{kind}: {issued} given out, {used} used, {points}",
        kind=kind,
        issued=one.issued,
        used=one.used,
        points=t.points(one.points),
    )


def _together(issued: int, used: int, t: Texts) -> Html:
    share = t.percent(used * 10_000 // issued)
    # NOTE: of all vouchers given out, {share} (a percentage) were used.
    return t("Together: {issued} given out, {used} used: <b>{share}</b>", issued=issued, used=used, share=share)


def ask_removal(seen: RewardCard, t: Texts, rules: Rules) -> Screen:
    text = lines(
        t("🗑 <b>Remove {name}?</b>", name=shared.name(t, seen.terms.names, rules)),
        t("It leaves the shelf for good. Vouchers that members hold stay good."),
        html(""),
        t("To take it away for a while only, pause it."),
    )
    yes = Button(
        t.plain("Yes, remove"),
        SwitchReward(reward=seen.terms.id, edition=seen.edition, do="removed"),
        style="danger",
    )
    no = Button(t.plain("No, keep it"), EditReward(reward=seen.terms.id))
    return Screen(text, (keys.yes_no(yes, no), keys.home(t)))
