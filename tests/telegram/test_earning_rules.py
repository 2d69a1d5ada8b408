"""Olga writes earning rules by answering questions; dishes find their categories; what is stricter is announced."""

from datetime import timedelta

import pytest

from bot.rules.dishes import DishLine
from bot.rules.earning_rules import EarningRule
from bot.telegram.admin.callbacks import NewOrder
from bot.usecases import deliveries, outlets, program, program_changes
from bot.usecases.actor import Actor
from db.enums import Tier
from tests.support.orders import ANN, BOB, CARL, NOON, OLGA, Shop, opened
from tests.support.programs import sushi
from tests.support.talk import Person, Talk

DRINKS = EarningRule("r1", "Drinks", "points", 20, categories=("drinks",))


@pytest.fixture
async def shop(talk: Talk) -> Shop:
    return await opened(talk.db)


@pytest.fixture
def olga(talk: Talk, shop: Shop) -> Person:
    return talk.person("Olga", id=OLGA)


async def begun(olga: Person, gives: str = "Points on top", value: str = "20", name: str = "Quiet hours") -> None:
    await olga.says("/program")
    await olga.presses("Earning rules")
    await olga.presses("New rule")
    await olga.presses(gives)
    await olga.says(value)
    await olga.says(name)


async def rules_of(talk: Talk, days: float = 0) -> tuple[EarningRule, ...]:
    return (await program.current(talk.db, NOON + timedelta(days=days))).program.earning_rules


async def test_a_rule_is_written_condition_by_condition(talk: Talk, olga: Person) -> None:
    async with talk.db.begin() as session:
        await outlets.create(session, outlets.Place("Harbour", ""), at=NOON)
    await olga.says("/program")
    await olga.presses("Earning rules")
    assert "nothing else yet" in olga.text
    await begun(olga, "A larger share back", "2,5 %")
    assert "2.5% more comes back as points" in olga.text
    assert "every order" in olga.text
    await olga.presses("Weekdays")
    await olga.presses("Mon")
    await olga.presses("Tue")
    await olga.presses("‹ Back")
    await olga.presses("Hours")
    await olga.says("14-17")
    await olga.presses("Least sum")
    await olga.says("1 000")
    await olga.presses("Outlets")
    await olga.presses("Harbour")
    await olga.presses("‹ Back")
    await olga.presses("Levels")
    await olga.presses("Gold")
    await olga.presses("‹ Back")
    await olga.presses("From – to")
    await olga.says("1.12.2026 – 31.12.2026")
    await olga.presses("First order")
    await olga.presses("Stacks")
    await olga.presses("Priority")
    await olga.says("7")
    for told in ("Mon and Tue", "from 14:00 to 17:00", "1,000 or more", "at Harbour", "in Gold", "Priority 7"):
        assert told in olga.text.replace("\N{NO-BREAK SPACE}", " "), told
    await olga.presses("Save")
    assert "takes effect at once" in olga.text
    await olga.presses("Yes, publish")
    (rule,) = await rules_of(talk)
    assert (rule.id, rule.gives, rule.value, rule.weekdays) == ("r2", "rate", 250, (0, 1))
    assert (rule.hour_from, rule.hour_until, rule.least_minor, rule.tiers) == (14, 17, 1_000_00, (Tier.GOLD,))
    assert (rule.first_order, rule.stacks, rule.priority) == (True, False, 7)
    await olga.presses("‹ Back")
    assert "Quiet hours" in olga.text


@pytest.mark.parametrize(
    ("part", "wrong", "said"),
    [
        ("Hours", "18-18", "two different hours"),
        ("Hours", "at night", "two different hours"),
        ("From – to", "31.12.2026 – 1.12.2026", "the first not after the last"),
        ("From – to", "31.02.2026 – 1.12.2026", "the first not after the last"),
        ("Least sum", "-5", "more than zero"),
        ("Value", "0", "more than zero"),
        ("Value", "1000001", "within the limits"),
        ("Title", "x" * 41, "too long"),
    ],
)
async def test_what_makes_no_sense_is_refused_and_asked_again(
    talk: Talk, olga: Person, part: str, wrong: str, said: str
) -> None:
    await begun(olga)
    await olga.presses(part)
    await olga.says(wrong)
    assert olga.text.startswith("🙏")
    assert said in olga.text
    await olga.says({"Hours": "22–2", "From – to": "2026-12-01 2026-12-31", "Title": "Night"}.get(part, "700"))
    assert "Press what it should ask for" in olga.text
    assert await rules_of(talk) == ()


@pytest.mark.parametrize(("gives", "wrong"), [("larger share", "101"), ("multiplied", "0.9"), ("multiplied", "11")])
async def test_nothing_beyond_the_limits_is_given(olga: Person, gives: str, wrong: str) -> None:
    await olga.says("/program")
    await olga.presses("Earning rules")
    await olga.presses("New rule")
    await olga.presses(gives)
    await olga.says(wrong)
    assert "within the limits" in olga.text
    await olga.says("1.5")
    assert "What is the rule called?" in olga.text


