"""JSON in and out: the strict converter, and rows for tables."""

from __future__ import annotations

import inspect
import json
import math
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway import model, rows, serialise
from care_pathway._record import Record
from care_pathway.model.pathway import all_records
from care_pathway.serialise import canonical, parse_json, structure, to_plain
from care_pathway.testing import records, texts
from tests.drawn import drawn, examples
from tests.each import each

#: The nouns of the Pathway and what the core answers; each other room tests the results of its own.
ROOMS = ("care_pathway.model", "care_pathway.overlay", "care_pathway.comparison")
RECORDS = [
    one
    for name in cp.__all__
    if inspect.isclass(one := getattr(cp, name))
    and issubclass(one, Record)
    and one is not cp.Pathway
    and one.__module__.startswith(ROOMS)
]
every_record = each("kind", RECORDS)

THEME = {"id": "t", "name": "Name", "provenance": {"basis": "editorial"}}


def problems(document: object, kind: Any) -> list[str]:
    """Paths and messages of everything wrong with a document."""
    with pytest.raises(cp.DataError) as caught:
        cp.loads(json.dumps(document), kind)
    clean(caught.value)
    return [f"{one.path}: {one.message}" for one in caught.value.problems]


def clean(error: cp.DataError) -> None:
    """Never a traceback from inside cattrs or json: nothing chained, nothing of theirs in the words."""
    assert error.__cause__ is None
    assert error.__context__ is None or error.__suppress_context__
    for word in ("cattrs", "Structuring", "Traceback", "ForbiddenExtraKeys", "hook"):
        assert word not in str(error)
    assert error.problems
    assert all(one.message and one.message[0].islower() for one in error.problems if one.message[0].isalpha())


# --- round trips -----------------------------------------------------------------------------------------


@every_record
def test_every_record_survives_a_round_trip_byte_for_byte(kind: Any) -> None:
    """Issue: `dumps`/`loads` byte-stable round trip for every record, with a `schema_version`."""
    for record in drawn(kind):
        text = cp.dumps(record)
        again = cp.loads(text, kind)
        assert again == record
        assert cp.dumps(again) == text
        assert cp.loads(text.encode(), kind) == record
        assert json.loads(text)["schema_version"] == serialise.SCHEMA_VERSION


@given(records(cp.Worker))
def test_what_is_written_is_canonical(worker: cp.Worker) -> None:
    """Sorted keys, in one line or an item a line, UTF-8 as it is; fields that hold their default left out."""
    text = cp.dumps(worker)
    document = json.loads(text)
    assert text == json.dumps(document, sort_keys=True, ensure_ascii=False)
    lines = json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    assert cp.dumps(worker, indent=1) == lines
    for field in attrs.fields(cp.Worker):
        if field.default is None and getattr(worker, field.name) is None:
            assert field.name not in document


@given(records(cp.Worker))
def test_not_known_stays_apart_from_known_to_be_none(worker: cp.Worker) -> None:
    """DESIGN: ``None`` is not known, ``()`` is known to be none; a round trip keeps them apart."""
    for name in ("qualifications", "training", "authorisations", "registrations", "confirmed"):
        for value in (None, ()):
            changed: dict[str, Any] = {name: value}
            one = attrs.evolve(worker, **changed)
            assert getattr(cp.loads(cp.dumps(one), cp.Worker), name) == value


def test_an_explicit_null_is_read_as_not_known() -> None:
    assert cp.loads('{"id": "w", "qualifications": null}', cp.Worker) == cp.Worker(id="w")


def test_a_requirement_is_read_as_its_kind() -> None:
    """A tagged union: the word in ``kind`` says which record it is."""
    plain = {
        "id": "r",
        "strength": "must",
        "text": "t",
        "provenance": {"basis": "seed"},
        "kind": "duty",
        "duty": "leads_shift",
    }
    expected = cp.DutyRequirement(
        id="r", strength="must", text="t", provenance=cp.Provenance(basis="seed"), duty="leads_shift"
    )
    assert cp.loads(json.dumps(plain), cp.Requirement) == expected
    assert cp.loads(json.dumps(plain), cp.DutyRequirement) == expected
    assert json.loads(cp.dumps(expected))["kind"] == "duty"


