"""What Telegram is told of a Screen besides its words: its buttons, and the form of an invoice."""

from typing import Any

from aiogram.types import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LabeledPrice,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.rules.payments import STARS
from bot.telegram.screen import Button, Invoice, Screen

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None

PASSED_ON = "s_invoice"  # whoever gets an invoice passed on opens the bot by it: it is not theirs to pay


def asked(invoice: Invoice, provider_token: str) -> dict[str, Any]:
    """The invoice as sendInvoice wants it; Stars need no provider."""
    return {
        "title": invoice.title,
        "description": invoice.words,
        "payload": invoice.payload,
        "currency": invoice.currency,
        "prices": [LabeledPrice(label=invoice.title, amount=invoice.amount)],
        "provider_token": "" if invoice.currency == STARS else provider_token,
        "start_parameter": PASSED_ON,
    }


def keyboard(screen: Screen) -> Markup:
    """The Telegram keyboard of *screen*."""
    if screen.ask_contact is not None:
        button = KeyboardButton(text=screen.ask_contact, request_contact=True)
        return ReplyKeyboardMarkup(keyboard=[[button]], resize_keyboard=True, one_time_keyboard=True)
    if screen.drop_keyboard:
        return ReplyKeyboardRemove()
    rows = [[_button(button) for button in row] for row in screen.rows if row]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        text=button.text,
        callback_data=button.data.pack() if button.data is not None else None,
        url=button.url,
        copy_text=CopyTextButton(text=button.copy) if button.copy else None,
        style=button.style,
        pay=button.pay or None,
    )
