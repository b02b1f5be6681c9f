"""One whole record of each kind, with every field it can have: what the schemas, and so editors, show.

A test holds that every field is here and that each is a valid record. Lists of files that are lists hold one
entry.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

_COMMON: Mapping[str, Any] = {
    "topic": "orders",
    "audience": "public",
    "confidence": "validated",
    "owner": "support-1",
    "published": "2026-03-02",
    "reviewed": "2026-06-01",
    "review_every": "90d",
    "tags": ["carrier"],
    "related": ["delivery-times"],
    "was": ["where-is-my-order"],
    "staff_note": "On Mondays the carrier updates late.",
}

EXAMPLES: Mapping[str, Any] = MappingProxyType(
    {
        "question": {
            "question": "Where is my parcel?",
            **_COMMON,
            "answer": "Open the link **Track** in our last mail. It shows where the parcel is.\n",
            "asked_as": ["still no parcel, where is it??", "my order never came"],
            "symptoms": "The order says *sent*, and nothing has come for three days.",
            "environment": "Parcels within the country.",
            "cause": "The carrier scans a parcel late, or it waits at a pick-up point.",
            "procedure": "find-a-missing-parcel",
            "escalate": "Nothing for five working days? Send us the order number; we answer within a day.",
            "minutes_to_write": "30",
        },
        "procedure": {
            "title": "Find a missing parcel",
            **_COMMON,
            "customer_title": "Find a parcel that has not come",
            "who_for": "everyone whose parcel is late",
            "trigger": "A customer writes that the parcel is late.",
            "outcome": "You know where your parcel is, or have your money back.",
            "backup": "founder",
            "sla": "2d",
            "before_you_start": ["Your order number; it stands in every mail from us"],
            "steps": [
                {
                    "title": "Look at the tracking",
                    "staff": "Open the order and compare the last scan with today.",
                    "customer": "Select **Track** in the mail that says we sent it.",
                    "expected": "A place and a day.",
                    "if_it_fails": "No page? Wait until the evening of the day on which we sent it.",
                    "minutes": "2",
                    "by": "self_serve",
                    "tool": "Carrier's site",
                }
            ],
            "escalation": [
                {"when": "No scan for five working days", "to": "founder", "within": "1d"},
            ],
            "risks": ["carrier-on-strike"],
            "minutes_to_write": "60",
            "keep_by_hand": {"why": "Each case is different.", "revisit": "2026-12-01"},
            "override": {"reason": "It is the season.", "by": "founder", "until": "2026-09-30"},
        },
        "cycle": {
            "title": "A tracking link in the first mail",
            **_COMMON,
            "audience": "internal",
            "phase": "analysis",
            "hypothesis": "If the first mail has the link, fewer ask where the parcel is; we count the asks.",
            "started": "2026-05-04",
            "ended": "2026-05-29",
            "cohort": {
                "size": "40",
                "who": "Customers who order for the first time",
                "entry": "Every second first order",
                "stop_when": "A link leads to the wrong parcel",
            },
            "metrics": [
                {
                    "name": "Asks for each 100 parcels",
                    "group": "efficiency",
                    "unit": "asks",
                    "better": "lower",
                    "baseline": "12",
                    "target": "6",
                    "result": "5.5",
                    "guardrail": "15",
                }
            ],
            "impact": "3",
            "effort": "1",
            "resources": ["Half a day of the founder"],
            "steps": ["Change the mail.", "Count the asks for four weeks."],
            "learned": "Most only want to see that something moves.",
            "unexpected": "Some now ask why the parcel rests over night.",
            "decision": "scale",
            "changed": ["where-is-my-parcel"],
            "plan_b": "Take the link out again.",
        },
        "risk": {
            "title": "The carrier is on strike",
            **_COMMON,
            "audience": "internal",
            "category": "supplier",
            "likelihood": "2",
            "impact": "4",
            "mitigation": "A contract with a second carrier.",
            "plan_b": "Tell everyone who waits, and send by the second carrier.",
            "signals": ["Parcels rest for over a day"],
            "status": "open",
        },
        "retired": {
            "kind": "question",
            "title": "Can I send an order by fax?",
            "audience": "public",
            "retired": "2026-06-01",
            "instead": ["how-to-order"],
            "why": "We no longer have a fax.",
            "was": ["order-by-fax"],
        },
        "interactions": {
            "on": "2026-05-04",
            "channel": "email",
            "customer": "c-014",
            "segment": "new customer",
            "stage": "get-help",
            "asked": "still no parcel, where is it??",
            "did": "Looked at the tracking; it waits at the pick-up point.",
            "used": ["find-a-missing-parcel"],
            "by": "support-1",
            "minutes": "7",
            "outcome": "solved",
            "deviated": "The tracking had two numbers.",
            "satisfaction": "5",
            "feedback": "that was quick, thanks",
        },
        "settings": {
            "site": {
                "name": "Help",
                "description": "Answers and guides for your order.",
                "url": "https://help.company.example/",
                "welcome": "How can we help?",
                "primary": "teal",
                "accent": "amber",
            },
            "contact": {
                "intro": "Tell us what you tried and what you saw.",
                "email": "help@company.example",
                "phone": "+1 202 555 0143",
                "chat": "https://chat.company.example/",
                "form": "https://desk.company.example/new?text={words}",
                "hours": "Monday to Friday, 9:00 to 17:00 UTC",
                "answer_within": "1d",
            },
            "featured": ["where-is-my-parcel"],
            "review_every": "180d",
            "stages": ["hear", "buy", "use", "get-help"],
            "ladder": {
                "runs": "5",
                "people": "2",
                "customers": "3",
                "clean_runs": "3",
                "solved": "0.9",
                "satisfaction": "4",
                "risk": "15",
                "fewer_asks": "0.3",
                "enough_time": "4w",
            },
            "ledger": {"minutes_to_write": "60"},
            "readiness": {
                "growth": "0.2",
                "hours": "20",
                "customers": "20",
                "stale_after": "90d",
                "answers": [
                    {
                        "sign": "late_answers",
                        "answer": "no",
                        "by": "founder",
                        "on": "2026-06-01",
                        "note": "All within a day in May.",
                    }
                ],
            },
            "publish": ["customers_helped"],
            "leaks": {
                "canaries": ["The violet heron sings at noon"],
                "allow": ["press@company.example"],
            },
            "editor": {
                "host": "github",
                "repository": "company/help-center",
                "branch": "main",
                "address": "https://git.company.example",
            },
        },
        "topics": {
            "id": "orders",
            "title": "Orders and delivery",
            "description": "When your parcel comes, and where it is.",
            "icon": "material/truck-delivery-outline",
            "stage": "get-help",
            "was": ["parcels"],
            "topics": [{"id": "delivery", "title": "Delivery"}],
        },
        "team": {"handle": "support-1", "does": "Answers customers", "joined": "2026-02-02"},
        "needs": {
            "id": "invoice-for-a-company",
            "title": "An invoice with the company's name",
            "interactions": ["2026-05#3"],
            "answered_by": "company-invoice",
            "confirmed_by": "founder",
            "confirmed": "2026-06-01",
        },
        "expects": {"asked": "Where on earth is my order", "finds": "where-is-my-parcel"},
        "moved": {"was": "/topics/parcels/", "now": "/topics/orders/#questions"},
    }
)
"""By the name of the schema."""
