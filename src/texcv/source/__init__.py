"""YAML text -> nodes that know where they stand. Scalars stay as they are written."""

from texcv.source.comments import hidden_text
from texcv.source.files import MAX_BYTES, MAX_PATH, ChangingFileError, read_text, read_whole
from texcv.source.nodes import MAX_DEPTH, Node, TexData, numbered, override, put, raw_values, split_path, to_data
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
    "numbered",
    "override",
    "parse",
    "put",
    "raw_values",
    "read_text",
    "read_whole",
    "split_path",
    "to_data",
]
