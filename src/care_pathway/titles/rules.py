"""From the jobs that a title names to an answer: the rules of the title policy, tried in their order."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import NamedTuple

from care_pathway.titles.parse import Job
from care_pathway.titles.policy import (
    OUT_OF_SCOPE,
    Pair,
    Policy,
    TitleDecision,
    code_of,
    policy,
    rows_of,
)
from care_pathway.titles.vocabulary import TitleLexicon, lexicon

#: In the table of rules: any role category, and any noun.
_ANY_ROLE, _ANY_NOUN = "@any", "*"
#: The answer for an entry post.
NEW_TO_CARE = "new-to-care"


class TitleRule(NamedTuple):
    """One rule: when it fits, and what it answers.

    `yields_to` are answers beside which the rule names no second job: driving beside a job in care, a nurse's
    registration beside a manager's post. A rule `for_all` holds for every job of the title.
    """

    id: str
    decision: TitleDecision
    first: str
    also: tuple[str, ...]
    job_role: int | None
    because: str
    doubtful: bool
    all: int
    any: int
    none: int
    own: int
    not_own: int
    yields_to: frozenset[str]
    for_all: bool

    @property
    def needs(self) -> int:
        """Concepts of which a title must have one for the rule to fit; all there are if it needs none."""
        return self.own or self.any or self.all or -1

    def gives_way(self, answers: Iterable[str]) -> bool:
        """Whether the rule names no second job beside one with these answers."""
        if _ANY_ROLE in self.yields_to:
            return any(answer != OUT_OF_SCOPE for answer in answers)
        return not self.yields_to.isdisjoint(answers)


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
    rules: tuple[TitleRule, ...]


class TitleRules:
    """The rules by the noun that they are about, in their order."""

    def __init__(self, lexicon: TitleLexicon, policy: Policy) -> None:
        groups = {f"@{row['group']}": row["concepts"].split() for row in rows_of("groups")}
        masks = {group: lexicon.mask(names) for group, names in groups.items()} | lexicon.bits

        def mask(names: str) -> int:
            result = 0
            for name in names.split():
                result |= masks[name]
            return result

        #: Each with what it needs: most rules of a noun are passed over by that alone.
        self.by_head: dict[str, list[tuple[int, TitleRule]]] = {}
        #: Rules for titles without a noun, by name.
        self.named: dict[str, TitleRule] = {}
        self.pairs = policy.pairs
        #: Nouns that say nothing of the line of work.
        self.general = frozenset(groups["@general"])
        self._heights = {answer: height for height, answer in enumerate(policy.answers)}
        anywhere: list[tuple[int, TitleRule]] = []
        for row in rows_of("rules"):
            decision = policy.decisions[row["decision"]]
            rule = TitleRule(
                id=row["id"],
                decision=decision,
                first=row["answer"],
                also=tuple(row["also"].split()),
                job_role=code_of(row["job role"]),
                because=row["because"],
                doubtful=row["doubtful"] == "yes",
                all=mask(row["all"]),
                any=mask(row["any"]),
                none=mask(row["none"]),
                own=mask(row["beside"]),
                not_own=mask(row["not beside"]),
                yields_to=frozenset(row["yields to"].split()),
                for_all=decision.for_all or row["for all"] == "yes",
            )
            nouns = row["noun"].split()
            if not nouns:
                self.named[rule.id] = rule
            elif nouns == [_ANY_NOUN]:
                anywhere.append((rule.needs, rule))
                for rules in self.by_head.values():
                    rules.append((rule.needs, rule))
            else:
                heads = chain.from_iterable(groups.get(name, (name,)) for name in nouns)
                for head in dict.fromkeys(heads):
                    self.by_head.setdefault(head, list(anywhere)).append((rule.needs, rule))
        self._anywhere = anywhere
        #: The last rule, which fits every job.
        self.last = anywhere[-1][1]

    def judge(self, job: Job) -> TitleRule:
        """The first rule that fits a job; the last rule fits every job."""
        everything, own = job.all, job.own
        for needs, rule in self.by_head.get(job.head, self._anywhere):
            # Each condition on its own line would read better, and take half as long again.
            if (
                everything & needs
                and everything & rule.all == rule.all
                and not everything & rule.none
                and not own & rule.not_own
                and (not rule.own or own & rule.own)
                and (not rule.any or everything & rule.any)
            ):
                return rule
        return self.last

    def decide(self, jobs: tuple[Job, ...], *, plural: bool) -> Outcome | None:
        """The answer for the jobs of a title, or ``None`` when it names none.

        Args:
            jobs: The jobs that the title names, in its order.
            plural: Whether it names several posts.
        """
        if not jobs:
            return None
        found = list(map(self.judge, jobs))
        if len(found) > 1:
            found = list(dict.fromkeys(found))
        if len(found) > 1:
            # Driving beside a job in care, or a registration beside a manager's, is no second job.
            firsts = {rule.first for rule in found}
            found = [rule for rule in found if not rule.gives_way(firsts)] or found
        if len(found) == 1:
            rule = found[0]
            return Outcome(rule.first, rule.also, rule.job_role, (rule,))
        for_all = next((rule for rule in found if rule.for_all and rule.first == OUT_OF_SCOPE), None)
        if for_all is not None:
            return Outcome(OUT_OF_SCOPE, for_all.also, for_all.job_role, (for_all,))
        roles = [rule for rule in found if rule.first != OUT_OF_SCOPE]
        outs = [rule for rule in found if rule.first == OUT_OF_SCOPE]
        if not roles:
            also = tuple(dict.fromkeys(answer for rule in outs for answer in rule.also))
            return Outcome(OUT_OF_SCOPE, also, _job_role_of(outs), tuple(outs))
        for pair in self.pairs:
            outcome = _paired(pair, sorted(roles, key=self._height, reverse=True), outs, found)
            if outcome is not None:
                return outcome
        roles.sort(key=lambda rule: self._place(rule, last=plural), reverse=not plural)
        return _ordered(roles, outs)

    def _height(self, rule: TitleRule) -> int:
        """How far up the Pathway the answer of a rule stands."""
        return self._heights[rule.first]

    def _place(self, rule: TitleRule, *, last: bool) -> tuple[int, bool]:
        """Its height among the jobs of an advert; an entry post stands beside care workers, never first."""
        entry = rule.first == NEW_TO_CARE
        return max(self._height(rule), self._heights[NEW_TO_CARE] + 1), entry == last


def _job_role_of(same: list[TitleRule]) -> int | None:
    """The job role of the jobs with the answer that comes first: of the one named first that has one."""
    own = (rule.job_role for rule in sorted(same, key=_added_duty) if rule.job_role is not None)
    return next(own, None)


def _added_duty(rule: TitleRule) -> bool:
    """Whether a job is a duty added to another job, as a champion's is."""
    return rule.decision.beside == "added duty"


