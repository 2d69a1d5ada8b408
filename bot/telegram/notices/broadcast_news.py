"""What the staff are told about messages to members: a second yes is asked for, it was given, something went wrong."""

from collections.abc import Mapping
from typing import Any

from bot.i18n import Html, lines
from bot.telegram.admin.broadcast_callbacks import BroadcastDo
from bot.telegram.admin.broadcast_report_callbacks import ShowReport
from bot.telegram.notices.reader import Reader
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared.broadcast_faults import ELSE, FAULTS


def to_approve(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t, number = reader.t, facts["broadcast"]
    text = lines(
        t("🙋 <b>A second yes is needed</b>"),
        # NOTE: {author} wrote a message to members; the name does not tell whether a man or a woman.
        t.plural(
            "{author} wants to send this to {n} member: {name}",
            "{author} wants to send this to {n} members: {name}",
            facts["gets"],
            author=facts["author"],
            name=_named(reader, facts),
        ),
    )
    look = Button(t.plain("👀 How it looks"), BroadcastDo(do="look", broadcast=number))
    yes = Button(t.plain("Yes, send it"), _approve(facts), style="success")
    no = Button(t.plain("No"), BroadcastDo(do="call_off", broadcast=number), style="danger")
    return Screen(text, rows=((look,), (no, yes)), fresh=True)


def _approve(facts: Mapping[str, Any]) -> BroadcastDo:
    return BroadcastDo(do="approve", broadcast=facts["broadcast"], edition=facts["edition"])


def approved(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t = reader.t
    # NOTE: a colleague named {by} agreed to send the message; the name does not tell whether a man or a woman.
    told = t("It goes out with the second yes of {by}: {name}", by=facts["by"], name=_named(reader, facts))
    return Screen(lines(t("✅ <b>A second yes</b>"), told), rows=_see(reader, facts), fresh=True)


def called_off(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t = reader.t
    # NOTE: a colleague named {by} kept the message from being sent; it is a draft again.
    told = t("{by} would rather not send it; it is a draft again: {name}", by=facts["by"], name=_named(reader, facts))
    return Screen(lines(t("↩️ <b>Called off</b>"), told), rows=_see(reader, facts), fresh=True)


def not_sent(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    """Its time came, and something in it does not hold any more; the draft tells what."""
    t, why = reader.t, facts["why"]
    told = t("It was to go out now, and did not: {name}", name=_named(reader, facts))
    fault = FAULTS.get(why, ELSE)
    reason = t(fault) if "{" not in fault else t("Something in it has to be put right: look at the draft.")
    return Screen(lines(t("⚠️ <b>Not sent</b>"), told, reason), rows=_see(reader, facts), fresh=True)


def to_choose(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t = reader.t
    told = t("Enough members have tried the versions. Which one do all others get? {name}", name=_named(reader, facts))
    return Screen(lines(t("🧪 <b>Choose the better one</b>"), told), rows=_see(reader, facts), fresh=True)


def measured(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t = reader.t
    told = t("All that can be counted is counted: {name}", name=_named(reader, facts))
    brought = Button(t.plain("📊 What it brought"), ShowReport(broadcast=facts["broadcast"]))
    return Screen(lines(t("📊 <b>What a message brought</b>"), told), rows=((brought,),), fresh=True)


def _named(reader: Reader, facts: Mapping[str, Any]) -> Html:
    """What the staff call it, or its number."""
    return reader.t("“{name}”", name=facts["name"]) if facts["name"] else reader.t("№ {n}", n=facts["broadcast"])


def _see(reader: Reader, facts: Mapping[str, Any]) -> Rows:
    return ((Button(reader.t.plain("Open"), BroadcastDo(do="show", broadcast=facts["broadcast"])),),)


WORDINGS = {
    "broadcast.to_approve": to_approve,
    "broadcast.approved": approved,
    "broadcast.called_off": called_off,
    "broadcast.not_sent": not_sent,
    "broadcast.to_choose": to_choose,
    "broadcast.measured": measured,
}
