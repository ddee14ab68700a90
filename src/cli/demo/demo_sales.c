#include "cli/demo/demo_story.h"

/* What the sales team of the demonstration works with. */

static const struct demo_prompt prompts[] = {
    {
        .name = "sales/first-email",
        .description = "Drafts the first e-mail to someone who asked for information.",
        .tags = "sales, customer-facing, email",
        .settings = "{\"temperature\": 0.5}",
        .days_ago = 99.9,
        .who = MATEO,
        .why = "First version",
        .body = "Write the first e-mail to {{contact_name}} of {{company}}.\n\n"
                "They wrote:\n"
                "{{request}}\n\n"
                "What we know about their warehouse:\n"
                "{{site_facts}}\n\n"
                "@@@prompt:name=shared/house-style|label=production@@@\n\n"
                "At most 130 words. Answer their question first. One question back. No "
                "attachment, no price.",
        .steps =
            {
                {LABEL(99.8, PRIYA, "production", 1, "")},
                {EDIT(91.5, MATEO, "Generic openings", "Answer their question first.",
                      "Answer their question first, in the first sentence. Nothing like \"I "
                      "hope this finds you well\".")},
                {PROPOSE(90.6, MATEO, "production", 2, "")},
                {APPROVE(90.2, LENA, "")},
                {EDIT(72.7, LENA, "It promised what safety forbids", "At most 130 words.",
                      "@@@prompt:name=shared/safety-rules|label=production@@@\n\n"
                      "At most 130 words.")},
                {LABEL(72.6, PRIYA, "production", 3, "At once")},
                {EDIT(48.9, MATEO, "Offer a visit", "One question back.",
                      "One question back, or the offer to visit their site if they name one in "
                      "{{visit_regions}}.")},
                {LABEL(48.8, MATEO, "staging", 4, "")},
                {PROPOSE(46.4, MATEO, "production", 4, "Replies are up from 18 to 26 percent")},
                {APPROVE(46.1, LENA, "Good numbers")},
                {EDIT(6.6, MATEO, "Dock", "No attachment, no price.",
                      "No attachment, no price. Mention Dock only if they ask about charging.")},
                {LABEL(6.5, MATEO, "staging", 5, "")},
            },
    },
    {
        .name = "sales/call-summary",
        .description = "Turns the transcript of a sales call into the note for the customer file.",
        .tags = "sales, internal, summary",
        .days_ago = 81.8,
        .who = MATEO,
        .why = "First version",
        .body = "Summarize this call for the customer file.\n\n"
                "{{transcript}}\n\n"
                "Give: who was there, what they want to move (loads, distances, shifts), what "
                "stops them, what was promised by whom and by when. Ten lines at most.",
        .steps =
            {
                {LABEL(81.7, PRIYA, "production", 1, "")},
                {EDIT(65.8, MATEO, "Competitors were left out", "what stops them,",
                      "what stops them, whom else they talk to,")},
                {LABEL(65.7, MATEO, "staging", 2, "")},
                {PROPOSE(64.1, MATEO, "production", 2, "")},
                {APPROVE(63.8, LENA, "")},
                {EDIT(39.1, AMARA, "Private remarks do not belong in the file",
                      "Ten lines at most.",
                      "Leave out everything about health, family and opinions about "
                      "colleagues. Ten lines at most.")},
                {LABEL(39.0, AMARA, "production", 3, "Asked for by the works council")},
            },
    },
    {
        .name = "sales/objection-coach",
        .description = "A customer to practice with: objects, and gives advice when asked.",
        .tags = "sales, training, chat",
        .settings = "{\"model\": \"claude-sonnet-4-5\", \"temperature\": 0.8}",
        .is_chat = true,
        .days_ago = 53.5,
        .who = AMARA,
        .why = "From the workshop with the sales team",
        .body = "### system\n"
                "You play {{customer_role}} of a warehouse with {{staff_count}} people. You "
                "are interested in the Carrier and worried about {{worry}}. Object like a real "
                "buyer: politely, with reasons, one objection at a time. When the seller "
                "writes \"coach\", leave the role and say what worked and what did not, then "
                "go on.\n"
                "### placeholder history\n"
                "### user\n"
                "{{seller_message}}",
        .steps =
            {
                {LABEL(53.4, AMARA, "staging", 1, "")},
                {LABEL(50.2, AMARA, "production", 1, "")},
                {EDIT(19.6, AMARA, "It gave in too early", "one objection at a time.",
                      "one objection at a time. Do not give in before you have heard a number "
                      "and a reference you can call.")},
                {LABEL(19.5, AMARA, "staging", 2, "")},
                {LABEL(17.1, AMARA, "production", 2, "Tried with five sellers")},
            },
    },
    {
        .name = "sales/proposal-outline",
        .description = "Outlines a proposal from the call summary and the price sheet.",
        .tags = "sales, writing",
        .days_ago = 38.6,
        .who = MATEO,
        .why = "First version",
        .body = "Outline a proposal for {{company}}.\n\n"
                "Call summary:\n"
                "{{call_summary}}\n\n"
                "Price sheet:\n"
                "{{price_sheet}}\n\n"
                "Chapters: Your situation, What we propose, What it costs, What you gain, "
                "First 90 days, What we need from you. Three bullet points each. Every number "
                "comes from the material, with its source in brackets.",
        .steps =
            {
                {LABEL(38.5, MATEO, "staging", 1, "")},
                {EDIT(35.6, MATEO, "Gains were counted twice", "What you gain,",
                      "What you gain (per year, against today, nothing counted twice),")},
                {PROPOSE(35.4, MATEO, "production", 2, "")},
                {APPROVE(35.1, LENA, "")},
                {EDIT(13.4, LENA, "Commissioning takes longer with arms", "First 90 days,",
                      "First 90 days (120 with Picker),")},
                {LABEL(13.3, LENA, "staging", 3, "")},
                {PROPOSE(11.8, LENA, "production", 3, "From the field service plan")},
                {APPROVE(11.3, PRIYA, "")},
            },
    },
    {
        .name = "sales/lead-scoring",
        .description =
            "Scores a request from 1 to 5. Given up: the scores were no better than the order of "
            "arrival.",
        .tags = "sales, classification, json",
        .days_ago = 92.9,
        .who = MATEO,
        .why = "Trial",
        .body = "Score this request from 1 (no fit) to 5 (call today). Answer with JSON: "
                "{\"score\": n, \"reason\": \"one sentence\"}.\n\n"
                "{{request}}",
        .steps =
            {
                {LABEL(92.8, MATEO, "staging", 1, "")},
                {EDIT(87.9, MATEO, "Reasons were empty", "one sentence",
                      "one sentence with the fact that decides")},
                {EDIT(73.8, MATEO, "Only what we can deliver", "{{request}}",
                      "We deliver to: {{regions}}\n\n"
                      "{{request}}")},
                {LABEL(73.7, MATEO, "staging", 3, "")},
                {PROPOSE(69.6, MATEO, "production", 3, "")},
                {REJECT(69.1, LENA,
                        "The scores do not predict anything: see the numbers of the last "
                        "quarter.")},
                {ARCHIVE(56.7, MATEO)},
            },
    },
};

const struct demo_topic demo_sales = {prompts, COUNT_OF(prompts)};
