"""Scoring proposers and models against files that anyone can bring. Pure: plain data in, figures out."""
