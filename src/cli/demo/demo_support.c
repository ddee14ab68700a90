#include "cli/demo/demo_story.h"

/* What the support desk of the demonstration works with. */

static const struct demo_prompt prompts[] = {
    {
        .name = "support/refund-answer",
        .description =
            "Drafts the answer to a request for a refund. An agent reads it before it is sent.",
        .tags = "support, customer-facing, refund",
        .settings = "{\"model\": \"gpt-4.1\", \"temperature\": 0.3, \"max_output_tokens\": 400}",
        .days_ago = 114.6,
        .who = MATEO,
        .why = "First version",
        .body = "You answer a customer of Northwind Robotics who asks for a refund.\n\n"
                "@@@prompt:name=shared/safety-rules|label=production@@@\n\n"
                "The customer wrote:\n"
                "{{customer_message}}\n\n"
                "The order:\n"
                "{{order_summary}}\n\n"
                "Our policy for this order:\n"
                "{{refund_policy}}\n\n"
                "Write the answer. Say first whether the refund is possible, then why, then "
                "what happens next and when.",
        .steps =
            {
                {EDIT(113.8, MATEO, "Answers were long and cold", "Write the answer.",
                      "@@@prompt:name=shared/house-style|label=production@@@\n\n"
                      "Write the answer in at most 120 words.")},
                {LABEL(113.7, PRIYA, "production", 2, "First one to go live")},
                {EDIT(92.4, LENA, "It refused partial refunds, which the policy allows",
                      "Say first whether the refund is possible,",
                      "Say first whether a full or partial refund is possible,")},
                {LABEL(92.3, MATEO, "staging", 3, "")},
                {PROPOSE(91.0, MATEO, "production", 3, "Twelve of twelve test tickets were right")},
                {APPROVE(90.8, LENA, "Checked six of them myself")},
                {EDIT(55.2, MATEO, "Tried a warmer opening", "You answer a customer",
                      "You are a warm and caring friend who answers a customer")},
                {LABEL(55.1, MATEO, "staging", 4, "")},
                {PROPOSE(54.0, MATEO, "production", 4, "Sounds friendlier")},
                {REJECT(53.7, PRIYA,
                        "It promised a refund in two of ten tests. Please take the friend out "
                        "again.")},
                {RESTORE(53.2, MATEO, 3)},
                {EDIT(4.3, LENA, "Finance pays out on Thursdays",
                      "then what happens next and when.",
                      "then what happens next and when. Refunds are paid out on the Thursday "
                      "after they were approved.")},
                {LABEL(4.2, LENA, "staging", 6, "")},
                {PROPOSE(3.1, MATEO, "production", 6, "Support gets this question every day")},
            },
    },
    {
        .name = "support/triage-ticket",
        .description =
            "Sorts a new ticket. Its answer is read by the ticket system, so the keys must not "
            "change.",
        .tags = "support, classification, json",
        .settings = "{\"model\": \"claude-haiku-4-5\", \"temperature\": 0}",
        .is_chat = true,
        .days_ago = 110.3,
        .who = LENA,
        .why = "From the triage spreadsheet",
        .body = "### system\n"
                "You sort tickets of Northwind Robotics. Answer with one JSON object and "
                "nothing else:\n"
                "{\"product\": \"carrier\" | \"picker\" | \"fleet-console\" | \"other\", "
                "\"urgency\": 1 to 4, \"team\": \"support\" | \"field-service\" | \"billing\", "
                "\"summary\": \"one sentence\"}\n"
                "Urgency 1 means that a site stands still.\n"
                "### user\n"
                "Subject: {{subject}}\n\n"
                "{{message}}",
        .steps =
            {
                {LABEL(110.2, PRIYA, "production", 1, "")},
                {EDIT(94.1, LENA, "Injuries must never wait",
                      "Urgency 1 means that a site stands still.",
                      "Urgency 1 means that a site stands still or that someone was hurt.")},
                {LABEL(94.0, PRIYA, "production", 2, "Asked for by Amara")},
                {EDIT(66.7, MATEO, "An example helps with mixed tickets",
                      "### user\n"
                      "Subject: {{subject}}",
                      "### user\n"
                      "Subject: Invoice 2231 and the arm is slow\n\n"
                      "We were billed twice. Also the Picker in hall B needs 9 seconds a pick "
                      "since the update.\n"
                      "### assistant\n"
                      "{\"product\": \"picker\", \"urgency\": 2, \"team\": \"field-service\", "
                      "\"summary\": \"Picker in hall B became slow after the update; also a "
                      "double invoice.\"}\n"
                      "### user\n"
                      "Subject: {{subject}}")},
                {LABEL(66.6, MATEO, "staging", 3, "")},
                {PROPOSE(64.9, MATEO, "production", 3,
                         "97 of 100 old tickets are sorted as people did; it was 91")},
                {APPROVE(64.2, PRIYA, "")},
                {EDIT(18.4, LENA, "Say what language the ticket is in, for the routing",
                      "\"summary\": \"one sentence\"}\n"
                      "Urgency",
                      "\"language\": \"two letters, ISO 639-1\", \"summary\": \"one sentence, "
                      "in English\"}\n"
                      "Urgency")},
                {LABEL(18.3, LENA, "staging", 4,
                       "The ticket system has to learn the new key first")},
            },
    },
    {
        .name = "support/outage-notice",
        .description = "The first notice to customers when Fleet Console is down or slow.",
        .tags = "support, customer-facing, incident",
        .days_ago = 96.8,
        .who = MATEO,
        .why = "First version",
        .body = "Write the notice about a disturbance of Fleet Console.\n\n"
                "@@@prompt:name=shared/house-style|label=production@@@\n\n"
                "What we know: {{known_facts}}\n"
                "Affected regions: {{regions}}\n"
                "Began at: {{started_at}} UTC\n"
                "Next update at: {{next_update_at}} UTC\n\n"
                "Three short paragraphs: what does not work, what still works (robots always "
                "finish their current task and stop safely), when we write again. Do not guess "
                "at the cause.",
        .steps =
            {
                {LABEL(96.7, PRIYA, "production", 1, "")},
                {EDIT(84.5, MATEO, "People asked whether their robots were affected",
                      "what still works (robots always",
                      "what still works (say in the first sentence that robots always")},
                {EDIT(84.2, LENA, "One title line for the status page", "Three short paragraphs:",
                      "First a title of at most 60 characters. Then three short paragraphs:")},
                {LABEL(83.9, PRIYA, "production", 3, "Worked well in the last outage")},
            },
    },
    {
        .name = "support/knowledge-article",
        .description = "Turns a solved ticket into an article for the help center.",
        .tags = "support, writing, help-center",
        .days_ago = 71.9,
        .who = TOM,
        .why = "Draft",
        .body = "Turn this solved ticket into an article for our help center.\n\n"
                "Ticket:\n"
                "{{ticket_thread}}\n\n"
                "@@@prompt:name=shared/house-style|label=production@@@\n\n"
                "Sections: Symptom, Cause, Solution (numbered steps), When to call us. Leave "
                "out names of customers and people.",
        .steps =
            {
                {EDIT(70.2, TOM, "Serial numbers leaked into a test article",
                      "Leave out names of customers and people.",
                      "Leave out names of customers and people, serial numbers, addresses of "
                      "sites and everything else that tells who asked.")},
                {TRANSFER(52.1, LENA, MATEO)},
                {PROPOSE(51.6, MATEO, "production", 2,
                         "The help center team starts with it on Monday")},
                {APPROVE(51.2, LENA, "Ten articles read, two small edits")},
                {EDIT(23.6, MATEO, "Searchable titles", "Sections: Symptom",
                      "Begin with a title in the words a customer would search for.\n"
                      "Sections: Symptom")},
                {LABEL(23.5, MATEO, "staging", 3, "")},
                {PROPOSE(22.8, MATEO, "production", 3,
                         "Search hits in the help center are up by a fifth")},
                {APPROVE(21.9, AMARA, "")},
            },
    },
    {
        .name = "support/warranty-check",
        .description = "Says whether a repair is covered by the warranty, and quotes the clause.",
        .tags = "support, legal, warranty",
        .settings = "{\"model\": \"gpt-4.1\", \"temperature\": 0}",
        .days_ago = 58.3,
        .who = MATEO,
        .why = "First version",
        .body = "Decide whether this repair is covered by the warranty.\n\n"
                "Contract: {{contract_text}}\n"
                "Delivered on: {{delivery_date}}\n"
                "Today: {{today}}\n"
                "Fault: {{fault_description}}\n\n"
                "Answer with COVERED, NOT COVERED or UNCLEAR in the first line. Then quote the "
                "clause that decides it, word for word.",
        .steps =
            {
                {EDIT(57.9, MATEO, "It invented a clause once", "word for word.",
                      "word for word, with its number. If you find no clause, answer UNCLEAR.")},
                {LABEL(57.2, MATEO, "staging", 2, "")},
                {LABEL(49.5, AMARA, "production", 2, "Legal has seen it")},
                {EDIT(26.1, AMARA, "Wear parts are the most frequent mistake",
                      "Fault: {{fault_description}}",
                      "Fault: {{fault_description}}\n\n"
                      "Belts, wheels, gripper pads and batteries are wear parts: look for the "
                      "clause about wear parts first.")},
                {LABEL(25.8, PRIYA, "production", 3, "")},
                {EDIT(1.6, MATEO, "The new contracts count from commissioning, not from delivery",
                      "Delivered on: {{delivery_date}}",
                      "Delivered on: {{delivery_date}}\n"
                      "Commissioned on: {{commissioning_date}} (if the contract names it, the "
                      "warranty begins on this day)")},
                {LABEL(1.5, MATEO, "staging", 4, "")},
                {PROPOSE(0.6, MATEO, "production", 4,
                         "Two wrong refusals this week because of the old date")},
            },
    },
};

const struct demo_topic demo_support = {prompts, COUNT_OF(prompts)};
