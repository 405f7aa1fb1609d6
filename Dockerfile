# syntax=docker/dockerfile:1
FROM python:3.11-slim AS build
WORKDIR /app
# model2vec or sentence-transformers, where claims are matched in meaning too (docs/matching.md).
ARG MODEL_PACKAGE=
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt && \
    if [ -n "$MODEL_PACKAGE" ]; then /venv/bin/pip install --no-cache-dir "$MODEL_PACKAGE"; fi

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATIC_ROOT=/app/static
RUN useradd --system --uid 10001 --create-home registry
WORKDIR /app
COPY --from=build /venv /venv
COPY . .
# Collecting static files opens neither the database nor Redis, and the keys of this data folder go with it.
RUN REGISTRY_DATA=/tmp/build python manage.py collectstatic --no-input && rm -r /tmp/build
USER registry
EXPOSE 8000
CMD ["granian", "registry.wsgi:application", "--interface", "wsgi", "--http", "1", "--no-ws", "--host", "0.0.0.0", "--port", "8000", \
     "--workers", "4", "--blocking-threads", "2", "--http1-buffer-size", "65536", "--respawn-failed-workers", "--workers-kill-timeout", "8"]
