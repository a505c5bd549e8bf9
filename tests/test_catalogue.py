"""Loading editions: offline, immutable, the same object each time, from a folder and from a zip."""

from __future__ import annotations

import copy
import json
import multiprocessing
import os
import pickle
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any, get_type_hints

import attrs
import cattrs
import pytest

import care_pathway as cp
from care_pathway import _data, catalogue, model
from care_pathway.model import COLLECTIONS
from care_pathway.serialise import canonical, structure
from tests.each import each

PACKAGE = Path(cp.__file__).parent
DATA = PACKAGE / "data"


def _document(edition: str) -> dict[str, Any]:
    """An edition as one plain document, read without the loader."""
    about = _data.manifest()["editions"][edition]
    (itself,) = [one for one in read(DATA / "editions.json") if one["id"] == edition]
    files = {path.stem: read(path) for path in (DATA / "records").glob("*.json")}
    for name, document in files.items():
        if name != "adoption":
            kind = getattr(model, attrs.fields_dict(cp.Pathway)[name].metadata["records"])
            files[name] = [record for record in document if edition in record["editions"]]
            for record in files[name]:
                record.update(record.pop("by_edition", {}).get(edition, {}))
                if "editions" not in attrs.fields_dict(kind):
                    del record["editions"]
    return {"revision": itself.pop("revision"), "digest": about["digest"], "edition": itself, **files}


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


@pytest.fixture
def _not_loaded_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a fresh process, and put back afterwards."""
    monkeypatch.setattr(catalogue, "_loaded", {})


def test_editions_are_told_oldest_first() -> None:
    first, second = cp.editions()
    assert (first.id, first.published) == ("2024-01", date(2024, 1, 10))
    assert (second.id, second.published) == ("2025-04", date(2025, 4, 9))
    assert len(first.role_categories) == 4
    assert len(second.role_categories) == 8
    assert second.role_categories[:4] == (
        "new-to-care",
        "care-or-support-worker",
        "enhanced-care-worker",
        "personal-assistant",
    )


def test_latest_is_the_default_and_has_its_own_name() -> None:
    assert cp.load() is cp.load("latest") is cp.load("2025-04")


def test_loading_twice_gives_the_same_object() -> None:
    """DESIGN: cached, offline, immutable."""
    assert cp.load("2024-01") is cp.load("2024-01")


@pytest.mark.usefixtures("_not_loaded_yet")
def test_editions_differ_and_are_equal_on_reload(edition: cp.Pathway) -> None:
    """Must hold: different, equal-on-reload, hashable, picklable, deep-copyable values."""
    again = cp.load(edition.edition.id)
    assert again is not edition
    assert again == edition
    assert hash(again) == hash(edition)
    for one in (pickle.loads(pickle.dumps(edition)), copy.copy(edition), copy.deepcopy(edition)):
        assert one == edition
        assert hash(one) == hash(edition)
        assert one.role_category("new-to-care") == edition.role_category("new-to-care")
    assert cp.load("2024-01") != cp.load("2025-04")
    assert edition != object()


def test_a_used_pathway_pickles_too(pathway: cp.Pathway) -> None:
    """Indexes are cached properties; a pathway that has been looked into is still the same value."""
    pathway.expectations("registered-manager")
    again = pickle.loads(pickle.dumps(pathway))
    assert again == pathway
    assert again.expectations("registered-manager") == pathway.expectations("registered-manager")


def test_a_bundled_pathway_is_pickled_by_name(edition: cp.Pathway) -> None:
    """Edition and digest go from process to process, and the records are loaded there, once."""
    edition.expectations("new-to-care")
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        text = pickle.dumps(edition, protocol)
        assert len(text) < 300
        assert pickle.loads(text) is edition
    assert copy.copy(edition) is edition is copy.deepcopy(edition)
    assert pickle.loads(pickle.dumps([edition, edition]))[1] is edition


def test_a_worker_process_loads_it_once(pathway: cp.Pathway) -> None:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        first, second = (pool.submit(_known_as, pathway).result() for _ in range(2))
    assert first == second
    assert first[:2] == (pathway.ref, len(pathway.competencies))


def _known_as(pathway: cp.Pathway) -> tuple[str, int, int, bool]:
    return pathway.ref, len(pathway.competencies), id(pathway), pathway is cp.load(pathway.edition.id)


def test_any_other_pathway_is_pickled_whole(pathway: cp.Pathway) -> None:
    course = cp.Course(id="acme:induction", title="Induction")
    for other in (
        cp.with_overlay(pathway, cp.Overlay(namespace="acme", courses=[course])),
        pathway.only(basis="published"),
        attrs.evolve(pathway, revision=7),
    ):
        for again in (pickle.loads(pickle.dumps(other)), copy.copy(other), copy.deepcopy(other)):
            assert again == other
            assert again is not other
            assert again.ref == other.ref
            assert again.role_category("new-to-care") == other.role_category("new-to-care")


@pytest.mark.usefixtures("_not_loaded_yet")
def test_a_pickle_of_another_revision_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer is ever given with other records than those that the pickle names."""
    text = pickle.dumps(cp.load("2025-04"))
    changed = attrs.evolve(cp.load("2025-04"), revision=9, digest="0" * 64)
    monkeypatch.setitem(catalogue._loaded, "2025-04", changed)
    with pytest.raises(cp.DataError, match="this package has revision 9 "):
        pickle.loads(text)
    first = cp.editions()[:1]
    monkeypatch.setattr(catalogue, "_editions", lambda: first)
    with pytest.raises(cp.EditionNotFoundError, match="unknown edition '2025-04'"):
        pickle.loads(text)


