"""Made-up posts in the shape of the national data set, for trying things out and for documentation."""

from __future__ import annotations

import csv
import sys
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import shake_256
from itertools import accumulate
from numbers import Integral
from typing import Any

from care_pathway._arguments import check_count
from care_pathway._data import read_bytes
from care_pathway.errors import InvalidArgumentError
from care_pathway.frames.made import frame_of
from care_pathway.frames.new_columns import NewColumn

_FULL = 1 << 32
_DRAWN = (
    "region",
    "mainstid",
    "emplstat",
    "delegatedhealthcareactivities",
    "vacant",
    "left_in_year",
    "suffix",
)
#: Columns that depend on the main job role.
_BY_JOB_ROLE = ("careworkforcepathway", "levelscqheld", "job_title")
_PER_WORKPLACE = 25
_LAST_START = date(2026, 10, 31)


def example_posts(n: int, *, seed: int) -> Any:
    """Made-up posts in the shape of the analysts' worker file. Nobody in them exists, and no share is real.

    The same `n` and `seed` give the same posts, in every library and on every machine.

    Args:
        n: How many posts.
        seed: Any whole number; another one gives other posts.

    Returns:
        A frame of the library that is imported already (polars, pandas or pyarrow, in this order), else of
        the first that is installed. Codes are text, as in those files: ``period``, ``establishmentid``,
        ``workerid``, ``region``, ``mainstid``, ``mainjrid``, ``careworkforcepathway``,
        ``delegatedhealthcareactivities``, ``emplstat``, ``levelscqheld``; further ``job_title``,
        ``strtdate`` (a day), ``hrlyrate`` (pounds), ``vacant`` (1 for a post that nobody holds) and
        ``left_in_year`` (1, 0, or -1 for not known).

    Raises:
        InvalidArgumentError: If `n` is negative.

    Example:
        >>> posts = example_posts(3, seed=1)
        >>> posts["workerid"].to_list()
        ['100000', '100001', '100002']
    """
    n = check_count("n", n)
    if isinstance(seed, bool) or not isinstance(seed, Integral):
        raise InvalidArgumentError("seed", "a whole number", seed, given=type(seed).__name__)
    seed = int(seed)
    shares = _shares()
    job_roles = _picked(shares["mainjrid", ""], _draws(n, seed, "mainjrid"))
    found: dict[str, Sequence[Any]] = {"mainjrid": job_roles}
    for name in _DRAWN:
        found[name] = _picked(shares[name, ""], _draws(n, seed, name))
    for name in _BY_JOB_ROLE:
        own = {role: shares.get((name, role), shares[name, ""]) for role in dict.fromkeys(job_roles)}
        draws = _draws(n, seed, name)
        found[name] = [own[role].pick(draw) for role, draw in zip(job_roles, draws, strict=True)]
    workplaces = max(n // _PER_WORKPLACE, 1)
    titles = map(str.__add__, found["job_title"], found["suffix"])
    started = (_LAST_START - timedelta(days=draw % 5000) for draw in _draws(n, seed, "strtdate"))
    texts = {
        "period": ["M202610"] * n,
        "establishmentid": [str(10_000 + draw % workplaces) for draw in _draws(n, seed, "establishmentid")],
        "workerid": [str(100_000 + number) for number in range(n)],
        "region": found["region"],
        "mainstid": found["mainstid"],
        "mainjrid": job_roles,
        "careworkforcepathway": found["careworkforcepathway"],
        "delegatedhealthcareactivities": found["delegatedhealthcareactivities"],
        "emplstat": found["emplstat"],
        "levelscqheld": found["levelscqheld"],
        "job_title": list(titles),
    }
    columns = [NewColumn(name=name, values=values, kind="text") for name, values in texts.items()]
    rates = [(1200 + draw % 900) / 100 for draw in _draws(n, seed, "hrlyrate")]
    return frame_of(
        [
            *columns,
            NewColumn(name="strtdate", values=list(started), kind="day"),
            NewColumn(name="hrlyrate", values=rates, kind="number"),
            NewColumn(name="vacant", values=list(map(int, found["vacant"])), kind="whole"),
            NewColumn(name="left_in_year", values=list(map(int, found["left_in_year"])), kind="whole"),
        ]
    )


class _Shares:
    """Values with how often each is drawn."""

    def __init__(self, rows: Sequence[tuple[str, int]]) -> None:
        self._values = [value for value, _ in rows]
        total = sum(share for _, share in rows)
        self._ends = [share * _FULL // total for share in accumulate(share for _, share in rows)]

    def pick(self, draw: int) -> str:
        """The value for a number below 2 to the power of 32."""
        return self._values[bisect_right(self._ends, draw)]


def _picked(shares: _Shares, draws: Sequence[int]) -> list[str]:
    return list(map(shares.pick, draws))


def _draws(n: int, seed: int, name: str) -> Sequence[int]:
    """Evenly spread numbers below 2 to the power of 32 that follow from seed and name alone."""
    numbers = array("I", shake_256(f"{seed}/{name}".encode()).digest(4 * n))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _shares() -> dict[tuple[str, str], _Shares]:
    content = read_bytes("examples/posts.csv").decode("utf-8")
    rows: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for row in csv.DictReader(line for line in content.splitlines() if not line.startswith("#")):
        rows.setdefault((row["list"], row["of"]), []).append((row["value"], int(row["share"])))
    return {key: _Shares(values) for key, values in rows.items()}
