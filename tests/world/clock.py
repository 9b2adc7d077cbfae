"""Time that only moves when a test says so: the loop's for time-outs, the house's for everything else."""

import asyncio

START = 1_790_000_000.0


class Clock:
    """Unix seconds for the house; `pass_` moves them, and the running loop's time with them."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += seconds
        loop = asyncio.get_running_loop()
        assert isinstance(loop, ShiftedLoop)
        loop.shift += seconds


class ShiftedLoop(asyncio.SelectorEventLoop):
    """An event loop whose time can be moved forward."""

    shift = 0.0

    def time(self) -> float:
        return super().time() + self.shift
