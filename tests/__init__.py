"""Tests as clients: what a person does, on the real rooms."""
