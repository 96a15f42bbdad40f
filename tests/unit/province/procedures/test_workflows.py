"""Internal workflows: shown ready only where they are, and gone through step by step by the accounts of the roles."""

from collections.abc import Callable

import pytest

from tests.postgres import both_engines
from tests.unit.province.procedures.conftest import NEW, OTHER, STEPS, Desk, Nation, by

Play = Callable[..., None]
ROLES = ("reception", "processing", "approval")


async def ready(desk: Desk) -> None:
    """A procedure with a workflow, and an officer for each of its roles."""
    desk.nation.publish()
    await desk.update(lambda _row: True)
    for role in ROLES:
        await desk.hire(f"cb-{role}", role)
    await desk.put_workflow()


async def begun(desk: Desk) -> str:
    status, told = await desk.accept(officer=by("cb-reception"))
    assert status == 201, told
    return str(told["dossier"])


@both_engines
def test_steps_are_done_in_order_by_their_roles(play: Play) -> None:
    async def story(desk: Desk) -> None:
        await ready(desk)
        code = await begun(desk)
        assert await desk.act(code, "finish", "cb-approval") == 403
        assert await desk.act(code, "process") == 403
        assert await desk.act(code, "process", "cb-reception") == 403
        assert await desk.act(code, "process", "cb-processing") == 200
        assert await desk.act(code, "process", "cb-processing") == 403
        assert await desk.act(code, "finish", "cb-approval") == 200
        way = await desk.get(f"workflows/{code}")
        assert [step["account"] for step in way["steps"]] == [f"cb-{role}" for role in ROLES]
        assert (await desk.get(f"dossiers/{code}"))["status"] == "9"

    play(story)


def test_an_account_is_needed_to_begin(play: Play) -> None:
    async def story(desk: Desk) -> None:
        await ready(desk)
        assert (await desk.accept())[0] == 403
        assert (await desk.call("GET", "/records/workflows/H56.14-990101-0001"))[0] == 404

    play(story)


def test_a_new_workflow_is_for_what_begins_after_it(play: Play) -> None:
    async def story(desk: Desk) -> None:
        await ready(desk)
        before = await begun(desk)
        await desk.put_workflow(STEPS[:2])
        assert len((await desk.get(f"workflows/{before}"))["steps"]) == len(STEPS)
        assert len((await desk.get(f"workflows/{await begun(desk)}"))["steps"]) == 2

    play(story)


def test_what_is_missing_is_shown(play: Play, nation: Nation) -> None:
    async def story(desk: Desk) -> None:
        await ready(desk)
        assert (await desk.put_workflow())["gaps"] == []
        assert (await desk.put_workflow(STEPS[:2]))["gaps"] == ["time"]
        there = await desk.put_workflow(agency=OTHER)
        assert (there["ready"], there["gaps"]) == (False, list(ROLES))
        await desk.put_workflow()
        nation.publish(days=6)
        await desk.update(lambda row: bool(row["version"] == 2))
        shown = {row["agency"]: row["gaps"] for row in (await desk.get(f"procedures/{NEW}"))["workflows"]}
        assert shown == {"H56.14": ["time"], OTHER: ["time", *ROLES]}

    play(story)


@pytest.mark.parametrize("fault", ["step-skipped", "step-by-anybody", "workflow-always-ready"])
def test_wrong_workflows(play: Play, fault: str) -> None:
    async def story(desk: Desk) -> None:
        await ready(desk)
        assert (await desk.put_workflow(STEPS[:2]))["ready"] is (fault == "workflow-always-ready")
        await desk.put_workflow()
        skipped = await desk.act(await begun(desk), "finish", "cb-approval") == 200
        assert skipped is (fault == "step-skipped")
        assert (await desk.act(await begun(desk), "process") == 200) is (fault == "step-by-anybody")

    play(story, fault=fault)


def test_a_workflow_of_what_is_not_known_is_404(play: Play) -> None:
    async def story(desk: Desk) -> None:
        body = {"procedure": "9.999999", "steps": [{"name": "A", "role": "approval", "hours": 8}]}
        assert (await desk.call("POST", "/desk/workflow", body))[0] == 404
        body["steps"] = []
        assert (await desk.call("POST", "/desk/workflow", body))[0] == 422

    play(story)
