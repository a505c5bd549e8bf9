"""Job titles to role categories: one title, or a whole column judged once for each distinct title."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from care_pathway.model.pathway import Pathway
from care_pathway.model.work_context import WorkContext
from care_pathway.titles.context import weigh
from care_pathway.titles.judge import Judge, judge_of
from care_pathway.titles.records import TitleMatch

_NO_CONTEXT = WorkContext()


def normalise_title(
    pathway: Pathway,
    title: str | None,
    *,
    context: WorkContext | None = None,
    ascwds_job_role: int | None = None,
) -> TitleMatch:
    """Which role category a job title points to, how surely, and why.

    A title is evidence, never proof: the duties decide. Give them as `context` and they override the words.
    Nothing is forced: a title that may mean several things comes back with its candidates in order.

    Args:
        pathway: The edition to answer with.
        title: The title as sent. ``None`` or a number is a title that says nothing.
        context: Duties and circumstances of the person.
        ascwds_job_role: Upload code of the ASC-WDS main job role, as further evidence.

    Raises:
        TypeError: If the title is bytes; decode them first.

    Example:
        >>> import care_pathway as cp
        >>> pathway = cp.load("2025-04")
        >>> match = cp.normalise_title(pathway, "Dep. Mgr - Nursing Home (37.5 hrs)")
        >>> match.role_category, match.qualifiers.setting
        ('deputy-manager', ('nursing-home',))
        >>> duties = cp.WorkContext(manages_staff=True, deputises_for_manager=True)
        >>> cp.normalise_title(pathway, "senior care co-ordinator", context=duties).role_category
        'deputy-manager'
    """
    return _match(judge_of(pathway), pathway.ref, _text(title), context, ascwds_job_role)


def normalise_titles(
    pathway: Pathway,
    titles: Iterable[str | None],
    *,
    context: WorkContext | None = None,
    contexts: Sequence[WorkContext | None] | None = None,
) -> tuple[TitleMatch, ...]:
    """The same as `normalise_title` for many titles; each distinct one is judged once.

    Args:
        pathway: The edition to answer with.
        titles: The titles, in any order and with repeats.
        context: Duties that hold for all of them.
        contexts: Duties of each, in the order of the titles.

    Raises:
        TypeError: If a title is bytes, or both `context` and `contexts` are given.
        ValueError: If there are not as many contexts as titles.

    Example:
        >>> import care_pathway as cp
        >>> matches = cp.normalise_titles(cp.load(), ["Carer", "Team Leader - Care", "Carer"])
        >>> [match.role_category for match in matches]
        ['care-or-support-worker', 'supervisor-or-leader', 'care-or-support-worker']
    """
    judge = judge_of(pathway)
    ref = pathway.ref
    if contexts is not None:
        if context is not None:
            raise TypeError("give either context, for all titles, or contexts, one for each")
        rows = list(titles)
        if len(rows) != len(contexts):
            raise ValueError(
                f"expected one context for each title: {len(rows)} titles, {len(contexts)} contexts"
            )
        seen: dict[tuple[str, WorkContext | None], TitleMatch] = {}
        result = []
        for title, own in zip(rows, contexts, strict=True):
            key = (_text(title), own)
            match = seen.get(key)
            if match is None:
                match = seen[key] = _match(judge, ref, key[0], own, None)
            result.append(match)
        return tuple(result)
    every: Sequence[str | None] = titles if isinstance(titles, list | tuple) else list(titles)
    distinct = {title: _match(judge, ref, _text(title), context, None) for title in dict.fromkeys(every)}
    return tuple(map(distinct.__getitem__, every))


def _text(title: object) -> str:
    """The text of a title; what is not text says nothing."""
    if isinstance(title, str):
        return title
    if title is None or isinstance(title, int | float):
        return ""
    if isinstance(title, bytes | bytearray | memoryview):
        raise TypeError("a title must be text, not bytes; decode it first, for example title.decode('utf-8')")
    raise TypeError(f"a title must be text or None, not {type(title).__name__}")


def _match(
    judge: Judge, ref: str, title: str, context: WorkContext | None, job_role: int | None
) -> TitleMatch:
    found = judge.cleaner.clean(title)
    answer, reasons, qualifiers = judge.settled[found]
    duties_job_role = None
    if (context is not None and context != _NO_CONTEXT) or job_role is not None:
        weighed, duties_job_role = weigh(judge, answer, context or _NO_CONTEXT, job_role)
        reasons = (*weighed.reasons, *reasons[len(answer.reasons) :])
        answer = weighed
    return TitleMatch(
        title=title,
        cleaned=found[0],
        status=answer.status,
        role_category=answer.role_category,
        candidates=answer.candidates,
        ascwds_job_role=answer.job_role,
        duties_job_role=duties_job_role,
        qualifiers=qualifiers,
        reasons=reasons,
        pathway=ref,
    )
