#include "cli/mail/mail.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/setting.h"
#include "cli/mail/mail_message.h"
#include "cli/mail/watch.h"
#include "data/account/reset_request.h"
#include "data/inbox/inbox_mail.h"
#include "data/mail/mail_queue.h"
#include "web/template.h"

#define INBOX_PAUSE (30 * CLOCK_SECOND)
enum { SETTINGS_ARENA = 1 << 20, PAUSE_S = 5, REPORT_TRIES = 20, REPORT_PAUSE_MS = 500 };

struct work {
    struct command command;
    struct mail_settings settings;
    struct mail_sender sender;
    int64_t sent_count, failed_count;
    int64_t forgot_at; /* clock_monotonic, as is the next */
    int64_t looked_at; /* into the inboxes */
};

/* Sent, but not noted, would be sent once more: the database gets some time to come back. */
static enum err report(struct work *work, const struct mail_claimed *claimed,
                       enum mail_outcome outcome, const char *reason)
{
    enum err err = ERR_UNAVAILABLE;
    for (int i = 0; i < REPORT_TRIES && err == ERR_UNAVAILABLE; i++) {
        if (i > 0)
            watch_wait_ms(REPORT_PAUSE_MS);
        err = mail_report(work->command.db, claimed, outcome, reason);
    }
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

static void log_attempt(const struct mail_claimed *claimed, enum mail_outcome outcome)
{
    static const char *const outcomes[] = {"sent", "later", "refused"};
    char id[UUID_TEXT_LEN];
    uuid_format(&claimed->id, id);
    log_line("info", "mail",
             (const struct log_field[]){{"id", id},
                                        {"kind", mail_kinds[claimed->kind].name},
                                        {"outcome", outcomes[outcome]}},
             3);
}

static enum err send_one(struct work *work, const struct mail_claimed *claimed)
{
    struct mail mail;
    char reason[MAIL_REASON_LEN] = "Its address can't be used.";
    struct arena *arena = work->command.arena;
    enum mail_outcome outcome = MAIL_REFUSED;
    if (mail_message_make(arena, &work->sender, claimed, &mail) == ERR_NONE)
        outcome = mail_send(arena, &work->settings, &mail, reason);
    log_attempt(claimed, outcome);
    work->sent_count += outcome == MAIL_SENT;
    work->failed_count += outcome != MAIL_SENT;
    return report(work, claimed, outcome, reason);
}

static enum err forget_old(struct work *work)
{
    if (work->forgot_at != 0 && clock_monotonic() - work->forgot_at < CLOCK_HOUR)
        return ERR_NONE;
    work->forgot_at = clock_monotonic();
    enum err err = mail_forget_old(work->command.db);
    enum err end = command_next_request(&work->command);
    return err == ERR_NONE ? end : err;
}

/* Whoever forgot their password gets a link: it becomes a mail in the queue. */
static enum err handle_resets(struct work *work)
{
    enum err err = ERR_NONE;
    while (err == ERR_NONE && !watch_is_over()) {
        err = reset_request_handle(work->command.db, &work->command.actor);
        enum err end = command_next_request(&work->command);
        if (err == ERR_NONE)
            err = end;
    }
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

/* What waits in inboxes becomes mails in the queue, one person a request. */
static enum err look_into_inboxes(struct work *work)
{
    enum err err = ERR_NONE;
    if (work->looked_at != 0 && clock_monotonic() - work->looked_at < INBOX_PAUSE)
        return ERR_NONE;
    work->looked_at = clock_monotonic();
    while (err == ERR_NONE && !watch_is_over()) {
        err = inbox_mail_look(work->command.db);
        enum err end = command_next_request(&work->command);
        if (err == ERR_NONE)
            err = end;
    }
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

/* Everything that is due now, one mail a request. */
static enum err pass(struct work *work)
{
    enum err err = forget_old(work);
    if (err == ERR_NONE)
        err = handle_resets(work);
    if (err == ERR_NONE)
        err = look_into_inboxes(work);
    while (err == ERR_NONE && !watch_is_over()) {
        struct mail_claimed claimed;
        err = mail_claim(work->command.db, &claimed);
        if (err == ERR_NONE)
            err = send_one(work, &claimed);
        enum err end = command_next_request(&work->command);
        if (err == ERR_NONE)
            err = end;
    }
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

static enum err watch(struct work *work)
{
    if (watch_begin() != ERR_NONE)
        return ERR_UNAVAILABLE;
    while (!watch_is_over()) {
        if (pass(work) != ERR_NONE)
            command_say("the database does not answer; it is tried again.");
        if (!watch_is_over())
            watch_wait_ms(1000L * PAUSE_S);
    }
    return ERR_NONE;
}

static enum err read_settings(struct arena *arena, struct work *work)
{
    const char *problem = NULL;
    enum err err = mail_settings_read(arena, &work->settings, &problem);
    if (err == ERR_NOT_FOUND)
        command_say("no mail server is set: smtp-url and mail-from in /etc/rostrum.conf say where "
                    "it is. Until then links are handed over by administrators.");
    else if (err != ERR_NONE)
        command_say("%s", problem);
    return err == ERR_NONE ? template_open(setting_get(SETTING_TEMPLATES)) : err;
}

static int run(const struct command_options *options)
{
    struct work work = {.sender = {.public_url = options->public_url}};
    struct arena *arena = arena_create_lasting(SETTINGS_ARENA);
    enum err err = read_settings(arena, &work);
    bool is_watching = command_value(options, "watch") != NULL;
    enum err end = ERR_NONE;
    if (err == ERR_NONE) {
        work.sender.address = work.settings.sender;
        err = command_open(options, false, &work.command);
        if (err == ERR_NONE) {
            mail_switch(work.command.db, true);
            err = is_watching ? watch(&work) : pass(&work);
        }
        if (err == ERR_UNAVAILABLE)
            command_say("the database does not answer; the lines above say why.");
        end = command_close(&work.command);
    }
    if (err == ERR_NONE && !is_watching)
        (void)printf("%lld sent, %lld failed\n", (long long)work.sent_count,
                     (long long)work.failed_count);
    arena_destroy(arena);
    return err == ERR_NONE && end == ERR_NONE ? EXIT_SUCCESS : EXIT_FAILURE;
}

const struct subcommand mail_subcommand = {
    .name = "mail",
    .words = "",
    .summary = "sends what waits in the queue of mail, and says how much that was",
    .help = "It reads the settings smtp-url, smtp-user, smtp-password-file, "
            "smtp-ca-file, smtp-timeout-s and mail-from.",
    .options = {{"watch", NULL, "goes on until it is ended"}},
    .run = run,
};
