#include "cli/demo/demo_story.h"

/* The agents of the demonstration. */

#define MODEL(provider, name, temperature)                                                         \
    "\"model\": {\"provider\": \"" provider "\", \"name\": \"" name                                \
    "\", \"temperature\": " temperature ", \"max_output_tokens\": 1200}"
#define SMALL                  MODEL("openai", "gpt-4.1-mini", "0.2")
#define LARGE                  MODEL("openai", "gpt-4.1", "0.3")
#define CAREFUL                MODEL("anthropic", "claude-sonnet-4-5", "0.1")
#define OWN                    MODEL("vllm", "mistral-small-3.2", "0.4")
#define PROMPT(name)           "\"prompt\": {\"name\": \"" name "\", \"label\": \"production\"}"
#define LIMITS(turns, seconds) "\"limits\": {\"max_turns\": " turns ", \"timeout_s\": " seconds "}"
#define TOOL(name, description, argument)                                                          \
    "{\"type\": \"function\", \"name\": \"" name "\", \"description\": \"" description             \
    "\", \"parameters\": {\"type\": \"object\", \"properties\": {\"" argument                      \
    "\": {\"type\": \"string\"}}, \"required\": [\"" argument "\"]}}"
#define SKILL(id, name, description)                                                               \
    "\"skills\": [{\"id\": \"" id "\", \"name\": \"" name "\", \"description\": \"" description    \
    "\", \"tags\": [\"northwind\"], \"examples\": []}]"

