"""The transparency log of verdicts: a Merkle tree over their canonical bytes, and signed checkpoints."""
