"""YAML text -> nodes that know where they stand. Scalars stay as they are written."""

from texcv.source.comments import hidden_text
from texcv.source.files import read_text
from texcv.source.nodes import Node, TexData, override, raw_values, to_data
from texcv.source.parser import load, parse

__all__ = ["Node", "TexData", "hidden_text", "load", "override", "parse", "raw_values", "read_text", "to_data"]
