"""Words of what a shop that sends things has nothing to do with, by topic; also what buyers ask beforehand, and places.

Many stand in no example: what is learnt of one is known of all of its topic.
"""

TOPICS = {
    "money": """
        bank account accounts card cards credit debit visa mastercard amex loan mortgage interest balance
        savings checking deposit paycheck salary tax taxes irs stock stocks invest investing pension budget
        spending spend transaction transactions bill bills rent atm pin routing checkbook checks dollars euros
        yen rupees pesos pounds fraud fraudulent transfer withdraw income 401k payday wallet currency bitcoin
        limit apr overdraft statement lottery expenses charges finances banks banking banker checkings cheque
        cheques cashier teller bucks quid dollar euro yuan franc francs krona ruble rubles shekel dinar lira
        baht cents penny pennies dime inflation dividend dividends bonds shares shareholder portfolio broker
        brokerage nasdaq dow crypto ethereum dogecoin debt debts debtor lender lenders borrow borrowed lend
        repay repayment refinance mortgages foreclosure bankruptcy bankrupt escrow pensions annuity annuities
        ira roth brackets deductible deductibles refinancing credits wages wage earnings earned stipend
        allowance tip tipping gratuity taxed taxable deductions deduction withholding payslip paystub
        contactless chargebacks overdrawn overdrafts fraudster scammer laundering vault deposits deposited
        depositing withdrawals withdrawal withdrew wire wiring zelle venmo cashapp remit remittance rates chase
        citibank barclays hsbc lloyds natwest wells fargo revolut monzo santander capitalone
        """,
    "travel": """
        flight flights plane airport airline airlines hotel hotels hostel trip vacation travel traveling
        travelling visa passport luggage baggage suitcase bag bags carry train bus taxi uber cab lyft cruise
        reservation reservations booking rental tickets destination layover boarding gate traffic directions
        route road highway miles museum beach tourist adapter plug international timezone zone city country map
        gps mountains island resort airbnb camping delta united customs flying flew airfare airports layovers
        stopover jetlag jet pilots aeroplane airplane planes aircraft takeoff runway terminal terminals
        concourse lounge security tsa passports visas embassy consulate immigration border borders abroad
        overseas tourists tourism sightseeing itinerary guidebook backpacking hike hiking trail trails campsite
        campground motel motels inn inns lodge lodging hostels suite suites concierge checkout lobby roundtrip
        oneway fare fares trains railway rail subway metro tram trams buses coach coaches ferry ferries boat
        boats yacht sail sailing sailed harbour harbor dock docks taxis ubers cabs carpool commute commuting
        bikeshare detour detours roadworks junction exits toll tolls turnpike freeway interstate motorway
        boulevard crossing bridge bridges tunnel nearby nearest north south east west compass latitude longitude
        coordinates emirates lufthansa ryanair easyjet southwest qantas jetblue marriott hilton
        hyatt sheraton expedia kayak amtrak greyhound disneyland disney tour tours safari honeymoon trips
        vacations vaccinations malaria luggages baggages carryon overhead seatbelt aisle legroom
        """,
    "house": """
        lights light lamp thermostat heat heater fan volume tv television door garage bedroom kitchen vacuum
        alarm timer reminder reminders calendar schedule meeting meetings todo list lists note notes clock
        bluetooth wifi router speaker phone laundry dishwasher oven microwave washer trash grocery groceries
        keys event events lamps bulb lightbulb dimmer dim brighten brightness plug socket fuse heating cooling
        boiler radiator radiators furnace chimney fireplace ventilation ac aircon conditioner conditioning
        humidifier dehumidifier doorbell locks unlock deadbolt driveway lawn mow mower hedge sprinkler
        sprinklers gutter gutters basement attic cellar closet pantry bathroom faucet drain drains vacuuming mop
        mopping sweep dusting chores chore ironing bin bins recycling rubbish garbage compost alarms snooze
        snoozing wake woken timers countdown stopwatch remind reminded reminding calendars agenda planner rsvp
        checklist jot memo louder quieter mute unmute channel channels remote subtitles hotspot ringtone
        screenshot siri alexa cortana thermostats roomba nest tenants rent lease leases sublet roommates
        flatmate babysitter nanny housekeeper maid butler anniversaries festival festivals easter thanksgiving
        halloween ramadan eid diwali hanukkah
        """,
    "play": """
        song songs music playlist album band singer artist movie movies film show netflix podcast radio game
        games chess joke jokes riddle story poem trivia fact facts fun funny dice die coin sport sports team
        football baseball basketball soccer hockey book books novel character actor actress celebrity dance sing
        guitar piano concert episode season tune tunes lyrics lyric singers chorus verse melody rhythm beats dj
        rapper rap rock jazz blues classical opera symphony orchestra choir violin cello drums drummer trumpet
        flute saxophone ukulele banjo composer pianist spotify pandora youtube hulu itunes soundtrack genre
        genres cinema theater theatre theatres screening trailer trailers sequel prequel director directors
        screenplay oscar oscars cartoon cartoons anime comic comics superhero sitcom sitcoms documentary
        documentaries series seasons finale rerun broadcast stream streaming karaoke dancing ballet tango waltz
        salsa quarterback touchdown goalie goal goals striker referee umpire inning innings playoffs playoff
        superbowl league leagues championship tournament olympics olympic medal marathon sprint wrestling boxing
        boxer karate judo swimming surfing skiing skating skate golf golfer tennis wimbledon cricket rugby
        volleyball badminton nba nfl nhl mlb fifa lakers yankees dodgers cowboys patriots packers arsenal
        chelsea liverpool poker blackjack casino bet betting gamble gambling roulette checkers monopoly scrabble
        sudoku crossword hangman quiz quizzes riddles pun puns limerick haiku poems poet poets poetry author
        authors novels novelist library librarian museum exhibit exhibition gallery sculpture painter festival
        carnival parade fireworks zoo aquarium circus magician trick tricks coins heads tails
        """,
    "food": """
        recipe recipes cook cooking bake baking boil grill dinner lunch breakfast meal meals dish restaurant
        restaurants pizza burger pasta chicken beef pork fish salmon shrimp steak rice beans bread cheese milk
        eggs egg butter sugar salt flour soup salad sandwich taco tacos burrito chili noodles sushi cake cookies
        pie chocolate fruit apple apples banana bananas orange avocado potato potatoes tomato onion onions
        garlic vegetable vegetables calories nutrition nutritional healthy diet carbs protein vegan vegetarian
        ingredient ingredients cup cups ounces tablespoon spicy fridge freezer oven coffee tea wine beer drink
        eat eating taste reviews rating menu reservation cuisine italian mexican thai chinese indian korean
        french cooked chef chefs baker baked bakery roast roasted roasting grilled grilling fry fried frying
        boiled boiling steam steamed simmer saute marinate marinade broil braise knead whisk chop dice sliced
        preheat thaw defrost freeze reheat leftover leftovers brunch supper snack snacks appetizer appetizers
        entree dessert desserts buffet takeout takeaway dine dining diner diners bistro cafe cafes pub pubs
        waiter waitress spaghetti lasagna lasagne macaroni ravioli risotto paella sandwiches hotdog hotdogs
        burgers fries nachos enchilada quesadilla tamale tamales guacamole salsa curry curries biryani naan
        samosa dosa paneer tofu tempeh ramen pho dumpling dumplings omelet omelette pancake pancakes waffle
        waffles bacon ham sausage sausages turkey lamb goose venison meatball meatballs meatloaf ribs brisket
        stew casserole gravy broth seafood lobster crab crabs oyster oysters clam tuna cod tilapia sardines pea
        peas corn carrot carrots broccoli cauliflower spinach kale lettuce cabbage celery cucumber cucumbers
        zucchini eggplant mushroom mushrooms bean lentil lentils chickpea chickpeas pumpkin squash peppers
        jalapeno ginger cinnamon cumin turmeric basil oregano parsley cilantro thyme rosemary vanilla yeast
        dough batter oats oatmeal cereal granola yogurt creamy sourcream buttermilk mayo mayonnaise mustard
        ketchup vinegar olive honey syrup jam jelly peanut peanuts almond almonds walnut walnuts cashew pecan
        raisins berry berries strawberry strawberries blueberry blueberries raspberry raspberries cherry
        cherries grape grapes peach peaches pear pears plum mango mangoes pineapple watermelon melon lemon
        lemons lime limes coconut cupcake cupcakes brownie brownies muffin muffins donut donuts pastry pastries
        croissant bagel bagels biscuit biscuits custard pudding candy cocoa soda lemonade smoothie milkshake
        latte espresso cappuccino whiskey vodka rum gin tequila cocktail cocktails champagne brewery calorie
        carb sodium fibre gluten cholesterol teaspoon teaspoons tablespoons ounce pint pints quart quarts gallon
        gallons ripe edible applebees chilis mcdonalds wendys subway starbucks kfc dominos denny panera chipotle
        tasty delicious yummy flavorful
        """,
    "body": """
        doctor hospital dentist medicine pill pills pain headache stomach fever flu cold cough symptoms disease
        vaccine shots blood heart pressure sleep exercise workout gym yoga weight muscle fat pregnant baby
        allergy allergic insurance doctors physician physicians surgeon surgery surgeries nurse nurses clinic
        clinics dentists dental tooth teeth toothache cavity filling gums tongue throat sneeze sneezing coughing
        vomiting nausea nauseous dizzy dizziness migraine migraines headaches backache arthritis asthma diabetes
        diabetic cancer tumor stroke seizure infection infected bacteria virus viruses covid corona influenza
        rash itchy itch hives bruise bruises wound bleeding bleed sprain sprained fracture ankle wrist elbow
        knee knees shoulder spine hip neck forehead eyebrow eyelid eyes ear ears nose nostril lip lips chin
        cheek belly abdomen kidney kidneys liver lung lungs brain bones bone nerve skin hair scalp acne wrinkles
        eczema pregnancy trimester fertility period menstrual contraception babies newborn infant toddler
        breastfeeding diaper therapist therapy depressed depression anxiety anxious stress stressed insomnia
        asleep awake nap naps snore snoring fatigue thirsty dehydrated hangover drunk sober addiction cigarettes
        nicotine detox fasting keto obese overweight skinny slim muscles biceps abs cardio squats pushups situps
        jogging running pilates stretching stretches meditate meditation posture bmi prescription prescriptions
        antibiotic antibiotics ibuprofen aspirin tylenol insulin dosage overdose allergies vaccination
        vaccinations immunization deductible copay medicare medicaid ambulance 911 cpr
        """,
    "working": """
        boss job coworker coworkers office meeting interview resume pto vacation holiday holidays sick w2
        benefits payroll promotion career hire hiring salary rollover 401k employer company conference colleague
        presentation deadline bosses colleagues managerial hr recruiter recruiters recruiting recruitment
        applicant applicants applications applying candidate interviews interviewed hired resign resigned
        resignation retire retired retirement unemployed unemployment freelancer freelance intern internship
        internships apprenticeship timesheet timesheets overtime shift shifts commute cubicle workplace workload
        teamwork presentations slides slideshow spreadsheet spreadsheets powerpoint excel quarterly memo memos
        minutes agenda standup conferences webinar zoom furlough sabbatical maternity paternity w4 1099 benefit
        bonus bonuses raise raises promoted appraisal union unions payrolls 403b vested stocks startup
        entrepreneur ceo cfo vacationing workday workdays weekday weekdays
        """,
    "car": """
        car cars truck vehicle engine oil tire tires brake brakes gas mileage mpg fuel battery jump mechanic
        parking license registration jumper drive driving motor transmission dealership lease vehicles
        automobile suv minivan pickup sedan convertible motorcycle motorbike moped trucks tyres wheel wheels
        hubcap rim rims windshield wiper wipers headlight headlights taillight bumper hood trunk dashboard
        odometer speedometer steering clutch gearbox gear gears axle radiator coolant antifreeze carburetor
        exhaust muffler alternator ignition spark sparkplug fuses airbag airbags seatbelts gasoline petrol
        diesel unleaded octane refuel dipstick lube lubricant inspected emissions smog mot dmv licence motorist
        speeding ticketed parked garage garages carwash dealer dealerships honda toyota ford chevy chevrolet bmw
        audi mercedes tesla nissan mazda volvo volkswagen hyundai kia jeep dodge ferrari porsche subaru lexus
        mph stalled stalling towed towing tow
        """,
    "knowing": """
        weather temperature rain raining snow sunny forecast degrees capital population president country
        history war planet moon sun earth science math mathematics square root equation multiply divided plus
        minus percent calculate convert meaning mean means definition define synonym word words spell spelling
        pronounce language translate spanish german french japanese italian english hindi portuguese russian
        world universe religion god animal animals dog dogs cat cats horse bird birds tree trees flower flowers
        ocean river mountain distance celsius fahrenheit year century invented invention famous life news
        politics government law tornado tornadoes hurricane hurricanes storm storms stormy thunder thunderstorm
        lightning hail blizzard flood floods flooding drought earthquake earthquakes tsunami volcano volcanoes
        wildfire wind windy breeze humid humidity cloudy clouds cloud fog foggy sunrise sunset tide tides
        climate season summer autumn winter chilly freezing degree pollen astronomy asteroid comet meteor galaxy
        galaxies orbit telescope astronaut astronauts rocket nasa mars venus jupiter saturn neptune pluto star
        constellation gravity atom atoms molecule molecules electron proton neutron physics chemistry biology
        evolution dinosaur dinosaurs fossil fossils species mammal mammals reptile insect insects spider spiders
        snake snakes shark sharks whale whales dolphin elephant elephants lion lions tiger tigers bear bears
        wolf wolves rabbit rabbits squirrel deer monkey monkeys gorilla giraffe zebra penguin penguins owl eagle
        pigeon parrot frog frogs turtle turtles ant ants bee bees wasp mosquito butterfly puppy puppies kitten
        kittens hamster algebra geometry calculus trigonometry equations fraction fractions decimal decimals
        divide subtract addition subtraction division triangle circle radius diameter circumference hexagon
        perimeter volume angle pi hypotenuse exponent factorial prime integer average median sum kilometers
        kilometer kilometres meter meters metres inches inch yards centimeter centimeters millimeters liter
        liters litre litres gram grams kilogram kilograms kilos ounces pounds tons kelvin metric noun nouns verb
        verbs adjective adjectives adverb grammar sentence sentences antonym synonyms antonyms rhyme rhymes
        vocabulary dictionary thesaurus plural alphabet vowel syllables pronunciation translation translator
        latin mandarin cantonese arabic korean swahili dutch swedish norwegian danish finnish greek turkish
        polish czech hungarian hebrew urdu bengali punjabi tamil dialect king kings queen queens prince princess
        emperor pharaoh dynasty empire medieval renaissance revolution colonial constitution amendment congress
        senate senator senators governor mayor minister parliament democracy republican democrat election
        elections vote votes voting campaign treaty battle battles army soldier soldiers nazi hitler lincoln
        washington napoleon caesar columbus einstein newton darwin shakespeare plato socrates mozart beethoven
        picasso philosophy philosopher psychology economics sociology religions bible quran buddhism islam
        christianity jesus pope heaven hell soul ghost ghosts alien aliens ufo bigfoot unicorn vampire zombie
        dragon headline headlines newspaper journalist court judge jury lawsuit crime murder prison sheriff
        presidents currency continent continents equator island desert rainforest everest amazon nile pyramid
        pyramids eiffel homework essay essays thesis exam exams quiz semester college university campus
        professor tuition scholarship kindergarten classroom
        """,
    "us": """
        robot bot ai computer human siri alexa name age birthday born creator created made programmed designed
        hobby hobbies favorite favourite accent voice language gender married dream dreams feelings friend love
        hate opinion smart robots chatbot chatbots bots android machine machines intelligent intelligence clever
        artificial program programmer developers coded trained algorithm consciousness sentient existence hal
        skynet google nickname nicknames pronoun pets parents siblings sibling mommy daddy dating marry marriage
        kids childhood hometown zodiac horoscope scorpio libra capricorn aquarius gemini virgo favorites
        favourites color lazy boring bored weird crazy silly cute handsome sarcastic sing whisper whispering
        accents british australian speaks fluent bilingual joking kidding
        """,
    "buying": """
        price prices cost costs cheap expensive discount discounts coupon coupons promo voucher offer offers
        sale deal deals emi cod payment payments pay paypal installment installments cash invoice buy buying
        purchase size sizes chart dimensions material quality warranty guarantee stock available availability
        model models range brand store stores shop outlet showroom branch franchise dealer distributor wholesale
        catalogue catalog sample trial membership points loyalty rewards website app login password register
        newsletter priced pricing pricey cheaper cheapest affordable discounted promotion promotions promotional
        vouchers bargain clearance outlets preorder prebook catalogs brochure brochures lookbook sku mrp gst vat
        taxes instalment instalments klarna afterpay upi gpay paytm phonepe bajaj finance financing lender
        checkout cart basket wishlist signup logins signin username otp unsubscribe subscribe subscriber
        reseller resellers resale wholesaler wholesalers stockist stockists supplier suppliers vendor vendors
        franchisee franchising dealership distributors distributorship influencer collaboration collab
        sponsorship affiliate thickness firmness softness fabrics materials dimension measurements measurement
        ingredients ingredient composition formula organic herbal vegan certified certification certificate
        authentic authenticity genuine warranties guarantees trials samples tester demo showrooms branches
        locations timings timing opening closes careers vacancy vacancies hiring rating ratings compare
        comparison variants variant recommendation recommendations suggest suggestion suggestions benefits
        effects beginner beginners
        """,
    "place": """
        usa america american americas canada canadian mexico brazil argentina chile peru colombia venezuela cuba
        jamaica england scotland wales ireland britain france spain portugal italy germany austria switzerland
        belgium netherlands holland denmark sweden norway finland iceland poland czechia hungary romania
        bulgaria greece turkey russia ukraine egypt morocco algeria tunisia kenya uganda tanzania ethiopia
        nigeria ghana senegal zimbabwe israel lebanon jordan iraq iran kuwait qatar dubai bahrain oman yemen
        pakistan afghanistan india nepal bangladesh lanka myanmar thailand vietnam cambodia laos malaysia
        singapore indonesia bali philippines china taiwan japan korea mongolia australia zealand fiji hawaii
        alaska alabama arizona arkansas california colorado connecticut delaware florida georgia idaho illinois
        indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi
        missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia
        wisconsin wyoming dakota carolina hampshire york chicago boston denver dallas houston austin phoenix
        seattle portland atlanta miami orlando tampa detroit cleveland memphis nashville orleans vegas
        philadelphia pittsburgh baltimore minneapolis milwaukee angeles francisco diego sacramento london
        manchester birmingham leeds glasgow edinburgh dublin cardiff paris lyon berlin munich hamburg frankfurt
        vienna zurich geneva brussels amsterdam copenhagen stockholm oslo helsinki warsaw prague budapest athens
        istanbul moscow madrid barcelona lisbon rome milan venice florence naples cairo nairobi lagos accra
        johannesburg tehran baghdad karachi lahore delhi mumbai bangalore bengaluru chennai kolkata hyderabad
        pune ahmedabad jaipur kerala goa gujarat punjab kathmandu dhaka bangkok hanoi manila jakarta beijing
        shanghai tokyo kyoto osaka seoul sydney melbourne perth brisbane auckland toronto montreal vancouver
        ottawa calgary tijuana cancun havana bogota lima rio paulo europe european asia asian africa african
        antarctica
        """,
}

