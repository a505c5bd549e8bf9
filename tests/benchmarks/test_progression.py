"""How fast eligibility is, beside what a user would write by hand: closures over dicts giving result objects.

Run on purpose: ``python -m pytest tests/benchmarks/test_progression.py -s``. Both sides judge the same
people against the same route, with a reason for every requirement; the ratio is taken in the same run.
What is written by hand believes its records, so that it is compared with the judging of a file that was
read; beside it stands the whole, with the reading: impossible days, who signed, words of names, repeats.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, TypeAlias

import care_pathway as cp
from care_pathway.evidence.on_file import OnFile
from care_pathway.progression.eligibility import RouteComparison

from .memory import forget_peak, peak_megabytes

ON = date(2026, 1, 15)
AT_MOST_TIMES = 3.0
#: With the reading of the records, which the hand-written version does not do: it is not to grow.
AT_MOST_TIMES_WITH_READING = 12.0
CONDITIONS = (
    "good-character",
    "able-to-carry-out-tasks",
    "necessary-qualifications-and-experience",
    "documents-supplied",
)
SIZES = (12_500, 25_000, 50_000, 100_000)


def show(line: str) -> None:
    sys.stdout.write(f"\n{line}")


# --- the hand-written version -------------------------------------------------------------------------


@dataclass(frozen=True)
class HandEvidence:
    kind: str
    text: str
    on: date | None = None
    expires: date | None = None
    competencies: tuple[str, ...] = ()


@dataclass(frozen=True)
class HandJudgement:
    text: str
    strength: str
    judgement: str
    reason: str
    evidence: tuple[HandEvidence, ...]
    source: str
    open: tuple[str, ...] = ()
    parts: tuple[HandJudgement, ...] = ()


@dataclass(frozen=True)
class HandResult:
    worker: str
    target: str
    route: str
    decision: str
    requirements: list[HandJudgement] = field(default_factory=list)
    summary: str = ""


#: One rule, written by hand.
Rule: TypeAlias = Callable[[dict[str, Any]], HandJudgement]


def registration(name: str, text: str, source: str) -> Rule:
    def judge(worker: dict[str, Any]) -> HandJudgement:
        registrations = worker.get("registrations")
        if registrations is None:
            return HandJudgement(text, "statutory", "not-known", f"nothing on file about {name}", (), source)
        if name in registrations:
            used = (HandEvidence("registration", name),)
            return HandJudgement(text, "statutory", "met", f"{name} is on file", used, source)
        return HandJudgement(text, "statutory", "not-met", f"{name} is not on file", (), source)

    return judge


def condition(name: str, text: str, source: str) -> Rule:
    def judge(worker: dict[str, Any]) -> HandJudgement:
        confirmed = worker.get("confirmed")
        if confirmed is not None and name in confirmed:
            used = (HandEvidence("confirmation", name),)
            return HandJudgement(text, "statutory", "met", f"{name} is confirmed on file", used, source)
        if "cqc-registered-manager" in (worker.get("registrations") or ()):
            used = (HandEvidence("registration", "cqc-registered-manager"),)
            return HandJudgement(text, "statutory", "met", "the registration implies it", used, source)
        if confirmed is None:
            return HandJudgement(text, "statutory", "not-known", "nothing on file", (), source)
        return HandJudgement(text, "statutory", "not-met", f"{name} is not confirmed", (), source)

    return judge


def all_of(rules: list[Rule], text: str, source: str) -> Rule:
    def judge(worker: dict[str, Any]) -> HandJudgement:
        parts = tuple(rule(worker) for rule in rules)
        answers = [part.judgement for part in parts]
        if "not-met" in answers:
            judgement = "not-met"
        elif "not-known" in answers:
            judgement = "not-known"
        else:
            judgement = "met"
        evidence = tuple(used for part in parts for used in part.evidence)
        reason = f"{answers.count('met')} of {len(parts)} parts are met"
        return HandJudgement(text, "statutory", judgement, reason, evidence, source, parts=parts)

    return judge


def any_of(rules: list[Rule], text: str, source: str) -> Rule:
    def judge(worker: dict[str, Any]) -> HandJudgement:
        parts = tuple(rule(worker) for rule in rules)
        for part in parts:
            if part.judgement == "met":
                return HandJudgement(
                    text, "statutory", "met", part.reason, part.evidence, source, parts=parts
                )
        judgement = "not-known" if any(part.judgement == "not-known" for part in parts) else "not-met"
        reason = f"none of {len(parts)} ways is shown"
        return HandJudgement(text, "statutory", judgement, reason, (), source, parts=parts)

    return judge


def should(rule: Rule) -> Rule:
    return lambda worker: replace(rule(worker), strength="should")


def qualification(ids: tuple[str, ...], text: str, source: str) -> Rule:
    def judge(worker: dict[str, Any]) -> HandJudgement:
        held = worker.get("qualifications")
        if held is None:
            return HandJudgement(text, "must", "not-known", "nothing on file", (), source)
        for one in held:
            if one["learning"] in ids and (one["achieved"] is None or one["achieved"] <= ON):
                state = "in progress" if one["working_towards"] else "held"
                used = (HandEvidence("qualification", one["name"], one["achieved"]),)
                return HandJudgement(text, "must", "met", f"{one['name']} is {state}", used, source)
        return HandJudgement(text, "must", "not-met", "not held and not in progress", (), source)

    return judge


def coverage(ids: frozenset[str], text: str, source: str) -> Rule:
    def judge(worker: dict[str, Any]) -> HandJudgement:
        held: dict[str, list[str]] = {}
        for one in worker["evidence"]:
            if one["competency"] in ids and one["state"] in ("assessed", "signed-off"):
                if one["on"] is not None and one["on"] > ON:
                    continue
                if one["expires"] is None or one["expires"] >= ON:
                    held.setdefault(one["source"], []).append(one["competency"])
        shown = {competency for group in held.values() for competency in group}
        missing = tuple(sorted(ids - shown))
        used = tuple(
            HandEvidence("competency", name, competencies=tuple(group))
            for name, group in sorted(held.items())
        )
        if not missing:
            return HandJudgement(text, "must", "met", f"all {len(ids)} are shown", used, source)
        reason = f"{len(shown)} of {len(ids)} are shown"
        return HandJudgement(text, "must", "not-known", reason, used, source, open=missing)

    return judge


def duty(name: str, text: str, source: str) -> Rule:
    def judge(worker: dict[str, Any]) -> HandJudgement:
        answer = worker.get(name)
        if answer is None:
            return HandJudgement(
                text, "statutory", "not-known", f"nothing on file answers {name}", (), source
            )
        used = (HandEvidence("duty", f"{name}: {answer}"),)
        judgement = "not-met" if answer else "met"
        return HandJudgement(text, "statutory", judgement, f"the file answers {name}", used, source)

    return judge


def hand_written(worker: dict[str, Any], target: str, routes: dict[str, list[Rule]]) -> HandResult:
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


def as_dict(worker: cp.Worker) -> dict[str, Any]:
    return {
        "id": worker.id,
        "registrations": worker.registrations,
        "confirmed": worker.confirmed,
        "regulated_service": worker.context.regulated_service,
        "months": worker.context.months_in_first_care_role,
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
    diploma = cp.HeldQualification(
        name="Level 5 Diploma", learning="l5-diploma-leadership-management", level=5, working_towards=True
    )
    return [
        cp.Worker(
            id=f"w-{number}",
            role_category="deputy-manager",
            registrations=(("cqc-registered-manager",), (), None)[number % 3],
            confirmed=(CONDITIONS, CONDITIONS[:2], None)[number % 3],
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


def compare(name: str, people: list[cp.Worker], target: str, routes: dict[str, list[Rule]]) -> float:
    pathway = cp.load("2025-04")
    dicts = [as_dict(one) for one in people]
    decisions = [
        (
            cp.check_eligibility(pathway, one, target=target, on=ON).decision.value,
            hand_written(same, target, routes),
        )
        for one, same in zip(people, dicts, strict=True)
    ]
    assert all(ours == theirs.decision for ours, theirs in decisions)
    whole = best_of(lambda: [cp.check_eligibility(pathway, one, target=target, on=ON) for one in people])
    read = [OnFile(pathway, one, ON) for one in people]
    ours = best_of(lambda: [RouteComparison(one, problems=False).best(target) for one in read])
    theirs = best_of(lambda: [hand_written(one, target, routes) for one in dicts])
    each = len(people) / 1e6
    ratio = ours / theirs
    show(
        f"{name}: {ours / each:.1f} us each, by hand {theirs / each:.1f} us, ratio {ratio:.2f};"
        f" with the reading of the records {whole / each:.1f} us, ratio {whole / theirs:.1f}"
    )
    assert whole / theirs <= AT_MOST_TIMES_WITH_READING
    return ratio


def test_judging_what_was_read_takes_at_most_three_times_the_hand_written_version() -> None:
    pathway = cp.load("2025-04")
    five = (
        "l5-diploma-leadership-management",
        "l5-diploma-leading-managing-service",
        "app-leader-adult-care",
    )
    manager = {
        "rt-dm-rm": [
            registration("cqc-registered-manager", "CQC registration as manager.", "seed-002"),
            all_of(
                [condition(name, f"{name}.", "govuk-registered-2025") for name in CONDITIONS],
                "Four conditions.",
                "govuk-registered-2025",
            ),
            qualification(five, "Level 5 diploma.", "govuk-deputy-2025"),
        ]
    }
    expectations = pathway.expectations("new-to-care")
    minimum = frozenset(one.id for one in expectations.minimum)
    progression = frozenset(one.id for one in expectations.own if one.stage == "progression")
    certificate = ("care-certificate-standards", "l2-adult-social-care-certificate")
    care = {
        "rt-ntc-csw": [
            coverage(minimum, "Minimum knowledge and skills.", "hub-prototype"),
            should(
                all_of(
                    [
                        coverage(progression, "Minimum skills consolidated.", "seed-000"),
                        qualification(certificate, "Care Certificate learning.", "seed-000"),
                    ],
                    "Consolidated.",
                    "seed-000",
                )
            ),
            should(duty("months", "Normally within about 12 months.", "seed-000")),
            any_of(
                [
                    duty("regulated_service", "The service is not regulated.", "ommt-caretutor"),
                    qualification(("omt-tier-1", "omt-tier-2"), "Suitable training.", "ommt-caretutor"),
                ],
                "Learning disability and autism training.",
                "ommt-caretutor",
            ),
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
    show(" workers    routes   seconds   us/worker   peak MB")
    for size in SIZES:
        forget_peak()
        start, routes = time.process_time(), 0
        for worker in many(size):
            routes += len(cp.eligible_routes(pathway, worker, on=ON))
        took = time.process_time() - start
        peak = peak_megabytes()
        rows.append((size, took, peak))
        bar = "#" * round(took)
        show(f"{size:8d}  {routes:8d}  {took:8.1f}  {took / size * 1e6:10.0f}  {peak:8.0f}  {bar}")
    (small, least, before), (large, most, after) = rows[0], rows[-1]
    assert most / least <= 1.5 * large / small, "time grows faster than the number of people"
    assert after - before <= 16, "memory grows with the number of people"
