"""Offers that come by themselves on days of the year, birthdays and anniversaries; and after a silence."""

from bot.rules.benefits import named
from bot.telegram.notices import automation_news, automation_tips
from bot.telegram.notices.automation_frame import Facts, Said, day_of, framed, gift, now_there_are, until
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.screen import Screen


def birthday(reader: Reader, facts: Facts) -> Screen:
    t, day = reader.t, day_of(reader, facts)
    # NOTE: {day} is a day and month, such as "14 March"; {points} such as "150 points".
    given = t(
        "For {day} we have put {points} on your account. Enjoy them until {until}.",
        day=day,
        points=gift(reader, facts),
        until=until(reader, facts),
    )
    words = (given, now_there_are(reader, facts)) if facts["points"] else (t("We wish you a lovely day!"),)
    said = Said((t("🎂 <b>Your birthday is near!</b>"), *words), gaps={"date": day}, tells_gift=bool(facts["points"]))
    return framed(reader, facts, said)


def memorable_date(reader: Reader, facts: Facts) -> Screen:
    t, day = reader.t, day_of(reader, facts)
    # NOTE: {occasion} is what the member called the day: "Our wedding"; {day} is like "14 March".
    today = t("💛 <b>{day}: {occasion}</b>", day=day, occasion=facts["occasion"])
    words = (today, t("We have not forgotten. Have a wonderful day!"))
    return framed(reader, facts, Said(words, gaps={"date": day, "occasion": facts["occasion"]}))


def membership(reader: Reader, facts: Facts) -> Screen:
    t, years = reader.t, facts["years"]
    words = (
        t.plural("🎉 <b>{n} year together!</b>", "🎉 <b>{n} years together!</b>", years),
        # NOTE: {shop} is the shop's name.
        t("On this day you joined {shop}. Thank you for staying with us!", shop=reader.rules.program.name),
    )
    return framed(reader, facts, Said(words, gaps=_years(reader, years)))


def first_order(reader: Reader, facts: Facts) -> Screen:
    t, years = reader.t, facts["years"]
    words = (
        t("🍱 <b>Do you remember?</b>"),
        t.plural(
            "Your first order with us was {n} year ago today. Thank you!",
            "Your first order with us was {n} years ago today. Thank you!",
            years,
        ),
    )
    return framed(reader, facts, Said(words, gaps=_years(reader, years)))


def _years(reader: Reader, years: int) -> dict[str, str]:
    return {"years": reader.t.plain_plural("{n} year", "{n} years", years)}


def holiday(reader: Reader, facts: Facts) -> Screen:
    t = reader.t
    name = named(facts["names"], t.language)
    # NOTE: {holiday} is the name of a public holiday.
    words = (t("🎊 <b>{holiday}</b>", holiday=name), t("All of us wish you a happy day!"))
    return framed(reader, facts, Said(words, gaps={"occasion": name, "date": day_of(reader, facts)}))


def inactivity(reader: Reader, facts: Facts) -> Screen:
    t, days = reader.t, facts["days"]
    back = t(
        "Here are {points} to come back to. They wait until {until}.",
        points=gift(reader, facts),
        until=until(reader, facts),
    )
    words = (
        t("🍣 <b>We miss you!</b>"),
        t.plural("It has been {n} day since your last order.", "It has been {n} days since your last order.", days),
        back if facts["points"] else None,
        now_there_are(reader, facts),
    )
    gaps = {"days": t.plain_plural("{n} day", "{n} days", days)}
    return framed(reader, facts, Said(words, gaps=gaps, tells_gift=bool(facts["points"])))


WORDINGS: dict[str, Wording] = {
    "automation.birthday": birthday,
    "automation.memorable_date": memorable_date,
    "automation.membership": membership,
    "automation.first_order": first_order,
    "automation.holiday": holiday,
    "automation.inactivity": inactivity,
    **automation_news.WORDINGS,
    **automation_tips.WORDINGS,
}