@each("kind", [None, 3, "", "duties", ["duty"]])
def test_a_requirement_of_no_known_kind_is_refused(kind: object) -> None:
    found = problems({"kind": kind, "id": "r"}, cp.Requirement)
    assert found == [
        f": expected a requirement whose kind is one of {', '.join(str(one) for one in cp.RequirementKind)}"
    ]


def test_a_requirement_under_another_kind_is_refused() -> None:
    plain = {"kind": "sign-off", "id": "r", "strength": "must", "text": "t", "provenance": {"basis": "seed"}}
    expected = [": expected a requirement whose kind is duty"]
    assert problems({**plain, "duty": "d"}, cp.DutyRequirement) == expected
    del plain["kind"]  # which the schema asks for too
    assert problems({**plain, "duty": "d"}, cp.DutyRequirement) == expected


# --- what cattrs would coerce and ours refuses -----------------------------------------------------------

PROVENANCE = {"basis": "seed"}
COERCIONS: dict[str, tuple[type[Record], dict[str, Any], str]] = {
    "number as text": (cp.Theme, {**THEME, "name": 1}, "name: expected text in quotes"),
    "flag as text": (cp.Theme, {**THEME, "name": True}, "name: expected text in quotes"),
    "list as text": (cp.Theme, {**THEME, "name": ["a"]}, "name: expected text in quotes"),
    "null as text": (cp.Theme, {**THEME, "name": None}, "name: expected text in quotes"),
    "text as flag": (
        cp.Theme,
        {**THEME, "further": "false"},
        "further: expected true or false without quotes",
    ),
    "number as flag": (cp.Theme, {**THEME, "further": 1}, "further: expected true or false without quotes"),
    "text as number": (
        cp.Course,
        {"id": "c", "title": "t", "seats": "12"},
        "seats: expected a whole number without quotes",
    ),
    "fraction as whole number": (
        cp.Course,
        {"id": "c", "title": "t", "seats": 12.0},
        "seats: expected a whole number without quotes",
    ),
    "flag as whole number": (
        cp.Course,
        {"id": "c", "title": "t", "seats": True},
        "seats: expected a whole number without quotes",
    ),
    "flag as amount": (
        cp.Course,
        {"id": "c", "title": "t", "cost": False},
        "cost: expected a number without quotes",
    ),
    "text as amount": (
        cp.Course,
        {"id": "c", "title": "t", "cost": "1.5"},
        "cost: expected a number without quotes",
    ),
    "text as list of letters": (
        cp.Course,
        {"id": "c", "title": "t", "outcomes": "abc"},
        "outcomes: expected a list",
    ),
    "object as list": (
        cp.Course,
        {"id": "c", "title": "t", "outcomes": {"a": 1}},
        "outcomes: expected a list",
    ),
    "null as list": (cp.Worker, {"id": "w", "evidence": None}, "evidence: expected a list"),
    "object as text": (
        cp.Course,
        {"id": "c", "title": "t", "outcomes": [{"a": 1}]},
        "outcomes[0]: expected text in quotes",
    ),
    "text as record": (
        cp.Theme,
        {**THEME, "provenance": "seed"},
        "provenance: expected an object with the fields of Provenance",
    ),
    "list as record": (
        cp.Theme,
        {**THEME, "provenance": [["basis", "seed"]]},
        "provenance: expected an object with the fields of Provenance",
    ),
    "word of another list": (
        cp.Theme,
        {**THEME, "provenance": {"basis": "rumour"}},
        "provenance.basis: expected one of published, seed, secondary, standard, editorial",
    ),
    "word in capitals": (
        cp.Theme,
        {**THEME, "provenance": {"basis": "SEED"}},
        "provenance.basis: expected one of published, seed, secondary, standard, editorial",
    ),
    "number as word": (
        cp.Theme,
        {**THEME, "provenance": {"basis": 1}},
        "provenance.basis: expected one of published, seed, secondary, standard, editorial",
    ),
    "id that is no id": (
        cp.Theme,
        {**THEME, "id": "Not An Id"},
        "id: expected a kebab-case id such as 'care-or-support-worker'",
    ),
    "number as id": (
        cp.Theme,
        {**THEME, "id": 5},
        "id: expected a kebab-case id such as 'care-or-support-worker'",
    ),
    "empty text": (cp.Theme, {**THEME, "name": "  "}, "name: expected text that is not empty"),
    "number below nought": (
        cp.Course,
        {"id": "c", "title": "t", "seats": -1},
        "seats: expected a whole number of 0 or more",
    ),
    "half a character": (
        cp.Theme,
        {**THEME, "name": "\ud83d"},
        "name: expected whole characters; half of one cannot be stored",
    ),
}


