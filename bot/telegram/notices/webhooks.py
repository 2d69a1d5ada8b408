"""Words about webhooks that fell silent, and about a test's answer."""

from collections.abc import Mapping
from typing import Any

from bot.i18n import lines
from bot.telegram.admin.integration_callbacks import HookDo
from bot.telegram.notices.reader import Reader
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import hook_words, keys


def died(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t = reader.t
    text = lines(
        t("🔌 <b>A webhook has stopped: {host}</b>", host=facts["host"]),
        t("For three days nothing arrived there, so no more is sent. What happens is kept for it, for 30 days."),
        t("Once it works again, send a test and press “Go on”: everything it missed follows."),
    )
    return Screen(text, _rows(reader, facts))


def lost(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t = reader.t
    text = lines(
        t("🔌 <b>An event wasn't taken: {host}</b>", host=facts["host"]),
        t("It was tried for three days. Others do arrive there, so this one may be too much for the receiver."),
    )
    return Screen(text, _rows(reader, facts))


def tested(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t = reader.t
    text = lines(
        t("🔌 <b>The test of {host}</b>", host=facts["host"]), hook_words.answer(facts["status"], facts["why"], t)
    )
    return Screen(text, _rows(reader, facts))


def _rows(reader: Reader, facts: Mapping[str, Any]) -> Rows:
    t = reader.t
    return ((Button(t.plain("The webhook"), HookDo(do="show", hook=facts["hook"])),), keys.home(t))


WORDINGS = {"webhook.died": died, "webhook.event_lost": lost, "webhook.tested": tested}
