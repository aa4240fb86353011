"""YAML text -> nodes that know where they stand. Scalars stay as they are written."""

from texcv.source.comments import hidden_text
from texcv.source.files import MAX_PATH, ChangingFileError, read_text, read_whole
from texcv.source.nodes import Node, TexData, numbered, override, put, raw_values, split_path, to_data
from texcv.source.parser import load, parse

__all__ = [
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
