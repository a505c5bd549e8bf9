"""Records as fields of pydantic models, and as bodies and answers of FastAPI."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from typing import Annotated, Any

import pytest
from fastapi import Body, FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel, TypeAdapter, ValidationError

import care_pathway as cp
from tests.each import each

ON = date(2026, 3, 1)
WORKER = cp.Worker(id="w-1", training=(cp.TrainingRecord(title="Fire safety", completed=date(2025, 1, 1)),))

app = FastAPI()


@app.post("/gap")
def gap_of(worker: Annotated[cp.Worker, Body()]) -> cp.SkillGap:
    return cp.skill_gap(cp.load(), worker, target="new-to-care", on=ON)


@app.post("/titles")
def titles_of(workers: list[cp.Worker]) -> list[cp.TitleMatch]:
    return list(cp.normalise_titles(cp.load(), [worker.job_title for worker in workers]))


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(app)


def test_a_record_is_a_body_and_a_result_an_answer(client: TestClient) -> None:
    answer = client.post("/gap", json=cp.to_plain(WORKER))
    assert answer.status_code == 200
    assert answer.json() == cp.to_plain(gap_of(WORKER))
    assert cp.loads(answer.text, cp.SkillGap) == gap_of(WORKER)
    several = client.post("/titles", json=[{"id": "w", "job_title": "Care assistant"}])
    assert [match["role_category"] for match in several.json()] == ["care-or-support-worker"]


def test_every_problem_of_a_body_is_named_with_its_place(client: TestClient) -> None:
    body = {"id": "w", "aspiration": "rest", "training": [{"title": "Fire", "completed": "yesterday"}]}
    answer = client.post("/gap", json=body)
    assert answer.status_code == 422
    assert {tuple(problem["loc"]) for problem in answer.json()["detail"]} == {
        ("body", "aspiration"),
        ("body", "training", "0", "completed"),
    }


def test_the_published_description_names_the_fields(client: TestClient) -> None:
    shown = client.get("/openapi.json").json()
    body = shown["paths"]["/gap"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["title"] == "Worker"
    assert body["properties"]["id"]["description"] == "The caller's own reference."
    assert "$defs" not in json.dumps(body), "references of ours would lead nowhere there"


class Post(BaseModel):
    """A model of somebody else, with a record in it."""

    title: str
    worker: cp.Worker


def test_a_record_is_a_field_of_a_model() -> None:
    post = Post(title="night", worker={"id": "w-1"})  # type: ignore[arg-type]
    assert post.worker == cp.Worker(id="w-1")
    assert Post(title="night", worker=post.worker).worker is post.worker
    assert Post.model_validate_json(post.model_dump_json()) == post
    assert post.model_dump() == {"title": "night", "worker": {"id": "w-1"}}
    assert Post.model_json_schema()["properties"]["worker"]["type"] == "object"
    with pytest.raises(ValidationError, match=r"worker\.id"):
        Post(title="night", worker={})  # type: ignore[arg-type]


@each("name", [name for name in cp.__all__ if isinstance(getattr(cp, name), type)])
def test_every_public_record_can_be_used(name: str) -> None:
    kind: Any = getattr(cp, name)
    if hasattr(kind, "__get_pydantic_core_schema__"):
        schema = TypeAdapter(kind).json_schema()
        assert "$ref" not in json.dumps(schema)


def test_pydantic_is_never_imported_on_behalf_of_the_user() -> None:
    program = (
        "import sys, care_pathway as cp; cp.dumps(cp.Worker(id='w')); cp.json_schema(cp.Worker);"
        "assert not [name for name in sys.modules if name.startswith(('pydantic', 'fastapi'))]"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
