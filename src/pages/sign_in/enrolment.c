#include "pages/sign_in/enrolment.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/number.h"
#include "crypt/qr_code.h"
#include "crypt/totp.h"
#include "data/user/user.h"

#define ENROLMENT_LIFETIME (30 * CLOCK_MINUTE)

const char enrolment_title[] = "Set up an authenticator app";
const char enrolment_file[] = "sign_in/second_factor.tpl";

/* "totp PERSON EXPIRY SECRET": whose it is and how long it is good. */
static const char *sign(struct page *page, const char *secret)
{
    char id[UUID_TEXT_LEN];
    uuid_format(&page->actor->user_id, id);
    return signed_text_make(db_keyring(page->db), page->arena,
                            arena_printf(page->arena, "totp %s %" PRId64 " %s", id,
                                         clock_now() + ENROLMENT_LIFETIME, secret));
}

const char *enrolment_open(struct page *page, const char *enrolment)
{
    char *text = NULL;
    char id[UUID_TEXT_LEN];
    uuid_format(&page->actor->user_id, id);
    const char *start = arena_printf(page->arena, "totp %s ", id);
    if (signed_text_open(db_keyring(page->db), page->arena, enrolment, &text) != ERR_NONE ||
        !text_starts_with(text, start))
        return NULL;
    const char *secret = NULL;
    int64_t expires_at = number_leading(NUMBER_MOMENT, text + strlen(start), &secret);
    bool is_good =
        *secret == ' ' && strlen(secret + 1) == TOTP_SECRET_LEN - 1 && expires_at > clock_now();
    return is_good ? secret + 1 : NULL;
}

/* In groups of four, as people read it from one screen and type it on another. */
static const char *in_groups(struct page *page, const char *secret)
{
    struct buf text;
    buf_init(&text, page->arena);
    for (size_t i = 0; secret[i] != '\0'; i++)
        buf_printf(&text, i > 0 && i % 4 == 0 ? " %c" : "%c", secret[i]);
    return text.data;
}

/* What apps read from the picture (the Key URI format of authenticator apps). */
static const char *uri_of(struct page *page, const char *email, const char *secret)
{
    return arena_printf(page->arena,
                        "otpauth://totp/Rostrum:%s?secret=%s&issuer=Rostrum&algorithm=SHA1"
                        "&digits=%d&period=%d",
                        text_percent_encode(page->arena, email), secret, TOTP_DIGITS, TOTP_STEP_S);
}

/* Why the page is shown to someone who did not ask for it. */
static void show_rule(struct page *page, struct view *view, const struct kept_form *kept)
{
    const struct session *session = page->session;
    view_show(view, "FREE", session->factor_due_at == 0);
    if (session->factor_due_at == 0)
        return;
    view_show(view, "HELD", session->is_held);
    if (session->is_held)
        return;
    struct view *asked = view_add(view, "ASKED");
    page_time(page, asked, "DUE", session->factor_due_at);
    view_text(asked, "SKIP_URL", kept->next);
}

enum err enrolment_prepare(struct page *page, const char *secret, const struct kept_form *kept)
{
    struct user user;
    struct qr_code code;
    enum err err = user_get(page->db, page->actor, &page->actor->user_id, &user);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    err = qr_code_make(page->arena, uri_of(page, user.email, secret), &code);
    view_show(view, user.has_app ? "REPLACES" : "IS_NEW", true);
    kept_form_show(page, kept);
    show_rule(page, view, kept);
    view_text(view, "ENROLMENT", sign(page, secret));
    view_text(view, "SECRET", in_groups(page, secret));
    if (err == ERR_NONE) {
        struct view *picture = view_add(view, "QR");
        view_number(picture, "WIDTH", code.width);
        view_text(picture, "PATH", code.path);
    }
    return ERR_NONE;
}

static const char *fresh_secret(struct page *page)
{
    char secret[TOTP_SECRET_LEN];
    totp_secret_make(secret);
    return arena_strdup(page->arena, secret);
}

enum err enrolment_show(struct page *page, int status, const struct kept_form *kept)
{
    enum err err = enrolment_prepare(page, fresh_secret(page), kept);
    return err == ERR_NONE ? page_show(page, status, enrolment_title, enrolment_file) : err;
}

const char *enrolment_path(struct page *page, const char *next)
{
    return arena_printf(page->arena, "/account/second-factor?next=%s",
                        text_percent_encode(page->arena, next));
}
