"""What is said around a wish: greetings, thanks, farewells, yes, no, and "say that again"."""

from intents.meaning import Intent

WHOLE, CLEAR = 0.9, 0.97

SMALLTALK = {
    (Intent.REPEAT, WHOLE): """
        repeat ... that|it|yourself|what|this|question|last|response|number|code|order|status|all
        what BE the|my ... again
        ^ please|can|could|would|you|ai? repeat
        repeat POLITE? $
        say|said|ask|tell ... again|over|more
        say|said|repeat|repeated|tell ... one|once more|time
        that|it|be repeated|again POLITE? $
        ^ what $
        ^ what POLITE? what
        what BE that|said POLITE? $
        what BE the question
        ^ sorry|huh|eh POLITE? $
        ^ sorry|huh|eh what|come|again|say
        ^ i? beg? pardon
        ^ excuse me $
        come again $
        not ... hear|catch|understand|get|follow|heard ... that|you|it|what|said
        not ... hear|catch|understand|follow $
        missed ... that|it|what|said|you
        what did|was|were you|that ... say|said|again|saying|ask|mention|asked
        what question ... you
        what you just said|told|say
        just? another|once|one more|again time|please
        ^ another time
        ^ again POLITE? $
        need|want ... that|it|know again
        hear|heard that|it|you ... again|over|time
        restate|rephrase
        run|go|went that|it by|over|through me? again|more|time
        can|could ... speak|talk up|louder|slower|slowly
        """,
    (Intent.AFFIRM, WHOLE): """
        ^ AGREE
        ^ POLITE? AGREE $
        ^ uh huh
        ^ mm hmm|hm
        ^ of course
        ^ confirm|confirmed|accepted|accept|approved|approve $
        that|it|this ... BE|sounds|seems|would|will|must|DO|appears ... RIGHT
        ^ that|it|this BE|sounds|seems|would|will|looks ... FINE $
        ^ yes? that|it|this would|will be FINE|helpful
        answer|statement|response BE ... RIGHT|YES
        say|vote|for|saying|a|is|as|be YES
        YES $
        RIGHT $
        i agree|concur|accept|confirm
        ^ i|we do $
        you got it
        makes sense
        sounds FINE
        ^ please? go ahead $
        AGREE go ahead
        ^ please do
        ^ do it|that $
        ^ very|so|too RIGHT
        ^ RIGHT BE
        """,
    (Intent.AFFIRM, CLEAR): """
        what ... you ... said BE ... RIGHT
        agree ... truth|said|you
        not wrong|incorrect|false|untrue
        yes ... that|it BE ... it|all
        ^ that is it $
        AGREE that|it is my|mine
        """,
    (Intent.DENY, WHOLE): """
        ^ REFUSE
        ^ POLITE? REFUSE
        that|it|this|you|answer|statement ... BE ... FALSE
        that|it|this|answer|statement BE|DO|seems|sounds|seem|sound not ... RIGHT|so|it|case|way|happening|good|what
        BE|DO|would a|an|the? no|negative
        not ... RIGHT|case
        not ... so $
        do|did not ... think|believe|agree|want|care|like ... that|so|it|this|to|RIGHT
        i would ... not $
        a|say|vote|saying|answer|be REFUSE
        REFUSE $
        FALSE $
        ^ i? will|ill pass
        not interested|happening|today|really|possible|even|exactly|quite|needed|necessary
        ^ not that|this|now|at
        i ... not have|know|remember|recall|got|find it|that|one $
        i ... not have|know|remember|recall|got|find ... number|reference|email|zip|zipcode|postcode|code|confirmation
        i|we ... not know|remember $
        not have|got|find it|that|them|this|one|any in front
        not have|got|find it|that|them|this|one|any on|with me
        not have|got|find it|that|them|this|one|any at|to hand
        not have|got|find it|that|them|this|one|any handy|nearby
        no idea|clue
        ^ not sure $
        never mind
        nevermind
        ^ absolutely|definitely|certainly|of|course|probably|hell|please|totally ... not|no $
        ^ FALSE
        prefer|rather|like not
        seems|would|think|hope|believe not
        no way|chance|thanks|thank|need
        """,
    (Intent.DENY, CLEAR): """
        what ... you ... said BE ... FALSE
        sorry ... not ... RIGHT
        """,
    (Intent.THANKS, WHOLE): """
        thanks
        thank you|ya|u
        ^ thank
        ^ thankyou
        grateful|gratitude|thankful|gracias|cheers|merci|appreciated|appreciative|obliged
        i|really|much|we? appreciate
        ^ good|great|nice|excellent|awesome|amazing|fantastic|wonderful job|work|answer|response|help|looking|one
        ^ nice|great|excellent|awesome|perfect|amazing|fantastic|wonderful|brilliant $
        ^ really|very|nice|so nice|great|excellent|awesome|perfect $
        you|that|it BE|been|was|were|have ... helpful|great|awesome|amazing|lifesaver|kind|best|perfect|nice|useful|help
        helped|help me|you ... lot|much|out
        so much for
        i owe you
        happy|glad|pleased ... you|your did|do|helped|answer|have
        your answer|response|help ... FINE|pleased|enjoyable|helpful
        """,
    (Intent.THANKS, CLEAR): """
        ^ ok|okay|great|perfect|alright|cool|good|awesome thanks|thank
        """,
    (Intent.GOODBYE, WHOLE): """
        bye
        goodbye
        ^ good|bye bye
        ^ buhbye|cya|ttyl|tata|tootles|toodles|fairwell
        see|catch you|ya|u|yall ... later|soon|tomorrow|around|next|again|time|then|while
        ^ see|catch ya|you|ya POLITE? $
        talk|speak|chat ... later|soon|again
        until|till next|we|tomorrow|later
        later|laters gator|alligator|gater|dude|buddy|man|ai
        ^ later|laters|adios|ciao|farewell|peace|cheerio|sayonara|syonara
        later $
        adios|farewell|ciao|goodnight
        good night
        take care
        take it easy
        have a|an? good|great|nice|lovely|wonderful day|one|night|evening|weekend|time
        PLEASANT ... talking|speaking|chatting|talk|chat|conversing|converse|conversation|speak
        thanks|thank ... chatting|talking|chat|talk|conversation
        i ... got|have|need|better to ... go|run|leave|split|bounce $
        got|have to ... going|run
        i am|will ... be? leaving|going $
        be leaving
        i am off|outta
        i am out $
        i am out of here
        ^ no? that is all|everything
        ^ nothing else
        """,
    (Intent.GREETING, WHOLE): """
        ^ HELLO
        ^ POLITE|well|why|oh HELLO
        say HELLO
        good|top morning|afternoon|evening|day|of
        how BE|HAVE|DO you|ya|things|everything|life|it|u|day|ai ... doing|doin|going|been|feeling|today|treating|well
        how BE POLITE? you|ya|things|everything|life|u POLITE? $
        how BE you|ya|things|everything today|this|now|ai
        how BE ... ai doing
        how BE things|everything|life with|for you
        how BE your day
        how BE it hanging
        how you|ya ... doing|doin|been|feeling|going|are
        how BE POLITE? day|life|it ... going
        what BE|DO ... up|new|good|happening|crackin|cracking|shaking $
        what BE up|new|good
        ^ what BE going on $
        BE|HAVE you ... doing|feeling|been|having ... FINE|well|alright|day
        BE you FINE|well|alright
        BE everything|things ... FINE|well|alright
        nice|good|great|pleased|glad to|seeing meet|see|seeing|hear you|from?
        ^ POLITE? sup|wassup|whatsup|whats|wazzup
        long time no see
        how goes
        """,
}
