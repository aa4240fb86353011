"""The report as CI systems read it: JUnit's XML, in the shape that Jenkins, GitLab and GitHub's actions share."""

from __future__ import annotations

from texcv.check import Check, Proof
from texcv.diagnostics import Diagnostic, Span, cut
from texcv.frozen import frozen
from texcv.report.subject import Subject, faults_of, fill


@frozen
class Case:
    """A test case: it fails if one of its findings is an error."""

    name: str
    span: Span | None
    faults: tuple[Diagnostic, ...]

    @property
    def errors(self) -> list[Diagnostic]:
        """Why it fails."""
        return [fault for fault in self.faults if fault.severity == "error"]

    @property
    def warnings(self) -> list[Diagnostic]:
        """What is said of it besides."""
        return [fault for fault in self.faults if fault.severity == "warning"]


def build_junit(proof: Proof, subject: Subject) -> str:
    """A suite for each check: of the text a case for each string, of the others one case."""
    suites = [(check.name, _cases(check, proof)) for check in proof.checks]
    failures = {name: sum(1 for case in cases if case.errors) for name, cases in suites}
    return fill("junit.xml.j2", suites=suites, failures=failures, subject=subject)


def _cases(check: Check, proof: Proof) -> list[Case]:
    faults = faults_of(proof)
    own, told, cases = {id(fault) for fault in check.diagnostics}, set[int](), []
    for piece in proof.pieces if check.name == "text" else ():
        found = tuple(fault for fault in faults[id(piece)] if id(fault) in own)
        told |= {id(fault) for fault in found}
        cases.append(Case(cut(piece.text), piece.span, found))
    rest = tuple(fault for fault in check.diagnostics if id(fault) not in told)
    return [*cases, Case(check.compared, None, rest)]
