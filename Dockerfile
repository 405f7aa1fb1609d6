# syntax=docker/dockerfile:1
FROM python:3.11-slim AS build
WORKDIR /app
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATIC_ROOT=/app/static
RUN useradd --system --uid 10001 --create-home registry
WORKDIR /app
COPY --from=build /venv /venv
COPY . .
# The values are of no consequence: collecting static files opens neither the database nor Redis.
RUN DATABASE_URL=postgresql://build/build REDIS_URL=redis://build SECRET_KEY=build ENCRYPTION_KEY=build LEDGER_KEY=build \
    python manage.py collectstatic --no-input
USER registry
EXPOSE 8000
CMD ["gunicorn", "registry.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "8"]
