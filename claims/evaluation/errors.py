"""What evaluations refuse."""


class EvaluationError(ValueError):
    """Files that cannot be used for an evaluation; the message is one line."""
