"""Olga opens her shop by five answers, and sees her desk."""

from bot.pictures.read_qr import read_qr
from bot.usecases import outlets, program, staff
from tests.support.talk import NOON, Person, Talk


async def an_owner(talk: Talk, language: str = "en") -> Person:
    await staff.ensure_owners(talk.db, [1], at=NOON)
    return talk.person("Olga", id=1, language=language)


async def opens_the_shop(olga: Person) -> None:
    await olga.says("/start")
    await olga.presses("English")
    await olga.says("Sakura <Sushi>")
    await olga.presses("zł PLN")
    await olga.presses("Warsaw")
    await olga.says("Kitchen on Green Street, 5 Green Street")
    await olga.presses("5%")


async def test_five_answers_open_the_shop(talk: Talk) -> None:
    olga = await an_owner(talk)
    await olga.says("/start")
    assert olga.buttons == ["English", "Polski", "Русский"]
    await olga.presses("English")
    assert "1 of 5" in olga.text
    await olga.says("Sakura <Sushi>")
    assert "2 of 5" in olga.text
    assert "Sakura <Sushi>" in olga.text
    await olga.presses("zł PLN")
    assert "3 of 5" in olga.text
    await olga.presses("Warsaw")
    assert "4 of 5" in olga.text
    assert "13:00" in olga.text  # noon in London is one o'clock in Warsaw
    await olga.says("Kitchen on Green Street, 5 Green Street")
    assert "5 of 5" in olga.text
    await olga.presses("5%")
    assert "Sakura <Sushi> is open!" in olga.text
    assert "https://t.me/okaeri_test_bot" in olga.text
    assert "🛵 Invite a courier" in olga.buttons
    rules = await program.current(talk.db, NOON)
    assert (rules.version, rules.program.currency, rules.program.time_zone) == (1, "PLN", "Europe/Warsaw")
    assert rules.program.point_value_minor == 5
    assert [(one.name, one.address) for one in await outlets.active(talk.db)] == [
        ("Kitchen on Green Street", "5 Green Street")
    ]


async def test_the_first_steps_speak_the_owners_language(talk: Talk) -> None:
    olga = await an_owner(talk, "ru")
    await olga.says("/start")
    assert olga.buttons == ["Русский", "English", "Polski"]
    await olga.presses("Русский")
    await olga.says("Сакура")
    await olga.presses("₽ RUB")
    assert olga.buttons[:2] == ["Москва", "Калининград"]


async def test_an_owner_who_strayed_finds_the_first_steps_again(talk: Talk) -> None:
    olga = await an_owner(talk)
    await olga.says("Hello?")
    assert "isn't set up yet" in olga.text
    await olga.presses("Go on with the first steps")
    await olga.presses("English")
    assert "1 of 5" in olga.text


async def test_the_picture_leads_customers_to_the_bot(talk: Talk) -> None:
    olga = await an_owner(talk)
    await opens_the_shop(olga)
    assert read_qr(list(talk.session.files.values())[-1]) == ["https://t.me/okaeri_test_bot"]


async def test_wrong_answers_get_a_sentence_and_the_question_stays(talk: Talk) -> None:
    olga = await an_owner(talk)
    await olga.says("/start")
    await olga.presses("English")
    await olga.says("x" * 300)
    assert "64" in olga.text
    await olga.says("Sakura")
    await olga.says("pounds")
    assert "three letters" in olga.text
    await olga.says("kzt")
    await olga.says("Atlantis")
    assert "Europe/Warsaw" in olga.text
    await olga.says("almaty")
    await olga.says("Kitchen")
    assert "no ready numbers" not in olga.text
    await olga.says("a lot")
    assert "can't read" in olga.text
    await olga.says("200 %")
    assert "can't be used" in olga.text
    await olga.says("7,5")
    assert "Sakura is open!" in olga.text
    assert (await program.current(talk.db, NOON)).program.earn_rate_bp == 750


async def test_an_old_button_asks_the_question_that_is_open(talk: Talk) -> None:
    olga = await an_owner(talk)
    await olga.says("/start")
    await olga.presses("English")
    await olga.says("Sakura")
    await olga.presses("zł PLN")
    await olga.presses_data("su:currency:RUB")
    assert "3 of 5" in olga.text
    await olga.presses("Warsaw")
    await olga.says("Kitchen")
    await olga.presses("5%")
    assert (await program.current(talk.db, NOON)).program.currency == "PLN"
    await olga.presses_data("su:rate:1000")
    assert (await program.current(talk.db, NOON)).program.earn_rate_bp == 500


async def test_start_and_cancel_begin_again(talk: Talk) -> None:
    olga = await an_owner(talk)
    await olga.says("/start")
    await olga.presses("English")
    await olga.says("Sakura")
    await olga.presses("Cancel")
    assert "1 of 5" in olga.text


async def test_the_desk_shows_the_day_and_leads_everywhere(talk: Talk) -> None:
    olga = await an_owner(talk)
    await opens_the_shop(olga)
    await olga.presses("Home")
    assert "Sakura <Sushi>" in olga.text
    assert "Nothing is waiting for you" in olga.text
    assert "0 members" in olga.text
    for label, title in (
        ("👥 Staff", "Staff"),
        ("⚙️ The programme", "Version 1"),
        ("📒 Who did what", "shop opened: Sakura <Sushi>"),
        ("🔎 Find a member", "Find a member"),
        ("🛵 Orders", "rders"),
        ("➕ New order", "order"),
        ("📣 Messages to members", "essage"),
        ("🎁 What we offer", "What members can get"),
    ):
        await olga.says("/start")
        await olga.presses(label)
        assert title in olga.text, label
    await olga.presses("🎂 Automatic offers")
    assert "ffers" in olga.text


async def test_a_guest_is_told_that_the_shop_opens_soon_until_it_does(talk: Talk) -> None:
    olga, ann = await an_owner(talk), talk.person("Ann")
    await ann.says("/start")
    assert "getting ready" in ann.text
    await opens_the_shop(olga)
    await ann.says("/start")
    assert "Sakura <Sushi>" in ann.text