@each(("kind", "document", "expected"), COERCIONS.values())
def test_nothing_is_coerced(kind: Any, document: dict[str, Any], expected: str) -> None:
    """Issue: cattrs coerces by default; ours refuses all of these and says what is allowed."""
    assert problems(document, kind) == [expected]


@each(
    "day",
    [
        "01/02/2026",
        "2026-2-1",
        "2026-02-30",
        "20260201",
        "2026-W05-1",
        "2026-02-01T00:00",
        "",
        " 2026-02-01",
        0,
    ],
)
def test_days_are_iso_days(day: object) -> None:
    """Issue: dates that are not ISO are refused. A week date and a bare number are not meant either."""
    found = problems({"id": "w", "started_in_care": day}, cp.Worker)
    assert found == ["started_in_care: expected a day as 'YYYY-MM-DD'"]


def test_a_day_of_toml_is_a_day() -> None:
    worker = structure({"id": "w", "started_in_care": date(2026, 2, 1)}, cp.Worker)
    assert worker.started_in_care == date(2026, 2, 1)


def test_a_whole_number_is_a_number() -> None:
    assert cp.loads('{"id": "c", "title": "t", "cost": 12}', cp.Course).cost == 12


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_numbers_that_are_none_are_refused(number: str) -> None:
    with pytest.raises(cp.DataError, match=r"expected a finite number") as caught:
        cp.loads(f'{{"id": "c", "title": "t", "cost": {number}}}', cp.Course)
    clean(caught.value)


# --- documents that are wrong as a whole -------------------------------------------------------------------


def test_all_problems_of_a_document_come_at_once() -> None:
    """DESIGN: `DataError` with *all* problems of a document, each with path, value and what is allowed."""
    document = {
        "id": "W 1",
        "started_in_care": "yesterday",
        "colour": "blue",
        "evidence": [
            {"competency": "c", "state": "assessed"},
            {"competency": "NO", "state": "perhaps", "on": 3},
        ],
        "qualifications": [{"level": -1}],
        "context": {"manages_staff": "yes", "leads_shfit": True},
    }
    with pytest.raises(cp.DataError) as caught:
        cp.loads(json.dumps(document), cp.Worker)
    clean(caught.value)
    assert {(one.path, one.found) for one in caught.value.problems} == {
        ("started_in_care", "'yesterday'"),
        ("colour", None),
        ("evidence[1].competency", "'NO'"),
        ("evidence[1].state", "'perhaps'"),
        ("evidence[1].on", "3"),
        ("qualifications[0].name", None),
        ("qualifications[0].level", "-1"),
        ("context.manages_staff", "'yes'"),
        ("context.leads_shfit", None),
    }


def test_unknown_keys_are_refused_with_the_known_ones() -> None:
    assert problems({**THEME, "nmae": "x"}, cp.Theme) == [
        "nmae: unknown key; Theme has id, name, further, provenance"
    ]


def test_missing_fields_are_named() -> None:
    assert problems({}, cp.Theme) == [
        f"{name}: missing; this field is needed" for name in ("id", "name", "provenance")
    ]


@each("document", [None, 3, "text", [], [THEME], True])
def test_a_document_that_is_no_object_is_refused(document: object) -> None:
    assert problems(document, cp.Theme) == [": expected an object with the fields of Theme"]