# Of these, what a shop may well send, fit or speak of: they do not make an utterance foreign.
SOLD = """
    bag bags suitcase luggage tickets adapter plug lights light bulb lightbulb lamps heater fan tv television
    vacuum clock router speaker phone dishwasher oven washer microwave thermostat doorbell locks remote trash
    sink faucet toilet shower sprinkler mower purifier humidifier dehumidifier conditioner boiler radiator
    fireplace game games chess book books comic comics cards card dice guitar piano violin ukulele drums flute
    trumpet puzzle album novel novels poster checkers monopoly scrabble trick pizza rice beans bread cheese milk
    eggs egg butter sugar salt flour soup cake cookie cookies pies chocolate fruit apple apples bananas orange
    tomato honey syrup jam jelly cereal oatmeal oats granola yogurt candy coffee tea wine beer whiskey gin rum
    vodka champagne snack snacks nuts almonds cashew raisins olive spices meat steak fish salmon cup cups
    mushrooms berries strawberries grapes lemons cupcake cupcakes brownies muffins donuts biscuits fridge
    freezer drink taste ham bacon sausages pill pills medicine diaper vitamins weight skin hair teeth tires tire
    tyres engine oil battery brake brakes wheel wheels filter wiper wipers clutch muffler headlight mirror horn
    tank bumper hood trunk helmet motorcycle motorbike motor gas coolant sofa mattress ring pot shirt bird birds
    tree trees flower flowers dog dogs cat cats pet pets puppy kitten telescope circle model models size sizes
    quality price material fabric colour color samples sample brand warranty width height length thickness
    voucher coupon invoice credit cash payment payments paid charges balance account total number numbers
    original kitchen bathroom basement garage gutter gutters driveway attic chimney cellar closet pantry drain
    drains heating cooling ac door lawn
    """
