import json

from omnilex.adapters.bank_table import PLANS as PARTITION
from omnilex.adapters.bank_table import plan_item
from omnilex.domain.demo_bank import PLANS
from omnilex.handlers.list_plans import lambda_handler
from tests.integration.bank.world import CONTEXT, World, event


def test_the_site_reads_every_plan_with_its_rate_in_both_languages(world: World):
    world.bank.replace(PARTITION, [plan_item(plan) for plan in PLANS])

    answer = lambda_handler(event("list_plans", "site_asks"), CONTEXT)

    plans = {plan["plan_id"]: plan for plan in json.loads(answer["body"])["plans"]}
    assert answer["statusCode"] == 200
    assert set(plans) == {plan.plan_id for plan in PLANS}
    assert plans["harbour-savings"] == {
        "plan_id": "harbour-savings",
        "kind": "savings",
        "name": "Harbour Savings",
        "name_es": "Ahorros Harbour",
        "rate_basis_points": 315,
        "term_months": None,
    }


def test_a_browser_may_keep_the_plans_for_five_minutes(world: World):
    answer = lambda_handler(event("list_plans", "site_asks"), CONTEXT)

    assert answer["headers"]["Cache-Control"] == "public, max-age=300"
    assert json.loads(answer["body"]) == {"plans": []}