def test_a_converter_of_ones_own_can_read_a_pathway(pathway: cp.Pathway) -> None:
    """Other libraries evaluate the annotations, of kinds that are imported late too."""
    plain = cattrs.unstructure(pathway)
    assert plain["themes"][0]["id"] == pathway.themes[0].id
    assert get_type_hints(cp.Pathway)["edition"] is cp.Edition


def test_mutation_raises(edition: cp.Pathway) -> None:
    for field in attrs.fields(cp.Pathway):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(edition, field.name, ())
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        edition.values[0].name = "Other"  # type: ignore[misc]


@each("wrong", ["2023-01", "", "2025-4", "2025-04 ", None, 2025, ["2025-04"]])
def test_an_edition_that_is_not_bundled_is_refused_by_name(wrong: object) -> None:
    with pytest.raises(cp.EditionNotFoundError, match="bundled editions are 2024-01, 2025-04"):
        cp.load(wrong)  # type: ignore[arg-type]


@pytest.mark.usefixtures("_not_loaded_yet")
def test_loading_is_safe_from_threads() -> None:
    """Thread-safe by immutability: however many ask at once, all get the same value."""
    barrier = threading.Barrier(8)
    found: list[cp.Pathway] = []
    routes: list[tuple[cp.ProgressionRoute, ...]] = []

    def ask() -> None:
        barrier.wait()
        pathway = cp.load("2025-04")
        pathway.expectations("practice-leader")
        found.append(pathway)
        routes.append(pathway.routes)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all(one is found[0] for one in found)
    assert all(one is routes[0] for one in routes)


def test_the_light_reader_agrees_with_the_strict_converter(pathway: cp.Pathway) -> None:
    """The manifest has proved the bundled data, so load skips the converter; both give the same records."""
    assert structure(_document("2025-04"), cp.Pathway) == pathway