@each(
    ("text", "message"),
    [
        (b"", "line 1 column 1: not JSON: expecting value"),
        (b'{"id": "t", "name": "Na', "line 1 column 21: not JSON: unterminated string"),
        (b'{"id": "t",\n "name": "N"', "line 2 column 13: not JSON: expecting ',' delimiter"),
        (b'{"id": "t"} {}', "line 1 column 13: not JSON: extra data"),
        (b"{'id': 't'}", "line 1 column 2: not JSON: expecting property name"),
        ("{'id': 'é'}".encode("latin-1"), "not UTF-8 at byte 8; save the file as UTF-8"),
        (b"\xff\xfe{\x00}\x00", "not UTF-8 at byte 0; save the file as UTF-8"),
        (b"\x00\x01\x02\x80junk", "not UTF-8 at byte 3; save the file as UTF-8"),
        (b'{"id": "t", "id": "u"}', "id: key named twice; name it once"),
        (b"[" * 100_000, "nested too deeply; nothing of ours is"),
        (b'{"a":' * 100 + b"1" + b"}" * 100, "nested too deeply; nothing of ours is"),
        (b'{"id": ' + b"9" * 5000 + b"}", "a number with more digits than anything of ours has"),
    ],
)
def test_broken_documents_say_where(text: bytes, message: str) -> None:
    """Truncated JSON, not UTF-8, keys twice, deep nesting: a clear `DataError`."""
    with pytest.raises(cp.DataError) as caught:
        cp.loads(text, cp.Theme)
    clean(caught.value)
    assert message in str(caught.value)
    assert len(str(caught.value)) < 300


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_clearly(content: bytes) -> None:
    """Whatever comes in, it is a record or a `DataError`; never an error of json or cattrs."""
    try:
        cp.loads(content, cp.Theme)
    except cp.DataError as error:
        clean(error)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=examples(100))
@given(
    st.sampled_from([cp.Theme, cp.Worker, cp.Competency, cp.Requirement, cp.RoleCategory, cp.Pathway]),
    json_values,
    st.data(),
)
def test_any_json_is_read_or_refused_clearly(kind: Any, value: object, data: st.DataObject) -> None:
    """The same for JSON of any shape, put under known names too."""
    names = [field.name for field in attrs.fields(kind)] + ["kind"]
    document = {data.draw(st.sampled_from(names)): value, data.draw(st.sampled_from(names)): value}
    for one in (value, document):
        try:
            structure(one, kind)
        except cp.DataError as error:
            clean(error)


@settings(max_examples=examples(60))
@given(records(cp.Worker), st.data())
def test_a_changed_document_is_refused_or_still_a_valid_record(
    worker: cp.Worker, data: st.DataObject
) -> None:
    """Change one value of a valid document: what is accepted says, written again, exactly what was read."""
    document = to_plain(worker)
    name = data.draw(st.sampled_from(sorted(document)))
    document[name] = data.draw(json_values)
    try:
        changed = structure(document, cp.Worker)
    except cp.DataError as error:
        clean(error)
        if any(not str(one.path).startswith(name) for one in error.problems):
            pytest.fail(f"a problem elsewhere than in {name}: {error}")
    else:
        plain = to_plain(changed)
        kept = {key: value for key, value in document.items() if key in plain}
        assert {key: plain[key] for key in kept} == kept
        assert all(
            getattr(changed, key) in (None, (), False, cp.WorkContext())
            for key in document.keys() - plain.keys()
        )


