"""What waits of imports, matching and evidence, and how far the log is signed, as figures."""

from common.metrics import Gauge, counted, overdue

GAUGES = (
    Gauge(
        name="registry_imports",
        help="Imports that are not at their end",
        label="state",
        sql="SELECT state, count(*) FROM claims_importjob WHERE next_attempt_at IS NOT NULL GROUP BY state",
    ),
    overdue(
        "registry_import_overdue_seconds",
        "For how long the import that waits longest has been due",
        "next_attempt_at",
        "claims_importjob WHERE next_attempt_at IS NOT NULL",
    ),
    counted("registry_match_pending", "Claims that are not folded into the index", "claims_matchpending"),
    overdue(
        "registry_evidence_overdue_seconds",
        "For how long the address of evidence that waits longest to be read has been due",
        "next_check_at",
        "claims_evidence WHERE next_check_at IS NOT NULL",
    ),
    Gauge(
        name="registry_ledger_entries",
        help="Entries of the log of verdicts",
        sql="SELECT max(size) FROM claims_ledgerhead",
    ),
    Gauge(
        name="registry_ledger_unsigned_entries",
        help="Entries behind the last checkpoint; signed within a minute",
        sql="SELECT max(size) - coalesce((SELECT max(size) FROM claims_ledgercheckpoint), 0) "
        "FROM claims_ledgerhead",
    ),
    Gauge(
        name="registry_ledger_age_seconds",
        help="How long ago the last entry was recorded; 0: there is none",
        sql="SELECT greatest(extract(epoch FROM now() - max(latest)), 0) FROM claims_ledgerhead",
    ),
)
