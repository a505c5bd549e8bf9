"""How fast eligibility is, beside what a user would write by hand: closures over dicts giving result objects.

Run on purpose: ``python -m pytest tests/benchmarks/test_progression.py -s``. Both sides judge the same
people against the same route, with a reason for every requirement; the ratio is taken in the same run.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import care_pathway as cp

ON = date(2026, 1, 15)
AT_MOST_TIMES = 3.0
SIZES = (12_500, 25_000, 50_000, 100_000)


# --- the hand-written version -------------------------------------------------------------------------


@dataclass(frozen=True)
class HandJudgement:
    text: str
    strength: str
    judgement: str
    reason: str
    evidence: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class HandResult:
    worker: str
    target: str
    route: str
    decision: str
    requirements: list[HandJudgement] = field(default_factory=list)
    summary: str = ""


def registration(name: str, text: str, source: str) -> Callable[[dict], HandJudgement]:
    def judge(worker: dict) -> HandJudgement:
        registrations = worker.get("registrations")
        if registrations is None:
            return HandJudgement(text, "statutory", "not-known", f"nothing on file about {name}", (), source)
        if name in registrations:
            return HandJudgement(text, "statutory", "met", f"{name} is on file", (name,), source)
        return HandJudgement(text, "statutory", "not-met", f"{name} is not on file", (), source)

    return judge


def conditions(names: tuple[str, ...], text: str, source: str) -> Callable[[dict], HandJudgement]:
    def judge(worker: dict) -> HandJudgement:
        confirmed = worker.get("confirmed")
        if confirmed is None:
            return HandJudgement(text, "statutory", "not-known", "nothing on file", (), source)
        present = tuple(name for name in names if name in confirmed)
        missing = [name for name in names if name not in confirmed]
        if not missing:
            return HandJudgement(text, "statutory", "met", "all are confirmed", present, source)
        reason = f"not confirmed: {', '.join(missing)}"
        return HandJudgement(text, "statutory", "not-met", reason, present, source)

    return judge


def qualification(ids: tuple[str, ...], text: str, source: str) -> Callable[[dict], HandJudgement]:
    def judge(worker: dict) -> HandJudgement:
        held = worker.get("qualifications")
        if held is None:
            return HandJudgement(text, "must", "not-known", "nothing on file", (), source)
        for one in held:
            if one["learning"] in ids and (one["achieved"] is None or one["achieved"] <= ON):
                state = "in progress" if one["working_towards"] else "held"
                return HandJudgement(text, "must", "met", f"{one['name']} is {state}", (one["name"],), source)
        return HandJudgement(text, "must", "not-met", "not held and not in progress", (), source)

    return judge


def coverage(ids: frozenset[str], text: str, source: str) -> Callable[[dict], HandJudgement]:
    def judge(worker: dict) -> HandJudgement:
        held = {}
        for one in worker["evidence"]:
            if one["competency"] in ids and one["state"] in ("assessed", "signed-off"):
                if one["on"] is not None and one["on"] > ON:
                    continue
                if one["expires"] is None or ON <= one["expires"]:
                    held[one["competency"]] = one["source"]
        missing = sorted(ids - held.keys())
        if not missing:
            reason = f"all {len(ids)} are shown"
            return HandJudgement(text, "must", "met", reason, tuple(sorted(held)), source)
        reason = f"{len(held)} of {len(ids)} are shown"
        return HandJudgement(text, "must", "not-known", reason, tuple(sorted(held)), source)

    return judge


def hand_written(worker: dict, target: str, routes: dict[str, list[Callable]]) -> HandResult:
    best = None
    ranks = {"eligible": 0, "nothing-required": 1, "needs-evidence": 2, "not-yet": 3}
    for route, rules in routes.items():
        judged = [rule(worker) for rule in rules]
        binding = [one.judgement for one in judged if one.strength in ("statutory", "must")]
        if not binding:
            decision = "nothing-required"
        elif "not-met" in binding:
            decision = "not-yet"
        elif "not-known" in binding:
            decision = "needs-evidence"
        else:
            decision = "eligible"
        summary = f"{worker['id']}: {binding.count('met')} of {len(binding)} are met for {target}"
        result = HandResult(worker["id"], target, route, decision, judged, summary)
        if best is None or ranks[result.decision] < ranks[best.decision]:
            best = result
    assert best is not None
    return best


# --- the people ---------------------------------------------------------------------------------------


def as_dict(worker: cp.Worker) -> dict:
    return {
        "id": worker.id,
        "registrations": worker.registrations,
        "confirmed": worker.confirmed,
        "qualifications": None
        if worker.qualifications is None
        else [
            {
                "name": one.name,
                "learning": one.learning,
                "achieved": one.achieved,
                "working_towards": one.working_towards,
            }
            for one in worker.qualifications
        ],
        "evidence": [
            {
                "competency": one.competency,
                "state": str(one.state),
                "on": one.on,
                "expires": one.expires,
                "source": one.source,
            }
            for one in worker.evidence
        ],
    }


def deputies(pathway: cp.Pathway) -> list[cp.Worker]:
    conditions_ = (
        "good-character",
        "able-to-carry-out-tasks",
        "necessary-qualifications-and-experience",
        "documents-supplied",
    )
    diploma = cp.HeldQualification(
        name="Level 5 Diploma", learning="l5-diploma-leadership-management", level=5, working_towards=True
    )
    return [
        cp.Worker(
            id=f"w-{number}",
            role_category="deputy-manager",
            registrations=(("cqc-registered-manager",), (), None)[number % 3],
            confirmed=(conditions_, conditions_[:2], None)[number % 3],
            qualifications=((diploma,), (), None)[number % 3],
        )
        for number in range(30)
    ]


def beginners(pathway: cp.Pathway) -> list[cp.Worker]:
    expected = [one.id for one in pathway.expectations("new-to-care").minimum]
    return [
        cp.Worker(
            id=f"w-{number}",
            role_category="new-to-care",
            qualifications=(),
            training=(),
            context=cp.WorkContext(regulated_service=False),
            evidence=tuple(
                cp.Evidence(
                    competency=one,
                    state=("signed-off", "assessed", "attended")[place % 3 if number % 2 else 0],
                    on=ON - timedelta(days=100 + place),
                    expires=ON + timedelta(days=place),
                    source="observation",
                )
                for place, one in enumerate(expected)
            ),
        )
        for number in range(30)
    ]


def best_of(run: Callable[[], object], repeat: int = 15) -> float:
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def compare(name: str, people: list[cp.Worker], target: str, routes: dict[str, list[Callable]]) -> float:
    pathway = cp.load("2025-04")
    dicts = [as_dict(one) for one in people]
    decisions = [
        (cp.check_eligibility(pathway, one, target=target, on=ON).decision.value, hand_written(same, target, routes))
        for one, same in zip(people, dicts, strict=True)
    ]
    assert all(ours == theirs.decision for ours, theirs in decisions)
    ours = best_of(lambda: [cp.check_eligibility(pathway, one, target=target, on=ON) for one in people])
    theirs = best_of(lambda: [hand_written(one, target, routes) for one in dicts])
    each = len(people) / 1e6
    ratio = ours / theirs
    print(f"\n{name}: {ours / each:.1f} us each, by hand {theirs / each:.1f} us, ratio {ratio:.2f}")
    return ratio


def test_one_eligibility_takes_at_most_three_times_the_hand_written_version() -> None:
    pathway = cp.load("2025-04")
    five = ("l5-diploma-leadership-management", "l5-diploma-leading-managing-service", "app-leader-adult-care")
    manager = {
        "rt-dm-rm": [
            registration("cqc-registered-manager", "CQC registration as manager.", "seed-002"),
            conditions(
                (
                    "good-character",
                    "able-to-carry-out-tasks",
                    "necessary-qualifications-and-experience",
                    "documents-supplied",
                ),
                "Four conditions.",
                "govuk-registered-2025",
            ),
            qualification(five, "Level 5 diploma.", "govuk-deputy-2025"),
        ]
    }
    minimum = frozenset(one.id for one in pathway.expectations("new-to-care").minimum)
    care = {
        "rt-ntc-csw": [
            coverage(minimum, "Minimum knowledge and skills.", "hub-prototype"),
            lambda _: HandJudgement("LD", "statutory", "met", "not regulated", ("no",), "ommt-caretutor"),
            lambda worker: HandJudgement(
                "Progression", "should", coverage(minimum, "", "")(worker).judgement, "", (), "seed-000"
            ),
            lambda _: HandJudgement("12 months", "should", "not-known", "nothing on file", (), "seed-000"),
        ]
    }
    first = compare("registered manager", deputies(pathway), "registered-manager", manager)
    second = compare("care or support worker", beginners(pathway), "care-or-support-worker", care)
    assert first <= AT_MOST_TIMES
    assert second <= AT_MOST_TIMES


# --- many people --------------------------------------------------------------------------------------


def many(count: int) -> Iterator[cp.Worker]:
    """People of every role category with mixed files, made one at a time."""
    roles = [role.id for role in cp.load("2025-04").role_categories]
    names = ("NVQ3 H&SC", "Level 2 Diploma in Care", "L5 dip L&M", "Care Certificate")
    for number in range(count):
        yield cp.Worker(
            id=f"w-{number}",
            role_category=roles[number % len(roles)],
            started_in_role=date(2015 + number % 10, 1 + number % 12, 1 + number % 28),
            qualifications=(cp.HeldQualification(name=names[number % 4]),),
            training=(cp.TrainingRecord(title="Autism awareness", completed=date(2024 + number % 2, 5, 1)),),
            context=cp.WorkContext(manages_staff=(True, False, None)[number % 3]),
        )


def test_a_hundred_thousand_workers_take_flat_memory_and_linear_time() -> None:
    pathway = cp.load("2025-04")
    for worker in many(1_000):
        cp.eligible_routes(pathway, worker, on=ON)
    rows = []
    print("\n workers    routes   seconds   us/worker   peak MB")
    for size in SIZES:
        start, routes = time.perf_counter(), 0
        for worker in many(size):
            routes += len(cp.eligible_routes(pathway, worker, on=ON))
        took = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rows.append((size, took, peak))
        bar = "#" * round(40 * took / (took / size * SIZES[-1]))
        print(f"{size:8d}  {routes:8d}  {took:8.1f}  {took / size * 1e6:10.0f}  {peak:8.0f}  {bar}")
    (small, least, before), (large, most, after) = rows[0], rows[-1]
    assert most / least <= 1.5 * large / small, "time grows faster than the number of people"
    assert after - before <= 16, "memory grows with the number of people"
