"""What one article may cost: seconds, tokens and money."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Of one article. `prices`: money for a million tokens, of the question and of the answer; `money`: at
    most that much (None: no limit but the tokens').
    """

    seconds: float = 120.0
    tokens: int = 100_000
    prices: tuple[float, float] = (0.0, 0.0)
    money: float | None = None


@dataclass(slots=True)
class Budget:
    """What is left of the limits. Counts what was spent, failed requests included."""

    limits: Limits
    clock: Callable[[], float] = time.monotonic
    tokens: int = 0
    money: float = 0.0
    _started: float = field(init=False)

    def __post_init__(self) -> None:
        self._started = self.clock()

    @property
    def elapsed(self) -> float:
        """Seconds since the first question could be asked."""
        return self.clock() - self._started

    @property
    def seconds_left(self) -> float:
        """Never below 0."""
        return max(0.0, self.limits.seconds - self.elapsed)

    def affords(self, asked: int, answered: int) -> bool:
        """Whether a request of that many tokens, and as many of answer, is within what is left."""
        if self.tokens + asked + answered > self.limits.tokens:
            return False
        return self.limits.money is None or self.money + self._price(asked, answered) <= self.limits.money

    def spend(self, asked: int, answered: int) -> None:
        """Count a request."""
        self.tokens += asked + answered
        self.money += self._price(asked, answered)

    def _price(self, asked: int, answered: int) -> float:
        return (asked * self.limits.prices[0] + answered * self.limits.prices[1]) / _MILLION