const struct demo_agent demo_agents[] = {
    {"Ticket triage",
     "support, triage",
     "Reads every new ticket, sets kind and urgency, and hands it on.",
     109.1,
     TOM,
     "First version",
     "{" SMALL ", " PROMPT("support/triage-ticket") ", " LIMITS("4", "30") "}",
     {{EDIT(96.2, MATEO, "Urgency was guessed too often", "\"temperature\": 0.2",
            "\"temperature\": 0")},
      {LABEL(95.1, PRIYA, "production", 2, "Urgency is right again")},
      {EDIT(50.3, LENA, "It knows now whom to ask", LIMITS("4", "30"),
            "\"handoffs\": [\"Refund desk\", \"Warranty desk\"], " LIMITS("6", "45"))},
      {LABEL(49.7, MATEO, "staging", 3, "To be tried with the desks")},
      {LABEL(44.1, PRIYA, "production", 3, "A week on staging without wrong handoffs")},
      {EDIT(12.6, PRIYA, "The small model is enough again", "gpt-4.1-mini", "gpt-5-mini")},
      {LABEL(12.5, MATEO, "staging", 4, "")},
      {PROPOSE(8.2, MATEO, "production", 4,
               "The same answers on 200 tickets, at a third of the cost")}}},
    {"Refund desk",
     "support, refunds",
     "Drafts answers to requests for refunds; a person sends them.",
     110.8,
     MATEO,
     "First version",
     "{" LARGE ", " PROMPT("support/refund-answer") ", \"tools\": [" TOOL(
         "get_order", "An order with its payments and returns.", "order_id") "], " LIMITS("8",
                                                                                          "60") "}",
     {{EDIT(88.4, MATEO, "Partial refunds need the policy", "], \"limits\"",
            ", " TOOL("get_policy", "The policy for a country.", "country") "], \"limits\"")},
      {LABEL(87.9, PRIYA, "production", 2, "Agreed in the support weekly")},
      {EDIT(30.1, LENA, "Calmer wording", "\"temperature\": 0.3", "\"temperature\": 0.2")},
      {LABEL(29.9, LENA, "staging", 3, "")},
      {PROPOSE(28.6, LENA, "production", 3, "Fewer complaints about the tone on staging")},
      {APPROVE(28.1, AMARA, "Read twenty of them")}}},
    {"Warranty desk",
     "support",
     "Says whether a repair is covered, and by which clause.",
     57.5,
     MATEO,
     "First version",
     "{" CAREFUL ", " PROMPT("support/warranty-check") ", \"tools\": [" TOOL(
         "get_device", "Serial number, age and repairs of a device.",
         "serial") "], "
                   "\"output\": {\"type\": \"json\", \"schema\": {\"type\": \"object\", "
                   "\"required\": "
                   "[\"covered\", \"clause\"], \"properties\": {\"covered\": {\"type\": "
                   "\"boolean\"}, "
                   "\"clause\": {\"type\": \"string\"}}}}, " LIMITS("6", "60") "}",
     {{EDIT(44.7, LENA, "Cases in doubt go back to triage", LIMITS("6", "60"),
            "\"handoffs\": [\"Ticket triage\"], " LIMITS("6", "60"))}}},
    {"Outage announcer",
     "support, incidents",
     "Writes what customers read while something is down.",
     79.5,
     PRIYA,
     "First version",
     "{" LARGE ", " PROMPT("support/outage-notice") ", " LIMITS("3", "40") "}",
     {{TRANSFER(40.9, AMARA, LENA)}}},
    {"Knowledge editor",
     "support, docs",
     "Turns solved tickets into help articles.",
     71.1,
     LENA,
     "First version",
     "{" LARGE ", " PROMPT("support/knowledge-article") ", " LIMITS("5", "120") "}",
     {{EDIT(25.3, LENA, "Longer articles", "1200", "2400")}}},
    {"Code reviewer",
     "engineering, review",
     "Comments on pull requests: what would break, and the smallest mend.",
     105.3,
     TOM,
     "First version",
     "{" CAREFUL ", " PROMPT("engineering/code-review") ", \"tools\": [" TOOL(
         "get_diff", "The diff of a pull request.",
         "number") ", " TOOL("read_file", "A file at the head of it.",
                             "path") "], " LIMITS("20", "300") "}",
     {{EDIT(92.8, TOM, "It needs more turns for large changes", "\"max_turns\": 20",
            "\"max_turns\": 30")},
      {LABEL(92.1, PRIYA, "production", 2, "Needed for large changes")},
      {EDIT(58.2, PRIYA, "Try the larger model", "claude-sonnet-4-5", "claude-opus-4-1")},
      {LABEL(58.1, PRIYA, "staging", 3, "To see whether it is worth the price")},
      {RESTORE(54.9, PRIYA, 2)},
      {EDIT(6.4, TOM, "Findings as data", "], \"limits\"",
            "], \"output\": {\"type\": \"json\", \"schema\": {\"type\": \"object\"}}, "
            "\"limits\"")},
      {LABEL(6.3, TOM, "staging", 5, "")}}},
    {"Incident scribe",
     "engineering, incidents",
     "Keeps the timeline of an incident and sums it up afterwards.",
     87.2,
     PRIYA,
     "First version",
     "{" LARGE ", " PROMPT(
         "engineering/incident-summary") ", \"mcp_servers\": [{\"name\": "
                                         "\"pager\", \"url\": \"https://pager.example.com/mcp\", "
                                         "\"headers\": {\"Authorization\": "
                                         "{\"secret\": \"PAGER_TOKEN\"}}}], " LIMITS("60",
                                                                                     "7200") "}",
     {{EDIT(33.6, PRIYA, "Quieter in the channel", "\"temperature\": 0.3",
            "\"temperature\": 0.1")}}},
    {"Log explainer",
     "engineering",
     "Explains what a stretch of logs means, and what to look at next.",
     68.9,
     TOM,
     "First version",
     "{" OWN ", " PROMPT("engineering/log-explainer") ", " LIMITS("4", "60") "}",
     {{EDIT(17.7, TOM, "Moved to the new cluster", "mistral-small-3.2", "mistral-medium-3.1")}}},
    {"Test designer",
     "engineering, review",
     "Proposes tests for a change, sorted by what they would find.",
     46.9,
     TOM,
     "First version",
     "{" CAREFUL ", " PROMPT("engineering/test-ideas") ", " LIMITS("6", "120") "}",
     {{DEMO_END, 0, TOM, NULL, NULL, NULL, 0}}},
    {"Release writer",
     "engineering, docs",
     "Writes release notes from merged changes.",
     66.6,
     LENA,
     "First version",
     "{" LARGE
     ", " PROMPT("engineering/release-notes") ", \"handoffs\": [\"Code reviewer\"], " LIMITS(
         "10", "300") "}",
     {{EDIT(21.9, LENA, "Room for large releases", "1200", "3000")}}},
    {"Interview analyst",
     "product, research",
     "Finds patterns across interviews and counts people, not mentions.",
     76.3,
     LENA,
     "First version",
     "{" CAREFUL ", " PROMPT("product/interview-synthesis") ", " SKILL(
         "synthesis", "Interview synthesis",
         "Patterns across interviews with their evidence.") ", " LIMITS("8", "300") "}",
     {{EDIT(15.2, LENA, "Keeps what contradicts", "\"temperature\": 0.1",
            "\"temperature\": 0.2")}}},
    {"Survey analyst",
     "product, research",
     "Groups free answers of surveys into themes with counts.",
     33.1,
     LENA,
     "First version",
     "{" SMALL ", " PROMPT("product/survey-themes") ", " LIMITS("5", "240") "}",
     {{DEMO_END, 0, TOM, NULL, NULL, NULL, 0}}},
    {"Feature briefer",
     "product",
     "Turns findings into a brief of one page.",
     60.5,
     LENA,
     "First version",
     "{" LARGE
     ", " PROMPT("product/feature-brief") ", \"metadata\": {\"cost_center\": \"4100\"}, " LIMITS(
         "6", "180") "}",
     {{EDIT(3.8, LENA, "Risks first", "\"temperature\": 0.3", "\"temperature\": 0.25")}}},
    {"Metrics analyst",
     "data",
     "Answers questions from the warehouse and shows the query.",
     43.2,
     MATEO,
     "First version",
     "{" CAREFUL ", " PROMPT("data/query-helper") ", \"tools\": [" TOOL(
         "run_query", "One read-only statement.", "sql") "], " LIMITS("12", "240") "}",
     {{EDIT(36.4, MATEO, "Fewer tries", "\"max_turns\": 12", "\"max_turns\": 8")}}},
    {"Weekly reporter",
     "data, reports",
     "Writes the report that everyone reads on Monday.",
     64.2,
     MATEO,
     "First version",
     "{" LARGE ", " PROMPT("data/weekly-report") ", " LIMITS("6", "240") "}",
     {{DEMO_END, 0, TOM, NULL, NULL, NULL, 0}}},
    {"Lead scorer",
     "sales",
     "Sorts new leads by what they said, with reasons.",
     74.9,
     MATEO,
     "First version",
     "{" SMALL ", " PROMPT("sales/lead-scoring") ", " LIMITS("3", "30") "}",
     {{EDIT(27.5, MATEO, "Reasons in one line each", "1200", "600")}}},
    {"Proposal drafter",
     "sales",
     "Outlines a proposal from the notes of a call.",
     47.3,
     MATEO,
     "First version",
     "{" LARGE ", \"instructions\": \"Outline a proposal for a warehouse of the customer, from the "
     "notes of the call. Never name a price or a date.\", " LIMITS("5", "180") "}",
     {{EDIT(9.1, LENA, "Now from the library",
            "\"instructions\": \"Outline a proposal for a warehouse of the customer, from "
            "the notes of the call. Never name a price or a date.\"",
            PROMPT("sales/proposal-outline"))}}},
    {"Chat greeter",
     "support",
     "Greeted visitors of the old web chat.",
     103.6,
     MATEO,
     "First version",
     "{" SMALL
     ", \"instructions\": \"Greet the visitor and ask what they need.\", " LIMITS("2", "20") "}",
     {{ARCHIVE(22.8, AMARA)}}},
};

const int demo_agent_count = (int)COUNT_OF(demo_agents);
