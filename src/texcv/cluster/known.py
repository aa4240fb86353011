"""What a cluster has made already: nothing is sent that would come back the same."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path

from texcv import pipeline, records
from texcv.batch import Job, Outcome
from texcv.cluster.parcel import EPOCH, Delivery
from texcv.forecast import call_of
from texcv.frozen import frozen
from texcv.store import State, state
from texcv.targets import target_of


@frozen
class Question:
    """Whether a worker's files of TeX are as they were when something was made of them."""

    tex: Mapping[str, State]

    def answer(self) -> bool:
        """What this machine can say."""
        return all(state(path) == known for path, known in self.tex.items())


class Known:
    """What is known of a job before it is sent, and after it was made.

    It is done already where there is a `question` to which a worker says yes: then `outcome` says what is there.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self._place = Path(*target_of(Path(job.path), job.output, job.choice))
        self._call = call_of(
            Path(job.path), job.choice, self._place, job.formats, allow_raw_tex=job.allow_raw_tex, check=job.check,
            epoch=os.environ.get(EPOCH),
        ) | {"pdflatex": "a cluster's"}  # fmt: skip
        self._key = records.key_of(self._call) if job.cache else ""
        self._began = time.time_ns()
        self._recalled = records.recall(self._key) if self._key else records.Recalled("unknown")

    @property
    def question(self) -> Question | None:
        """What must be answered with yes for the job to be done already; None if it is not."""
        record = self._recalled.record
        return Question(record.elsewhere) if record and not self._recalled.lack else None

    def outcome(self) -> Outcome:
        """What there is to say where it is done."""
        assert self._recalled.record
        rendered = pipeline.Rendered.again(self._recalled.record, self._recalled.sources)
        return Outcome(self._job, rendered.diagnostics, rendered)

    def keep(self, outcome: Outcome, written: Mapping[Path, bytes], delivery: Delivery) -> None:
        """Remember what came back and was written, and what it was made of."""
        made = outcome.rendered
        if not (self._key and made):
            return
        folders = [path for path in made.sources if path.is_dir()]
        # those of them that are empty were not sent; a file may come into them
        sources = [*made.sources, *(path for folder in folders for path in folder.rglob("*") if path.is_dir())]
        record = records.Record(written, outcome.diagnostics, made.pages, made.strings, elsewhere=delivery.tex)
        records.store(self._key, record, sources, (), self._began, dated=delivery.dated)
        records.note_call(self._place, self._call)
