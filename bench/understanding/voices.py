"""The stories re-told by different people at the bare core: how many end right, and how those went that did not."""

from tests.world.voices import Call, stories, voices


def main() -> None:
    """Print a line for each story, and every talk that went wrong."""
    wrong: list[Call] = []
    total = right = 0
    for path in stories():
        calls = [Call(voice) for voice in voices(path)]
        missed = [call for call in calls if not call.play()]
        print(f"{path.stem:20}{len(calls) - len(missed):>4} of {len(calls)} voices end right")
        wrong += missed
        total, right = total + len(calls), right + len(calls) - len(missed)
    print(f"{'all':20}{right:>4} of {total} voices end right ({right / total:.3f})")
    for call in wrong:
        _print(call)


def _print(call: Call) -> None:
    print(f"\n{call.voice.story}, {call.voice.who}: tickets {[ticket.value for ticket in call.tickets] or 'none'}")
    for text, reply in call.heard:
        print(f"  customer  {text}\n  waybill   {reply}")
