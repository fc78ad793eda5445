"""Help: the loop, the method, and where to begin."""

from django.apps import AppConfig


class HelpConfig(AppConfig):
    name = "kamp.help"
    label = "help"

    def ready(self) -> None:
        from kamp.help.finding import add_to_search
        from kamp.help.here import help_on
        from kamp.shared.navigation import provide_help

        add_to_search()
        provide_help(help_on)
