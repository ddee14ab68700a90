#include "cli/demo/demo_story.h"

/* What the engineers of the demonstration work with. */

static const struct demo_prompt prompts[] = {
    {
        .name = "engineering/code-review",
        .description =
            "Reviews a merge request before a person does. Runs in the pipeline on every push.",
        .tags = "engineering, review, pipeline",
        .settings =
            "{\"model\": \"claude-sonnet-4-5\", \"temperature\": 0, \"max_output_tokens\": 4000}",
        .is_chat = true,
        .days_ago = 112.5,
        .who = TOM,
        .why = "What I paste by hand today",
        .body = "### system\n"
                "You review changes to the firmware and services of Northwind Robotics. Name "
                "bugs, not taste. For each finding give the file, the line, what goes wrong "
                "and a fix. If there is nothing to say, answer \"No findings.\".\n"
                "### user\n"
                "Repository: {{repository}}\n"
                "Language: {{language}}\n\n"
                "{{diff}}",
        .steps =
            {
                {LABEL(112.4, TOM, "staging", 1, "Pipeline of the console repository only")},
                {PROPOSE(109.8, TOM, "production", 1, "Useful on the first twenty merge requests")},
                {APPROVE(109.5, PRIYA, "All repositories from today")},
                {EDIT(102.3, TOM, "Findings had no order", "For each finding give",
                      "Begin with the worst. For each finding give its severity (blocker, bug, "
                      "note),")},
                {LABEL(102.2, TOM, "staging", 2, "")},
                {PROPOSE(100.9, TOM, "production", 2, "")},
                {APPROVE(100.2, PRIYA, "")},
                {EDIT(79.6, MATEO, "Motion code needs its own checklist",
                      "If there is nothing to say",
                      "In motion code look for: units mixed, unbounded loops in the control "
                      "cycle, floating point compared for equality, a path that leaves a motor "
                      "powered.\n"
                      "If there is nothing to say")},
                {LABEL(79.5, MATEO, "staging", 3, "")},
                {PROPOSE(77.7, TOM, "production", 3,
                         "Found the unpowered brake in the arm controller")},
                {APPROVE(77.6, PRIYA, "Impressive")},
                {EDIT(58.8, TOM, "Too many notes, people stopped reading", "(blocker, bug, note)",
                      "(blocker, bug)")},
                {EDIT(57.4, TOM, "Changed files alone are not enough", "{{diff}}",
                      "{{diff}}\n\n"
                      "Callers of the changed functions:\n"
                      "{{callers}}")},
                {LABEL(57.3, TOM, "staging", 5, "")},
                {PROPOSE(55.9, TOM, "production", 5, "Half the comments, the same bugs found")},
                {APPROVE(55.4, LENA, "The teams like it")},
                {EDIT(2.4, TOM, "Ask for a test where one is missing", "and a fix.",
                      "and a fix, and for a bug the test that would have found it.")},
                {LABEL(2.3, TOM, "staging", 6, "On the console repository until Friday")},
            },
    },
    {
        .name = "engineering/release-notes",
        .description = "Writes the release notes of Fleet Console from the merged changes.",
        .tags = "engineering, writing, release",
        .days_ago = 108.1,
        .who = LENA,
        .why = "First version",
        .body = "Write the release notes of Fleet Console {{version}}.\n\n"
                "Merged changes:\n"
                "{{merged_changes}}\n\n"
                "@@@prompt:name=shared/house-style|label=production@@@\n\n"
                "Group them under New, Better and Fixed. One line each, from the view of the "
                "person at the site. Leave out what nobody outside can see.",
        .steps =
            {
                {LABEL(107.9, PRIYA, "production", 1, "")},
                {EDIT(86.0, LENA, "Operators have to know what to do", "Leave out what",
                      "If an operator has to do something after the update, put it first, "
                      "under \"Do this\".\n"
                      "Leave out what")},
                {LABEL(85.2, PRIYA, "production", 2, "")},
                {EDIT(63.2, MATEO, "Security fixes were hidden under Fixed",
                      "New, Better and Fixed", "Security, New, Better and Fixed")},
                {PROPOSE(62.7, MATEO, "production", 3, "Auditors look for this heading")},
                {APPROVE(62.5, LENA, "")},
                {EDIT(31.9, LENA, "Links to the articles", "One line each,",
                      "One line each, with the number of its help article if it has one,")},
                {LABEL(31.8, LENA, "staging", 4, "")},
                {PROPOSE(30.4, LENA, "production", 4, "Checked with the last two releases")},
                {APPROVE(30.1, AMARA, "")},
            },
    },
    {
        .name = "engineering/incident-summary",
        .description =
            "Writes the internal summary of an incident from the chat of the people who worked on "
            "it.",
        .tags = "engineering, incident, internal",
        .days_ago = 88.7,
        .who = DANIEL,
        .why = "From the template of the incident process",
        .body = "Summarize this incident for people who were not there.\n\n"
                "Chat log:\n"
                "{{chat_log}}\n\n"
                "Give: a timeline (UTC, one line per event), the impact in numbers, the cause "
                "as far as it is known, what stopped it, and the open questions. Quote the log "
                "for every claim about the cause. Blame nobody.",
        .steps =
            {
                {LABEL(88.6, PRIYA, "production", 1, "")},
                {EDIT(75.3, DANIEL, "Follow-ups were lost", "and the open questions.",
                      "the open questions, and the follow-ups with the person who said they "
                      "would do it.")},
                {LABEL(75.0, PRIYA, "production", 2, "")},
                {EDIT(34.8, MATEO, "Long incidents: the beginning got lost", "Chat log:",
                      "If the log is longer than one day, summarize each day first.\n\n"
                      "Chat log:")},
                {LABEL(34.7, MATEO, "staging", 3, "")},
                {PROPOSE(33.5, MATEO, "production", 3,
                         "Tried with the two longest incidents of this year")},
                {WITHDRAW(33.1, MATEO)},
            },
    },
    {
        .name = "engineering/commit-message",
        .description = "Suggests a commit message for staged changes. Used from the editor.",
        .tags = "engineering, editor",
        .days_ago = 83.2,
        .who = TOM,
        .why = "First version",
        .body = "Write a commit message for this change.\n\n"
                "{{diff}}\n\n"
                "First line: what changes, in the imperative, at most 70 characters. Then an "
                "empty line, then why, in at most three sentences.",
        .steps =
            {
                {EDIT(82.9, TOM, "It described the diff instead of the reason",
                      "then why, in at most three sentences.",
                      "then why, in at most three sentences. If the reason is not in the "
                      "change, write \"Why: ?\" so that the author fills it in.")},
                {LABEL(82.8, TOM, "staging", 2, "")},
                {PROPOSE(80.1, TOM, "production", 2, "Ready for the editor plugin")},
                {APPROVE(79.9, PRIYA, "")},
                {EDIT(15.7, TOM, "Ticket numbers", "First line: what changes",
                      "First line: the ticket from the branch name {{branch}}, a colon, and "
                      "what changes")},
                {LABEL(15.6, TOM, "staging", 3, "")},
                {PROPOSE(14.9, TOM, "production", 3, "")},
                {REJECT(14.2, PRIYA,
                        "Branches without a ticket get an invented number. Say what to do then.")},
            },
    },
    {
        .name = "engineering/test-ideas",
        .description = "Lists the tests that are missing for a function.",
        .tags = "engineering, testing",
        .days_ago = 47.5,
        .who = TOM,
        .why = "First version",
        .body = "List tests that are missing for this function.\n\n"
                "Function:\n"
                "{{function}}\n\n"
                "Tests that exist:\n"
                "{{tests}}\n\n"
                "Give each as one line: the input, the expected result, and which line of the "
                "function it covers. Begin with the edges: empty, one, most, too many, wrong "
                "unit, called twice, interrupted.",
        .steps =
            {
                {LABEL(47.4, TOM, "staging", 1, "")},
                {EDIT(45.1, TOM, "It repeated tests under other names", "Begin with the edges",
                      "Leave out what an existing test covers already. Begin with the edges")},
                {PROPOSE(44.6, TOM, "production", 2, "Three teams use it from staging")},
                {APPROVE(44.0, PRIYA, "")},
            },
    },
    {
        .name = "engineering/log-explainer",
        .description =
            "Explains a piece of robot log to someone on site. Replaced by the log view of Fleet "
            "Console.",
        .tags = "engineering, logs, experiment",
        .days_ago = 101.6,
        .who = TOM,
        .why = "Experiment",
        .body = "Explain this robot log to an operator on site in at most five sentences. Say "
                "what the robot did, what it waits for, and what the operator should do.\n\n"
                "{{log_lines}}",
        .steps =
            {
                {EDIT(99.3, TOM, "Operators do not know our codes", "Say what the robot did",
                      "Explain error codes with this table:\n"
                      "{{error_codes}}\n\n"
                      "Say what the robot did")},
                {LABEL(99.2, TOM, "staging", 2, "")},
                {ARCHIVE(41.3, TOM)},
            },
    },
};

const struct demo_topic demo_engineering = {prompts, COUNT_OF(prompts)};
