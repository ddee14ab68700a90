#include "data/review/review_line.h"

#include "base/clock.h"
#include "base/csv.h"
#include "data/user/user.h"

const char *const review_look_words[REVIEW_LOOK_COUNT] = {
    "Administrator without a second factor",
    "Not seen for 90 days",
    "Token not used for 90 days",
    "Invitation not accepted",
};

static const char *const titles[] = {
    "Name",       "Email",         "Persona",          "Superuser",
    "State",      "Second factor", "Last seen",        "Open sessions",
    "API tokens", "Token scopes",  "First token ends", "Service accounts",
    "Invited by", "Invited",       "Needs a look",     "Id"};

void review_line_begin(struct buf *buf)
{
    for (size_t i = 0; i < COUNT_OF(titles); i++)
        csv_add(buf, titles[i]);
    csv_end(buf);
}

static const char *time_words(struct arena *arena, int64_t time)
{
    if (time == 0)
        return "";
    char *text = arena_alloc(arena, CLOCK_ISO_LEN);
    clock_format_iso(time, text);
    return text;
}

static const char *number_words(struct arena *arena, int64_t number)
{
    return arena_printf(arena, "%lld", (long long)number);
}

static void add_word(struct buf *buf, const char *word)
{
    buf_add_text(buf, buf->len == 0 ? "" : ", ");
    buf_add_text(buf, word);
}

static const char *scope_words(struct arena *arena, unsigned scopes)
{
    struct buf words;
    buf_init(&words, arena);
    buf_add_text(&words, "");
    for (int i = 0; i < TOKEN_SCOPE_COUNT; i++)
        if ((scopes & token_scopes[i].scope) != 0)
            add_word(&words, token_scopes[i].name);
    return words.data;
}

static const char *look_words(struct arena *arena, unsigned marks)
{
    struct buf words;
    buf_init(&words, arena);
    buf_add_text(&words, "");
    for (int i = 0; i < REVIEW_LOOK_COUNT; i++)
        if ((marks & 1U << i) != 0)
            add_word(&words, review_look_words[i]);
    return words.data;
}

const char *review_factor_words(struct arena *arena, const struct review_person *person)
{
    long long count = (long long)person->passkey_count;
    const char *keys = count == 0   ? ""
                       : count == 1 ? "Passkey"
                                    : arena_printf(arena, "%lld passkeys", count);
    if (!person->has_app)
        return count == 0 ? "None" : keys;
    return count == 0 ? "Authenticator app"
                      : arena_printf(arena, "Authenticator app, %s", count == 1 ? "passkey" : keys);
}

void review_line_add(struct buf *buf, struct arena *arena, const struct review_person *person)
{
    char id[UUID_TEXT_LEN];
    uuid_format(&person->id, id);
    const char *const cells[COUNT_OF(titles)] = {
        person->full_name,
        person->email,
        persona_names[person->persona],
        person->is_superuser ? "yes" : "no",
        user_state_names[person->state],
        review_factor_words(arena, person),
        time_words(arena, person->last_seen_at),
        number_words(arena, person->session_count),
        number_words(arena, person->token_count),
        scope_words(arena, person->token_scopes),
        time_words(arena, person->token_ends_at),
        person->accounts,
        !person->has_inviter         ? ""
        : person->invited_by == NULL ? "Erased user"
                                     : person->invited_by,
        time_words(arena, person->created_at),
        look_words(arena, person->marks),
        id,
    };
    for (size_t i = 0; i < COUNT_OF(titles); i++)
        csv_add(buf, cells[i]);
    csv_end(buf);
}
