"""How an utterance is said: whether somebody is angry, desperate, or shouting."""

import re
from collections.abc import Sequence

from intents.meaning import Tone
from intents.phrasebook import Phrasebook
from intents.vocabulary import CLASSES

_UPSET = Phrasebook(
    {
        Tone.UPSET: """
            fuck|fucking|fucked|fucks|fck|fuckin|shit|shitty|bullshit|bs|crap|crappy|damn|damned|goddamn|wtf|bastard|bastards
            asshole|assholes|bitch|idiot|idiots|idiotic|moron|morons|stupid|arse|piss|pissed|bloody|hell
            furious|angry|livid|outraged|outrageous|fuming|enraged|infuriating|infuriated|mad
            ridiculous|unacceptable|disgusting|disgusted|disgrace|disgraceful|pathetic|appalling|atrocious|shameful|absurd|insane
            useless|incompetent|worthless|nightmare|worst|horrible|awful|terrible|horrendous
            scam|scammed|scammers|scammer|fraud|frauds|thieves|liars|crooks|robbed|cheated|cheating|ripoff
            frustrated|frustrating|annoyed|annoying|upset|fed|devastated|heartbroken|desperate|crying|hopeless|despair
            sick of|and
            tired of
            never ... order|ordering|buy|buying|shop|shopping ... again|here|from
            never again
            waste|wasted|wasting ... time|money
            had enough
            done with
            losing my|patience
            lawyer|sue|suing|lawsuit|attorney|police|chargeback
            BAD SUPPORT|experience|company
            how dare
            BE a|some|this|it ... joke
            what a joke
            what|the the hell|heck
            i cannot|can not? believe|take|stand ... this|anymore
            please help me please
            third|fourth|fifth|tenth|hundredth time
            nobody|noone|anyone helps|cares|listens|answers|helping|helped|care|help
            no one helps|cares|listens|answers|helping|helped|care
            i ... give|giving up
            wits|wit end
            not know what to do|say anymore|more|now
            in tears|despair|desperation
            begging|beg|pleading ... you|help
            at ... loss
            ruined ... birthday|wedding|christmas|day|party|everything
            """,
    },
    CLASSES,
)
_SHOUTED_WORDS = 4  # words in capitals; fewer are an abbreviation or a stuck key
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
_SMALL = re.compile(r"[a-z]")


def tone(text: str, words: Sequence[str], *, spoken: bool) -> Tone:
    """Upset, if words of anger or despair stand in it, or it is all in capitals (but for a recogniser's)."""
    if _UPSET.find(words) or (not spoken and _is_shouted(text)):
        return Tone.UPSET
    return Tone.CALM


def _is_shouted(text: str) -> bool:
    return _SMALL.search(text) is None and len(_CAPITALS.findall(text)) >= _SHOUTED_WORDS
