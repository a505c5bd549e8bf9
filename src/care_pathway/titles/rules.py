"""From a reading to an answer: the rules of the labelling policy, which are data, tried in their order."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from care_pathway._data import read_json
from care_pathway.titles.parse import Job
from care_pathway.titles.vocabulary import Lexicon, lexicon

OUT_OF_SCOPE = "out-of-scope"


#: Decisions about whom the work is for: they hold for every job of a title.
_WORLDS = frozenset({"D52", "D53"})


class Rule(NamedTuple):
    """One rule: when it fits, and what it answers.

    `yields_to` are answers beside which the rule names no second job: driving beside a job in care, a nurse's
    registration beside a manager's post. A `world` holds for every job of the title.
    """

    id: str
    decision: str
    first: str
    also: tuple[str, ...]
    job_role: int | None
    because: str
    confidence: float | None
    all: int
    any: int
    none: int
    own: int
    not_own: int
    yields_to: frozenset[str]
    world: bool


class Outcome(NamedTuple):
    """The answer for the title alone.

    Attributes:
        first: The first choice, a role category or ``out-of-scope``.
        also: Other answers that the policy accepts.
        job_role: The ASC-WDS main job role as an upload code.
        rules: The rules that decided, one for each job that the title names.
    """

    first: str
    also: tuple[str, ...]
    job_role: int | None
    rules: tuple[Rule, ...]


class Rules:
    """The rules by the noun that they are about, in their order."""

    def __init__(self, data: dict[str, Any], lexicon: Lexicon) -> None:
        groups: dict[str, list[str]] = data["groups"]

        bits = lexicon.bits
        masks = {f"@{group}": lexicon.mask(names) for group, names in groups.items()} | bits

        def mask(words: Iterable[str]) -> int:
            result = 0
            for name in words:
                result |= masks[name]
            return result

        self.by_head: dict[str, list[Rule]] = {}
        #: Rules for titles without a noun, by name.
        self.named: dict[str, Rule] = {}
        anywhere: list[Rule] = []
        for entry in data["rules"]:
            rule = Rule(
                id=entry["id"],
                decision=entry["decision"],
                first=entry["first"],
                also=tuple(entry["also"]),
                job_role=entry["job_role"],
                because=entry["because"],
                confidence=entry.get("confidence"),
                all=mask(entry.get("all", ())),
                any=mask(entry.get("any", ())),
                none=mask(entry.get("none", ())),
                own=mask(entry.get("own", ())),
                not_own=mask(entry.get("not_own", ())),
                yields_to=frozenset(entry.get("yields_to", ())),
                world=entry.get("world", entry["decision"] in _WORLDS),
            )
            if not entry["heads"]:
                self.named[rule.id] = rule
            elif entry["heads"] == ["*"]:
                anywhere.append(rule)
                for rules in self.by_head.values():
                    rules.append(rule)
            else:
                heads = [
                    one
                    for name in entry["heads"]
                    for one in (groups[name[1:]] if name[0] == "@" else (name,))
                ]
                for head in dict.fromkeys(heads):
                    self.by_head.setdefault(head, list(anywhere)).append(rule)
        self.anywhere = anywhere

    def judge(self, job: Job) -> Rule:
        """The first rule that fits a job; the last rule fits every job."""
        everything, own = job.all, job.own
        for rule in self.by_head.get(job.head, self.anywhere):
            if (
                everything & rule.all == rule.all
                and (not rule.any or everything & rule.any)
                and not everything & rule.none
                and (not rule.own or own & rule.own)
                and not own & rule.not_own
            ):
                return rule
        return self.anywhere[-1]


#: How far up the Pathway a role category stands, to put the jobs of a two-job title in order.
_HEIGHT = {
    "new-to-care": 0,
    "care-or-support-worker": 1,
    "enhanced-care-worker": 2,
    "personal-assistant": 3,
    "supervisor-or-leader": 4,
    "practice-leader": 5,
    "deputy-manager": 6,
    "registered-manager": 7,
}


def decide(rules: Rules, jobs: tuple[Job, ...], *, plural: bool) -> Outcome | None:
    """The answer for the jobs of a title, or ``None`` when it names none.

    Args:
        rules: The rules to decide by.
        jobs: The jobs that the title names, in its order.
        plural: Whether it names several posts.
    """
    if not jobs:
        return None
    found = list(dict.fromkeys(rules.judge(job) for job in jobs))
    if len(found) > 1:
        # Driving beside a job in care, or a registration beside a manager's, is no second job.
        firsts = {rule.first for rule in found}
        found = [rule for rule in found if firsts.isdisjoint(rule.yields_to)]
    if len(found) == 1:
        rule = found[0]
        return Outcome(rule.first, rule.also, rule.job_role, (rule,))
    world = next((rule for rule in found if rule.world and rule.first == OUT_OF_SCOPE), None)
    if world is not None:
        return Outcome(OUT_OF_SCOPE, world.also, world.job_role, (world,))
    named = sorted(found, key=lambda rule: rule.decision == "D38")  # a champion has another job as well
    job_role = next((rule.job_role for rule in named if rule.job_role is not None), None)
    roles = [rule for rule in found if rule.first != OUT_OF_SCOPE]
    outs = [rule for rule in found if rule.first == OUT_OF_SCOPE]
    if not roles:
        also = tuple(dict.fromkeys(answer for rule in outs for answer in rule.also))
        return Outcome(OUT_OF_SCOPE, also, job_role, tuple(outs))
    return _mixed(roles, outs, job_role) or _ordered(roles, outs, job_role, plural=plural)


def _mixed(roles: list[Rule], outs: list[Rule], job_role: int | None) -> Outcome | None:
    """Two jobs in one title whose order the policy settles by what they are."""
    office = next((rule for rule in outs if rule.decision in ("D25", "D51")), None)
    if office is not None and all(rule.decision in ("D41", "D42") for rule in roles):
        return Outcome(OUT_OF_SCOPE, (), office.job_role, (office, *roles))
    if office is not None and all(rule.decision in ("D23", "D41", "D42") for rule in roles):
        return Outcome(OUT_OF_SCOPE, (roles[0].first,), office.job_role, (office, *roles))
    highest = max(roles, key=lambda rule: _HEIGHT[rule.first])
    owner = next((rule for rule in outs if rule.decision == "D34"), None)
    if owner is not None and highest.decision == "D30":
        # Owners and directors are senior management, though they may be the registered manager too.
        return Outcome(OUT_OF_SCOPE, (highest.first,), owner.job_role, (owner, highest))
    profession = next((rule for rule in outs if rule.decision == "D46"), None)
    if profession is not None and highest.first == "supervisor-or-leader":
        # Registration beats role below the managers of the service.
        also = (highest.first, *(answer for answer in highest.also if answer == "deputy-manager"))
        return Outcome(OUT_OF_SCOPE, also, profession.job_role, (profession, highest))
    deputy = next((rule for rule in roles if rule.first == "deputy-manager" and not rule.also), None)
    if deputy is not None and highest.first == "registered-manager" and "deputy-manager" in highest.also:
        # A deputy's post that is also called residential or care manager is the deputy's.
        return Outcome(deputy.first, (highest.first,), deputy.job_role, (deputy, highest))
    return None


def _ordered(roles: list[Rule], outs: list[Rule], job_role: int | None, *, plural: bool) -> Outcome:
    """The lower job first where an advert fills several posts, else the higher one."""
    roles = sorted(roles, key=lambda rule: _HEIGHT[rule.first], reverse=not plural)
    first = roles[0]
    if plural and first.job_role is not None:
        job_role = first.job_role
    others = [rule.first for rule in roles if rule.first != first.first]
    same = [rule for rule in roles if rule.first == first.first]
    also = [answer for answer in first.also if answer != OUT_OF_SCOPE]
    if not others and len(same) > 1:
        champion = next((rule for rule in same if rule.decision == "D38"), None)
        shared = [answer for answer in also if all(answer in rule.also for rule in same)]
        also = list(champion.also) if champion else shared
    firm = [rule for rule in outs if rule.decision not in ("D35", "D54") or not rule.also]
    answers = dict.fromkeys([*others, *also, *([OUT_OF_SCOPE] if firm else [])])
    return Outcome(first.first, tuple(answers), job_role, tuple(roles + firm))


@cache
def rules() -> Rules:
    """The bundled rules."""
    return Rules(read_json("lexicons/titles/rules.json"), lexicon())
