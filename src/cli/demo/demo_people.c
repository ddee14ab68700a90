#include "cli/demo/demo_story.h"

/* What the people team of the demonstration works with. */

static const struct demo_prompt prompts[] = {
    {
        .name = "people/job-posting",
        .description = "Writes a job posting from the notes of the hiring manager.",
        .tags = "people, writing, customer-facing",
        .days_ago = 106.4,
        .who = AMARA,
        .why = "First version",
        .body = "Write a job posting.\n\n"
                "Notes of the hiring manager:\n"
                "{{notes}}\n\n"
                "@@@prompt:name=shared/house-style|label=production@@@\n\n"
                "Sections: What you will do, What you bring, What we offer, How it goes on. "
                "Five bullet points each at most. Salary range and place in the first three "
                "lines.",
        .steps =
            {
                {LABEL(106.3, AMARA, "production", 1, "")},
                {EDIT(93.3, AMARA, "Long lists keep good people away", "What you bring,",
                      "What you bring (three things we need, the rest as \"nice to have\"),")},
                {LABEL(93.2, AMARA, "production", 2, "")},
                {EDIT(67.9, LENA, "Plain words for everyone", "Five bullet points",
                      "No years of experience, no degree unless the law asks for it, no words "
                      "that speak to one gender.\n"
                      "Five bullet points")},
                {LABEL(67.8, LENA, "staging", 3, "")},
                {PROPOSE(67.0, LENA, "production", 3, "Read by the equal opportunities group")},
                {APPROVE(66.9, AMARA, "Thank you")},
                {EDIT(8.3, AMARA, "The new law about salary ranges", "Salary range and place",
                      "Salary range (with the collective agreement it follows) and place")},
                {LABEL(8.2, AMARA, "production", 4, "")},
            },
    },
    {
        .name = "people/interview-questions",
        .description =
            "Suggests questions for an interview from the posting, with what a good answer shows.",
        .tags = "people, interviews",
        .days_ago = 68.6,
        .who = AMARA,
        .why = "First version",
        .body = "Suggest eight questions for an interview.\n\n"
                "Posting:\n"
                "{{posting}}\n\n"
                "For each: the question, which requirement it tests, what a good answer shows. "
                "Ask about things people did, not about what they would do. The same questions "
                "for everyone.",
        .steps =
            {
                {LABEL(68.5, AMARA, "staging", 1, "")},
                {EDIT(59.7, AMARA, "What may not be asked", "The same questions for everyone.",
                      "The same questions for everyone. Nothing about family, health, "
                      "religion, age or origin.")},
                {LABEL(59.6, AMARA, "production", 2, "")},
                {EDIT(24.9, LENA, "One small task instead of riddles",
                      "Suggest eight questions for an interview.",
                      "Suggest seven questions for an interview and one task of ten minutes "
                      "from daily work.")},
                {LABEL(24.8, LENA, "staging", 3, "")},
                {PROPOSE(24.1, LENA, "production", 3, "")},
                {REJECT(22.7, AMARA, "The works council has to agree to tasks first. I ask them.")},
            },
    },
    {
        .name = "people/onboarding-buddy",
        .description = "Answers new colleagues in their first weeks, from the handbook.",
        .tags = "people, internal, chat",
        .settings = "{\"model\": \"claude-haiku-4-5\", \"temperature\": 0.4}",
        .is_chat = true,
        .days_ago = 29.3,
        .who = AMARA,
        .why = "First version",
        .body = "### system\n"
                "You help new colleagues of Northwind Robotics in their first weeks. Answer "
                "from the handbook below and name the chapter. If it is not there, say whom to "
                "ask.\n\n"
                "Handbook:\n"
                "{{handbook_chapters}}\n"
                "### assistant\n"
                "Welcome, {{first_name}}. What would you like to know?\n"
                "### placeholder history\n"
                "### user\n"
                "{{question}}",
        .steps =
            {
                {LABEL(29.2, AMARA, "staging", 1, "")},
                {EDIT(27.8, AMARA, "It answered questions about contracts", "say whom to ask.",
                      "say whom to ask. Questions about pay, contracts and sick leave go to "
                      "the people team: do not answer them.")},
                {LABEL(27.7, AMARA, "staging", 2, "")},
                {LABEL(25.1, AMARA, "production", 2, "For the starters of this month")},
                {EDIT(3.6, LENA, "Safety briefing first", "Answer from the handbook",
                      "On the first day remind them of the safety briefing before they enter "
                      "the hall. Answer from the handbook")},
                {LABEL(3.5, LENA, "staging", 3, "")},
            },
    },
};

const struct demo_topic demo_people = {prompts, COUNT_OF(prompts)};
