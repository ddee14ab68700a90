#include "cli/demo/demo_story.h"

/* What the product managers of the demonstration work with. */

static const struct demo_prompt prompts[] = {
    {
        .name = "product/interview-synthesis",
        .description =
            "Finds the needs behind an interview with a customer, each with its quotation.",
        .tags = "product, research, interviews",
        .settings = "{\"model\": \"claude-sonnet-4-5\", \"temperature\": 0.2}",
        .days_ago = 104.2,
        .who = LENA,
        .why = "First version",
        .body = "Read this interview with a customer and list the needs behind it.\n\n"
                "Interview:\n"
                "{{transcript}}\n\n"
                "For each need: a name, who has it, what they do today, and one quotation, "
                "word for word. A wish for a feature is not a need: ask what it is for.",
        .steps =
            {
                {LABEL(104.1, LENA, "staging", 1, "")},
                {LABEL(98.7, PRIYA, "production", 1, "")},
                {EDIT(89.4, LENA, "Quotations were polished", "one quotation, word for word.",
                      "one quotation, word for word, with its time in the recording.")},
                {LABEL(89.3, LENA, "staging", 2, "")},
                {PROPOSE(87.6, LENA, "production", 2, "Checked against three recordings")},
                {APPROVE(87.1, AMARA, "")},
                {EDIT(42.6, LENA, "Surprises are the best part", "A wish for a feature",
                      "End with what surprised you, and with what the interviewer asked in a "
                      "leading way.\n"
                      "A wish for a feature")},
                {TAG(42.5, LENA, "product, research, interviews, synthesis")},
                {LABEL(42.4, LENA, "staging", 3, "")},
                {PROPOSE(37.9, MATEO, "production", 3, "Used for the warehouse study")},
                {APPROVE(37.2, LENA, "")},
            },
    },
    {
        .name = "product/feature-brief",
        .description = "Drafts the one-page brief of a feature from notes.",
        .tags = "product, writing",
        .days_ago = 76.4,
        .who = LENA,
        .why = "First version",
        .body = "Draft a brief of one page from these notes.\n\n"
                "Notes:\n"
                "{{notes}}\n\n"
                "Needs from interviews:\n"
                "{{needs}}\n\n"
                "Sections: Problem, For whom, What changes for them, How we will know, What we "
                "will not do, Open questions. Mark every sentence that is not in the notes "
                "with [assumption].",
        .steps =
            {
                {EDIT(74.9, LENA, "Numbers, please", "How we will know,",
                      "How we will know (one number, its value today, its goal),")},
                {LABEL(74.8, LENA, "staging", 2, "")},
                {LABEL(70.3, AMARA, "production", 2, "")},
                {EDIT(28.2, LENA, "Safety has a say in every feature", "Open questions.",
                      "What could hurt someone, Open questions.")},
                {LABEL(28.1, LENA, "staging", 3, "")},
                {PROPOSE(27.5, MATEO, "production", 3, "The safety board asked for it")},
                {APPROVE(27.3, LENA, "")},
            },
    },
    {
        .name = "product/competitor-watch",
        .description =
            "Compares our product page with a competitor's. Given up: the pages change too often.",
        .tags = "product, research",
        .days_ago = 64.4,
        .who = MATEO,
        .why = "Trial for the quarterly review",
        .body = "Compare these two product pages.\n\n"
                "Ours:\n"
                "{{our_page}}\n\n"
                "Theirs ({{competitor}}):\n"
                "{{their_page}}\n\n"
                "Table: claim, ours, theirs, who proves it. Only what is written on the pages.",
        .steps =
            {
                {EDIT(62.0, MATEO, "Prices were compared across currencies",
                      "Only what is written on the pages.",
                      "Only what is written on the pages. Do not compare prices.")},
                {ARCHIVE(20.4, MATEO)},
            },
    },
    {
        .name = "product/survey-themes",
        .description = "Sorts open answers of a survey into themes with counts.",
        .tags = "product, research, surveys",
        .settings = "{\"temperature\": 0}",
        .days_ago = 33.8,
        .who = LENA,
        .why = "First version",
        .body = "Sort the answers of this survey into themes.\n\n"
                "Question: {{question}}\n"
                "Answers, one per line, each with its number:\n"
                "{{answers}}\n\n"
                "At most eight themes. For each: a name, the count, the numbers of its "
                "answers, two typical quotations. An answer may be in two themes. Put the rest "
                "under Other.",
        .steps =
            {
                {LABEL(33.7, LENA, "staging", 1, "")},
                {EDIT(32.2, LENA, "Counts did not add up", "Put the rest under Other.",
                      "Put the rest under Other. Count at the end and correct yourself if the "
                      "numbers do not match.")},
                {LABEL(32.1, LENA, "staging", 2, "")},
                {PROPOSE(30.8, LENA, "production", 2, "")},
                {APPROVE(30.6, PRIYA, "")},
                {EDIT(10.5, MATEO, "Surveys come in four languages", "Sort the answers",
                      "Translate the answers into English first, keep the original beside it.\n\n"
                      "Sort the answers")},
                {LABEL(10.4, MATEO, "staging", 3, "Waits for a native speaker")},
            },
    },
    {
        .name = "product/roadmap-questions",
        .description = "Answers questions about the roadmap inside the company.",
        .tags = "product, internal, chat",
        .settings = "{\"model\": \"claude-haiku-4-5\", \"temperature\": 0.1}",
        .is_chat = true,
        .days_ago = 12.7,
        .who = LENA,
        .why = "First version",
        .body = "### system\n"
                "You answer colleagues who ask about the roadmap of Northwind Robotics. Use "
                "only the roadmap below. If a date is not in it, say that there is no date. "
                "Never guess.\n\n"
                "Roadmap:\n"
                "{{roadmap}}\n"
                "### placeholder history\n"
                "### user\n"
                "{{question}}",
        .steps =
            {
                {LABEL(12.6, LENA, "staging", 1, "")},
                {EDIT(5.8, LENA, "Colleagues forwarded answers to customers", "Never guess.",
                      "Never guess. End with: \"Internal. Please do not forward.\"")},
                {LABEL(5.7, LENA, "staging", 2, "")},
                {PROPOSE(0.3, LENA, "production", 2, "A week on staging with sales and support")},
            },
    },
};

const struct demo_topic demo_product = {prompts, COUNT_OF(prompts)};
