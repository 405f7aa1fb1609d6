from tests.ingest.llm.model_server import http, model

__all__ = ["http", "model"]
