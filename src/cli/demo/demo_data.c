#include "cli/demo/demo_story.h"

/* What the analysts of the demonstration work with. */

static const struct demo_prompt prompts[] = {
    {
        .name = "data/weekly-report",
        .description =
            "Writes the weekly report of the fleet from the figures. Goes to all customers with "
            "more than ten robots.",
        .tags = "data, reporting, customer-facing",
        .settings = "{\"model\": \"gpt-4.1-mini\", \"temperature\": 0.2}",
        .days_ago = 90.5,
        .who = LENA,
        .why = "First version",
        .body = "Write the weekly report of the fleet of {{customer}}.\n\n"
                "Figures of this week:\n"
                "{{figures}}\n\n"
                "Figures of the week before:\n"
                "{{figures_before}}\n\n"
                "@@@prompt:name=shared/house-style|label=production@@@\n\n"
                "Begin with one sentence about the week. Then at most five observations, the "
                "most useful first. Give every change in percent and as a number.",
        .steps =
            {
                {LABEL(90.4, PRIYA, "production", 1, "")},
                {EDIT(82.1, LENA, "It explained causes it could not know", "Give every change",
                      "Describe, do not explain: causes only if they are in the figures.\n"
                      "Give every change")},
                {LABEL(82.0, LENA, "staging", 2, "")},
                {PROPOSE(78.8, LENA, "production", 2, "")},
                {APPROVE(78.5, PRIYA, "")},
                {EDIT(60.1, MATEO, "Small numbers jump",
                      "Give every change in percent and as a number.",
                      "Give every change as a number, and in percent if both weeks have at "
                      "least 20.")},
                {LABEL(60.0, MATEO, "staging", 3, "")},
                {PROPOSE(59.2, MATEO, "production", 3,
                         "No more \"plus 300 percent\" for four stops instead of one")},
                {APPROVE(58.9, LENA, "")},
                {EDIT(36.7, LENA, "A title that can be read in a list of mails",
                      "Begin with one sentence",
                      "Begin with a title of at most 60 characters and one sentence")},
                {LABEL(36.6, LENA, "staging", 4, "")},
                {LABEL(32.9, PRIYA, "production", 4, "")},
                {LABEL(30.2, PRIYA, "production", 3,
                       "Titles were cut off in two mail programs; back until that is fixed")},
                {EDIT(21.1, LENA, "Shorter title", "at most 60 characters",
                      "at most 40 characters")},
                {LABEL(21.0, LENA, "staging", 5, "")},
                {LABEL(16.3, PRIYA, "production", 5, "")},
            },
    },
    {
        .name = "data/metric-explainer",
        .description = "Explains one of our figures to someone who sees it for the first time.",
        .tags = "data, writing",
        .days_ago = 61.7,
        .who = TOM,
        .why = "First version",
        .body = "Explain the figure {{metric}} to {{audience}}.\n\n"
                "Definition:\n"
                "{{definition}}\n\n"
                "Three sentences: what it counts, what makes it go up or down, what it does "
                "not tell.",
        .steps =
            {
                {LABEL(61.6, TOM, "staging", 1, "")},
                {EDIT(50.7, TOM, "An example says more", "what it does not tell.",
                      "what it does not tell. Then one example with numbers from an imagined "
                      "site.")},
                {LABEL(50.6, TOM, "staging", 2, "")},
                {PROPOSE(49.9, TOM, "production", 2, "For the info boxes of Fleet Console")},
                {APPROVE(49.4, LENA, "")},
            },
    },
    {
        .name = "data/query-helper",
        .description =
            "Writes a query for the reporting database from a question. A person reads it before "
            "it runs.",
        .tags = "data, engineering, chat",
        .settings = "{\"model\": \"claude-sonnet-4-5\", \"temperature\": 0}",
        .is_chat = true,
        .days_ago = 43.7,
        .who = TOM,
        .why = "First version",
        .body = "### system\n"
                "You write queries for our reporting database (PostgreSQL 15). Use only the "
                "tables below. Give one query that reads and never changes anything, then say "
                "in one sentence what it counts and what it leaves out.\n\n"
                "Tables:\n"
                "{{schema}}\n"
                "### user\n"
                "Which sites had more than three emergency stops yesterday?\n"
                "### assistant\n"
                "(the query over table stops, grouped by site)\n\n"
                "It counts stops that began yesterday in UTC; stops without a site are left "
                "out.\n"
                "### user\n"
                "{{question}}",
        .steps =
            {
                {LABEL(43.6, TOM, "staging", 1, "")},
                {EDIT(42.1, TOM, "Days are local days at the site", "began yesterday in UTC",
                      "began yesterday in the time zone of the site")},
                {LABEL(42.0, TOM, "staging", 2, "")},
                {PROPOSE(40.9, TOM, "production", 2, "")},
                {REJECT(40.2, PRIYA,
                        "It may read the table of people. Take that one out of the schema first.")},
                {EDIT(31.1, TOM, "The table of people is out, and it says so",
                      "Use only the tables below.",
                      "Use only the tables below; questions about single people are not "
                      "answered.")},
                {LABEL(31.0, TOM, "staging", 3, "")},
                {PROPOSE(28.6, TOM, "production", 3, "Without the table of people")},
                {APPROVE(28.0, PRIYA, "Thanks, better")},
            },
    },
    {
        .name = "data/chart-caption",
        .description = "Writes the caption and the alternative text of a chart.",
        .tags = "data, accessibility",
        .days_ago = 7.4,
        .who = TOM,
        .why = "First version",
        .body = "Write a caption for this chart in one sentence: what it shows and what stands "
                "out. Then an alternative text for people who do not see it, in at most three "
                "sentences.\n\n"
                "Chart (type, axes, data):\n"
                "{{chart}}",
        .steps =
            {
                {LABEL(7.3, TOM, "staging", 1, "")},
                {EDIT(0.2, TOM, "Colors mean nothing in an alternative text",
                      "in at most three sentences.",
                      "in at most three sentences, without colors and without \"this chart "
                      "shows\".")},
            },
    },
};

const struct demo_topic demo_data = {prompts, COUNT_OF(prompts)};