def _paired(
    pair: Pair, roles: list[TitleRule], outs: list[TitleRule], found: list[TitleRule]
) -> Outcome | None:
    """The outcome of one line of the table of pairs, if it is about these jobs.

    Args:
        pair: The line.
        roles: The rules that give a role category, the highest first.
        outs: The others.
        found: All, in the order of the title.
    """
    highest = roles[0]
    out = next((rule for rule in outs if rule.decision.beside == pair.out), None)
    job = next((rule for rule in found if rule.first == pair.job and not rule.also), None)
    about_these = (
        (out is not None or not pair.out)
        and (not pair.roles or all(rule.decision.beside in pair.roles for rule in roles))
        and pair.highest in ("", highest.decision.beside)
        and pair.highest_answer in ("", highest.first)
        and (not pair.job or (job is not None and pair.job in highest.also))
    )
    chosen = {"out": out, "highest": highest, "job": job}[pair.answer]
    if not about_these or chosen is None:
        return None
    beside = [rule for rule in found if rule in roles] if pair.roles else [highest]
    named = {"first": beside[0].first, "highest": highest.first}
    named |= {answer: answer for answer in highest.also}
    also = tuple(named[name] for name in pair.also if name in named)
    return Outcome(chosen.first, also, chosen.job_role, (chosen, *beside))


def _ordered(roles: list[TitleRule], outs: list[TitleRule]) -> Outcome:
    """The outcome of several jobs: the first is answered first, unless another is certainly other work.

    Args:
        roles: The rules that give a role category, in order: the lower job first where an advert fills
            several posts, else the higher one.
        outs: The others.
    """
    certain = next((rule for rule in outs if not rule.also), None)
    if certain is not None and all(OUT_OF_SCOPE in rule.also for rule in roles):
        # "Team leader - reception": beside a job that may be anything, the one that is certain says what.
        may_be = dict.fromkeys(answer for rule in roles for answer in (rule.first, *rule.also))
        del may_be[OUT_OF_SCOPE]
        return Outcome(OUT_OF_SCOPE, tuple(may_be), certain.job_role, (certain, *roles))
    first = roles[0]
    others = [rule.first for rule in roles if rule.first != first.first]
    same = [rule for rule in roles if rule.first == first.first]
    also = [answer for answer in first.also if answer != OUT_OF_SCOPE]
    if not others and len(same) > 1:
        added = next(filter(_added_duty, same), None)
        shared = [answer for answer in also if all(answer in rule.also for rule in same)]
        also = list(added.also) if added else shared
    firm = [rule for rule in outs if rule.decision.doubt != "open" or not rule.also]
    answers = dict.fromkeys([*others, *also, *([OUT_OF_SCOPE] if firm else [])])
    return Outcome(first.first, tuple(answers), _job_role_of(same), tuple(roles + firm))


@cache
def rules() -> TitleRules:
    """The bundled rules."""
    return TitleRules(lexicon(), policy())
