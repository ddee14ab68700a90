#include "domain/mail_text.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock_local.h"

/* What the functions below share. */
struct writer {
    struct arena *arena;
    const struct mail_facts *facts;
    struct mail_words *words;
};

static void say(struct writer *w, const char *sentence)
{
    if (w->words->count == MAIL_PARAGRAPHS_MAX)
        die("a mail with too many paragraphs");
    w->words->paragraphs[w->words->count++] = sentence;
}

static const char *fact(const struct writer *w, const char *name)
{
    return json_text(w->facts->facts, name);
}

static void lead_to(struct writer *w, const char *label, const char *path)
{
    w->words->link_label = label;
    w->words->link_url = arena_printf(w->arena, "%s%s", w->facts->public_url, path);
}

/* "29 Nov 2026, 16:05 (Europe/Berlin)" */
static const char *when(const struct writer *w)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct clock_local local = clock_local(w->facts->time_zone, w->facts->created_at);
    return arena_printf(w->arena, "%d %s %d, %02d:%02d (%s)", local.day,
                        months[(local.month + 11) % 12], local.year, local.hour, local.minute,
                        w->facts->time_zone);
}

/* Mail programs make links of what looks like one: nobody sends theirs under our name. */
static bool looks_like_link(const char *text)
{
    for (const char *c = text; *c != '\0'; c++) {
        bool is_dot = *c == '.' && c > text && c[-1] != ' ' && c[1] != ' ' && c[1] != '\0';
        if (is_dot || *c == '/' || *c == '@' || *c == ':')
            return true;
    }
    return false;
}

static const char *organization_of(const struct writer *w)
{
    const char *name = w->facts->organization;
    return looks_like_link(name) ? "an organization" : name;
}

static void say_invitation(struct writer *w)
{
    w->words->subject =
        arena_printf(w->arena, "Invitation to %s on Rostrum", w->facts->organization);
    say(w, arena_printf(w->arena,
                        "You are invited to %s on Rostrum, where its prompts, agents and "
                        "teams are kept.",
                        organization_of(w)));
    bool is_sso = strcmp(fact(w, "sign_in"), "sso") == 0;
    say(w, is_sso
               ? "You sign in with the single sign-on of your organization. The link shows the "
                 "way, for 7 days."
               : "Accept the invitation and choose a password. The link works once, for 7 days.");
    lead_to(w, is_sso ? "See how to sign in" : "Accept the invitation", fact(w, "link"));
    w->words->note = "You get this mail because an administrator invited this address. If you did "
                     "not expect it, do nothing.";
}

static void say_reset(struct writer *w)
{
    bool is_asked = strcmp(fact(w, "asked"), "you") == 0;
    w->words->subject = "Choose a new password for Rostrum";
    say(w, is_asked ? "Someone, most likely you, asked for a new password for your account."
                    : "An administrator of your organization made a link for you, with which you "
                      "choose a new password.");
    say(w, arena_printf(w->arena, "The link works once, for %s.", fact(w, "valid")));
    lead_to(w, "Choose a new password", fact(w, "link"));
    w->words->note = is_asked ? "If it was not you, do nothing: your password stays as it is."
                              : "If you did not expect it, ask your administrator.";
}

static void say_confirm(struct writer *w)
{
    w->words->subject = "Confirm your new address for Rostrum";
    say(w, "Someone asked to use this address for their account on Rostrum.");
    say(w, "If it was you, confirm it. The link works once, for 24 hours. Until then you sign in "
           "with the old address.");
    lead_to(w, "Confirm the new address", fact(w, "link"));
    w->words->note = "If it was not you, do nothing: nothing changes.";
}

static void say_taken(struct writer *w)
{
    w->words->subject = "Someone tried to use your address for Rostrum";
    say(w, "Someone asked to use this address for their account on Rostrum. It belongs to an "
           "account already, so nothing was changed, and they were not told about it.");
    say(w, "If it was you, sign in with this address. If you forgot the password, ask for a new "
           "one on the sign-in page.");
    lead_to(w, "Sign in", "/login");
    w->words->note = "If it was not you, there is nothing to do.";
}

