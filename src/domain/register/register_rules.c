#include "domain/register/register_rules.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "domain/typed_lines.h"

const char *const register_risk_names[RISK_COUNT + 1] = {
    "not_assessed", "prohibited", "high", "limited", "minimal", "general_purpose", NULL,
};

const char *const register_risk_titles[RISK_COUNT + 1] = {
    "Not assessed", "Prohibited", "High", "Limited", "Minimal", "General-purpose", NULL,
};

const char *const register_text_names[REGISTER_TEXT_COUNT] = {
    "purpose",
    "data_categories",
    "affected_people",
    "risk_reason",
};

const char *const register_text_titles[REGISTER_TEXT_COUNT] = {
    "Purpose",
    "Data categories",
    "Affected people",
    "Reason for the risk class",
};

enum err register_risk_parse(const char *name, enum register_risk *risk)
{
    for (int i = 0; i < RISK_COUNT; i++) {
        if (strcmp(register_risk_names[i], name) == 0) {
            *risk = (enum register_risk)i;
            return ERR_NONE;
        }
    }
    return ERR_INVALID;
}

enum err register_text_parse(struct arena *arena, const char *typed, const char **text,
                             const char **problem)
{
    if (!text_is_utf8(typed, strlen(typed))) {
        *problem = "This is not valid UTF-8.";
        return ERR_INVALID;
    }
    struct text made = typed_lines(arena, typed);
    *text = made.data;
    size_t chars = text_count_chars(made.data, made.len);
    if (chars > REGISTER_TEXT_MAX)
        *problem = arena_printf(arena, "This is too long: %zu characters, at most %d fit.", chars,
                                REGISTER_TEXT_MAX);
    else if (text_has_control(made.data, made.len, true))
        *problem = "This has characters that can't be used, such as invisible control characters.";
    else
        return ERR_NONE;
    return ERR_INVALID;
}

static void add(struct buf *buf, bool is_missing, const char *words)
{
    if (is_missing)
        buf_printf(buf, buf->len == 0 ? "%s" : ", %s", words);
}

static bool is_empty(const char *text)
{
    return text == NULL || text[0] == '\0';
}

const char *register_missing(struct arena *arena, const struct register_facts *facts)
{
    struct buf buf;
    buf_init(&buf, arena);
    buf_printf(&buf, "%s", "");
    add(&buf, is_empty(facts->texts[REGISTER_PURPOSE]), "purpose");
    add(&buf, is_empty(facts->texts[REGISTER_DATA_CATEGORIES]), "data categories");
    add(&buf, is_empty(facts->texts[REGISTER_AFFECTED_PEOPLE]), "affected people");
    add(&buf, !facts->has_oversight, "human oversight");
    add(&buf, facts->risk == RISK_NOT_ASSESSED, "risk class");
    add(&buf, is_empty(facts->texts[REGISTER_RISK_REASON]), "reason for the risk class");
    add(&buf, !facts->has_review, "next review");
    add(&buf, !facts->has_provider, "provider of the model, in the config");
    return buf.data;
}
