#include "cli/demo/demo_story.h"

/* Pieces that other prompts refer to. */

static const struct demo_prompt prompts[] = {
    {
        .name = "shared/house-style",
        .description =
            "How Northwind Robotics sounds. Referred to by everything that customers read.",
        .tags = "style, shared",
        .days_ago = 118.4,
        .who = LENA,
        .why = "First version, from the brand handbook",
        .body = "House style of Northwind Robotics:\n"
                "- Write short sentences in plain words. One idea per sentence.\n"
                "- Speak to the reader as \"you\". We are \"we\", never \"Northwind\".\n"
                "- Name products exactly: Carrier, Picker, Fleet Console.\n"
                "- Use metric units first, imperial units in brackets.\n"
                "- No exclamation marks, no emoji, no superlatives.",
        .steps =
            {
                {LABEL(118.3, PRIYA, "production", 1, "Needed by the first support prompts")},
                {EDIT(97.6, LENA, "Dates and numbers were written in five different ways",
                      "- No exclamation marks",
                      "- Write dates as 14 March 2026 and numbers over 999 with a space: 12 "
                      "500.\n"
                      "- No exclamation marks")},
                {LABEL(97.5, LENA, "staging", 2, "To be tried with the outage notices")},
                {PROPOSE(95.2, LENA, "production", 2, "A week on staging without complaints")},
                {APPROVE(95.1, PRIYA, "Looks good in the outage notices")},
                {EDIT(61.3, MATEO, "Customers asked us to stop apologizing twice",
                      "- No exclamation marks",
                      "- Apologize once, if at all, and then say what happens next.\n"
                      "- No exclamation marks")},
                {LABEL(60.9, PRIYA, "production", 3, "Agreed in the support weekly")},
                {EDIT(9.4, LENA, "The name of the new product", "Carrier, Picker, Fleet Console",
                      "Carrier, Picker, Fleet Console, Dock")},
                {LABEL(9.3, LENA, "staging", 4, "Not in production before Dock is announced")},
            },
    },
    {
        .name = "shared/safety-rules",
        .description =
            "What no answer may do, whatever it is asked. Keep it short: it is part of every "
            "prompt that talks to people outside.",
        .tags = "safety, shared, legal",
        .days_ago = 117.2,
        .who = AMARA,
        .why = "As agreed with legal",
        .body = "Rules that come before everything else:\n"
                "1. Never promise a delivery date, a refund or a price that is not in the "
                "material you were given.\n"
                "2. Never explain how to bypass an emergency stop, a light curtain or a speed "
                "limit of a robot.\n"
                "3. If someone was hurt or could be hurt, say that you are handing over to a "
                "person and stop.\n"
                "4. If you do not know, say so.",
        .steps =
            {
                {LABEL(117.1, AMARA, "production", 1, "")},
                {EDIT(84.7, AMARA, "After the incident in Rotterdam",
                      "3. If someone was hurt or could be hurt, say",
                      "3. If someone was hurt or could be hurt, tell them to press the "
                      "emergency stop, say")},
                {LABEL(84.6, AMARA, "production", 2, "At once, see the incident report")},
                {EDIT(40.5, DANIEL, "Personal data", "4. If you do not know",
                      "4. Do not repeat names, addresses or telephone numbers of third persons.\n"
                      "5. If you do not know")},
                {LABEL(39.8, PRIYA, "staging", 3, "")},
                {LABEL(36.2, PRIYA, "production", 3, "Four days on staging")},
            },
    },
};

const struct demo_topic demo_shared = {prompts, COUNT_OF(prompts)};
