"""The soft facts of accounts as the engine takes them: what was judged, and what else is known. Loads pandas."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from accounts.selectors.further_facts import further_frame
from accounts.selectors.soft_facts import soft_frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

SPONSOR_DAYS = 90  # without a sponsor, after which it is a signal (method §1)


def soft_columns(
    accounts: Sequence[int] | None, as_of: datetime.date, *, dated: str = "", estimated: bool = False
) -> pd.DataFrame:
    """The facts of ``portfolio.metrics`` with Source.SOFT, of ``accounts`` (None = all), as of a day. Two queries.

    Index: ``account_id`` (int64), rising. Columns float64, NaN = missing. ``dated`` and ``estimated``
    as for ``further_frame``.
    """
    judged = soft_frame(accounts, as_of)
    gone = judged["sponsor_gone"]
    judged = judged.assign(sponsor_lost=(gone > SPONSOR_DAYS).astype("float64"))
    return judged.drop(columns="sponsor_gone").join(further_frame(accounts, as_of, dated=dated, estimated=estimated))