static void say_asked(struct writer *w)
{
    w->words->subject = "A new address was asked for";
    say(w, arena_printf(w->arena,
                        "On %s someone who knows your password asked to change the "
                        "address of your account to %s.",
                        when(w), fact(w, "new")));
    say(w, "It changes when that address confirms it. If it was you, there is nothing to do here.");
    say(w, "If it was not you, stop it with this link, then change your password.");
    lead_to(w, "Keep the old address", fact(w, "link"));
    w->words->note = "You get this mail because this is the address of your account.";
}

static void say_changed(struct writer *w)
{
    w->words->subject = "Your address was changed";
    say(w, arena_printf(w->arena,
                        "On %s the address of your account was changed to %s. From now "
                        "on you sign in with the new one.",
                        when(w), fact(w, "new")));
    say(w, "If it was not you, take it back with this link within 7 days: the old address holds "
           "again, all sessions end, and you choose a new password.");
    lead_to(w, "Take the change back", fact(w, "link"));
    w->words->note = "You get this mail because this was the address of your account.";
}

static void say_address_set(struct writer *w)
{
    w->words->subject = "Your address was changed";
    say(w, arena_printf(w->arena,
                        "On %s an administrator of your organization changed the address "
                        "of your account to %s.",
                        when(w), fact(w, "new")));
    say(w, "If you did not expect it, ask your administrator.");
    w->words->note = "You get this mail because this was the address of your account.";
}

/* What happened, and what to do if it was someone else. */
static void say_notice(struct writer *w, const char *subject, const char *what, const char *path)
{
    w->words->subject = subject;
    say(w, what);
    say(w, "If it was you, there is nothing to do.");
    say(w, "If it was not you, sign out all other sessions, change your password and tell an "
           "administrator of your organization.");
    lead_to(w, "Look at your account", path);
    w->words->note = "You get this mail because it concerns the security of your account. Such "
                     "notices can't be turned off.";
}

static void say_security(struct writer *w)
{
    const char *what = fact(w, "what");
    const char *where = fact(w, "where");
    const char *time = when(w);
    switch (w->facts->kind) {
    case MAIL_NEW_DEVICE:
        say_notice(w, "New sign-in to your account",
                   arena_printf(w->arena,
                                "On %s someone signed in to your account on a device "
                                "that was not used before: %s.",
                                time, where),
                   "/account/sessions");
        break;
    case MAIL_PASSWORD_CHANGED:
        say_notice(w, "Your password was changed",
                   arena_printf(w->arena, "Your password was changed on %s.", time),
                   "/account/sessions");
        break;
    case MAIL_PASSWORD_RESET:
        say_notice(w, "Your password was changed",
                   arena_printf(w->arena, "On %s your password was changed with a link.", time),
                   "/account/sessions");
        break;
    case MAIL_FACTOR_ADDED:
        say_notice(w, "Your second factor was changed",
                   arena_printf(w->arena, "%s was added to your account on %s.", what, time),
                   "/account");
        break;
    case MAIL_FACTOR_REMOVED:
        say_notice(w, "Your second factor was changed",
                   arena_printf(w->arena, "%s was removed from your account on %s.", what, time),
                   "/account");
        break;
    case MAIL_RECOVERY_CODE_USED:
        say_notice(w, "A recovery code was used",
                   arena_printf(w->arena,
                                "On %s someone signed in to your account with one of "
                                "your recovery codes.",
                                time),
                   "/account");
        break;
    case MAIL_CODES_RENEWED:
        say_notice(w, "New recovery codes were made",
                   arena_printf(w->arena,
                                "On %s new recovery codes were made for your account. Those of "
                                "before do not work any more.",
                                time),
                   "/account/security");
        break;
    default:
        say_notice(w, "An API token was made",
                   arena_printf(w->arena, "The API token \"%s\" was made in your account on %s.",
                                what, time),
                   "/account");
    }
}

static void say_inbox(struct writer *w)
{
    const json_t *lines = json_object_get(w->facts->facts, "lines");
    w->words->subject = "Your inbox on Rostrum";
    say(w, arena_printf(w->arena, "This waits for you in %s:", organization_of(w)));
    for (size_t i = 0; i < json_array_size(lines) && i < MAIL_PARAGRAPHS_MAX - 1; i++)
        say(w, arena_strdup(w->arena, json_string_value(json_array_get(lines, i))));
    lead_to(w, "Open your inbox", "/inbox");
    w->words->is_digest = true;
    w->words->note = arena_printf(w->arena,
                                  "Choose how often you get this mail, or never, in your profile: "
                                  "%s/account#mail",
                                  w->facts->public_url);
}

