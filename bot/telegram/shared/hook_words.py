"""What came back from a webhook's receiver, in words."""

from bot.i18n import N_, Html, Texts

WHY = {
    "address": N_("The address leads to a machine inside a network, not on the internet. Nothing was sent."),
    "silence": N_("No answer came within ten seconds."),
    "name": N_("There is no machine by that name."),
    "certificate": N_("Its certificate isn't valid, so nothing was sent."),
    "nobody": N_("Nobody answers at that address."),
    "broken": N_("The connection broke before an answer came."),
}
# NOTE: {status} is the number a web server answers with, such as 200 or 404.
TAKEN = N_("It answered {status}: taken.")
ELSEWHERE = N_("It answered {status}: it is somewhere else now. Add the address it has moved to.")
KEPT_OUT = N_("It answered {status}: it doesn't let us in. Does it know the secret?")
NOT_THERE = N_("It answered {status}: there is nothing at this path.")
BROKEN = N_("It answered {status}: something is wrong over there.")
NO = N_("It answered {status}, and only 200 to 299 count as taken.")
NOT_YET = N_("Nothing has been sent yet.")


def answer(status: int | None, why: str | None, t: Texts) -> Html:
    """One sentence; *why* is the word where there is no status."""
    if status is None:
        msgid = WHY.get(why or "", WHY["broken"])
        return t(msgid)
    msgid = _of(status)
    return t(msgid, status=str(status))


def _of(status: int) -> str:
    if 200 <= status < 300:
        return TAKEN
    if 300 <= status < 400:
        return ELSEWHERE
    if status in (401, 403):
        return KEPT_OUT
    if status in (404, 405, 410):
        return NOT_THERE
    return BROKEN if status >= 500 else NO
