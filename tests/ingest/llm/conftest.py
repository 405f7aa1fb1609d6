from tests.ingest.llm.model_server import model

__all__ = ["model"]
