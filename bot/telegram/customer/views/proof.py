"""The member's own points, checked: what was added up, and what proves it."""

from bot.i18n import Texts, lines
from bot.telegram.customer.callbacks import History, Points, ProofFile
from bot.telegram.screen import Attachment, Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.callbacks import HELP
from bot.usecases.proof import Checked

FILE = "okaeri-proof.json"


def checked(result: Checked, t: Texts) -> Screen:
    if result.bad_entry is not None:
        return _broken(result, t)
    if not result.entries:
        return _nothing_yet(t)
    text = lines(
        t("🔏 <b>Your points are right</b>"),
        "",
        t.plural("We added up your {n} entry again.", "We added up all your {n} entries again.", result.entries),
        # NOTE: {points} is "162 points".
        t("They add up to {points}, just as your balance says.", points=t.points(result.balance)),
        t("Each entry carries a seal over the one before it, and every seal fits: nothing was changed afterwards."),
        "",
        *_sealed(result, t),
    )
    return Screen(text, ((Button(t.plain("Give me the proof"), ProofFile()),), keys.back(t, Points())))


def _sealed(result: Checked, t: Texts) -> list[str]:
    if result.sealed is None or not result.in_seal:
        return [t("Once a day we seal everybody's points together. Yours will be in the next seal.")]
    day, root = t.date(result.sealed.day), result.sealed.root.hex()
    return [
        t("Sealed together with everybody's points on {date}:", date=day),
        # NOTE: {root} is a long number in letters and digits.
        t("<code>{root}</code>", root=root),
    ]


def _nothing_yet(t: Texts) -> Screen:
    text = lines(t("🔏 <b>Check my points</b>"), "", t("There is nothing to add up yet: you have no entries."))
    return Screen(text, (keys.back(t, History()),))


def _broken(result: Checked, t: Texts) -> Screen:
    text = lines(
        t("🔏 <b>Something doesn't add up</b>"),
        "",
        t("Entry № {n} is not as it was written. That is our fault, not yours.", n=str(result.bad_entry)),
        t("Please tell the shop, and show them this message."),
    )
    rows = ((Button(t.plain("Give me the proof"), ProofFile()), Button(t.plain("💬 Help"), HELP)), keys.home(t))
    return Screen(text, rows)


def document(content: bytes, t: Texts) -> Screen:
    text = lines(
        t("🔏 <b>The proof of your points</b>"),
        t("Keep the file: whoever can compute SHA-256 can check it, without us. It says inside how."),
    )
    return Screen(text, (keys.back(t, Points()),), file=Attachment(FILE, content))
