"""Who takes what, under a budget, hours and places: needs and offers in, the best choice out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import gcd, inf
from typing import NamedTuple

from care_pathway.planning.offers import Offer
from care_pathway.planning.solver import (
    GroupPrice,
    Limits,
    SeatOption,
    Solution,
    cheapest,
    choose,
    scale_of,
)


class LearnerNeeds(NamedTuple):
    """What one person needs, as masks.

    Attributes:
        worker: Reference of the person.
        tiers: Needs that learning can do something about, the most pressing first.
        reach: For each offer, the needs that the person may take it for.
    """

    worker: str
    tiers: tuple[int, ...]
    reach: tuple[int, ...]


class Bill(NamedTuple):
    """What a number of people cost on one offer, as the provider lists it and with VAT on top.

    Attributes:
        cost: The cost without VAT that comes on top; ``None`` where the price is not known.
        vat: The VAT on top.
        groups: How many groups are booked.
    """

    cost: float | None
    vat: float
    groups: int


class Choice(NamedTuple):
    """Who takes what.

    Attributes:
        taken: For each person, the offers they take, with the needs that each is taken for.
        optimal: Whether the solver proved that no other choice is better.
    """

    taken: tuple[dict[int, int], ...]
    optimal: bool

    @property
    def learners(self) -> dict[int, list[int]]:
        """For each offer that is taken, the people who take it; in the order of the offers."""
        found: dict[int, list[int]] = {}
        for person, mine in enumerate(self.taken):
            for offer in mine:
                found.setdefault(offer, []).append(person)
        return dict(sorted(found.items()))


class Task:
    """One request, with everything counted in whole units.

    Args:
        people: What each person needs.
        offers: What there is to choose from.
        on: The day, for the rate of VAT.
        budget: The most that everything may cost, VAT on top included.
        hours: The most hours for all people together.
        hours_each: The most hours for each person.
        nodes: The most nodes of the solver's search tree in each step.
    """

    def __init__(
        self,
        people: Sequence[LearnerNeeds],
        offers: Sequence[Offer],
        *,
        on: date | None = None,
        budget: float | None = None,
        hours: float | None = None,
        hours_each: float | None = None,
        nodes: int | None = None,
    ) -> None:
        self.people = people
        self.offers = offers
        self.on = on
        self.nodes = nodes
        self.budget, self.hours, self.hours_each = budget, hours, hours_each
        singles = [self._with_vat(offer, offer.cost) for offer in offers]
        groups = [self._with_vat(offer, offer.group_cost) for offer in offers]
        # Budgets and prices share a unit, and a coarser one where all prices allow it.
        self.cost_unit = scale_of([price for price in (*singles, *groups) if price is not None])
        self.hour_unit = scale_of([offer.hours for offer in offers if offer.hours is not None])
        self.costs = [_whole(price, self.cost_unit) for price in singles]
        self.lengths = [_whole(offer.hours, self.hour_unit) for offer in offers]
        self.groups = {
            at: GroupPrice(_whole(price, self.cost_unit) or 0, offers[at].group_size or 1)
            for at, price in enumerate(groups)
            if price is not None
        }
        # Places for everybody who could use one are as good as no limit.
        wanted = [sum(bool(person.reach[at]) for person in people) for at in range(len(offers))]
        self.seats = tuple(
            None if offer.seats is None or offer.seats >= want else offer.seats
            for offer, want in zip(offers, wanted, strict=True)
        )

    def _with_vat(self, offer: Offer, price: float | None) -> float | None:
        # In decimals, so that 12.50 with VAT is 15.00 and not a hair more.
        if price is None:
            return None
        return float(Decimal(str(price)) + Decimal(str(offer.vat_on(price, self.on))))

    @property
    def hours_matter(self) -> bool:
        """Whether hours are limited."""
        return self.hours is not None or self.hours_each is not None

    def choose(self, *, limited: bool = True, ordered: bool = True) -> Choice:
        """The best choice.

        Args:
            limited: Whether budget, hours and places count.
            ordered: Whether ties are broken by the order of people and offers.
        """
        places, limits, groups = self._coarser(self._places(limited=limited), self._limits(limited=limited))
        tiers = [person.tiers for person in self.people]
        taken: tuple[dict[int, int], ...] = tuple({} for _ in self.people)
        optimal = True
        if limits.any or groups:
            solution = choose(places, tiers, limits, groups=groups, ordered=ordered, nodes=self.nodes)
            optimal = solution.optimal
            chosen = [places[at] for at in solution.chosen]
        else:
            # Nothing is shared: everybody is a problem of their own, and the same problem is solved once.
            chosen = []
            solved: dict[object, Solution] = {}
            for person, goals in enumerate(tiers):
                mine = [place for place in places if place.person == person]
                key = (goals, tuple(place.option for place in mine), tuple(place.mask for place in mine))
                if key not in solved:
                    own = [place._replace(person=0) for place in mine]
                    solved[key] = choose(own, [goals], limits, ordered=ordered, nodes=self.nodes)
                chosen += [mine[at] for at in solved[key].chosen]
                optimal &= solved[key].optimal
        for place in sorted(chosen, key=lambda place: (place.option, place.person)):
            taken[place.person][place.option] = place.mask
        return Choice(taken, optimal)

    def one_after_another(self) -> Choice:
        """A good choice for very many people, not proved: by tier, what gives most for its cost first."""
        taken: tuple[dict[int, int], ...] = tuple({} for _ in self.people)
        open_ = [list(person.tiers) for person in self.people]
        hours_left = [inf if self.hours_each is None else self.hours_each] * len(self.people)
        money = inf if self.budget is None else self.budget
        hours = inf if self.hours is None else self.hours
        #: By offer, who may take it and what for.
        reaches = {
            at: [(person, needs.reach[at]) for person, needs in enumerate(self.people) if needs.reach[at]]
            for at in range(len(self.offers))
            if not self.ruled_out(at)
        }
        counts = Counter[int]()
        spent = dict.fromkeys(reaches, 0.0)

        def price(at: int, people: int) -> float:
            bill = self.bill(at, people)
            return 0.0 if bill.cost is None else bill.cost + bill.vat

        for tier in range(max((len(person.tiers) for person in self.people), default=0)):
            left = [mine[tier] for mine in open_]
            worth: dict[int, tuple[bool, float, int]] = {}
            useful: dict[int, list[tuple[int, int]]] = {}
            for at, reach in reaches.items():
                useful[at] = [(person, mask) for person, mask in reach if mask & left[person]]
                gained = sum([(mask & left[person]).bit_count() for person, mask in useful[at]])
                worth[at] = not self.offers[at].priced, -gained / (price(at, len(reach)) + 1), at
            for at in sorted(worth, key=worth.__getitem__):
                length = self.offers[at].hours or 0.0
                seats = self.seats[at]
                for person, mask in useful[at]:
                    # What another offer gave meanwhile is not asked for again.
                    if not mask & open_[person][tier] or length > min(hours, hours_left[person]):
                        continue
                    if seats is not None and counts[at] >= seats:
                        continue
                    if self.budget is not None:
                        then = price(at, counts[at] + 1)
                        more = then - spent[at]
                        if more > money + 1e-9:
                            continue
                        spent[at] = then
                        money -= more
                    counts[at] += 1
                    hours -= length
                    hours_left[person] -= length
                    taken[person][at] = mask
                    open_[person] = [each & ~mask for each in open_[person]]
        return Choice(taken, optimal=False)

    def bill(self, offer: int, people: int) -> Bill:
        """What a number of people cost on one offer, at the cheapest."""
        one, group = self.offers[offer], self.groups.get(offer)
        cost, groups = cheapest(people, self.costs[offer], group)
        if cost is None:
            return Bill(None, 0.0, 0)
        single = 0 if group is None else max(0, people - groups * group.size)
        listed = (one.cost or 0.0) * (people if group is None else single) + groups * (one.group_cost or 0.0)
        listed = round(listed, 6)
        return Bill(listed, round(cost / self.cost_unit - listed, 2), groups)

    def ruled_out(self, offer: int) -> bool:
        """Whether nobody can take an offer under the limits."""
        return (
            (self.budget is not None and not self.offers[offer].priced)
            or (self.hours_matter and self.lengths[offer] is None)
            or self.offers[offer].seats == 0
        )

    # --- what can be chosen ---------------------------------------------------------------------------

    def _enough(self, *, limited: bool) -> set[int]:
        """Offers to look at: of those that give everybody the same, the cheapest with enough places."""
        alike: dict[tuple[tuple[int, ...], int | None, int | None], list[int]] = {}
        for at in range(len(self.offers)):
            reach = tuple(person.reach[at] for person in self.people)
            if not any(reach) or (limited and self.ruled_out(at)):
                continue
            # What a place in a group costs depends on who else goes: none of these stands for another.
            group = at if at in self.groups else None
            length = self.lengths[at] if self.hours_matter else None
            alike.setdefault((reach, length, group), []).append(at)
        kept: set[int] = set()
        for (reach, _, _), offers in alike.items():
            places = sum(map(bool, reach))
            for at in sorted(offers, key=lambda at: (self.costs[at] is None, self.costs[at] or 0, at)):
                if places <= 0:
                    break
                kept.add(at)
                seats = self.seats[at]
                places -= places if seats is None else seats
        return kept

    def _places(self, *, limited: bool) -> list[SeatOption]:
        kept = self._enough(limited=limited)
        result = []
        for person, needs in enumerate(self.people):
            mine = [
                SeatOption(at, person, mask, self.costs[at], self.lengths[at])
                for at, mask in enumerate(needs.reach)
                if mask and at in kept
            ]
            result += self._undominated(mine, limited=limited)
        result.sort(key=lambda place: (place.option, place.person))
        return result

    def _undominated(self, places: list[SeatOption], *, limited: bool) -> list[SeatOption]:
        """Leave out what another place does at least as well in every way."""

        def beats(other: SeatOption, one: SeatOption) -> bool:
            # What a place in a group costs depends on who else goes.
            if other.option in self.groups or one.option in self.groups:
                return False
            if one.mask & ~other.mask or (limited and self.seats[other.option] is not None):
                return False
            if limited and self.hours_matter and (other.hours or 0) > (one.hours or 0):
                return False
            price, others = _price(one), _price(other)
            return others < price or (others == price and other.option < one.option)

        return [
            place
            for place in places
            if not any(beats(other, place) for other in places if other is not place)
        ]

    def _limits(self, *, limited: bool) -> Limits:
        if not limited:
            return Limits(None, None, None, (None,) * len(self.offers))
        return Limits(
            _floor(self.budget, self.cost_unit),
            _floor(self.hours, self.hour_unit),
            _floor(self.hours_each, self.hour_unit),
            self.seats,
        )

    def _coarser(
        self, places: list[SeatOption], limits: Limits
    ) -> tuple[list[SeatOption], Limits, Mapping[int, GroupPrice]]:
        """The same task in the largest unit that all amounts are whole in: small numbers are exact."""
        used = {place.option for place in places}
        groups = {at: price for at, price in self.groups.items() if at in used}
        cost = (
            gcd(*(place.cost for place in places if place.cost), *(group.cost for group in groups.values()))
            or 1
        )
        hours = gcd(*(place.hours for place in places if place.hours)) or 1
        smaller = [
            place._replace(
                cost=None if place.cost is None else place.cost // cost,
                hours=None if place.hours is None else place.hours // hours,
            )
            for place in places
        ]
        coarse = limits._replace(
            cost=None if limits.cost is None else limits.cost // cost,
            hours=None if limits.hours is None else limits.hours // hours,
            hours_each=None if limits.hours_each is None else limits.hours_each // hours,
        )
        return smaller, coarse, {at: GroupPrice(one.cost // cost, one.size) for at, one in groups.items()}


def union(masks: Iterable[int]) -> int:
    """Everything that is in one of some masks."""
    result = 0
    for mask in masks:
        result |= mask
    return result


def total(amounts: Iterable[float | None]) -> float | None:
    """The sum, or ``None`` where one of them is not known."""
    known: list[float] = []
    for amount in amounts:
        if amount is None:
            return None
        known.append(amount)
    return round(sum(known), 6)


def _whole(number: float | None, unit: int) -> int | None:
    return None if number is None else round(number * unit)


def _floor(number: float | None, unit: int) -> int | None:
    # Exactly: a float such as 0.29 times 100 is a little less than 29.
    return None if number is None else int(Decimal(str(number)) * unit)


def _price(place: SeatOption) -> tuple[bool, int]:
    return place.cost is None, place.cost or 0
