"""The one settings file. What varies between installations comes from the environment (.env.example).

With neither DATABASE_URL nor REDIS_URL set, the registry runs on its embedded PostgreSQL and Redis.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from corsheaders.defaults import default_headers

from registry import embedded, env, openapi

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"

# ── Where it runs ────────────────────────────────────────────────────────────────────────────────
DATABASE_URL = env.text("DATABASE_URL")
REDIS_URL = env.text("REDIS_URL")
EMBEDDED = not DATABASE_URL and not REDIS_URL
if bool(DATABASE_URL) != bool(REDIS_URL):
    raise env.SettingError("set both DATABASE_URL and REDIS_URL, or neither to use the embedded ones")

DATA_DIR = embedded.default_data_dir()
DEBUG = env.boolean("DEBUG")


def _embedded_secret(name: str, size: int) -> str:
    """`size` random bytes of this data folder, made on first use; production must set its own."""
    path = DATA_DIR / f"{name}.secret"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=DATA_DIR, prefix=f"{name}.") as fresh:
            fresh.write(secrets.token_urlsafe(size))
            fresh.flush()
            # Of two processes that start at once, the first to link wins and both read the same, whole.
            with contextlib.suppress(FileExistsError):
                os.link(fresh.name, path)
    return path.read_text(encoding="utf-8")


def _keys(name: str, size: int = 48) -> list[str]:
    if EMBEDDED and not env.text(name):
        return [_embedded_secret(name.lower().removesuffix("s"), size)]
    return env.keys(name)


SECRET_KEY, *SECRET_KEY_FALLBACKS = _keys("SECRET_KEY")
# Encrypts webhook secrets at rest; several, newest first, while they are being rotated.
ENCRYPTION_KEYS = _keys("ENCRYPTION_KEYS")

PUBLIC_URL = env.site("PUBLIC_URL", embedded.site(DATA_DIR))
_LOCAL = ["localhost", "127.0.0.1", "[::1]"]  # its own health checks call it so
ALLOWED_HOSTS = [*env.words("ALLOWED_HOSTS"), str(urlsplit(PUBLIC_URL).hostname), *_LOCAL]
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
# Sign the checkpoints of the log of verdicts, the first under this name; several, newest first, to change.
LEDGER_KEYS = _keys("LEDGER_KEYS", 32)
LEDGER_ORIGIN = env.text("LEDGER_ORIGIN", f"{urlsplit(PUBLIC_URL).netloc}/ledger")

# ── The house ────────────────────────────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "registry.apps.DeskConfig",  # django.contrib.admin with our site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "rest_framework",
    "corsheaders",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "common.apps.CommonConfig",
    "sources.apps.SourcesConfig",
    "claims.apps.ClaimsConfig",
    "webhooks.apps.WebhooksConfig",
    "ingest.apps.IngestConfig",
    "registry.apps.RegistryConfig",
]

MIDDLEWARE = [
    "registry.security.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "registry.security.OtherOrigins",
    "registry.desk_middleware.DeskSessions",
    "django.middleware.common.CommonMiddleware",
    "registry.desk_middleware.DeskForms",
    "registry.desk_middleware.DeskLogins",
    "registry.desk_middleware.DeskMessages",
    "registry.not_saved.DatabaseAway",
]

# SecurityHeaders and DeskForms do what the three of Django's do that are looked for by name.
SILENCED_SYSTEM_CHECKS = ["security.W001", "security.W002", "security.W003"]
ROOT_URLCONF = "registry.urls"
WSGI_APPLICATION = "registry.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "registry" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# ── PostgreSQL, the only truth ───────────────────────────────────────────────────────────────────
if EMBEDDED:
    _addresses = embedded.addresses(DATA_DIR)
    DATABASES: dict[str, dict[str, Any]] = {
        "default": {
            "ENGINE": "registry.postgres",
            "NAME": "registry",
            "USER": "postgres",
            "HOST": str(_addresses.postgres_dir),
            "PORT": "5432",
            "OPTIONS": {},
        }
    }
    BROKER_URL, CACHE_URL = _addresses.broker_url, _addresses.cache_url
else:
    DATABASES = {"default": env.database(DATABASE_URL)}
    BROKER_URL = CACHE_URL = REDIS_URL
# Statements that come again are prepared, which needs the server to bind their parameters. Behind PgBouncer
# in transaction mode neither they nor a server-side cursor would outlive their transaction.
BEHIND_PGBOUNCER = env.boolean("BEHIND_PGBOUNCER")
DATABASES["default"]["OPTIONS"] |= {"server_side_binding": True}
DATABASES["default"]["OPTIONS"] |= {"prepare_threshold": None if BEHIND_PGBOUNCER else 5}
DATABASES["default"] |= {
    "CONN_MAX_AGE": env.integer("CONN_MAX_AGE", 60),
    "CONN_HEALTH_CHECKS": True,
    "DISABLE_SERVER_SIDE_CURSORS": BEHIND_PGBOUNCER,
}

# ── Redis, which only wakes and caches ───────────────────────────────────────────────────────────
_REDIS_TIMEOUTS = {"socket_connect_timeout": 2, "socket_timeout": 5}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "registry",
        "OPTIONS": _REDIS_TIMEOUTS,
    }
}

CELERY_BROKER_URL = BROKER_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
# A task may run twice and must not be lost: it is acknowledged after its work, one at a time.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 5.0
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than any task here; a message whose worker died is given to another after this.
    "visibility_timeout": 300,
    # Without these a wake-up hangs for as long as the broker is away.
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "socket_keepalive": not EMBEDDED,
    "health_check_interval": 10,
    # Of a channel for sending, which would otherwise be tried for six seconds; workers wait without end.
    "max_retries": 0,
}
# Each worker has a queue of its own, into which it sends what tells it that it still hears (registry.canary).
CELERY_WORKER_DIRECT = True
CELERY_WORKER_CANARY_SECONDS = env.integer("WORKER_CANARY_SECONDS", 8)
CELERY_TASK_TIME_LIMIT = 240
CELERY_TASK_SOFT_TIME_LIMIT = 210
# A task still waiting when it is due again is dropped.
_EVERY = {
    "claims.changes_place": 30,
    "claims.clusters_close": 3600,
    "claims.compare": 20,
    "claims.evidence_check": 60,
    "claims.imports_sweep": 10,
    "claims.ledger_checkpoint": 30,
    "claims.match_embed": 10,
    "claims.match_fold": 10,
    "common.answers_purge": 3600,
    "ingest.feeds_sweep": 30,
    "ingest.sweep": 10,
    "webhooks.sweep": 5,
    "webhooks.upkeep": 30,
    "webhooks.purge": 6 * 3600,
}
CELERY_BEAT_SCHEDULE = {
    task: {"task": task, "schedule": timedelta(seconds=seconds), "options": {"expires": seconds}}
    for task, seconds in _EVERY.items()
}

# ── What it does ─────────────────────────────────────────────────────────────────────────────────
PROPOSERS = env.words("PROPOSERS", ["claims.proposing.proposer.LinguisticProposer"])
# A language model that proposes too, where PROPOSERS lists ingest.llm.proposer.LLMProposer.
LLM_URL, LLM_MODEL = env.text("LLM_URL"), env.text("LLM_MODEL")
LLM_API_KEY, LLM_ALLOW = env.text("LLM_API_KEY"), env.words("LLM_ALLOW")
LLM_ATTEMPTS, LLM_REQUEST_SECONDS = env.integer("LLM_ATTEMPTS", 3), env.integer("LLM_REQUEST_SECONDS", 45)
LLM_SECONDS, LLM_TOKENS = env.integer("LLM_SECONDS", 120), env.integer("LLM_TOKENS", 100_000)
LLM_PRICES = env.decimal("LLM_PRICE_IN", 0.0), env.decimal("LLM_PRICE_OUT", 0.0)
LLM_MONEY = env.decimal("LLM_MONEY", 0.0)
MATCHER = env.text("MATCHER", "claims.matching.matcher.RegistryMatcher")
# A model by which claims are matched in meaning too, and what train_matching learned with it.
MATCHING_EMBEDDING, MATCHING_WEIGHTS = env.text("MATCHING_EMBEDDING"), env.text("MATCHING_WEIGHTS")
# Networks beyond the public internet that articles, feeds and webhooks may reach, as "network[:port]".
OUTBOUND_ALLOW = env.networks("OUTBOUND_ALLOW")
# To one webhook endpoint: deliveries a second, in the long run and at once; requests at the same time.
WEBHOOK_RATE, WEBHOOK_AT_ONCE = 100.0, 10
# How long finished deliveries and events are kept; never less than 90 days.
WEBHOOK_KEPT_DAYS = env.integer("WEBHOOK_KEPT_DAYS", 90)
ARTICLE_MAX_BYTES = env.integer("ARTICLE_MAX_BYTES", 10 * 1024 * 1024)
# Of an import: what is sent, decompressed; and what is fetched from an address, which is held in memory.
IMPORT_MAX_BYTES = env.integer("IMPORT_MAX_BYTES", 100 * 1024**3)
IMPORT_FETCH_MAX_BYTES = env.integer("IMPORT_FETCH_MAX_BYTES", 256 * 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = ARTICLE_MAX_BYTES + 64 * 1024
API_MAX_BODY_BYTES = 1024 * 1024
API_PAGE_SIZE, API_MAX_PAGE_SIZE = 50, 200
# Requests in so many seconds: with one key, and from one address without a key; 0: any number.
API_QUOTA_SECONDS = 60
API_QUOTA_KEY, API_QUOTA_ADDRESS = env.integer("API_QUOTA_KEY", 3000), env.integer("API_QUOTA_ADDRESS", 600)
METRICS_TOKEN = env.text("METRICS_TOKEN")  # of whoever may read /metrics; empty: there is none
globals().update(env.mail("EMAIL_URL"))
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "claim-registry@localhost")

# ── REST ─────────────────────────────────────────────────────────────────────────────────────────
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["common.api.authentication.ApiKeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["common.api.permissions.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["common.api.parsers.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "common.api.schema.RegistrySchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "common.api.problems.problem_handler",
    "UNAUTHENTICATED_USER": None,
    # The format is chosen by Accept, and by nothing else.
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = openapi.SETTINGS
CORS_ALLOWED_ORIGINS = env.words("CORS_ALLOWED_ORIGINS")
CORS_URLS_REGEX = r"^/(api|v1alpha1)/"
CORS_EXPOSE_HEADERS = [
    *("ETag", "Link", "Location", "Retry-After", "RateLimit", "RateLimit-Policy"),
    *("Deprecation", "Sunset", "Idempotency-Replayed"),
]
CORS_ALLOW_HEADERS = [*default_headers, "idempotency-key", "if-match", "if-none-match"]

# ── The desk ─────────────────────────────────────────────────────────────────────────────────────
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = ["registry.formats"]
TIME_ZONE = "UTC"
STATIC_URL = "static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(DATA_DIR / "static")))
# Without a collectstatic step the embedded server finds each app's files where they lie.
WHITENOISE_USE_FINDERS = EMBEDDED
if EMBEDDED:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
CSRF_FAILURE_VIEW = "registry.not_saved.forged"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not EMBEDDED and not DEBUG
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.boolean("BEHIND_PROXY") else None
SECURE_REDIRECT_EXEMPT = [r"^(livez|readyz)$"]
SECURE_HSTS_SECONDS = 0 if EMBEDDED or DEBUG else 31_536_000

LOG_LEVEL = env.text("LOG_LEVEL", "INFO").upper()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        name: {"handlers": ["stderr"], "level": LOG_LEVEL, "propagate": False}
        for name in ("registry", "ingest", "webhooks", "claims", "sources", "common")
    }
    # A page that is refused is no fault of the registry's, nor is a name that somebody gives its address.
    | {"django.request": {"level": "ERROR"}, "django.security.DisallowedHost": {"level": "CRITICAL"}},
}
