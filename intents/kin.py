"""Words that mean nearly the same to a shop, or that belong to one topic; what is learnt of one is known of all.

A word may belong to several.
"""

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
    # What a shop that sends things has nothing to do with, by topic; last what is asked before one buys.
    "money": """
        bank account accounts card cards credit debit visa mastercard amex loan mortgage interest balance
        savings checking deposit paycheck salary tax taxes irs stock stocks invest investing pension budget
        spending spend transaction transactions bill bills rent atm pin routing checkbook checks dollars
        euros yen rupees pesos pounds fraud fraudulent transfer withdraw income 401k payday wallet currency
        bitcoin limit apr overdraft statement lottery expenses charges finances
        """,
    "travel": """
        flight flights plane airport airline airlines hotel hotels hostel trip vacation travel traveling
        travelling visa passport luggage baggage suitcase bag bags carry train bus taxi uber cab lyft cruise
        reservation reservations booking rental tickets destination layover boarding gate traffic directions
        route road highway miles museum beach tourist adapter plug international timezone zone city country
        map gps mountains island resort airbnb camping delta united customs
        """,
    "house": """
        lights light lamp thermostat heat heater fan volume tv television door garage bedroom kitchen vacuum
        alarm timer reminder reminders calendar schedule meeting meetings todo list lists note notes clock
        bluetooth wifi router speaker phone laundry dishwasher oven microwave washer trash grocery groceries
        keys event events
        """,
    "play": """
        song songs music playlist album band singer artist movie movies film show netflix podcast radio game
        games chess joke jokes riddle story poem trivia fact facts fun funny dice die coin sport sports team
        football baseball basketball soccer hockey book books novel character actor actress celebrity dance
        sing guitar piano concert episode season
        """,
    "food": """
        recipe recipes cook cooking bake baking boil grill dinner lunch breakfast meal meals dish restaurant
        restaurants pizza burger pasta chicken beef pork fish salmon shrimp steak rice beans bread cheese
        milk eggs egg butter sugar salt flour soup salad sandwich taco tacos burrito chili noodles sushi
        cake cookies pie chocolate fruit apple apples banana bananas orange avocado potato potatoes tomato
        onion onions garlic vegetable vegetables calories nutrition nutritional healthy diet carbs protein
        vegan vegetarian ingredient ingredients cup cups ounces tablespoon spicy fridge freezer oven coffee
        tea wine beer drink eat eating taste reviews rating menu reservation cuisine italian mexican thai
        chinese indian korean french
        """,
    "body": """
        doctor hospital dentist medicine pill pills pain headache stomach fever flu cold cough symptoms
        disease vaccine shots blood heart pressure sleep exercise workout gym yoga weight muscle fat
        pregnant baby allergy allergic insurance
        """,
    "working": """
        boss job coworker coworkers office meeting interview resume pto vacation holiday holidays sick w2
        benefits payroll promotion career hire hiring salary rollover 401k employer company conference
        colleague presentation deadline
        """,
    "car": """
        car cars truck vehicle engine oil tire tires brake brakes gas mileage mpg fuel battery jump mechanic
        parking license registration jumper drive driving motor transmission dealership lease
        """,
    "knowing": """
        weather temperature rain raining snow sunny forecast degrees capital population president country
        history war planet moon sun earth science math mathematics square root equation multiply divided
        plus minus percent calculate convert meaning mean means definition define synonym word words spell
        spelling pronounce language translate spanish german french japanese italian english hindi
        portuguese russian world universe religion god animal animals dog dogs cat cats horse bird birds
        tree trees flower flowers ocean river mountain distance celsius fahrenheit year century invented
        invention famous life news politics government law
        """,
    "us": """
        robot bot ai computer human siri alexa name age birthday born creator created made programmed
        designed hobby hobbies favorite favourite accent voice language gender married dream dreams feelings
        friend love hate opinion smart
        """,
    "buying": """
        price prices cost costs cheap expensive discount discounts coupon coupons promo voucher offer offers
        sale deal deals emi cod payment payments pay paypal installment installments cash invoice buy buying
        purchase size sizes chart dimensions material quality warranty guarantee stock available
        availability model models range brand store stores shop outlet showroom branch franchise dealer
        distributor wholesale catalogue catalog sample trial membership points loyalty rewards website app
        login password register newsletter
        """,
}


def _kinds() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for kin, words in KIN.items():
        for word in words.split():
            found[word] = (*found.get(word, ()), f"@{kin}")
    return found


KINDS = _kinds()
