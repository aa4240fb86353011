"""The report as a page: pictures of the PDF's pages, with the box of each string, and the findings beside them."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping

from texcv.check import Proof, joined_boxes
from texcv.diagnostics import Span, counts, has_errors
from texcv.frozen import frozen
from texcv.report.pictures import draw_pages
from texcv.report.subject import Subject, faults_of, fill

Box = tuple[float, float, float, float]


@frozen
class Mark:
    """A stretch of text with its box: left, top, width and height in points, from the upper left corner.

    `id` is how a finding leads to it, or ""; `title` is what is said of it when it is pointed at.
    """

    id: str
    title: str
    box: Box
    bad: bool


@frozen
class Sheet:
    """A page: its size in points, its picture as base64, or "", and what stands on it."""

    width: float
    height: float
    picture: str
    marks: tuple[Mark, ...]


def build_html(proof: Proof, subject: Subject) -> str:
    """One file that needs no other."""
    return fill(
        "check.html.j2",
        subject=subject,
        sheets=list(_sheets(proof, draw_pages(subject.content))),
        total=counts(proof.diagnostics),
        tally=[(check, counts(check.diagnostics)) for check in proof.checks],
        faults=proof.diagnostics,
        targets=_targets(proof),
    )


def _targets(proof: Proof) -> dict[Span | None, str]:
    """The mark of each place of the CV that was found: its first."""
    targets: dict[Span | None, str] = {}
    for index, item in enumerate(proof.placed):
        if item.boxes:
            targets.setdefault(item.piece.span, f"s{index}")
    return targets


def _sheets(proof: Proof, pictures: Mapping[int, bytes]) -> Iterator[Sheet]:
    for number, page in enumerate(proof.reading.pages if proof.reading else ()):
        picture = base64.b64encode(pictures[number]).decode() if number in pictures else ""
        left, bottom, right, top = page.box
        yield Sheet(right - left, top - bottom, picture, (*_found(proof, number), *_strays(proof, number)))


def _found(proof: Proof, number: int) -> Iterator[Mark]:
    """The strings of the CV that stand on that page."""
    faults = faults_of(proof)
    for index, item in enumerate(proof.placed):
        own = faults[id(item.piece)]
        title = "\n".join([f"{item.piece.span}: {item.piece.text}", *(fault.message for fault in own)])
        for order, (at, box) in enumerate(item.boxes):
            if at == number:
                yield Mark("" if order else f"s{index}", title, _from_above(box, proof, number), has_errors(own))


def _strays(proof: Proof, number: int) -> Iterator[Mark]:
    """Text that belongs to no string of the CV; commas between them and footers are texcv's own."""
    assert proof.reading
    taken = {id(part) for item in proof.placed for _, part in item.fragments}
    strays = (
        (number, part.box)
        for part in proof.reading.pages[number].fragments
        if id(part) not in taken and part.start < proof.lengths[number] and any(map(str.isalnum, part.text))
    )
    for _, box in joined_boxes(strays):
        yield Mark("", "this is not what the CV has here", _from_above(box, proof, number), True)


def _from_above(box: Box, proof: Proof, number: int) -> Box:
    assert proof.reading
    left, _, _, top = proof.reading.pages[number].box
    whole = (box[0] - left, top - box[3], box[2] - box[0], box[3] - box[1])
    x, y, width, height = (round(length, 1) for length in whole)
    return x, y, width, height
