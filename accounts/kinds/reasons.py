"""Why a row is refused, beyond what the library for reading files can know: code → English template."""

from __future__ import annotations

from kamp.intake.errors import Params, Translate
from kamp.intake.errors import sentence as reading_sentence
from kamp.intake.reasons import REASONS as READING_REASONS
from kamp.shared.i18n import N_

REASONS = {
    "account-unknown": N_("No account has the code or name “{value}”."),
    "account-ambiguous": N_("Several accounts are called “{value}”. Write the code."),
    "account-taken": N_("The code “{value}” belongs to an account that you do not follow."),
    "account-beyond": N_("You would not see this account afterwards: owner, team and segment are not yours."),
    "parent-unknown": N_("No account, in the file or outside, has the code or name “{value}”."),
    "parent-ambiguous": N_("Several accounts are called “{value}”. Write the code."),
    "parent-itself": N_("An account cannot be its own parent."),
    "parent-circle": N_("With the parent “{value}” the accounts would go round in a circle."),
    "product-unknown": N_("No product has the code or name “{value}”."),
    "product-ambiguous": N_("Several products are called “{value}”. Write the code."),
    "line-unknown": N_("There is no product line “{value}”, and only an administrator can add one."),
    "line-ambiguous": N_("Several product lines are called “{value}”."),
    "segment-unknown": N_("There is no segment “{value}”, and only an administrator can add one."),
    "segment-ambiguous": N_("Several segments are called “{value}”."),
    "team-unknown": N_("There is no team “{value}”."),
    "team-ambiguous": N_("Several teams are called “{value}”."),
    "user-unknown": N_("No user has the e-mail address or name “{value}”."),
    "user-ambiguous": N_("Several users are called “{value}”. Write the e-mail address."),
    "boss-unknown": N_("No contact of this account, in the file or outside, is called “{value}”."),
    "boss-ambiguous": N_("Several contacts of this account are called “{value}”. Write the e-mail address."),
    "boss-itself": N_("A person cannot report to themselves."),
    "boss-circle": N_("With the superior “{value}” the contacts would go round in a circle."),
    "person-ambiguous": N_("Several contacts of this account are called “{value}”. Give the e-mail address."),
    "twice": N_("“{value}” is in the file twice; it stands on line {first} already."),
    "needed": N_("A new row needs a value here."),
    "rate-missing": N_("There is no exchange rate for {value} on {date}. An administrator can add it."),
    "net-missing": N_("The net amount is missing and cannot be computed from quantity and unit price."),
    "amount-large": N_("The computed amount is too large."),
    "discount-range": N_("“{value}” is not a discount between 0 and 100 percent."),
    "line-taken": N_("The external id “{value}” belongs to a line of an account that you do not follow."),
}


def sentence(code: str, params: Params, translate: Translate | None = None) -> str:
    """The text of ``code``, ours or the library's, with ``params`` put in."""
    if code in READING_REASONS:
        return reading_sentence(code, params, translate)
    return (translate or str)(REASONS[code]).format_map(params)
