"""Text -> LaTeX. Whatever has the type `Tex` may be printed into a document; nothing else may."""

from texcv.tex.escaping import (
    MAX_UNBROKEN,
    Inline,
    Tex,
    encode_url,
    escape_text,
    escape_url,
    unbalanced,
    url_text,
)
from texcv.tex.marks import inline

__all__ = [
    "MAX_UNBROKEN",
    "Inline",
    "Tex",
    "encode_url",
    "escape_text",
    "escape_url",
    "inline",
    "unbalanced",
    "url_text",
]
