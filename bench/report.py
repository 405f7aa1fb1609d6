"""What a benchmark has found, for a person or as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, kw_only=True)
class Report:
    """`ratios` compare with a peer in the same run and are what counts; `figures` depend on the machine."""

    name: str
    ratios: dict[str, float]
    figures: dict[str, float]
    conditions: dict[str, str | int | float]

    def as_json(self) -> str:
        """One JSON object with the four fields."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def as_text(self) -> str:
        """A table of a few lines."""
        lines = [self.name]
        for heading in ("ratios", "figures", "conditions"):
            values: dict[str, object] = getattr(self, heading)
            lines.append(f"  {heading}")
            lines += [f"    {name:<52} {_shown(value)}" for name, value in values.items()]
        return "\n".join(lines)


def _shown(value: object) -> str:
    return f"{value:,.3g}" if isinstance(value, float) else str(value)
