"""What follows from a pathway lives on that pathway: made once, and freed with it."""

from __future__ import annotations

import ast
import copy
import gc
import pickle
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

import care_pathway as cp
from tests.sources import that_name, tree_of

SOURCE = Path(cp.__file__).parent
ON = date(2026, 3, 1)
WORKER = cp.Worker(id="w-1", role_category="care-or-support-worker", qualifications=(), training=())


def employer(number: int) -> cp.Pathway:
    """The edition with the job title of one employer."""
    course = cp.Course(id=f"employer-{number}:induction", title="Our induction")
    return cp.with_overlay(cp.load(), cp.Overlay(namespace=f"employer-{number}", courses=[course]))


def four_questions(pathway: cp.Pathway) -> None:
    """What a rostering system asks for one person."""
    cp.normalise_title(pathway, "Senior Care Assistant")
    cp.skill_gap(pathway, WORKER, target=None, on=ON)
    cp.check_eligibility(pathway, WORKER, target="supervisor-or-leader", on=ON)
    cp.align_course(pathway, cp.Course(id="c-1", title="Medication awareness, level 2"))


class Counted:
    """Something that follows from a pathway."""

    made = 0

    def __init__(self, pathway: cp.Pathway) -> None:
        type(self).made += 1
        self.pathway = pathway


def test_it_is_made_once() -> None:
    pathway = employer(1)
    before = Counted.made
    assert pathway.derived(Counted) is pathway.derived(Counted)
    assert Counted.made == before + 1
    assert employer(1).derived(Counted) is not pathway.derived(Counted)


def test_a_result_of_none_is_made_once_too() -> None:
    asked: list[cp.Pathway] = []
    pathway = employer(1)

    def nothing(pathway: cp.Pathway) -> None:
        asked.append(pathway)

    for _ in range(3):
        pathway.derived(nothing)
    assert len(asked) == 1


def test_threads_get_the_same_object() -> None:
    pathway, together = employer(1), Barrier(4)

    def slow(pathway: cp.Pathway) -> object:
        together.wait(timeout=30)  # all four are inside before the first one is kept
        return object()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: pathway.derived(slow), range(4)))
    assert len(set(map(id, found))) == 1
    assert pathway.derived(slow) is found[0]


def test_an_error_is_raised_each_time_and_nothing_is_kept() -> None:
    pathway = employer(1)

    def fails(pathway: cp.Pathway) -> object:
        raise LookupError("no such thing")

    for _ in range(2):
        with pytest.raises(LookupError, match="no such thing"):
            pathway.derived(fails)


def test_it_is_neither_compared_nor_hashed_nor_pickled_nor_copied() -> None:
    pathway, other = employer(1), employer(1)
    plain = pickle.dumps(pathway)
    four_questions(pathway)
    pathway.derived(Counted)
    assert pathway == other
    assert hash(pathway) == hash(other)
    assert len(pickle.dumps(pathway)) == len(plain)
    for twin in (pickle.loads(plain), copy.copy(pathway), copy.deepcopy(pathway)):
        assert twin == pathway
        assert twin.derived(Counted).pathway is twin


def test_it_is_freed_with_the_pathway() -> None:
    """No question leaves anything behind that keeps a pathway alive."""
    pathway = employer(1)
    four_questions(pathway)
    cp.succession(pathway, [WORKER], target="supervisor-or-leader", on=ON)
    cp.career_plan(pathway, WORKER, on=ON)
    cp.place(pathway, WORKER, on=ON)
    cp.recommend_learning(pathway, cp.skill_gap(pathway, WORKER, target=None, on=ON))
    held, kept = weakref.ref(pathway.derived(Counted)), weakref.ref(pathway)
    del pathway
    gc.collect()
    assert held() is None
    assert kept() is None


def test_many_pathways_in_turn_are_each_prepared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty overlays asked in turn: the second round makes nothing that the first made."""
    made: list[tuple[str, Any]] = []
    derived = cp.Pathway.derived

    def counted(self: cp.Pathway, make: Callable[[cp.Pathway], Any]) -> Any:
        if make not in self._derived:
            made.append((self.ref, make))
        return derived(self, make)

    monkeypatch.setattr(cp.Pathway, "derived", counted)
    pathways = [employer(number) for number in range(20)]
    for pathway in pathways:
        four_questions(pathway)
    first_round = len(made)
    assert first_round == len(set(made)) > 20 * 5
    for pathway in pathways:
        four_questions(pathway)
    assert len(made) == first_round


def test_no_cache_is_keyed_by_a_pathway() -> None:
    """What follows from a pathway is kept by `Pathway.derived`, never in a table of the process."""
    found = []
    for path in that_name(SOURCE, "cache"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef) and any(
                "cache" in ast.unparse(one) and "cached_property" not in ast.unparse(one)
                for one in node.decorator_list
            ):
                taken = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                words = " ".join(ast.unparse(one.annotation) for one in taken if one.annotation)
                if "Pathway" in words:
                    found.append(f"{path.relative_to(SOURCE)}:{node.lineno} {node.name}")
    assert found == []
