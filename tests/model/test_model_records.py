"""Every record of the model: frozen, compared by value, copied and pickled, shown short and safely."""

from __future__ import annotations

import copy
import inspect
import pickle
import re
from datetime import date
from html.parser import HTMLParser
from itertools import product
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway import model
from care_pathway._record import Record
from care_pathway.testing import records, texts
from tests.drawn import drawn
from tests.each import each

RECORDS = sorted(
    (
        one
        for name in model.__all__
        if inspect.isclass(one := getattr(model, name)) and issubclass(one, Record) and one is not cp.Pathway
    ),
    key=lambda one: one.__name__,
)
concrete = each("kind", [one for one in RECORDS if one is not cp.Requirement])


class Table(HTMLParser):
    """Reads a table and notes what a screen reader needs."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        self.text += data


def check_table(html: str) -> Table:
    table = Table(html)
    assert table.open == [], "every tag is closed"
    names = [tag for tag, _ in table.tags]
    assert names[0] == "table"
    assert "caption" in names, "a table says what it is about"
    assert all(attributes.get("scope") in ("row", "col") for tag, attributes in table.tags if tag == "th")
    assert set(names) <= {"table", "caption", "thead", "tbody", "tr", "th", "td"}
    return table


def test_every_record_is_frozen_keyword_only_and_slotted() -> None:
    """DESIGN: frozen, keyword-only attrs records."""
    for kind in RECORDS:
        assert attrs.has(kind), kind
        assert all(field.kw_only for field in attrs.fields(kind)), kind
        assert "__slots__" in vars(kind), kind
        assert len(kind.__doc__ or "") > 20, kind


def test_no_record_has_a_mapping_in_a_field() -> None:
    """DESIGN: no dict or mapping proxy in a field; tuples and frozensets."""
    for kind in RECORDS:
        attrs.resolve_types(kind)
        for field in attrs.fields(kind):
            mutable = re.search(r"\b(dict|list|set|Mapping|Sequence|Any)\b", str(field.type))
            assert not mutable, f"{kind.__name__}.{field.name}"


def test_every_field_is_described() -> None:
    """A domain person can read what each field means."""
    for kind in RECORDS:
        described = "".join(base.__doc__ or "" for base in kind.__mro__ if base is not object)
        for field in attrs.fields(kind):
            said = re.search(rf"^ +{field.name}: \S", described, re.MULTILINE)
            assert said, f"{kind.__name__}.{field.name}"


@concrete
def test_records_compare_hash_copy_and_pickle_by_value(kind: Any) -> None:
    """DESIGN: records hash, compare, pickle, copy."""
    for record in drawn(kind):
        again = [
            copy.copy(record),
            copy.deepcopy(record),
            pickle.loads(pickle.dumps(record)),
            attrs.evolve(record),
        ]
        assert all(one == record and hash(one) == hash(record) for one in again)
        assert len({record, *again}) == 1
        assert record != object()
        assert record.__eq__(object()) is NotImplemented


@concrete
def test_nothing_can_be_changed_or_added(kind: Any) -> None:
    """Mutation raises."""
    for record in drawn(kind)[:2]:
        for field in attrs.fields(kind):
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                setattr(record, field.name, None)
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                delattr(record, field.name)
        with pytest.raises((attrs.exceptions.FrozenInstanceError, AttributeError)):
            record.something_else = 1


@concrete
def test_records_of_different_values_differ(kind: Any) -> None:
    """Compared by value: a change of any one field makes another record."""
    for one, other in product(drawn(kind), repeat=2):
        same = all(getattr(one, field.name) == getattr(other, field.name) for field in attrs.fields(kind))
        assert (one == other) is same


@concrete
def test_looks_are_short_and_safe(kind: Any) -> None:
    """Issue: short reprs, `_repr_html_` as accessible tables, escaped."""
    for record in drawn(kind):
        shown = repr(record)
        assert shown.startswith(f"{kind.__name__}(")
        assert "\n" not in shown
        assert len(shown) < 1500
        check_table(record._repr_html_())


def test_reprs_of_bundled_records_fit_on_a_line_or_two(edition: cp.Pathway) -> None:
    for collection in model.COLLECTIONS:
        for record in getattr(edition, collection):
            assert len(repr(record)) < 200


@given(texts(), st.sampled_from(["<script>alert(1)</script>", "<b>", "&", '"><img src=x onerror=y>']))
def test_text_is_escaped_in_html(text: str, danger: str) -> None:
    """What a person wrote is shown, never run."""
    html = cp.Worker(id="w", job_title=f"{danger}{text}")._repr_html_()
    table = check_table(html)
    assert danger in table.text


def test_html_of_nested_and_long_values_is_escaped() -> None:
    evil = "<i>x</i>"
    worker = cp.Worker(
        id=evil,
        qualifications=tuple(cp.HeldQualification(name=f"{evil}{number}") for number in range(20)),
        context=cp.WorkContext(manages_staff=True, leads_shift=False),
    )
    html = worker._repr_html_()
    assert evil not in html
    assert "and 8 more" in check_table(html).text
    context = check_table(worker.context._repr_html_())
    assert "yes" in context.text
    assert "no" in context.text


def test_html_of_a_pathway_counts_its_records(edition: cp.Pathway) -> None:
    table = check_table(edition._repr_html_())
    assert edition.ref in table.text
    assert str(len(edition.competencies)) in table.text


@given(records(cp.Worker))
def test_people_are_shown_by_reference_only(worker: cp.Worker) -> None:
    """A short repr of a person tells who, where and as what; nothing of what is on file."""
    shown = repr(worker)
    assert "evidence=" not in shown
    assert "qualifications=" not in shown


def test_a_repr_stops_in_time() -> None:
    """Short reprs, however many fields say something."""
    long = "x" * 200
    level = cp.LadderLevel(
        level=1,
        name=long,
        focus=(long,),
        mapping_note=long,
        provenance=cp.Provenance(basis="seed", source="seed-000", locator=long, why=long),
        mapping_provenance=cp.Provenance(basis="editorial", why=long),
    )
    assert len(repr(level)) < 400


def test_a_pickle_of_another_release_gets_the_defaults_of_new_fields() -> None:
    """Stability: a field that was added has its default, and one that went is left out."""
    record = cp.TrainingRecord(title="Fire safety", completed=date(2026, 1, 1), status="completed")
    restored, (kind, values) = record.__reduce__()
    older = {name: value for name, value in values.items() if name != "status"} | {"gone": 1}
    assert restored(kind, older) == attrs.evolve(record, status=None)
    assert restored(kind, values) == record
