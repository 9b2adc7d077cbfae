"""What people say around a value and want nothing by it: "it's uh", "my order number is", "you can reach me at"."""

from intents.vocabulary import listed

LEADING = listed("it s its is number order my the um uh yes no just and that a in with")
AROUND = LEADING | listed(  # what people say around a value, and want nothing by it
    "going goes to please thanks thank you here i am er for heading ships shipping zip code postcode email ok okay "
    "sure well so hi hello hey this think oh ah oops ups typo sorry apologies excuse bad mistake mistyped mixed up "
    "made correct right actually wait rather said meant mean should be but not now was last digit letter one "
    "after all instead maybe perhaps then try again about what wrong let me see says reads top mail letter paper slip "
    "screen receipt one sec second moment found got have er erm hmm hm mm eh yeah yep yea ya like guess believe "
    "ref reference invoice confirmation po no nr num id booking ticket"
)
_REACHABLE = listed("you can reach me contact at on")  # beside a number no wish to be called
AROUND_BOTH = AROUND | _REACHABLE
LEADING_TO_CONTACTS = (
    LEADING | _REACHABLE | listed("could us call ring phone cell mobile text back via about regarding re")
)
