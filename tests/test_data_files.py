"""The bundled files themselves: canonical, sorted, in the manifest, and small."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import care_pathway as cp
from care_pathway import _data
from care_pathway.model import COLLECTIONS
from care_pathway.model._selection import without_lost
from care_pathway.serialise import canonical
from tests.each import each

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))

import check_records
import check_tables
import update_manifest

DATA = Path(cp.__file__).parent / "data"
FILES = sorted(path for path in DATA.rglob("*") if path.is_file() and path.name != "manifest.json")
MANIFEST = _data.manifest()


def name_of(path: Path) -> str:
    return path.relative_to(DATA).as_posix()


def test_the_manifest_names_exactly_what_is_there() -> None:
    assert sorted(MANIFEST["files"]) == [name_of(path) for path in FILES]


def test_every_file_has_the_digest_and_size_of_the_manifest() -> None:
    for path in FILES:
        content = path.read_bytes()
        found = {"bytes": len(content), "sha256": sha256(content).hexdigest()}
        assert MANIFEST["files"][name_of(path)] == found, name_of(path)


def test_every_file_is_canonical_json() -> None:
    """Canonical JSON: sorted keys, one item a line, UTF-8, so that a change shows line by line."""
    for path in (path for path in FILES if path.suffix == ".json"):
        text = path.read_text("utf-8")
        assert text == canonical(json.loads(text)), name_of(path)
        assert "\r" not in text, name_of(path)
        assert not text.startswith("\ufeff"), name_of(path)


def test_a_table_is_read_as_it_is_but_for_remarks_and_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    text = b'# why\nid,   words\n\nfire, "safety, fire"\n# more\naid,\n'
    monkeypatch.setattr(_data, "read_bytes", lambda name: text)
    assert _data.read_csv("any.csv") == [
        {"id": "fire", "words": "safety, fire"},
        {"id": "aid", "words": ""},
    ]
    monkeypatch.setattr(_data, "read_bytes", lambda name: b"id,words\nfire\n")
    with pytest.raises(ValueError, match="zip"):
        _data.read_csv("any.csv")


@pytest.mark.parametrize("edition", ["2024-01", "2025-04"])
def test_the_counts_and_the_digest_of_an_edition_are_right(edition: str) -> None:
    about: dict[str, Any] = MANIFEST["editions"][edition]
    pathway = cp.load(edition)
    assert (about["digest"], about["revision"]) == (pathway.digest, pathway.revision)
    for name, count in about["counts"].items():
        assert len(records_of(edition, name)) == count == len(getattr(pathway, name))


def records_of(edition: str, collection: str) -> list[dict[str, Any]]:
    """The records of a collection that an edition has, read without the loader."""
    document = json.loads((DATA / "records" / f"{collection}.json").read_text("utf-8"))
    return [record for record in document if edition in record["editions"]]


def test_the_manifest_is_what_the_script_writes() -> None:
    script = Path(__file__).parent.parent / "scripts" / "update_manifest.py"
    subprocess.run([sys.executable, script, "--check"], check=True, capture_output=True)


PHRASES, TOPICS = "lexicons/courses/topic_phrases.csv", "lexicons/courses/topics.csv"
PEOPLE, RULES = "lexicons/courses/people_phrases.csv", "lexicons/titles/rules.csv"
SLIPS = [
    # Each in a row of its own: table, what stands there, what somebody writes, and what is said of it.
    (
        PHRASES,
        "\ndementia,",
        "\ndemenita,",
        "topic: expected what stands in .*topics.csv, topic; did you mean",
    ),
    (
        PHRASES,
        "\ndementia,",
        "\ndementia;",
        r"expected 3 cells \(topic, phrase, counts\).* \(found '2 cells'\)",
    ),
    (PHRASES, "(care|carer|", "care|carer|", "phrase: expected each bracket to have its partner"),
    (PHRASES, ",any trade", ",every trade", "counts: expected one of alone, any trade, never, weak"),
    (
        PEOPLE,
        "group,phrase",
        "group,phrases",
        "phrases: no line says what this column holds; expected group, ph",
    ),
    (
        TOPICS,
        "\nmakaton,communication",
        "\nmakaton,communicating",
        "themes: expected what stands in themes, id",
    ),
    (TOPICS, "\nprepare,", "\ninduction,", r"topic: given in line \d+ already"),
    (TOPICS, ",,item,", ",,,", "in a description: missing; expected one of item, alone, never"),
    ("renewals.csv", ",12,", ",a year,", r"months: expected a number \(found 'a year'\)"),
    ("funding/years.csv", "2025-04-01", "1 April 2025", "paid from: expected a day such as 2026-11-30"),
    (RULES, " @trades", " @trade", "'@' and what stands in .*groups.csv, group, or one of unknown, "),
    (
        "lexicons/titles/onward.csv",
        "physiotherapist, ",
        "physio, ",
        "of: expected what stands in .*rules.csv, id",
    ),
    (
        "lexicons/titles/steps.csv",
        "manages_staff",
        "manage_staff",
        "all: expected what stands in WorkContext, field",
    ),
    ("tables/adoption.csv", "Read what", "Read \udce9 what", "expected UTF-8; save the file so"),
]


def test_a_slip_in_a_table_is_named_with_its_place(tmp_path: Path) -> None:
    """File and line, what was found, what is allowed: never a bare error of Python from some way off."""
    assert check_tables.problems() == []
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    for table, stands, written, _ in SLIPS:
        text = (data / table).read_text("utf-8")
        assert stands in text
        (data / table).write_text(text.replace(stands, written, 1), "utf-8", "surrogateescape", newline="\n")
    found = "\n".join(map(str, check_tables.problems(data)))
    for table, _, _, said in SLIPS:
        assert re.search(rf"^{table}(, line \d+)?[,:] .*{said}", found, re.MULTILINE), (table, said, found)


def test_a_slip_in_a_record_is_named_with_its_file_and_record(tmp_path: Path) -> None:
    assert check_records.problems() == []
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    path = data / "records" / "competencies.json"
    records = json.loads(path.read_text("utf-8"))
    (at, item) = next((at, one) for at, one in enumerate(records) if one.get("stage"))
    for changed, said in (
        ({"theme": "no-such-theme"}, "theme: no record of themes has this id (found 'no-such-theme')"),
        ({"stage": "minimal"}, "stage: expected one of minimum, progression, additional (found 'minimal')"),
        ({"stge": "minimum"}, "stge: unknown key; Competency has id, kind, "),
    ):
        path.write_text(json.dumps([*records[:at], item | changed, *records[at + 1 :]]), "utf-8")
        (problem,) = check_records.problems(data)
        assert f"{problem}".startswith(f"records/competencies.json, {item['id']}: {said}")
    path.write_text('[\n{"id": 1,,}\n]', "utf-8")
    (problem,) = check_records.problems(data)
    assert f"{problem}".startswith("records/competencies.json, line 2: this is no JSON: ")


def test_no_manifest_is_written_for_a_table_with_a_slip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    for module in (check_tables, check_records, update_manifest):
        monkeypatch.setattr(module, "DATA", data)
    monkeypatch.setattr(update_manifest, "MANIFEST", data / "manifest.json")
    monkeypatch.setattr(sys, "argv", ["update_manifest.py"])
    before = (data / "manifest.json").read_bytes()
    (data / PHRASES).write_text((data / PHRASES).read_text("utf-8") + "no-such-topic,a phrase,\n", "utf-8")
    assert update_manifest.main() == 1
    assert (data / "manifest.json").read_bytes() == before
    assert "(found 'no-such-topic')" in capsys.readouterr().out
    (data / PHRASES).write_bytes((DATA / PHRASES).read_bytes() + b"dementia,the great forgetting,\n")
    assert update_manifest.main() == 0
    assert (data / "manifest.json").read_bytes() != before


@each("collection", COLLECTIONS)
def test_a_record_stands_in_the_files_once_with_its_editions(collection: str) -> None:
    path = DATA / "records" / f"{collection}.json"
    if not path.exists():
        return  # of an overlay only
    document = json.loads(path.read_text("utf-8"))
    ids = [record["id"] for record in document]
    assert len(set(ids)) == len(ids)
    editions = [edition.id for edition in cp.editions()]
    for record in document:
        assert record["editions"] == [one for one in editions if one in record["editions"]] != [], record[
            "id"
        ]
        by_edition = record.get("by_edition", {})
        assert set(by_edition) <= set(record["editions"])
        for fields in by_edition.values():
            assert set(fields).isdisjoint(record), f"{record['id']} says it for one edition and for all"


def test_the_latest_edition_has_every_record_as_it_stands() -> None:
    """Only earlier editions are cut to what they have; so nothing that the latest says can be lost unseen."""
    pathway = cp.load()
    known: dict[str, set[str]] = {name: {one.id for one in getattr(pathway, name)} for name in COLLECTIONS}
    known["themes"] |= known["further_themes"]
    known["topics"] = set(pathway.practice_area_topics)
    for name in COLLECTIONS:
        for record in getattr(pathway, name):
            assert without_lost(record, known) == record, record.id


def test_an_earlier_edition_names_only_what_it_has() -> None:
    first, latest = cp.load("2024-01"), cp.load("2025-04")
    behaviour = first.competency("beh-core-1")
    roles = {one.id for one in first.role_categories}
    assert set(behaviour.role_categories) == set(latest.competency("beh-core-1").role_categories) & roles
    assert {one.role_category for one in behaviour.evidence} <= roles
    assert first.role_category("new-to-care").letter == "A"
    assert latest.role_category("new-to-care").letter is None
    assert first.role_category("new-to-care").typical_duration is None
    assert {line.edition for line in first.role_category("practice-leader").summary} == {"2024-01"}


def test_the_data_is_small() -> None:
    """Wheel under 1 MB: the data packs to well below that."""
    import zlib

    assert sum(len(zlib.compress(path.read_bytes())) for path in FILES) < 700_000


@pytest.mark.parametrize("table", ["headings", "words", "personal"])
def test_no_choice_of_a_heading_or_word_stands_in_another(table: str) -> None:
    """Rule: what is written so is read as other words than those that are meant."""
    rows = _data.read_csv(f"tables/{table}.csv")
    nested = re.compile(r"\([^)]*[\[(]|\[[^\]]*[\[(]")
    assert not [cell for row in rows for cell in row.values() if cell and nested.search(cell)]
