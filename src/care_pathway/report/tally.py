"""How many people are where, on which route, and with what missing: counted as people are judged."""

from __future__ import annotations

from collections import Counter, defaultdict
from operator import add

from care_pathway.model import Pathway
from care_pathway.report.people import Judged, PeopleJudge
from care_pathway.report.records import (
    HeatCell,
    HeatRow,
    Placed,
    RoleCount,
    RouteCount,
)
from care_pathway.skills import GapMasks


class TallyOfPeople:
    """Counts that grow as people are judged."""

    def __init__(self, pathway: Pathway, judge: PeopleJudge) -> None:
        self._pathway = pathway
        self._judge = judge
        self._people: Counter[str | Placed] = Counter()
        self._recorded: Counter[str] = Counter()
        #: How many people of a role category have a gap: people are many, their gaps are fewer.
        self._gaps: Counter[tuple[str, GapMasks]] = Counter()
        self._starts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._holding_back: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)

    def add(self, found: Judged) -> None:
        """Count one person."""
        role = found.summary.role_category
        if role is None or found.gap is None or found.engine is None:
            self._people[found.summary.placed] += 1
            return
        self._people[role] += 1
        self._recorded[role] += found.summary.basis == "recorded"
        self._gaps[role, found.gap] += 1
        for route in found.routes:
            if route.route is not None:
                key = (role, route.route)
                self._starts[key][route.decision] += 1
                holding_back = self._holding_back[key]
                for one in route.open:
                    holding_back[one.text] += 1

    def roles(self) -> tuple[RoleCount, ...]:
        """Counts by role category, then of people who are in none."""
        held, safe = Counter[str](), Counter[str]()
        for (place, gap), people in self._gaps.items():
            held[place] += people * gap.held.bit_count()
            safe[place] += people * (gap.held & self._judge.engine(place).minimum).bit_count()
        counts = []
        for role in self._pathway.role_categories:
            people = self._people[role.id]
            engine = self._judge.engine(role.id)
            counts.append(
                RoleCount(
                    role_category=role.id,
                    label=role.name,
                    people=people,
                    recorded=self._recorded[role.id],
                    coverage=_mean(held[role.id], engine.expected, people),
                    minimum_coverage=_mean(safe[role.id], engine.minimum, people),
                )
            )
        for placed in (Placed.DOUBTFUL, Placed.OUT_OF_SCOPE, Placed.NOT_RECOGNISED):
            words = placed.words
            counts.append(
                RoleCount(
                    role_category=None, label=words[:1].upper() + words[1:], people=self._people[placed]
                )
            )
        return tuple(counts)

    def routes(self) -> tuple[RouteCount, ...]:
        """How people compare with each route, in published order."""
        counts = []
        for role in self._pathway.role_categories:
            for route in self._pathway.routes:
                decisions = self._starts.get((role.id, route.id))
                if decisions is None:
                    continue
                back = self._holding_back.get((role.id, route.id))
                most = back.most_common(1)[0] if back else None
                counts.append(
                    RouteCount(
                        route=route.id,
                        role_category=role.id,
                        target=route.target,
                        kind=str(route.kind),
                        people=decisions.total(),
                        eligible=decisions["eligible"],
                        nothing_required=decisions["nothing-required"],
                        needs_evidence=decisions["needs-evidence"],
                        not_yet=decisions["not-yet"],
                        already_there=decisions["already-there"],
                        hold_back=None if most is None else f"{most[0]} (open for {most[1]:,})",
                    )
                )
        return tuple(counts)

    def _cells(self) -> dict[tuple[str, str | None], list[int]]:
        """What is held, in part and open, by role category and topic.

        Then of what safe practice needs: how much is expected and open, and for how many people it is open.
        """
        cells: dict[tuple[str, str | None], list[int]] = {}
        for (role, gap), people in self._gaps.items():
            engine = self._judge.engine(role)
            part = gap.partial | gap.expired
            left = engine.expected & ~gap.held
            for heading in engine.by_theme:
                cell = cells.setdefault((role, heading.id), [0, 0, 0, 0, 0, 0])
                open_, safe = left & heading.mask, engine.minimum & heading.mask
                masks = (gap.held & heading.mask, part & heading.mask, open_, safe, open_ & safe)
                for at, mask in enumerate(masks):
                    cell[at] += people * mask.bit_count()
                cell[5] += people * bool(open_ & safe)
        return cells

    def heat(self) -> tuple[HeatRow, ...]:
        """Topics by role category; first those of which most is open that safe practice needs, as a share."""
        of_topic = self._cells()
        roles = [role.id for role in self._pathway.role_categories if self._people[role.id]]
        rows = []
        for theme, label in (*((one.id, one.name) for one in self._pathway.themes), (None, "Behaviours")):
            cells = []
            open_ = safe = safe_open = unsafe = 0
            for role in roles:
                mask = next((one.mask for one in self._judge.engine(role).by_theme if one.id == theme), 0)
                people = self._people[role]
                held, part, *more = of_topic.get((role, theme), (0, 0, 0, 0, 0, 0))
                open_, safe, safe_open, unsafe = map(add, (open_, safe, safe_open, unsafe), more)
                cells.append(
                    HeatCell(
                        role_category=role,
                        people=people,
                        expected=mask.bit_count() * people,
                        held=held,
                        part=part,
                    )
                )
            if any(cell.expected for cell in cells):
                row = HeatRow(theme=theme, label=label, cells=tuple(cells), open=open_, unsafe=unsafe)
                rows.append((-safe_open / safe if safe else 0.0, -unsafe, row))
        return tuple(row for *_, row in sorted(rows, key=lambda ranked: ranked[:2]))


def _mean(held: int, mask: int, people: int) -> float | None:
    expected = mask.bit_count() * people
    return round(held / expected, 4) if expected else None
