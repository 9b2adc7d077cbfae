"""The classes of words that phrases are made of: what is sent, what is done on a site, who helps, how things break."""

CLASSES = {
    # What a shop sends. "order" is here the noun; the verb is told apart before, as "ordering" (see wishes).
    "THING": "order orders package packages parcel parcels shipment shipments delivery deliveries purchase "
    "purchases item "
    "items product products goods stuff box boxes consignment mail",
    "PARCEL": "order orders package packages parcel parcels shipment shipments delivery deliveries box",
    "GOODS": "item items product products thing things goods article articles",
    "IT": "it they them this that these those everything anything nothing one",
    "MINE": "my the our this that your an a his her their any these those",
    "BE": "is are was were be been being am",
    "DO": "can could would will should may might do does did shall",
    "HAVE": "has have had having",
    "GO": "ship shipped ships shipping sent send dispatched dispatch leave left gone packed out processed fulfilled "
    "delivered deliver arrive arrived arriving arrives come coming came here there way transit reach reached "
    "delivering "
    "distributed transported received receive dropped landed get gotten got",
    "ARRIVE": "arrive arrives arrived arriving arrival come comes coming get gets getting here delivered deliver "
    "delivery "
    "receive received receiving reach reached reaching ship ships shipped shipping expect expected expecting "
    "dispatched "
    "sent land due turn show be",
    "GOTTEN": "received receive receiving got gotten get arrived arrive came come here delivered seen showed show "
    "turned "
    "shown reached",
    "LATE": "late delayed delay delays delaying overdue slow later pending stuck",
    "DAMAGED": "damaged damage damages broken broke cracked crack smashed shattered crushed torn ripped dented dent "
    "bent "
    "scratched scratches leaking leaked leaks leaky defective faulty ruined melted spoiled rotten mouldy moldy "
    "destroyed "
    "chipped soaked soaking squashed burst snapped tampered malfunctioning",
    "WORKING": "working work works function functioning",
    "VARIANT": "size color colour model flavor flavour version style shade scent quantity",
    "COLOUR": "blue red black white green yellow pink brown grey gray small medium large",
    "WRONG": "wrong incorrect different mistaken",
    "GONE": "lost stolen missing disappeared vanished misplaced",
    "PERSON": "person human humans people agent agents representative representatives rep reps operator operators "
    "someone "
    "somebody supervisor manager executive staff advisor adviser associate anyone anybody colleague specialist "
    "receptionist employee consultant helpline",
    "SUPPORT": "service care support helpdesk desk centre center office team",
    "TALK": "talk speak chat connect transfer talking speaking contact reach get put give pass patch call",
    "WANT": "want need like wanna give require needs wants wish let prefer",
    "NOT": "not never no cannot without",
    "STATUS": "status update updates updated progress whereabouts state stage tracking eta",
    "TRACK": "track tracking trace locate find tracked check checking",
    "WORK": "project projects job jobs appointment appointments technician technicians installer installers "
    "installation "
    "crew contractor plumber electrician engineer repairman serviceman tech mechanic repair",
    "VISIT": "scheduled arriving arrive arrives coming come here start starting started finished done complete "
    "completed "
    "ready booked confirmed going status progress happening show expected due assigned way",
    "CANCEL": "cancel cancelled canceled cancelling canceling cancellation",
    "CHANGE": "change changed changing changes edit modify amend switch swap alter",
    "ADDRESS": "address addresses",
    "RETURN": "return returned returning returns refund refunded refunds refunding exchange exchanging exchanged "
    "replace "
    "replaced replacing replacement replacements reimbursed reimbursement reimburse",
    "POLITE": "please kindly ai assistant bot there sir madam buddy friend man dude so much all everyone folks guys",
    "BAD": "bad poor worst terrible horrible pathetic awful lousy useless disappointing unprofessional rude",
    "AGREE": "yes y yeah yep yup yea yeh yah ya aye affirmative ok okay sure absolutely definitely certainly exactly "
    "indeed "
    "agreed correct positive roger totally facts yessir uhhuh mhm righto surely right positively yeap certain",
    "YES": "yes yeah yep yup yea affirmative",
    "REFUSE": "no n nope nah naw nay negative never negatory noway false incorrect nada invalid",
    "RIGHT": "right correct true truth truthful accurate fact confirmed affirmative valid factual",
    "FINE": "good great fine right correct perfect awesome wonderful lovely nice ok okay true",
    "FALSE": "false wrong incorrect untrue inaccurate lie nonsense erroneous invalid",
    "PLEASANT": "nice great good pleasure pleasant fun lovely wonderful enjoyed enjoyable glad cool happy",
    "HELLO": "hello hi hey hiya heya howdy greetings hola bonjour aloha yo hullo helo hallo hii heyo ahoy "
    "salutations hellow",
    # What customers of other trades ask about; the shop has no such thing unless something was also ordered or sent.
    "FOREIGN": "card cards credit debit flight flights luggage baggage reservation reservations bank banking oil "
    "tire tires "
    "playlist song music alarm timer calendar meeting meetings reminder reminders todo list restaurant recipe weather "
    "pin insurance visa passport vacation uber tax taxes checks checkbook light lights pto account volume accent "
    "language "
    "phone table plug adapter timezone hotel dinner w2 cheque application billing paycheck guitar car vehicle yen "
    "rubles dollars settings",
    "OURS": "order orders package packages parcel parcels shipment shipments delivery delivered ordered arrived "
    "shipped "
    "shipping purchase item product bought received",
}


def listed(words: str) -> frozenset[str]:
    """A table of words that is written as a line of them."""
    return frozenset(words.split())
