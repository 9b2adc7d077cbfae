"""Words that mean nearly the same to a shop, or that belong to one topic; what is learnt of one is known of all.

A word may belong to several.
"""

from intents.topics import SOLD, TOPICS
from intents.vocabulary import listed

KIN = {
    "parcel": """
        order orders package packages parcel parcels shipment shipments delivery deliveries consignment
        """,
    "goods": """
        item items product products goods article articles thing things stuff purchase
        """,
    "work": """
        project projects job jobs installation install installer installers technician technicians crew
        contractor plumber electrician engineer repairman fitter builders appointment appointments
        renovation remodel tiler surveyor roofer roofers landscaper decorator plasterer carpenter joiner
        glazier mason bricklayer mover movers cleaner cleaners estimator handyman locksmith upholsterer
        tailor seamstress framer caterer tilers electricians plumbers painters carpenters workmen tradesman
        foreman subcontractor survey fitting fittings inspection alterations extension callout
        """,
    "person": """
        person human humans agent agents representative rep operator supervisor manager someone somebody
        anyone anybody staff executive colleague adviser advisor specialist employee
        """,
    "broken": """
        broken damaged cracked smashed shattered crushed torn ripped dented bent scratched leaking defective
        faulty busted chipped snapped destroyed wrecked squashed split warped ruined
        """,
    "acting up": """
        flickers flickering wobbles wobbly hums humming buzzes buzzing rattles rattling beeps beeping smokes
        smoking sparks sparking overheats overheating jams jammed stuck squeaks squeals leaks leaked loose
        shorted tripped freezes crackles vibrates clicking wobbling creaks stinks smells
        """,
    "gone": """
        lost stolen missing vanished disappeared gone swiped misplaced
        """,
    "came": """
        arrived came delivered received got reached
        """,
    "come": """
        arrive arrives arriving come comes coming reach reaches reaching deliver delivering land
        """,
    "sent": """
        shipped dispatched sent ship ships shipping dispatch
        """,
    "not": """
        not never no nothing nobody none nowhere cannot
        """,
    "my": """
        my our mine ours
        """,
    "we": """
        i we
        """,
    "talk": """
        talk speak chat talking speaking chatting
        """,
    "folk": """
        mom mum mother dad father wife husband son daughter brother sister grandma grandpa uncle aunt
        cousin boss landlord teacher friend girlfriend boyfriend roommate doctor
        """,
    "good": """
        good great nice excellent awesome wonderful lovely perfect amazing fantastic brilliant cool
        """,
    "hello": """
        hello hi hey hiya howdy heya hallo greetings
        """,
    "carrier": """
        ups fedex usps dhl courier carrier mailman driver hermes evri dpd postman
        """,
    "wrong": """
        wrong incorrect different mistaken
        """,
    "right": """
        right correct true accurate
        """,
    "return": """
        return returning returns refund refunds refunded refunding exchange exchanging replace replacement
        reimburse reimbursement
        """,
    "change": """
        change changing edit modify update amend alter correct
        """,
    "when": """
        yesterday today tomorrow monday tuesday wednesday thursday friday saturday sunday tonight
        """,
    "number": """
        one two three four five six seven eight nine ten
        """,
    "colour": """
        red blue black white green pink grey gray brown yellow
        """,
    # What shops send.
    "wares": """
        airpods armchair backpack batteries beans bed belt bike bikini blanket blender blouse book bookcase
        boots bottle bowl bowls bracelet cable camera candle candles canvas carpet cartridges cat chair
        charger coat coffee controller cookware costume couch creatine crib curtains cushions desk detergent
        dishes dog doll dress dresser drill drone dumbbells earbuds earrings fabric figurine filters fishing
        food frame fridge glasses gloves guitar hammer hat headphones headset heels helmet hoodie ipad
        iphone jacket jeans jersey kettle keyboard knife knives lamp lampshade laptop lego lipstick lotion
        makeup mattress medicine microwave mirror mixer monitor mouse mug mugs necklace ottoman paint
        painting pajamas pan pants perfume pet pillow plants plates posters pot printer protein pullover
        puzzle pyjamas recliner records ring rod rug saddle sandals scarf scooter seeds serum sheets shelf
        shirt shoes shorts skateboard skirt sneakers socks sofa sofas speaker stickers stool strings
        stroller suit sunglasses supplement supplements sweater swimsuit t-shirt table tablet tea tent tie
        tiles toaster tools towels toy treadmill trousers tv umbrella vase vitamins wallpaper wardrobe
        washing watch wedding whey yarn
        """,
}


def _kinds() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for kin, words in (KIN | TOPICS).items():
        for word in words.split():
            found[word] = (*found.get(word, ()), f"@{kin}")
    return found


KINDS = _kinds()
OURS = frozenset(
    word for kin in ("parcel", "goods", "sent", "return", "carrier") for word in KIN[kin].split()
) | listed(
    "ordered bought purchased delivered deliver delivering tracking warehouse box boxes doorstep porch packaging"
)
WORK = listed(KIN["work"])
FOREIGN = frozenset(word for words in TOPICS.values() for word in words.split()) - listed(
    " ".join([SOLD, *KIN.values()])
)
