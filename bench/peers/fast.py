"""FastAPI and asyncpg giving the same page of stored documents."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI, Response

from bench.peers.queries import STORED

_state: dict[str, asyncpg.Pool] = {}


@asynccontextmanager
async def _lifespan(_: FastAPI) -> AsyncIterator[None]:
    async with asyncpg.create_pool(
        host=os.environ["BENCH_HOST"],
        user=os.environ["BENCH_USER"],
        database=os.environ["BENCH_DATABASE"],
        min_size=4,
        max_size=4,
    ) as pool:
        _state["pool"] = pool
        yield


app = FastAPI(lifespan=_lifespan)


@app.get("/stored")
async def stored() -> Response:
    """The first page."""
    async with _state["pool"].acquire() as connection:
        return Response(await connection.fetchval(STORED), media_type="application/json")