def test_a_document_of_a_hundred_megabytes_is_refused_before_it_is_parsed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Bad input: a 100 MB junk file is refused before it is parsed whole."""
    junk = b"[" * (100 * 1024 * 1024)

    def never(*_: object, **__: Any) -> None:
        raise AssertionError("parsed")

    monkeypatch.setattr(json, "loads", never)
    with pytest.raises(cp.DataError, match="larger than 96 MiB; nothing of ours is") as caught:
        cp.loads(junk, cp.Pathway)
    clean(caught.value)


@each("version", [0, 2, 999, "1", True, None, 1.0])
def test_a_document_of_a_version_we_cannot_read_is_refused(version: object) -> None:
    found = problems({**THEME, "schema_version": version}, cp.Theme)
    assert found == [
        "schema_version: expected a schema_version from 1 to 1; a newer care-pathway may read it"
    ]


def test_a_document_without_version_is_read() -> None:
    assert cp.loads(json.dumps(THEME), cp.Theme).id == "t"
    assert cp.loads(json.dumps({**THEME, "schema_version": 1}), cp.Theme).id == "t"
    assert cp.loads(b"\xef\xbb\xbf" + json.dumps(THEME).encode(), cp.Theme).id == "t"


def test_the_name_of_the_file_is_in_every_problem() -> None:
    with pytest.raises(cp.DataError) as caught:
        structure({"id": 3}, cp.Theme, file="ours.json")
    assert {one.file for one in caught.value.problems} == {"ours.json"}
    with pytest.raises(cp.DataError, match=r"ours\.json: line 1 column 2"):
        parse_json("{", file="ours.json")


@each("wrong", [int, dict, "Theme", None, 3])
def test_only_records_are_loaded(wrong: Any) -> None:
    with pytest.raises(cp.InvalidArgumentError, match="cls must be a record class of care_pathway"):
        cp.loads("3", wrong)


@pytest.mark.parametrize("wrong", [None, 3, ["{}"], {"id": "t"}])
def test_only_text_is_loaded(wrong: Any) -> None:
    with pytest.raises(cp.InvalidArgumentError, match="text must be JSON text"):
        cp.loads(wrong, cp.Theme)


@each("wrong", [None, 3, "text", {"id": "t"}, [3], (None,)])
def test_only_records_are_dumped(wrong: Any) -> None:
    with pytest.raises(cp.InvalidArgumentError, match="record must be a record of care_pathway"):
        cp.dumps(wrong)


def test_a_series_of_records_becomes_plain() -> None:
    workers = (cp.Worker(id="a"), cp.Worker(id="b"))
    assert to_plain(workers) == to_plain(list(workers)) == [{"id": "a"}, {"id": "b"}]
    with pytest.raises(ValueError, match="Out of range"):
        canonical(math.nan)


# --- rows ------------------------------------------------------------------------------------------------


@every_record
def test_every_record_gives_flat_rows(kind: Any) -> None:
    """Issue: `to_rows` for every record; values are text, numbers, flags or nothing."""
    for size in (1, 2, 3, len(drawn(kind))):
        several = list(drawn(kind)[-size:])
        rows = cp.to_rows(several)
        assert rows == cp.to_rows(tuple(several)) == cp.to_rows(one for one in several)
        assert len({tuple(row) for row in rows}) <= 1, "rows of a table have the same columns"
        for row in rows:
            assert all(isinstance(name, str) and not name.startswith("_") for name in row)
            assert all(value is None or isinstance(value, str | int | float) for value in row.values())


def test_rows_of_a_pathway_are_one_a_record(edition: cp.Pathway) -> None:
    rows = cp.to_rows(edition)
    records = all_records(edition)
    assert set(records) > {"edition", "adoption_steps", *model.COLLECTIONS}
    assert len(rows) == sum(map(len, records.values()))
    assert {row["pathway"] for row in rows} == {edition.ref}
    unread = {standard.id for standard in edition.standards if standard.title is None}
    assert all(row["text"] or row["id"] in unread for row in rows)
    assert all(row["basis"] for row in rows if row["collection"] != "sources")
    assert len({(row["collection"], row["id"]) for row in rows}) == len(rows)


def test_rows_of_values_can_be_read(pathway: cp.Pathway) -> None:
    row = cp.to_rows(pathway.value("respect"))[0]
    assert row["id"] == "respect"
    assert row["name"] == "Respect"
    assert row["statement_provenance_basis"] == "secondary"
    assert row["cues"] == "; ".join(pathway.value("respect").cues)


def test_rows_show_records_in_lists_by_their_ids_or_words(pathway: cp.Pathway) -> None:
    route = pathway.route("rt-csw-sol")
    row = cp.to_rows(route)[0]
    assert row["requirements"] == "; ".join(one.id for one in route.requirements)
    learning = pathway.learning_opportunity("l3-diploma-adult-care")
    assert "credits" in cp.to_rows(learning)[0]["facts"]


def test_rows_of_records_of_several_kinds_have_all_columns() -> None:
    rows = cp.to_rows([cp.Worker(id="w"), cp.Course(id="c", title="t")])
    assert rows[0].keys() == rows[1].keys()
    assert rows[0]["title"] is None


@given(st.frozensets(texts(), max_size=4))
def test_a_set_in_a_cell_is_sorted(words: frozenset[str]) -> None:
    """Nothing depends on the order of a set, which differs from run to run."""
    assert rows._cell(words) == "; ".join(sorted(words))


@each("wrong", [None, 3, "text", b"bytes", {"a": 1}, [3], ["text"]])
def test_only_records_give_rows(wrong: Any) -> None:
    with pytest.raises(cp.InvalidArgumentError, match="result must be a record or a sequence of records"):
        cp.to_rows(wrong)


# --- JSON Schema -----------------------------------------------------------------------------------------

Validate = Callable[[object], list[str]]


@cache
def _validator(kind: Any) -> Validate:
    from jsonschema import Draft202012Validator

    schema = cp.json_schema(kind)
    Draft202012Validator.check_schema(schema)
    checker = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return lambda document: [error.json_path for error in checker.iter_errors(document)]


@every_record
def test_the_schema_accepts_what_we_write(kind: Any) -> None:
    """Issue: `json_schema(cls)` (draft 2020-12) accepts what we write."""
    validate = _validator(kind)

    for record in drawn(kind):
        assert validate(json.loads(cp.dumps(record))) == []
        assert validate(to_plain(record)) == []


def test_the_schema_of_requirements_accepts_what_we_write(pathway: cp.Pathway) -> None:
    from jsonschema import Draft202012Validator

    check = Draft202012Validator(cp.json_schema(cp.Requirement)).validate
    for route in pathway.routes:
        for one in route.requirements:
            check(json.loads(cp.dumps(one)))


def test_the_schema_takes_no_line_break_in_an_id() -> None:
    from jsonschema import Draft202012Validator

    check = Draft202012Validator(cp.json_schema(cp.LocalTitle))
    plain = {"id": "acme:x", "title": "t", "role_category": "c", "provenance": {"basis": "editorial"}}
    assert check.is_valid(plain)
    assert not check.is_valid({**plain, "id": "acme:x\n"})


def test_the_schema_accepts_whole_pathways(edition: cp.Pathway) -> None:
    assert _validator(cp.Pathway)(json.loads(cp.dumps(edition))) == []


@every_record
def test_the_schema_refuses_what_loads_refuses(kind: Any) -> None:
    """Issue: `json_schema(cls)` refuses mutated documents (property test with `jsonschema`)."""
    validate = _validator(kind)

    @settings(max_examples=examples(15))
    @given(st.sampled_from(drawn(kind)), st.data())
    def check(record: Record, data: st.DataObject) -> None:
        document = to_plain(record)
        mutation = data.draw(st.sampled_from(["drop", "add", "swap"]))
        if mutation == "add" or not document:
            document["no_such_field"] = 1
        else:
            # A class that is itself one kind of requirement is read without the word too.
            name = data.draw(st.sampled_from(sorted(document.keys() - {"kind"})))
            if mutation == "drop":
                del document[name]
            else:
                document[name] = data.draw(json_values)
        accepted = validate(document) == []
        try:
            structure(document, kind)
        except cp.DataError:
            assert not accepted, document
        else:
            assert accepted, document

    check()


#: What JSON Schema cannot tell: it counts 12.0 as a whole number and knows no half characters.
BEYOND_SCHEMA = {"fraction as whole number", "half a character"}


@each("name", sorted(COERCIONS.keys() - BEYOND_SCHEMA))
def test_the_schema_refuses_every_coercion(name: str) -> None:
    kind: Any
    kind, document, _ = COERCIONS[name]
    assert _validator(kind)(document)


@pytest.mark.parametrize("wrong", [int, "Theme", None, dict])
def test_only_records_have_a_schema(wrong: Any) -> None:
    with pytest.raises(cp.InvalidArgumentError, match="cls must be a record class of care_pathway"):
        cp.json_schema(wrong)


def test_every_public_attrs_class_is_a_record_with_a_schema() -> None:
    """`json_schema` for every class, those of results and files included."""
    kinds = [kind for name in cp.__all__ if attrs.has(kind := getattr(cp, name))]
    assert len(kinds) > 50
    for kind in kinds:
        assert issubclass(kind, Record), kind
        assert cp.json_schema(kind)["$schema"], kind


def test_several_records_are_one_document() -> None:
    workers = [cp.Worker(id="w-1"), cp.Worker(id="w-2", job_title="Carer")]
    for several in (workers, tuple(workers)):
        text = cp.dumps(several)
        assert [one["schema_version"] for one in json.loads(text)] == [serialise.SCHEMA_VERSION] * 2
        assert cp.loads(text, list[cp.Worker]) == workers
        assert cp.loads(text, tuple[cp.Worker, ...]) == tuple(workers)
    with pytest.raises(cp.DataError) as caught:
        cp.loads('[{"id": "w-1"}, {"id": 2}, {}]', list[cp.Worker])
    assert [problem.path for problem in caught.value.problems] == ["[1].id", "[2].id"]
    with pytest.raises(cp.DataError, match="expected a list"):
        cp.loads("{}", list[cp.Worker])


def test_a_document_fits_on_one_line() -> None:
    text = cp.dumps(cp.Worker(id="w-1"))
    assert text == '{"id": "w-1", "schema_version": 1}'
    assert cp.loads(text, cp.Worker) == cp.Worker(id="w-1")
    assert cp.dumps(cp.Worker(id="w-1"), indent=4).count("\n    ") == 2


def test_a_schema_has_an_id_and_says_what_fields_are() -> None:
    schema = cp.json_schema(cp.Worker)
    assert schema["$id"] == "urn:care-pathway:schema:1:Worker"
    assert schema["properties"]["job_title"]["description"] == "Job title as the employer writes it."
    assert schema["$defs"]["Evidence"]["properties"]["state"]["description"] == "How well it is shown."
    assert "(?" not in cp.dumps(cp.Worker(id="w")) + json.dumps(schema), (
        "no lookahead: not every reader has it"
    )


def test_every_field_of_a_public_record_is_described() -> None:
    for name in cp.__all__:
        kind = getattr(cp, name)
        if inspect.isclass(kind) and issubclass(kind, Record) and kind is not cp.Requirement:
            for field, schema in cp.json_schema(kind)["properties"].items():
                if field != "schema_version" and not field.startswith("_"):
                    assert schema.get("description"), f"{name}.{field}"


def test_nothing_that_a_result_says_is_lost_in_its_row() -> None:
    """A candidate outside the Pathway stands in the row, and how sure each is."""
    worker = cp.Worker(id="w-1", job_title="Team leader")
    placement = cp.place(cp.load(), worker, on=date(2026, 1, 1))
    (row,) = cp.to_rows(placement)
    named = [one.role_category or "out-of-scope" for one in placement.candidates]
    assert row["candidates"] == "; ".join(named)
    assert "out-of-scope" in named
    assert row["candidates_confidence"] == "; ".join(str(one.confidence) for one in placement.candidates)
    assert all(one.reasons[0] in row["candidates_reasons"] for one in placement.candidates)
    course = cp.align_course(cp.load(), cp.Course(id="c-1", title="Dementia awareness"))
    (row,) = cp.to_rows(course)
    assert row["themes"].split("; ") == [theme.id for theme in course.themes]
    assert row["themes_confidence"].split("; ") == [str(theme.confidence) for theme in course.themes]
