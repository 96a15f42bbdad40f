"""How many clicks it takes from the top of a report to the clause and to the evidence of a verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from playwright.sync_api import Page, expect

from harness.record import SealedRecord


@dataclass(frozen=True)
class Way:
    """What was clicked to get from the top of the page to the clause and the evidence of one judgement."""

    requirement: str
    clicks: tuple[str, ...]


def drawn(record: SealedRecord, number: int, seed: int) -> list[tuple[int, str, Sequence[str]]]:
    """Judgements drawn by a seed: the place of each in the record (from 1), its requirement, its evidence."""
    rows = [(place, row["requirement"], row["evidence"]) for place, row in enumerate(record.judgements, start=1)]
    return Random(seed).sample(rows, min(number, len(rows)))


def walk(page: Page, judgement: tuple[int, str, Sequence[str]], clause: str) -> Way:
    """Go from the top to the judgement with its clause, and on to the first piece of its evidence, clicking only.

    AssertionError where something that should be seen is not.
    """
    place, requirement, evidence = judgement
    page.evaluate("() => { location.hash = ''; scrollTo(0, 0); }")
    clicks = []
    for link in ('nav a[href="#requirements"]', f'#requirements a[href="#{requirement}"]'):
        page.locator(link).click()
        clicks.append(link)
    section = page.locator(f'[id="{requirement}"]')
    expect(section).to_contain_text(clause)
    expect(section.locator("dl").first).to_be_in_viewport()
    cited = page.locator(f"#j-{place} a.cited").first
    cited.click()
    clicks.append("evidence")
    target = page.locator(f'[id="{(cited.get_attribute("href") or "")[1:]}"]')
    expect(target).to_be_in_viewport()
    expect(target).to_contain_text(evidence[0].removeprefix("statement:"))
    return Way(requirement, tuple(clicks))