static void say_override(struct writer *w)
{
    json_int_t version = json_integer_value(json_object_get(w->facts->facts, "version"));
    w->words->subject = "A label was moved without evidence";
    say(w,
        arena_printf(w->arena,
                     "On %s the label %s of \"%s\" in %s was moved to version %lld, although its "
                     "rule was not met.",
                     when(w), fact(w, "label"), fact(w, "record"), organization_of(w),
                     (long long)version));
    say(w, "You might have stopped it. Read why it was done, and review it.");
    lead_to(w, "Review it", fact(w, "path"));
    w->words->note = "You get this mail because you may approve moves of this label. Such notices "
                     "can't be turned off.";
}

static void say_test(struct writer *w)
{
    w->words->subject = "Test mail from Rostrum";
    say(w,
        arena_printf(w->arena, "Mail works: an administrator asked for this test on %s.", when(w)));
    lead_to(w, "Mail settings", "/settings/mail");
    w->words->note = "You get this mail because you asked for it.";
}

static void greet(struct writer *w)
{
    const char *name = w->facts->full_name;
    if (name[0] != '\0' && !looks_like_link(name))
        say(w, arena_printf(w->arena, "Hello %s,", name));
}

void mail_text_make(struct arena *arena, const struct mail_facts *facts, struct mail_words *words)
{
    static void (*const writers[MAIL_KIND_COUNT])(struct writer * w) = {
        [MAIL_INVITATION] = say_invitation,       [MAIL_RESET] = say_reset,
        [MAIL_ADDRESS_CONFIRM] = say_confirm,     [MAIL_ADDRESS_TAKEN] = say_taken,
        [MAIL_ADDRESS_ASKED] = say_asked,         [MAIL_ADDRESS_CHANGED] = say_changed,
        [MAIL_ADDRESS_SET] = say_address_set,     [MAIL_NEW_DEVICE] = say_security,
        [MAIL_PASSWORD_CHANGED] = say_security,   [MAIL_PASSWORD_RESET] = say_security,
        [MAIL_FACTOR_ADDED] = say_security,       [MAIL_FACTOR_REMOVED] = say_security,
        [MAIL_RECOVERY_CODE_USED] = say_security, [MAIL_CODES_RENEWED] = say_security,
        [MAIL_TOKEN_MADE] = say_security,         [MAIL_INBOX] = say_inbox,
        [MAIL_OVERRIDE] = say_override,           [MAIL_TEST] = say_test,
    };
    *words = (struct mail_words){.link_label = "", .link_url = "", .note = ""};
    struct writer w = {arena, facts, words};
    greet(&w);
    writers[facts->kind](&w);
}

/* ---- plain text --------------------------------------------------------------------------- */

/* Breaks lines at spaces; a word that is longer than a line stays whole. */
static void add_wrapped(struct buf *out, const char *text)
{
    size_t column = 0;
    while (*text != '\0') {
        size_t len = strcspn(text, " ");
        size_t width = text_count_chars(text, len);
        if (column > 0 && column + 1 + width > MAIL_TEXT_WIDTH) {
            buf_add_text(out, "\r\n");
            column = 0;
        } else if (column > 0) {
            buf_add_char(out, ' ');
            column++;
        }
        buf_add(out, text, len);
        column += width;
        text += len;
        text += strspn(text, " ");
    }
    buf_add_text(out, "\r\n\r\n");
}

const char *mail_text_plain(struct arena *arena, const struct mail_words *words)
{
    struct buf out;
    buf_init(&out, arena);
    for (int i = 0; i < words->count; i++)
        add_wrapped(&out, words->paragraphs[i]);
    if (words->link_url[0] != '\0')
        buf_printf(&out, "%s:\r\n%s\r\n\r\n", words->link_label, words->link_url);
    buf_add_text(&out, "-- \r\n");
    add_wrapped(&out, words->note);
    return out.data;
}
