#include "cli/mail/mail_message.h"

#include <string.h>

#include "base/clock.h"
#include "base/mail_header.h"
#include "domain/mail_text.h"
#include "web/template.h"

static const char *render(struct arena *arena, const struct mail_words *words)
{
    struct buf out;
    struct view *view = view_create(arena);
    view_text(view, "SUBJECT", words->subject);
    for (int i = 0; i < words->count; i++)
        view_text(view_add(view, "PARAGRAPH"), "TEXT", words->paragraphs[i]);
    if (words->link_url[0] != '\0') {
        struct view *link = view_add(view, "LINK");
        view_text(link, "URL", words->link_url);
        view_text(link, "ADDRESS", words->link_url);
        view_text(link, "LABEL", words->link_label);
    }
    view_text(view, "NOTE", words->note);
    buf_init(&out, arena);
    template_render("mail/mail.tpl", view, &out);
    return out.data;
}

/* The same whenever it is sent again, so that who gets it twice can see that it is one. */
static const char *message_id(struct arena *arena, const struct mail_sender *sender,
                              const struct mail_claimed *claimed)
{
    char id[UUID_TEXT_LEN];
    uuid_format(&claimed->id, id);
    const char *at = strrchr(sender->address, '@');
    return arena_printf(arena, "<%s@%s>", id, at == NULL ? "rostrum" : at + 1);
}

enum err mail_message_make(struct arena *arena, const struct mail_sender *sender,
                           const struct mail_claimed *claimed, struct mail *mail)
{
    char *to = NULL;
    char *from = NULL;
    char *date = arena_alloc(arena, MAIL_DATE_LEN);
    struct mail_words words;
    const char *name = claimed->is_to_person ? claimed->full_name : "";
    const struct mail_facts facts = {.kind = claimed->kind,
                                     .public_url = sender->public_url,
                                     .full_name = name,
                                     .organization = claimed->organization,
                                     .time_zone = claimed->time_zone,
                                     .created_at = claimed->created_at,
                                     .facts = claimed->facts};
    enum err err = mail_header_address(arena, name, claimed->to, &to);
    if (err == ERR_NONE)
        err = mail_header_address(arena, "Rostrum", sender->address, &from);
    if (err != ERR_NONE)
        return err;
    mail_text_make(arena, &facts, &words);
    mail_header_date(clock_now(), date);
    *mail = (struct mail){
        .recipient = claimed->to,
        .to = to,
        .from = from,
        .subject = mail_header_text(arena, words.subject),
        .date = date,
        .message_id = message_id(arena, sender, claimed),
        .unsubscribe =
            words.is_digest ? arena_printf(arena, "%s/account#mail", sender->public_url) : "",
        .text = mail_text_plain(arena, &words),
        .html = render(arena, &words),
    };
    return ERR_NONE;
}
