#include <string.h>

#include "api/call.h"
#include "api/handlers.h"
#include "base/json.h"
#include "data/agent/agent.h"
#include "data/card/card_content.h"
#include "data/card/card_serve.h"
#include "data/record/record_stop.h"
#include "data/team/team.h"

/* Agent cards (A2A 1.0, section 8; 0.3, section 5): public ones for everyone, the others for tokens
 * that may read the record. What must not be known to be there is answered like what is not. */

/* Without a version a program speaks 0.3 (A2A 1.0, section 3.6.2). */
static bool read_generation(const char *version, enum agent_card_generation *generation)
{
    if (version != NULL && strspn(version, "0123456789.") != strlen(version))
        return false;
    if (version == NULL || strcmp(version, "0.3") == 0 || strncmp(version, "0.3.", 4) == 0)
        *generation = AGENT_CARD_0_3;
    else if (strcmp(version, "1") == 0 || strncmp(version, "1.", 2) == 0)
        *generation = AGENT_CARD_1_0;
    else
        return false;
    return true;
}

/* Whoever tried a token that is none hears so; without one, there is nothing here. */
static enum err say_not_there(struct call *call)
{
    if (call->request->authorization == NULL || call->actor != NULL)
        return ERR_NOT_FOUND;
    response_header(call->response, "WWW-Authenticate", "Bearer");
    call_say(call, 401, "Send an API token that holds: Authorization: Bearer sk-…", NULL);
    return ERR_NONE;
}

static void say_how_long(struct call *call, bool is_public)
{
    const char *who = is_public ? "public" : "private";
    response_header(call->response, "Cache-Control",
                    arena_printf(call->arena, "%s, max-age=%d", who, CARD_MAX_AGE_S));
    response_header(call->response, "Vary", "A2A-Version, Authorization");
}

/* A card says what the version in production says. */
static void serve(struct call *call, const struct card *card, int64_t version)
{
    struct usage_served served = {.kind = card->kind->id,
                                  .record_id = card->record_id,
                                  .version = version,
                                  .protocol = USAGE_A2A};
    usage_set_label(&served, LABEL_PRODUCTION);
    call_serve(call, &served);
}

/* Who is known hears what is stopped; who is not, what the card says anyway. */
static enum err say_stopped(struct call *call, const struct card *card,
                            const struct card_content *content)
{
    const char *words = call->actor == NULL ? card_stop_words(call->db, card, content) : NULL;
    if (words == NULL)
        return record_stop_refuse(call->db, &content->stop_id);
    call_say(call, 423, words, NULL);
    return ERR_NONE;
}

static enum err answer(struct call *call, const struct card *card,
                       enum agent_card_generation generation)
{
    const struct record_store *store = card->kind->id == RECORD_TEAM ? &team_store : &agent_store;
    struct card_content content;
    json_t *json = NULL;
    const char *problem = NULL;
    struct card_make make = {card, &content, generation, call->public_url, call->match->token};
    enum err err =
        card_content_load(call->db, store, &card->organization_id, &card->record_id, &content);
    if (err == ERR_NONE && !card_may_read(call->actor, card, &content))
        err = ERR_NOT_FOUND;
    if (err == ERR_NONE && !uuid_is_nil(&content.stop_id))
        return say_stopped(call, card, &content);
    if (err == ERR_NONE)
        err = card_make(call->db, &make, &json, &problem);
    if (err == ERR_NOT_FOUND || err == ERR_INVALID)
        return say_not_there(call);
    if (err != ERR_NONE)
        return err;
    serve(call, card, content.version);
    call->is_kept = card->is_public;
    err = call_answer(call, 200, json_incref(json));
    say_how_long(call, card->is_public);
    return err;
}

enum err a2a_card(struct call *call)
{
    enum agent_card_generation generation;
    struct card card;
    if (!read_generation(call->request->a2a_version, &generation)) {
        call_say(call, 400, "A2A-Version can be 1.0 or 0.3 here.", NULL);
        return ERR_NONE;
    }
    enum err err = card_find(call->db, call->match->token, call->match->second_token, &card);
    if (err == ERR_NOT_FOUND || (err == ERR_NONE && !card.is_public && call->actor == NULL))
        return say_not_there(call);
    if (err != ERR_NONE)
        return err;
    call->served_from = &card.organization_id;
    call->kept_for = generation == AGENT_CARD_1_0 ? "A2A 1.0" : "A2A 0.3";
    if (card.is_public && call_answer_kept(call)) {
        say_how_long(call, true);
        return ERR_NONE;
    }
    return answer(call, &card, generation);
}

enum err a2a_keys(struct call *call)
{
    json_t *set = NULL;
    enum err err = card_find_keys(call->db, call->match->token, &set);
    if (err != ERR_NONE)
        return err;
    err = call_answer(call, 200, set);
    response_header(call->response, "Cache-Control",
                    arena_printf(call->arena, "public, max-age=%d", CARD_MAX_AGE_S));
    return err;
}
