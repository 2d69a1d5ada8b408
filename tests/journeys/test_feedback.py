"""Two hours after dinner Ann is asked how it was. It was not good: she says so with a photo, and Olga puts it right."""

from tests.journeys.test_by_themselves import delivered, joins
from tests.journeys.test_by_themselves import shop as shop
from tests.journeys.test_first_story import carl_is_hired, olga_opens
from tests.support.open_shop import OpenShop
from tests.support.people import Person
from tests.support.shop import until

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


async def has_the_photo(person: Person) -> bool:
    messages = (await person.chat())["messages"]
    return any(message["photo"] for message in messages if message["from"] == "bot") and await person.picture() == PNG


async def test_ann_is_asked_complains_and_is_made_good(shop: OpenShop) -> None:
    olga = await olga_opens(shop)
    carl, ann = await carl_is_hired(shop, olga), shop.person("Ann")
    await joins(ann)
    await delivered(olga, carl, ann)
    await ann.sees_button("How was it?")
    await shop.moves_clock(hours=2.1)
    await ann.sees("Thank you for your order!", anywhere=True)
    await ann.presses("⭐ 2")
    await ann.sees("We are sorry")
    await ann.presses("It was cold")
    await ann.presses("Tell us more")
    await ann.sees("In your own words".lower())
    await ann.sends_photo(PNG, caption="Look at the rice")
    await ann.sees("Your photo is with us")
    await olga.sees("“Look at the rice”", anywhere=True)
    await olga.presses("Open the talk")
    await olga.sees("It was cold")
    await olga.presses("Photos (1)")
    await until(lambda: has_the_photo(olga))
    await olga.presses("Answer")
    await olga.sends_photo(PNG, caption="We have thrown that rice away")
    await ann.sees("“We have thrown that rice away”", anywhere=True)
    await ann.presses("See the photo")
    await until(lambda: has_the_photo(ann))
    await olga.presses("Apologise: 100 points")
    await ann.sees("As an apology: 100 points", anywhere=True)
    await ann.presses("All is well")
    await ann.sees("Thank you!")
    await olga.sees("all is well", anywhere=True)
