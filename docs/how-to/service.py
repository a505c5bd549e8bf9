"""A small service over care_pathway: titles, gaps and routes, with an overlay for each tenant.

Run it with ``uvicorn service:app``. The folder of overlays is named by OVERLAYS, one file for each tenant.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from datetime import date
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated

from fastapi import Body, Depends, FastAPI, Header, HTTPException, Request, Response
from fastapi.responses import JSONResponse

import care_pathway as cp

EDITION = "2025-04"  # named, so that an upgrade of the package changes no answer unasked
OVERLAYS = {path.stem: path for path in Path(os.environ.get("OVERLAYS", "overlays")).glob("*.toml")}


# One pathway for each tenant, made once in each process: it never changes, so every thread may use it.
@cache
def pathway_of(tenant: str) -> cp.Pathway:
    """The pathway with the tenant's own titles and courses."""
    return cp.with_overlay(cp.load(EDITION), OVERLAYS[tenant])


def tenant_of(x_tenant: Annotated[str, Header()]) -> str:
    """Who asks. Put your own sign-in here; never build a path from what a header says."""
    if x_tenant not in OVERLAYS:
        raise HTTPException(404, "unknown tenant")
    return x_tenant


Tenant = Annotated[str, Depends(tenant_of)]


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Wrong overlays are found at the start and not by a user; long work has processes of its own."""
    for tenant in OVERLAYS:
        pathway_of(tenant)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as app.state.pool:
        yield


app = FastAPI(title="Care Workforce Pathway", version=cp.__version__, lifespan=lifespan)


@app.exception_handler(cp.CarePathwayError)
def refused(request: Request, error: Exception) -> JSONResponse:
    """What the package refuses is the caller's to mend; its messages hold no name and no date of birth."""
    return JSONResponse({"detail": str(error)}, 422)


# Plain functions, not async ones: FastAPI runs them in threads, and a long answer keeps nobody waiting.
@app.get("/title")
def title(
    text: str, tenant: Tenant, response: Response, if_none_match: Annotated[str, Header()] = ""
) -> cp.TitleMatch:
    """One job title. The same package and the same records give the same answer, so it may be kept."""
    pathway = pathway_of(tenant)
    tag = f'"{cp.__version__}-{pathway.digest[:16]}"'
    headers = {"ETag": tag, "Cache-Control": "private, max-age=86400", "Vary": "X-Tenant"}
    if if_none_match == tag:
        raise HTTPException(304, headers=headers)
    response.headers.update(headers)
    return cp.normalise_title(pathway, text)


@app.post("/titles")
def titles(texts: list[str], tenant: Tenant) -> list[cp.TitleMatch]:
    """A column of job titles; each different one is judged once."""
    return list(cp.normalise_titles(pathway_of(tenant), texts))


@app.post("/gap")
def gap(worker: Annotated[cp.Worker, Body()], on: date, tenant: Tenant) -> cp.SkillGap:
    """What one person is missing on a day, for the role category where they are."""
    return cp.skill_gap(pathway_of(tenant), worker, target=None, on=on)


def routes_of(tenant: str, on: date, worker: cp.Worker) -> list[cp.Eligibility]:
    """What one person may go for; a worker process makes the tenant's pathway for itself, once."""
    return list(cp.eligible_routes(pathway_of(tenant), worker, on=on))


@app.post("/routes")
def routes(
    workers: list[cp.Worker], on: date, tenant: Tenant, request: Request
) -> list[list[cp.Eligibility]]:
    """What each of many people may go for, on all cores."""
    return list(request.app.state.pool.map(partial(routes_of, tenant, on), workers, chunksize=50))
