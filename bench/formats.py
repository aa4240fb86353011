"""The same CV, with the same text, as texcv, RenderCV and YAMLResume read it."""

from __future__ import annotations

from typing import Any

import yaml

from person import Job, Person


def texcv_yaml(person: Person) -> str:
    """The CV for texcv."""
    sections: dict[str, Any] = {"summary": person.summary}
    if person.jobs:
        sections["experience"] = [_texcv_job(job) for job in person.jobs]
    sections["education"] = [_texcv_job(degree) for degree in person.degrees]
    if person.papers:
        sections["publications"] = [
            {
                "title": paper.title,
                "authors": list(paper.authors),
                "year": paper.year,
                "venue": paper.journal,
                "doi": paper.doi,
            }
            for paper in person.papers
        ]
    sections["skills"] = [{"name": name, "skills": list(skills)} for name, skills in person.skills]
    contact = {"address": "Berlin, Germany", "email": "ada@example.org", "profiles": {"github": "ada-example"}}
    return _yaml({"name": "Ada Example", "contact": contact, "sections": sections})


def _texcv_job(job: Job) -> dict[str, Any]:
    return {
        "title": job.title,
        "organization": job.employer,
        "location": job.place,
        "start": job.start,
        "end": job.end,
        "highlights": list(job.done),
    }


def rendercv_yaml(person: Person) -> str:
    """The CV for RenderCV 2: its theme classic, A4 as texcv's."""
    sections: dict[str, Any] = {"summary": [person.summary]}
    if person.jobs:
        sections["experience"] = [
            {"company": job.employer, "position": job.title, **_rendercv_facts(job)} for job in person.jobs
        ]
    sections["education"] = [
        {"institution": degree.employer, "area": degree.title, **_rendercv_facts(degree)} for degree in person.degrees
    ]
    if person.papers:
        sections["publications"] = [
            {
                "title": paper.title,
                "authors": list(paper.authors),
                "date": paper.year,
                "journal": paper.journal,
                "doi": paper.doi,
            }
            for paper in person.papers
        ]
    sections["skills"] = [{"label": name, "details": ", ".join(skills)} for name, skills in person.skills]
    networks = [{"network": "GitHub", "username": "ada-example"}]
    head = {
        "name": "Ada Example",
        "location": "Berlin, Germany",
        "email": "ada@example.org",
        "social_networks": networks,
    }
    return _yaml({"cv": {**head, "sections": sections}, "design": {"theme": "classic", "page": {"size": "a4"}}})


def _rendercv_facts(job: Job) -> dict[str, Any]:
    return {"location": job.place, "start_date": job.start, "end_date": job.end, "highlights": list(job.done)}


def yamlresume_yaml(person: Person) -> str:
    """The CV for YAMLResume: its template moderncv-classic. Its dates end with a blank for "present"."""
    content: dict[str, Any] = {
        "basics": {"name": "Ada Example", "email": "ada@example.org", "summary": person.summary},
        "location": {"city": "Berlin", "country": "Germany"},
        "profiles": [{"network": "GitHub", "url": "https://github.com/ada-example", "username": "ada-example"}],
        "work": [{"name": job.employer, "position": job.title, **_yamlresume_facts(job)} for job in person.jobs],
        "education": [
            {
                "institution": degree.employer,
                "degree": "Master" if degree.title.startswith("M") else "Bachelor",
                "area": "Physics",
                **_yamlresume_facts(degree),
            }
            for degree in person.degrees
        ],
        "publications": [
            {
                "name": paper.title,
                "publisher": paper.journal,
                "releaseDate": str(paper.year),
                "url": f"https://doi.org/{paper.doi}",
                "summary": ", ".join(paper.authors),
            }
            for paper in person.papers
        ],
        "skills": [{"name": name, "level": "Expert", "keywords": list(skills)} for name, skills in person.skills],
    }
    return _yaml({"content": content, "layouts": [{"engine": "latex", "template": "moderncv-classic"}]})


def _yamlresume_facts(job: Job) -> dict[str, Any]:
    end = None if job.end == "present" else job.end
    return {"startDate": job.start, "endDate": end, "summary": "".join(f"- {line}\n" for line in job.done)}


def _yaml(data: dict[str, Any]) -> str:
    return str(yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=120))