async def test_an_edit_of_somebody_else_meanwhile_is_told(talk: Talk, olga: Person) -> None:
    await begun(olga)
    await program_changes.publish(talk.db, Actor(OLGA), "welcome_points", 150, newest=1, at=NOON)
    await olga.presses("Save")
    assert "Somebody changed the programme a moment ago" in olga.toast
    await begun(olga)
    await olga.presses("Save")
    await program_changes.publish(talk.db, Actor(OLGA), "welcome_points", 200, newest=2, at=NOON)
    await olga.presses("Yes, publish")
    assert "Somebody changed the programme a moment ago" in olga.toast
    assert await rules_of(talk) == ()


async def test_a_rule_that_goes_is_announced_with_the_difference(talk: Talk) -> None:
    await opened(talk.db, sushi(earning_rules=(DRINKS,)))
    olga, ann = talk.person("Olga", id=OLGA), talk.person("Ann", id=ANN)
    await olga.says("/program")
    await olga.presses("Earning rules")
    await olga.presses("Drinks")
    await olga.presses("Switch off")
    assert "takes effect on 28 November 2026" in olga.text
    await olga.presses("Yes, publish")
    await talk.deliver()
    assert "Earning rule: now “Drinks”: +20 points · for drinks, then “Drinks”: switched off." in ann.text
    assert [rule.on for rule in await rules_of(talk)] == [True]
    assert [rule.on for rule in await rules_of(talk, 8)] == [False]
    await olga.says("/program")
    await olga.presses("🗂 Versions")
    assert "Earning rule" in olga.text


async def test_a_new_rule_leaves_an_announced_end_of_another_alone(talk: Talk) -> None:
    await opened(talk.db, sushi(earning_rules=(DRINKS,)))
    olga = talk.person("Olga", id=OLGA)
    await olga.says("/program")
    await olga.presses("Earning rules")
    await olga.presses("Drinks")
    await olga.presses("Remove")
    await olga.presses("Yes, publish")
    await begun(olga)
    await olga.presses("Save")
    await olga.presses("Yes, publish")
    assert [rule.name for rule in await rules_of(talk)] == ["Drinks", "Quiet hours"]
    assert [rule.name for rule in await rules_of(talk, 8)] == ["Quiet hours"]


async def test_dishes_find_their_category_and_a_category_stops_earning(talk: Talk, olga: Person, shop: Shop) -> None:
    await olga.says("/dishes")
    assert "No dish yet" in olga.text
    await olga.presses_data(NewOrder(member=shop.bob).pack())
    for answer in ("1240", "0", "Nevsky 1", "45"):
        await olga.says(answer)
    await olga.presses("Carl")
    await olga.presses("What's in it?")
    await olga.says("2 Philadelphia 1000\nwine: Soave 240")
    await olga.presses("Place the order")
    await olga.says("/dishes")
    assert "Philadelphia" in olga.buttons
    await olga.presses("Philadelphia")
    await olga.presses("Another category")
    await olga.says("x: y")
    assert "short name with letters" in olga.text
    await olga.says("Rolls")
    assert "“Rolls”" in olga.text
    await olga.presses("🗂 wine")
    assert "“wine”" in olga.text
    await olga.presses("Out of it")
    assert "In no category yet" in olga.text
    await olga.presses("🗂 wine")
    await olga.presses("‹ Back")
    await olga.presses("🗂 wine · 2")
    await olga.presses("No points for it")
    assert "No points for “wine”" in olga.text
    assert "2 members will be told" in olga.text
    await olga.presses("Yes, publish")
    assert (await program.current(talk.db, NOON + timedelta(days=8))).program.excluded_categories == ("wine",)


async def test_why_prints_every_rule_that_took_part_and_members_read_them_beforehand(talk: Talk) -> None:
    happy = EarningRule("r2", "Happy Saturday", "factor", 20_000, weekdays=(5,))
    share = EarningRule("r3", "Large orders", "rate", 200, least_minor=1_000_00)
    shop = await opened(talk.db, sushi(earning_rules=(DRINKS, happy, share), excluded_categories=("wine",)))
    bob = talk.person("Bob", id=BOB)
    await bob.says("/rules")
    assert "“Happy Saturday”: points × 2 · Sat" in bob.text
    assert "No points for: wine" in bob.text
    lines = (DishLine("Cola", 1, 100_00, "drinks"), DishLine("Soave", 1, 240_00, "wine"))
    order_id = (await shop.place(items=lines)).order_id
    carl = await shop.actor(CARL)
    await deliveries.accept(talk.db, carl, order_id, at=NOON)
    await deliveries.confirm(talk.db, carl, order_id, shop.code, at=NOON)
    await bob.says("/history")
    await bob.presses("+180")
    told = bob.text.replace("\N{NO-BREAK SPACE}", " ")
    for line in (
        "What counts: ₽1,000, for the goods.",
        "₽240 was for goods that earn no points.",
        "₽1,000 × 5% ÷ ₽1 a point = 50",
        "+20 points: “Drinks”",
        "+20: “Large orders”, ₽1,000 × 2% ÷ ₽1 a point",
        "× 2: “Happy Saturday”",
        "Together: 180",
    ):
        assert line in told, line
