"""Changing a standing rule: numbers, gift, words, and for whom it is. Each answer is one change of one part."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from aiogram import Router
from aiogram.types import Message

from bot.i18n import Texts
from bot.rules import automation_fields as fields
from bot.rules import automation_samples, timing
from bot.rules.automations import check_text
from bot.telegram.admin.automation_callbacks import RuleDo
from bot.telegram.admin.handlers import segment_picker
from bot.telegram.admin.handlers.segment_picker import Desk, Stored
from bot.telegram.admin.views import automation_parts as parts
from bot.telegram.admin.views import automations as views
from bot.telegram.admin.views.segment_picker import naming
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import automation_edits, automation_gifts, automations, segments
from bot.usecases.actor import Actor
from bot.usecases.automation_edits import Change
from bot.usecases.automations import Rule
from bot.usecases.errors import Refused
from db.session import Database

VALUE, GIFT, TEXT = "automation.value", "automation.gift", "automation.text"
FORMATTED = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler", "text_link", "code", "pre"})


async def card(desk: Desk, rule: Rule, toast: str | None = None) -> Screen:
    """The rule as it is now; no dialogue is open."""
    desk.memory.forget()
    material = await segments.material(desk.db, desk.actor, rule.segment, at=desk.hand.now)
    return views.card(rule, naming(material), desk.t, toast)


async def seen(desk: Desk, rule_id: int) -> Rule:
    return await automations.show(desk.db, desk.actor, rule_id, at=desk.hand.now)


async def _change(desk: Desk, rule_id: int, edition: int, part: str, value: Any) -> Screen:
    wanted = Change(part, value)
    desk.memory.forget()
    rule = await automation_edits.change(desk.db, desk.actor, rule_id, edition, wanted, at=desk.hand.now)
    return await card(desk, rule, desk.t.plain("Saved."))


async def _ask(desk: Desk, data: RuleDo) -> Screen:
    rule = await seen(desk, data.rule)
    if data.value not in fields.parts(rule.kind):
        raise Refused("automation.question_gone")
    desk.memory.begin(VALUE, rule=rule.id, edition=rule.edition, part=data.value)
    return parts.ask(rule, data.value, desk.t)


async def _set(desk: Desk, data: RuleDo) -> Screen:
    part, _, number = data.value.partition("=")
    if part not in parts.QUICK or not number.isdecimal():
        raise Refused("automation.question_gone")
    return await _change(desk, data.rule, data.edition, part, int(number))


async def _segment(desk: Desk, data: RuleDo) -> Screen:
    rule = await seen(desk, data.rule)
    desk.memory.begin("segment.pick", rule=rule.id, edition=rule.edition)
    return await segment_picker.open_picker(desk, "automation", rule.segment)


async def keep_segment(desk: Desk, stored: Stored) -> Screen:
    told = desk.memory.data
    return await _change(desk, told["rule"], told["edition"], "segment", stored)


segment_picker.FINISH["automation"] = keep_segment


async def _gifts(desk: Desk, data: RuleDo) -> Screen:
    desk.memory.forget()
    choices = await automation_gifts.choices(desk.db, desk.actor)
    return parts.gifts(await seen(desk, data.rule), choices, desk.t)


async def _gift(desk: Desk, data: RuleDo) -> Screen:
    """A gift that needs no number is chosen at once; of the others the number is asked."""
    rule, (way, _, reward) = await seen(desk, data.rule), data.value.partition("=")
    if rule.kind not in fields.GIVING or way not in parts.GIFTS:
        raise Refused("automation.question_gone")
    if way in parts.GIFT_QUESTIONS:
        desk.memory.begin(GIFT, rule=rule.id, edition=rule.edition, way=way)
        return parts.ask_gift(rule, way, desk.t)
    if way == "reward" and not reward.isdecimal():
        return parts.rewards(rule, await automation_gifts.choices(desk.db, desk.actor), desk.t)
    if way == "reward":
        chosen = await automation_gifts.choice(desk.db, desk.actor, int(reward))
        wanted = fields.voucher(chosen.benefit, rule.spec.offer.valid_days)
    else:
        wanted = fields.gift(way, "", rule.spec.offer, rule.currency)
    return await _change(desk, rule.id, data.edition, "offer", wanted)


async def _texts(desk: Desk, data: RuleDo) -> Screen:
    desk.memory.forget()
    return parts.texts(await seen(desk, data.rule), desk.hand.catalogue.languages, desk.t)


async def _text(desk: Desk, data: RuleDo) -> Screen:
    rule = await seen(desk, data.rule)
    code, number = _place(desk, rule, data.value)
    desk.memory.forget()
    screen = shown(desk, rule, code, number)
    return parts.text(rule, data.value, screen.text if screen else "—", desk.t)


def _place(desk: Desk, rule: Rule, place: str) -> tuple[str, int]:
    code, _, number = place.partition(".")
    if code not in desk.hand.catalogue.languages or number not in map(str, range(1, fields.messages(rule.spec) + 1)):
        raise Refused("automation.question_gone")
    return code, int(number)


def shown(desk: Desk, rule: Rule, language: str, number: int) -> Screen | None:
    """The message as a member sees it, of an invented member; None for a kind whose words are written elsewhere."""
    t: Texts = desk.hand.catalogue.texts(language)
    people = {"name": desk.actor.name, "occasion": t.plain("Our wedding"), "category": t.plain("Rolls")}
    today: date = timing.local_date(desk.hand.now, desk.hand.rules.zone)
    facts = automation_samples.sample(rule.spec, number, people, today)
    return desk.hand.trial(f"automation.{rule.kind.value}", facts, t, desk.hand.rules, desk.hand.username)


async def _write(desk: Desk, data: RuleDo) -> Screen:
    rule = await seen(desk, data.rule)
    _place(desk, rule, data.value)
    desk.memory.begin(TEXT, rule=rule.id, edition=rule.edition, place=data.value)
    return parts.ask_text(rule, data.value, desk.t)


async def _usual(desk: Desk, data: RuleDo) -> Screen:
    _place(desk, await seen(desk, data.rule), data.value)
    return await _change(desk, data.rule, data.edition, f"text.{data.value}", None)


DOES: dict[str, Callable[[Desk, RuleDo], Awaitable[Screen]]] = {
    "ask": _ask,
    "set": _set,
    "segment": _segment,
    "gifts": _gifts,
    "gift": _gift,
    "texts": _texts,
    "text": _text,
    "write": _write,
    "usual": _usual,
}


async def write_answer(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    """A number, the number of a gift, or a text, as it was asked for."""
    desk, told = Desk(db, actor, t, memory, hand), dict(memory.data)
    rule = await seen(desk, told["rule"])
    part, value = _answered(message, memory.step, told, rule)
    return await _change(desk, rule.id, told["edition"], part, value)


def _answered(message: Message, step: str | None, told: dict[str, Any], rule: Rule) -> tuple[str, Any]:
    """The part it was asked for, and its value."""
    typed = message.text or ""
    if step == TEXT:
        return f"text.{told['place']}", check_text(rule.kind, _typed(message))
    if step == GIFT:
        return "offer", fields.gift(told["way"], typed, rule.spec.offer, rule.currency)
    return told["part"], fields.read(rule.kind, told["part"], typed, rule.currency)


def _typed(message: Message) -> str:
    """With the formatting Telegram gave it, or else with the tags somebody typed."""
    formatted = any(entity.type in FORMATTED for entity in message.entities or ())
    return message.html_text if formatted else message.text or ""


def router() -> Router:
    router = Router(name="admin.automation_edits")
    router.message.register(write_answer, At(VALUE, GIFT, TEXT), Has("text"), Hands())
    return router
