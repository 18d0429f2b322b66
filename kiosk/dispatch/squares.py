"""A code for a telephone as dark and light squares, for whoever draws it without a printer."""

from __future__ import annotations


def squares(content: str) -> tuple[tuple[bool, ...], ...]:
    """Row by row, true for a dark square, without the light edge around them."""
    import segno

    return tuple(tuple(bool(one) for one in row) for row in segno.make(content, error="l", micro=False).matrix)
