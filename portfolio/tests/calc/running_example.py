"""The portfolio that the method works through (§0.3), amounts in thousands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

COLUMNS = ["revenue", "revenue_previous", "demand", "direct_cost", "cost_to_serve", "list_value"]
ROWS: dict[str, tuple[float, ...]] = {
    "ALFA": (500, 450, 700, 350, 40, 600),
    "BETA": (300, 330, 320, 240, 20, 400),
    "GAMMA": (120, 100, 600, 72, 18, 130),
    "DELTA": (60, 60, 80, 36, 6, 64),
    "EPSILON": (15, 0, 200, 12, 8, 20),
    "ZETA": (5, 9, 10, 5.5, 1.5, 6),
}


def portfolio(**more: Mapping[str, float | None]) -> pd.DataFrame:
    """The running example, with accounts added or facts replaced by name; what is not given is missing."""
    rows: dict[str, dict[str, Any]] = {name: dict(zip(COLUMNS, row, strict=True)) for name, row in ROWS.items()}
    for name, facts in more.items():
        rows.setdefault(name, {}).update(facts)
    return accounts(rows)


def accounts(rows: Mapping[str, Mapping[str, float | None]]) -> pd.DataFrame:
    """A facts frame of ``rows`` by account; what is not given is missing."""
    return pd.DataFrame.from_dict(dict(rows), orient="index", columns=COLUMNS, dtype="float64")


def accounts_with(fact: str, *values: float | None, **others: float | None) -> pd.DataFrame:
    """Accounts A, B, C … that differ in one fact."""
    return accounts({chr(65 + at): {**others, fact: value} for at, value in enumerate(values)})


# What was judged, for the same accounts: ALFA as the worked examples of §1 and §6.2, GAMMA as the example of the cap.
JUDGED_COLUMNS = ["relation_x", "relation_y", "fit", "willingness", "strength", "days_late", "demand_previous"]
JUDGED: dict[str, tuple[float | None, ...]] = {
    "ALFA": (18 / 7, 2.5, 7, 4, 49.75, 5, 600),
    "BETA": (4, 4, 5, 2, None, None, None),
    "GAMMA": (4.6, 1.2, 8, 8, 60, None, None),
    "DELTA": (2, 2, 3, 3, None, None, None),
    "EPSILON": (1.4, 1, 2, 1, None, None, None),
    "ZETA": (3, 3, 0, 0, 75, None, None),
}


def judged_portfolio(**more: Mapping[str, float | None]) -> pd.DataFrame:
    """``portfolio`` with what was judged; ``more`` replaces facts, soft ones too."""
    hard = {name: {key: value for key, value in facts.items() if key in COLUMNS} for name, facts in more.items()}
    frame = portfolio(**hard).assign(invoiced=1.0, long_contract=0.0, contract_ending=0.0, broken=0.0)
    frame = frame.join(pd.DataFrame.from_dict(JUDGED, orient="index", columns=JUDGED_COLUMNS, dtype="float64"))
    for name, facts in more.items():
        for key, value in facts.items():
            frame.loc[name, key] = value
    return frame
