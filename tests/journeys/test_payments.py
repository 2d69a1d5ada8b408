"""Bob pays his order in chat over real HTTP; Carl collects nothing, and the sandbox is asked for nothing it would not
believe."""

from tests.journeys.test_by_themselves import joins
from tests.journeys.test_by_themselves import shop as shop
from tests.journeys.test_first_story import carl_is_hired, code_on, olga_opens, order_for
from tests.support.open_shop import OpenShop

PROVIDER = "381764678:TEST:100000"


async def test_bob_pays_in_chat_and_again_is_refused(shop: OpenShop) -> None:
    shop.shop.presenter.provider_token = PROVIDER
    olga = await olga_opens(shop)
    carl, bob = await carl_is_hired(shop, olga), shop.person("Bob")
    await joins(bob)
    await order_for(olga, bob)
    await bob.presses("Pay ₽1,390 now")
    await bob.sees_invoice()
    assert (await bob.pays())["state"] == "paid"
    await bob.sees("is paid. Thank you!")
    await carl.sees("collect nothing", anywhere=True)
    again = await bob.pays()
    assert (again["state"], again["error"]) == ("refused", "This is paid already. Nothing was charged again.")
    await carl.says("/deliveries")
    for label in ("Long Street", "Accept", "On the way", "Delivered"):
        await carl.presses(label)
    await carl.says(await code_on(bob))
    await carl.sees("delivered")
    calls = await shop.telegram.calls("answerPreCheckoutQuery")
    assert [call["ok"] for call in calls] == [True, True]
    told = [call for call in await shop.telegram.calls() if PROVIDER in str(call)]
    assert told == [], "the provider's token stands in no log"
