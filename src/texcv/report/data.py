"""The report as data."""

from __future__ import annotations

import json

from texcv.check import Placed, Proof
from texcv.diagnostics import as_data, counts, has_errors
from texcv.report.subject import Subject, faults_of
from texcv.version import __version__


def build_json(proof: Proof, subject: Subject) -> str:
    """Every check, every string with its boxes (in points, from the lower left corner of its page), every finding."""
    faults = faults_of(proof)
    boxes = {id(item.piece): _boxes(item) for item in proof.placed}
    strings = [
        {
            "text": piece.text,
            "file": piece.span.path if piece.span else None,
            "line": piece.span.line if piece.span else None,
            "column": piece.span.column if piece.span else None,
            "passed": not has_errors(faults[id(piece)]),
            "boxes": boxes.get(id(piece), []),
        }
        for piece in proof.pieces
    ]
    checks = [
        {"name": check.name, "count": check.count, "what": check.what, **counts(check.diagnostics)}
        for check in proof.checks
    ]
    data = {
        "texcv": __version__,
        "cv": subject.cv,
        "pdf": subject.pdf,
        "passed": not has_errors(proof.diagnostics),
        "pages": proof.pages,
        "checks": checks,
        "strings": strings,
        "diagnostics": as_data(proof.diagnostics),
    }
    if subject.assessment:
        data["ats"] = subject.assessment.to_data()
    return json.dumps(data, indent=1) + "\n"


def _boxes(item: Placed) -> list[dict[str, float]]:
    names = ("left", "bottom", "right", "top")
    return [
        {"page": page + 1} | dict(zip(names, (round(edge, 1) for edge in box), strict=True)) for page, box in item.boxes
    ]
