"""What the shop is connected to: keys that come in, webhooks that go out, partners."""

from bot.i18n import Texts, lines
from bot.telegram.admin.integration_callbacks import ShowHooks, ShowIntegrations, ShowKeys
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.partner_callbacks import OpenPartners


def overview(t: Texts) -> Screen:
    """The three doors."""
    text = lines(
        # NOTE: the place where tills, sites and other programs are connected with the loyalty programme.
        t("🔌 <b>Integrations</b>"),
        t("One balance in chat, at the counter and on the site: other programs work with the same points."),
        "",
        # NOTE: {path} is the end of a web address
        t("🔑 <b>Keys</b> let a till or a site in. What they can do is told at <code>{path}</code>.", path="/docs"),
        t("📡 <b>Webhooks</b> tell another program what happens here."),
        t("🤝 <b>Partners</b> give and take your points at their own places."),
    )
    doors = (Button(t.plain("🔑 Keys"), ShowKeys()), Button(t.plain("📡 Webhooks"), ShowHooks()))
    return Screen(text, (doors, (Button(t.plain("🤝 Partners"), OpenPartners()),), keys.home(t)))


BACK = ShowIntegrations()
