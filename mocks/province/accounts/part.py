"""The accounts' part of the province."""

from mocks.province.accounts.desk import Desk
from mocks.province.accounts.reminders import Reminders
from mocks.province.office import Office, Part


def make(office: Office) -> Part:
    """Keep accounts, ask for the rights of every act that names one, and remind of passwords that end."""
    conduct, options = office.conduct, office.options
    register = conduct.register(office.database, conduct.identities(options.data))
    office.dossiers.guards.append(conduct.admission(register, conduct.rights(), home=options.agency))
    rules = conduct.password_rules()
    reminders = Reminders(register, rules, office.clock)
    desk = Desk(register, rules, office.clock, reminders=reminders)
    return Part(screens=desk.routes(), work=(reminders.run,))
