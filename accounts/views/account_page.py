"""draft"""

from kamp.shared.views import ScopedView


class Overview(ScopedView):
    permission_required = "accounts.view_account"
