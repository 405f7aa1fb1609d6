"""The proposer that asks a language model, over any address that speaks the OpenAI chat protocol."""
