"""YAML text -> nodes that know where they stand. Scalars stay as they are written."""

from texcv.source.comments import hidden_text
from texcv.source.files import MAX_BYTES, MAX_PATH, ChangingFileError, read_text, read_whole
from texcv.source.nodes import MAX_DEPTH, Node, TexData, override, raw_values, to_data
from texcv.source.parser import MAX_NODES, load, parse

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_NODES",
    "MAX_PATH",
    "ChangingFileError",
    "Node",
    "TexData",
    "hidden_text",
    "load",
    "override",
    "parse",
    "raw_values",
    "read_text",
    "read_whole",
    "to_data",
]