@pytest.mark.usefixtures("_not_loaded_yet")
def test_a_collection_is_read_when_it_is_first_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Light: what nobody looks at is proved, and not made into records."""
    read: list[str] = []
    loads = json.loads

    def noted(content: bytes) -> object:
        read.append(str(content[:40]))
        return loads(content)

    pathway = cp.load("2025-04")
    monkeypatch.setattr(json, "loads", noted)
    assert pathway.ref.startswith("2025-04/r")
    assert read == []
    pathway.role_category("new-to-care")
    pathway.role_category("registered-manager")
    assert pathway.role_categories is pathway.role_categories
    assert len(read) == 1
    assert pathway.courses == () == pathway.local_titles  # what no file fills has its default
    assert len(read) == 1


@pytest.mark.usefixtures("_not_loaded_yet")
def test_an_interrupted_look_can_be_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    pathway = cp.load("2025-04")
    with monkeypatch.context() as patch:
        patch.setattr(json, "loads", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            pathway.values  # noqa: B018
    assert len(pathway.values) == 7


@pytest.mark.usefixtures("_not_loaded_yet")
def test_a_pathway_has_no_other_names(edition: cp.Pathway) -> None:
    for one in (cp.load(edition.edition.id), pickle.loads(pickle.dumps(edition))):
        assert not hasattr(one, "role_categorys")
        with pytest.raises(AttributeError, match="'Pathway' object has no attribute 'care_worker'"):
            one.care_worker  # type: ignore[union-attr]  # noqa: B018


VALUES = "records/values.json"
RULES = "lexicons/titles/rules.csv"
DAMAGES: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "a record reworded": (
        VALUES,
        lambda text: text.replace(b"Respect", b"Respekt"),
        "differs from the manifest",
    ),
    "a file cut short": (VALUES, lambda text: text[:100], "differs from the manifest"),
    "a rule cut short": (RULES, lambda text: text[:100], "differs from the manifest"),
    "the manifest cut short": ("manifest.json", lambda text: text[:1000], "is not the one"),
    "a manifest of nothing": ("manifest.json", lambda _: b"{}", "is not the one"),
    "a manifest of another kind": ("manifest.json", lambda _: b"[]", "is not the one"),
    "a manifest that is no text": ("manifest.json", lambda _: b"\xff\xfe", "is not the one"),
    "a manifest without a file": (
        "manifest.json",
        lambda text: text.replace(b"records/competencies.json", b"records/competences.json"),
        "is not the one",
    ),
}


@pytest.fixture
def installation(tmp_path: Path) -> Path:
    """A copy of the package that can be damaged."""
    return Path(shutil.copytree(PACKAGE, tmp_path / "care_pathway")) / "data"


def _first_title(installation: Path) -> str:
    """What a fresh process says to a job title."""
    program = """
import care_pathway as cp
try:
    print(cp.normalise_title(cp.load("2025-04"), "Carer").role_category, len(cp.load().values))
except cp.DataError as error:
    print(error)
"""
    environment = {**os.environ, "PYTHONPATH": str(installation.parent.parent)}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.parametrize("case", DAMAGES)
def test_a_damaged_installation_says_so(case: str, installation: Path) -> None:
    """Broken data files of every kind: a clear `DataError`, never a traceback from inside json."""
    name, damage, message = DAMAGES[case]
    file = installation / name
    before = file.read_bytes()
    file.write_bytes(damage(before))
    assert file.read_bytes() != before
    said = _first_title(installation)
    assert f"{name}: {message}" in said
    assert "install care-pathway again" in said


@pytest.mark.parametrize("name", [VALUES, RULES, "manifest.json"])
def test_a_missing_file_says_so(name: str, installation: Path) -> None:
    assert _first_title(installation) == "care-or-support-worker 7\n"
    (installation / name).unlink()
    assert f"{name}: is missing; the installation is damaged" in _first_title(installation)


def test_the_data_door_gives_fresh_copies() -> None:
    one = _data.read_json(VALUES)
    one[0]["name"] = "changed"
    assert _data.read_json(VALUES)[0]["name"] != "changed"
    one = _data.manifest()
    one["editions"].clear()
    assert _data.manifest()["editions"]
    with pytest.raises(cp.DataError, match="is missing"):
        _data.read_bytes("no/such/file.json")


def test_it_works_from_a_zip(tmp_path: Path) -> None:
    """Works from a zip (zipimport)."""
    archive = tmp_path / "care_pathway.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        for path in PACKAGE.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                zipped.write(path, Path("care_pathway") / path.relative_to(PACKAGE))
    program = (
        "import care_pathway as cp; assert '.zip' in cp.__file__, cp.__file__; "
        "p = cp.load('2024-01'); "
        "print(p.ref, p.role_category('new-to-care').letter, len(cp.load().competencies))"
    )
    environment = {**os.environ, "PYTHONPATH": str(archive)}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [cp.load("2024-01").ref, "A", "406"]


def test_a_whole_pathway_survives_a_round_trip_byte_for_byte(edition: cp.Pathway) -> None:
    text = cp.dumps(edition)
    again = cp.loads(text, cp.Pathway)
    assert again == edition
    assert cp.dumps(again) == text


def test_a_dumped_pathway_is_the_bundled_files_side_by_side(pathway: cp.Pathway) -> None:
    """What we ship is what `dumps` writes, so people can review it line by line."""
    shipped, dumped = _document("2025-04"), json.loads(cp.dumps(pathway))
    for name in COLLECTIONS:
        assert canonical(dumped.get(name, [])) == canonical(shipped.get(name, [])), name
