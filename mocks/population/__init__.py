"""The population database (C06) and the JSON wrapper that a province puts before it."""

from collections.abc import Mapping

from mocks.core.system import Command, Site, System
from mocks.population.behaviours import DATABASE_BEHAVIOURS, WRAPPER_BEHAVIOURS
from mocks.population.desk import Desk
from mocks.population.serving import Serving
from mocks.population.soap import PopulationDatabase
from mocks.population.tokens import Tokens
from mocks.population.wrapper import Wrapper

__all__ = ["make"]

WRAPPER = "c06-wrapper"


def make(site: Site) -> System:
    """The system that the site's profile is of. Raises ValueError where its settings cannot be carried out."""
    serving = Serving(site)
    desk = Desk(serving)
    if site.profile.system == WRAPPER:
        tokens = Tokens(site)
        return System(
            profile=site.profile,
            handler=Wrapper(site, serving, tokens),
            behaviours=WRAPPER_BEHAVIOURS,
            views=desk.views(),
            commands={**desk.commands(), **_token_commands(tokens)},
        )
    return System(
        profile=site.profile,
        handler=PopulationDatabase(site, serving),
        behaviours=DATABASE_BEHAVIOURS,
        views=desk.views(),
        commands=desk.commands(),
    )


def _token_commands(tokens: Tokens) -> Mapping[str, Command]:
    return {
        "sessions/expire": Command(
            usage="sessions/expire {}: end every valid token now", run=lambda _: {"expired": tokens.expire_all()}
        )
    }
