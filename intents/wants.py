"""What customers want of a shop, in their phrases: the tables of the intents that are about an order or a person.

A number beside an intent is how sure its phrases make us. Phrases are general by intention: who says something in
another way, says it mostly with the same few words in the same order.
"""

from intents.meaning import Intent

SURE, FAIR, FAINT = 0.95, 0.85, 0.65

WANTS = {
    (Intent.ORDER_STATUS, SURE): """
        where BE|HAVE ... THING
        where DO ... PARCEL
        where MINE THING
        where ... my stuff
        TRACK ... MINE? PARCEL
        track|locate ... MINE THING
        THING tracking
        track THING|it
        STATUS ... of|on|for|about ... THING
        STATUS MINE ... THING
        location ... THING
        how far ... THING
        what BE ... on|up with my|the PARCEL
        THING STATUS
        my ... THING STATUS
        when|whens ... THING ... ARRIVE
        when ... ARRIVE ... THING
        how long|soon|many|much ... THING ... ARRIVE|take|until
        how much|many ... time|days|longer|weeks ... THING|deliver|delivered|delivery
        how long|soon ... until|till|before ... THING
        what time|day|date ... THING ... ARRIVE
        what time|day|date ... ARRIVE ... THING
        BE|HAVE|DO my|the|our|this ... THING ... GO
        BE|HAVE|DO not? MINE THING ... GO
        BE MINE THING ... today|tomorrow|tonight|late
        when ... my ... show|turn|showing|turning up
        what BE ... happening|going|wrong|on with|on my|the? PARCEL
        what happened to|with my|the? PARCEL
        MINE THING BE|HAVE ... GO|due
        DO i ... receive|get MINE THING
        get my PARCEL ... early|today|tomorrow|sooner|by
        BE|HAVE|DO you ... ship|shipped|send|sent|dispatch|dispatched ... THING|it
        THING ... NOT ... GOTTEN|GO|moved|updated
        NOT ... GOTTEN|seen ... THING
        my THING ... LATE
        MINE THING BE ... LATE
        who is delivering|carrying ... THING
        """,
    (Intent.ORDER_STATUS, FAIR): """
        where is|are it|they
        where is my
        TRACK|find my|the|this ... THING
        BE|HAVE|DO not? it|they|everything ... shipped|ship|arrived|arrive|delivered|dispatched|sent|transit
        BE it|they ... on|coming|here|way ... way|today|tomorrow|soon|yet|already|still
        when ... it|they ... arrive|arriving|delivered|come|coming|here|ship|shipped|land|due
        still nothing
        nothing ... in|at the mail|post|mailbox|door|porch
        tracking ... NOT ... moved|updated|working|changed|update|move|work
        PARCEL ... says|showing|shows|stuck|is ... processing|pending|unfulfilled|transit|preparing
        ordered ... and|but ... nothing
        ordered ... weeks|days|month|months ago
        when will|can|could|should|am|do|might i|we ... expect|receive|get|receiving|getting ... it|them|my
        when DO i|we expect $
        when ... i|we ordering|ordered ... ARRIVE
        how long ... it|they ... arrive|come|delivered|deliver|ship|here|reach
        ^ how long DO it take $
        how much more time
        time ... to deliver
        how much longer
        NOT ... GOTTEN it|them|anything|nothing
        it|they HAVE NOT ... GOTTEN|shipped|moved|updated
        THING ... LATE
        LATE ... THING
        it BE ... delayed|late
        there BE ... delay
        taking ... so|too|forever|long
        still waiting
        waiting ... for|on ... THING
        supposed to ... arrive|be|come|get|ship
        should have ... arrived|been|come|gotten|received
        look|looking ... up ... THING
        about|regarding|concerning my|the|an ... PARCEL
        check ... on ... PARCEL
        my ordering|ordered ... when|where
        ordered ... when|where|yet|still|NOT
        estimated|expected|delivery|shipping|arrival|ship date|time|day|estimate
        PARCEL details|information
        details|information ... my|the PARCEL
        update|updates ... my|the ... THING
        tracking number|link|code|information|status|details|id|url
        which|what|who carrier|courier|shipper
        which|what company ... deliver|delivers|delivering|ship|shipped|ships|shipping|sent
        who ... carrier|courier|shipper
        who BE|DO ... deliver|delivers|delivering|shipping|shipped|ship
        what BE in|inside ... THING
        what BE in|inside it|there|them
        what ... i order|ordering|ordered
        how many THING|boxes
        """,
    (Intent.ORDER_STATUS, FAINT): """
        ^ PARCEL $
        ^ MINE ... PARCEL $
        ^ MINE PARCEL
        PARCEL number|related
        MINE ... STATUS $
        what BE the|my status
        present|current status
        month|months|weeks over
        why so long|late
        ^ tracking|track|status|eta|updates|update $
        any|an|no update|updates|news
        it BE|HAVE been ... days|weeks|month|months|week
        it BE ... days|weeks|month|months already|now|ago?
        already ... days|weeks|month|months|week
        so many days|weeks
        LATE ... because
        ^ late|delayed|delay|delays|overdue|pending
        dispatched|shipped yet|already
        where ... it $
        ^ when ... it ... be|arrive|come
        PARCEL query|question|enquiry|inquiry|issue|problem
        query|question|enquiry|inquiry|issue|problem ... PARCEL
        """,
    (Intent.PROJECT_STATUS, SURE): """
        where BE|DO ... WORK
        STATUS ... of|on|for|about ... WORK
        WORK STATUS
        when|whens ... WORK ... VISIT
        when|whens BE my|the|our ... WORK
        what time|day|date ... WORK
        BE|HAVE|DO MINE ... WORK ... VISIT
        how long|soon ... WORK
        how BE my|the|our ... WORK
        how far ... WORK
        what BE ... happening|going|on with|on ... my|the|our ... WORK
        BE my|the|our ... WORK still on
        HAVE|DO MINE ... WORK ... leave|left|forget|cancel
        WORK ... NOT ... VISIT|GOTTEN|shown
        who ... my|the WORK
        waiting ... for|on ... WORK
        track|check|checking ... on? my|the|our ... WORK
        """,
    (Intent.PROJECT_STATUS, FAIR): """
        work order
        WORK ... LATE
        about|regarding my|the|our ... WORK
        when BE|DO ... someone|somebody ... coming|come|out|install
        WORK number
        ^ MINE WORK
        ^ WORK $
        """,
    (Intent.LOST, SURE): """
        delivered ... but|however|yet ... NOT|nothing|nobody|none|nowhere
        delivered ... NOT ... GOTTEN|have|find|see
        delivered ... nothing|nowhere ... here|there|porch|door|arrived|came
        says|shows|showing|show|marked|claims|saying ... delivered ... NOT|nothing|nowhere
        NOT ... GOTTEN|have|see|find ... says|shows|showing|marked ... delivered
        THING|it|they BE|HAVE|got|went ... lost|stolen|disappeared|vanished
        PARCEL ... missing
        MINE item|product ... missing
        someone|somebody|thief|thieves|neighbor|neighbour|pirate|pirates stole|took|stolen|nicked ... it|THING
        stole|stolen ... MINE? THING
        THING ... stolen
        lost ... MINE THING
        lost in ... mail|post|transit|shipping
        gone|went missing
        THING disappeared|vanished
        says|shows|left|claims ... nothing|nowhere ... there|here|outside|porch|door
        looked|searched|checked everywhere
        porch pirate|pirates
        delivered|left|sent|dropped ... wrong|another|different address|house|home|door|place|apartment|building
        never GOTTEN ... MINE? THING
        THING ... never ... GOTTEN|shown
        """,
    (Intent.LOST, FAIR): """
        never GOTTEN it|them|anything
        it|they never ... GOTTEN|arrived
        never arrived|came|showed
        ^ lost|stolen THING
        ^ it BE missing|lost|stolen
        cannot|not find ... THING ... anywhere
        """,
    (Intent.DAMAGED, SURE): """
        THING|it|they|everything ... DAMAGED
        DAMAGED ... THING
        arrived|came|received|got|delivered|opened|open ... DAMAGED
        DAMAGED ... arrived|came|received|got|delivered|opened|open
        in pieces|shards|bits|half
        ^ DAMAGED
        dead on arrival
        fell|falling|falls apart
        """,
    (Intent.DAMAGED, FAIR): """
        my|the ... DAMAGED
        THING|it|they ... not ... WORKING
        THING|it|they ... not turn|turning|switch|power|start ... on?
        THING|it|they stopped WORKING
        arrived|came ... wet|dirty|used|expired|open|opened|empty
        BE|got all? wet|expired|dead
        hole in
        THING|it|they|everything BE|got|came ... wet|soaking|open|opened|spilled|spilt|leaked
        scratch|scratches|dent|crack on|in it|them|the
        missing ... lid|seal
        """,
    (Intent.WRONG_ITEM, SURE): """
        WRONG GOODS|VARIANT|order|package|parcel|one ... sent|received|arrived|came|got|shipped|delivered|box|me
        sent|received|receive|got|shipped|delivered|given|gave ... WRONG GOODS|VARIANT|order|package|parcel|one
        not ... what|thing|item|one|product i|we ordering|order|ordered|bought|asked|wanted|purchased|paid
        NOT order|ordering|ordered|buy ... this|these|that
        ordered ... got|received|came
        got|received|sent ... but|instead|when ... ordered
        not the right|correct|same VARIANT|GOODS|one|order
        only received|got|came|contained|had ... half|part|some|one|two|three
        an|one|another item|product|article ... missing
        someone|somebody else is order|package|parcel|THING
        sent|received|got|delivered|shipped ... something different|else|completely|wrong|other
        sent|received|got|delivered|shipped ... instead of
        ordered ... but|and ... got|received|sent|came|arrived|given ... WRONG|instead|a|an|the|COLOUR
        THING ... wrong VARIANT|one
        WRONG GOODS|VARIANT|order|package|parcel $
        ^ MINE? WRONG GOODS|VARIANT|order|package|parcel
        items|parts|pieces|part|piece|some|half|one ... missing
        missing ... items|item|part|parts|piece|pieces
        THING ... incomplete|short
        """,
    (Intent.HUMAN, SURE): """
        TALK ... to|with|me|a ... PERSON
        TALK ... PERSON
        TALK ... customer SUPPORT
        TALK ... to|with your ... SUPPORT
        contact|reach|call|talk $
        contact|call|reach SUPPORT
        human|person to
        is|are there ... PERSON
        can|could a|an|any|some PERSON
        not ... talk|speak|chat|talking|speaking ... bot|robot|machine|computer|ai
        ^ PERSON POLITE $
        ^ POLITE PERSON $
        toll free
        WANT ... a|an|the|your|real|live|actual PERSON
        real|live|actual|human|living person|agent|human|people|representative|operator|support|being|help|rep|chat
        ^ a|an? PERSON $
        ^ PERSON PERSON
        ^ a|an PERSON
        customer SUPPORT number|contact|phone
        customer|consumer SUPPORT
        contact|phone|telephone|support|helpline number|no|details
        your number
        call me $
        call me now|back|please|at|on|soon|today|asap
        call back
        callback
        how|where|can|could|want|like|need|number ... call|contact|reach|phone you
        call|contact|phone ... center|centre|PERSON
        WANT|how|can ... get in touch
        WANT ... call from
        complaint|complain|complaints|complaining
        someone|somebody|anyone ... help|assist|call|contact|answer|talk
        speak|talk to ... PERSON|SUPPORT
        help from ... PERSON
        """,
    (Intent.HUMAN, FAIR): """
        leave|take|send|pass ... a|my message
        call center|centre
        BAD ... SUPPORT|experience
        SUPPORT ... BAD
        not|nobody|none|one ... answering|picking|responding|replying|answers|answered|reachable
        ^ PERSON $
        urgent|urgently|immediate ... help|assistance|resolution|fix|attention
        ^ urgent|urgently $
        this is ... urgent|emergency
        done with you|this|your
        waste of ... time
        escalate
        """,
    (Intent.CANCEL_OR_CHANGE, SURE): """
        CANCEL ... THING
        THING ... CANCEL
        CHANGE|update ... ADDRESS
        ADDRESS ... CHANGE|update
        CHANGE ... my|the|an|this ... PARCEL|item|items|quantity
        wrong|incorrect|old|new|different|another ... ADDRESS
        ADDRESS ... wrong|incorrect|old|mistake
        ^ POLITE? CANCEL POLITE? $
        stop ... THING|it ... ship|shipping|shipped|delivery|delivered|going
        not ship|send|deliver it|them|THING
        changed my mind
        correct|fix ... ADDRESS
        ^ CANCEL it|this
        WANT ... to CANCEL it|this
        reschedule|rescheduled ... WORK|THING
        CANCEL|change|move ... my|the ... WORK
        add|remove|include|take ... to|from|off my|the THING
        """,
    (Intent.CANCEL_OR_CHANGE, FAIR): """
        CANCEL request|option|status|process|order|ordering|it
        WANT ... CANCEL|cancellation
        i CANCEL
        how ... CANCEL
        not want|need ... it|THING anymore|any
        no longer want|need
        reschedule
        ADDRESS issue|problem|change
        ship|send|deliver ... to ... different|another|new
        """,
    (Intent.RETURN_REFUND, SURE): """
        RETURN ... THING|this|them|policy|process|request
        RETURN it|money|amount|my
        refund ... account|card|amount|money
        THING|it|money|amount ... RETURN
        ^ a? RETURN
        WANT ... RETURN
        money back
        get|got|getting|WANT ... back ... money
        send|sending|give|take it|this|them|THING|these back
        send|sending|give|take ... THING back
        RETURN|refund status|policy|label|query|request|issue
        related to|about|regarding|for a|my|the? RETURN
        my|a|the ... refund|replacement|refunds
        RETURN $
        how ... RETURN
        ordered|ordering|order by|in mistake|accident|error
        """,
}
