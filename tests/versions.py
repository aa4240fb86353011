"""A CV's file as it is printed without a variant: what has several languages is in the CV's own."""

from __future__ import annotations

from pathlib import Path

from texcv.choice import AS_WRITTEN
from texcv.select import select
from texcv.source import Node, load


def as_written(path: Path) -> Node:
    """The nodes that the model is given; there is nothing to say about them."""
    root, hidden = load(path)
    assert isinstance(root, Node), root
    chosen, found = select(root, AS_WRITTEN)
    assert chosen is not None, found
    assert hidden + found == []
    return chosen
