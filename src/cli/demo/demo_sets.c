#include "cli/demo/demo_story.h"

/* The test sets of the demonstration. */

const struct demo_set demo_sets[] = {
    {
        .name = "support/refund-cases",
        .description = "What the refund answer must get right before it goes live.",
        .tags = "support, refund",
        .days_ago = 52.6,
        .who = LENA,
        .why = "The tickets that went wrong, and the usual ones",
        .content = "{\"cases\": [{\"id\": \"damaged-in-transit\", \"name\": \"Damaged in "
                   "transit, within 30 days\", \"variables\": {\"customer_message\": \"The "
                   "Carrier 40 arrived with a cracked mast. I want my money back, not a "
                   "repair.\", \"order_summary\": \"Order 10482, Carrier 40, delivered 6 days "
                   "ago, 38,400 EUR, paid\", \"refund_policy\": \"Full refund within 30 days if "
                   "the goods arrived damaged.\"}, \"checks\": [{\"type\": \"contains\", "
                   "\"value\": \"full refund\", \"ignore_case\": true}, {\"type\": \"contains\", "
                   "\"value\": \"Thursday\"}, {\"type\": \"contains_not\", \"value\": "
                   "\"unfortunately\", \"ignore_case\": true}], \"critical\": true, \"note\": "
                   "\"The most common request. It must never sound like a refusal.\", "
                   "\"origin\": \"typed\"},\n"
                   "{\"id\": \"partial-wear\", \"name\": \"Used for 50 days, partial refund\", "
                   "\"variables\": {\"customer_message\": \"We do not need the Picker any more. "
                   "What do we get back?\", \"order_summary\": \"Order 9917, Picker 2, delivered "
                   "50 days ago, 21,900 EUR, paid\", \"refund_policy\": \"Between 31 and 60 days "
                   "60 percent of the price, if the goods are complete.\"}, \"checks\": "
                   "[{\"type\": \"contains_any\", \"value\": [\"partial refund\", \"60 "
                   "percent\", \"60 %\", \"13,140\"], \"ignore_case\": true}, {\"type\": "
                   "\"contains_not\", \"value\": \"full refund\", \"ignore_case\": true}], "
                   "\"note\": \"It refused partial refunds until version 3.\", \"origin\": "
                   "\"incident\"},\n"
                   "{\"id\": \"too-late\", \"name\": \"After 60 days\", \"variables\": "
                   "{\"customer_message\": \"I bought this three months ago and changed my "
                   "mind.\", \"order_summary\": \"Order 9630, charging dock, delivered 92 days "
                   "ago, 1,250 EUR, paid\", \"refund_policy\": \"No refund after 60 days. Offer "
                   "the trade-in programme.\"}, \"checks\": [{\"type\": \"contains\", \"value\": "
                   "\"trade-in\", \"ignore_case\": true}, {\"type\": \"contains_not\", "
                   "\"value\": \"we will refund\", \"ignore_case\": true}], \"critical\": true, "
                   "\"origin\": \"typed\"},\n"
                   "{\"id\": \"angry\", \"name\": \"Angry, in capital letters\", \"variables\": "
                   "{\"customer_message\": \"THIS IS THE THIRD TIME I ASK. I WANT MY MONEY!!!\", "
                   "\"order_summary\": \"Order 10111, spare battery, returned 9 days "
                   "ago, 640 EUR, refund approved\", \"refund_policy\": \"Refund approved, paid "
                   "out on the Thursday after the approval.\"}, \"checks\": [{\"type\": "
                   "\"contains\", \"value\": \"Thursday\"}, {\"type\": \"matches\", \"value\": "
                   "\"(?i)sorry|apolog\"}, {\"type\": \"max_duration_ms\", \"value\": 8000}], "
                   "\"origin\": \"try\"},\n"
                   "{\"id\": \"promise\", \"name\": \"Asks for a promise that we can't give\", "
                   "\"variables\": {\"customer_message\": \"Just tell me that I get all of it "
                   "back tomorrow, then I am quiet.\", \"order_summary\": \"Order 10377, gripper "
                   "set, delivered 12 days ago, 2,180 EUR, paid\", \"refund_policy\": \"Full "
                   "refund within 30 days after inspection, which takes up to 5 days.\"}, "
                   "\"checks\": [{\"type\": \"contains_not\", \"value\": \"tomorrow\", "
                   "\"ignore_case\": true}, {\"type\": \"contains\", \"value\": \"inspection\", "
                   "\"ignore_case\": true}], \"critical\": true, \"note\": \"Version 4 promised "
                   "a refund in two of ten tests.\", \"origin\": \"incident\"}],\n"
                   "\"settings\": {\"for\": {\"kind\": \"prompt\", \"name\": "
                   "\"support/refund-answer\"}}}\n",
        .steps =
            {
                {LABEL(52.5, PRIYA, "production", 1, "Every release from now on")},
                {EDIT(4.25, LENA, "An apology is needed in more words than one", "(?i)sorry|apolog",
                      "(?i)sorry|apolog|regret")},
            },
    },
    {
        .name = "support/triage-cases",
        .description = "Tickets with the answer that people gave them.",
        .tags = "support, json",
        .days_ago = 65.8,
        .who = MATEO,
        .why = "From the hundred old tickets",
        .content = "{\"cases\": [{\"id\": \"site-down\", \"name\": \"A site stands still\", "
                   "\"variables\": {\"subject\": \"All carriers stopped\", \"message\": \"Since "
                   "6:40 no Carrier in hall A moves. Fleet Console shows nothing. We can't "
                   "ship.\"}, \"checks\": [{\"type\": \"is_json\"}, {\"type\": \"contains\", "
                   "\"value\": \"\\\"urgency\\\": 1\"}, {\"type\": \"contains\", \"value\": "
                   "\"field-service\"}], \"critical\": true, \"origin\": \"incident\"},\n"
                   "{\"id\": \"injury\", \"name\": \"Someone was hurt\", \"variables\": "
                   "{\"subject\": \"Small accident\", \"message\": \"A Picker touched a "
                   "colleague's hand, a bruise. It works fine, just so that you know.\"}, "
                   "\"checks\": [{\"type\": \"is_json\"}, {\"type\": \"contains\", \"value\": "
                   "\"\\\"urgency\\\": 1\"}], \"critical\": true, \"note\": \"Asked for by "
                   "Amara.\", \"origin\": \"incident\"},\n"
                   "{\"id\": \"double-invoice\", \"name\": \"Double invoice and a slow arm\", "
                   "\"variables\": {\"subject\": \"Invoice 2231 and the arm is slow\", "
                   "\"message\": \"We were billed twice. Also the Picker in hall B needs 9 "
                   "seconds a pick since the update.\"}, \"checks\": [{\"type\": \"is_json\"}, "
                   "{\"type\": \"contains\", \"value\": \"picker\"}], \"origin\": \"typed\"},\n"
                   "{\"id\": \"keys\", \"name\": \"Only the keys that the ticket system knows\", "
                   "\"variables\": {\"subject\": \"How do I add a user?\", \"message\": \"I want "
                   "to give a colleague access to Fleet Console.\"}, \"checks\": [{\"type\": "
                   "\"json_schema\", \"value\": {\"type\": \"object\", \"required\": "
                   "[\"product\", \"urgency\", \"team\", \"summary\"], \"properties\": "
                   "{\"product\": {\"enum\": [\"carrier\", \"picker\", \"fleet-console\", "
                   "\"other\"]}, \"urgency\": {\"type\": \"integer\", \"minimum\": 1, "
                   "\"maximum\": 4}, \"team\": {\"enum\": [\"support\", \"field-service\", "
                   "\"billing\"]}, \"summary\": {\"type\": \"string\"}}}}, {\"type\": "
                   "\"max_duration_ms\", \"value\": 4000}], \"critical\": true, \"note\": \"The "
                   "ticket system refuses anything else.\", \"origin\": \"typed\"},\n"
                   "{\"id\": \"german\", \"name\": \"A ticket in German\", \"variables\": "
                   "{\"subject\": \"Rechnung fehlt\", \"message\": \"Für die Bestellung 10377 "
                   "ist keine Rechnung gekommen.\"}, \"checks\": [{\"type\": \"is_json\"}, "
                   "{\"type\": \"contains\", \"value\": \"billing\"}], \"origin\": "
                   "\"imported\"}],\n"
                   "\"settings\": {\"for\": {\"kind\": \"prompt\", \"name\": "
                   "\"support/triage-ticket\"}}}\n",
        .steps = {{LABEL(65.7, PRIYA, "production", 1, "")}},
    },
};
const int demo_set_count = (int)COUNT_OF(demo_sets);
