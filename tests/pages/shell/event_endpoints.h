#ifndef TESTS_PAGES_SHELL_EVENT_ENDPOINTS_H
#define TESTS_PAGES_SHELL_EVENT_ENDPOINTS_H

#include <stdio.h>
#include <string.h>

#include "endpoints.h"
#include "event_walk.h"
#include "runners.h"

/* What must be there before the routes about model endpoints leave their events. */

static void with_hosts(struct walk *walk)
{
    (void)walk;
    endpoints_allow("public");
}

static struct uuid endpoint_made(struct walk *walk)
{
    char text[UUID_TEXT_LEN];
    struct uuid id = endpoints_plant(walk->f);
    const char *end = strrchr(walk->path, '/') + 1;
    char rest[64];
    assert_true(strlen(end) < sizeof rest);
    strcpy(rest, end);
    uuid_format(&id, text);
    walk->has_path = true;
    (void)snprintf(walk->path, sizeof walk->path, "/settings/endpoints/%s/%s", text, rest);
    return id;
}

/* A key's line, whose plus signs would be spaces in a form. */
static void with_runner_line(struct walk *walk)
{
    struct runner_key key;
    runner_key_make(&key);
    struct arena *arena = arena_create(1 << 20);
    (void)snprintf(walk->own_form, sizeof walk->own_form,
                   "name=Hall&data_class=public&public_key=%s",
                   text_percent_encode(arena, runner_public_text(arena, &key.public)));
    arena_destroy(arena);
}

static void with_runner(struct walk *walk)
{
    char text[UUID_TEXT_LEN];
    struct runner_key key;
    struct uuid id = runners_plant(walk->f, "Hall", &key);
    uuid_format(&id, text);
    walk->has_path = true;
    (void)snprintf(walk->path, sizeof walk->path, "/settings/runners/%s/withdraw", text);
}

static void with_endpoint(struct walk *walk)
{
    (void)endpoint_made(walk);
}

/* Nobody is asked. */
static void with_endpoint_unlisted(struct walk *walk)
{
    (void)endpoint_made(walk);
    endpoints_allow("");
}

static void with_endpoint_archived(struct walk *walk)
{
    struct uuid id = endpoint_made(walk);
    assert_int_equal(endpoint_archive(walk->f->db, endpoints_admin(walk->f), &id), ERR_NONE);
}

/* A prompt that refers to no other; and begins the form with a model. */
static void with_model(struct walk *walk)
{
    char text[UUID_TEXT_LEN];
    struct problem problem;
    struct record_saved made;
    struct prompt_draft draft = draft_of("walk/run", "Hi");
    struct uuid id = endpoints_plant(walk->f);
    assert_int_equal(prompt_create(walk->f->db, endpoints_admin(walk->f), &draft, &made, &problem),
                     ERR_NONE);
    uuid_format(&made.id, text);
    walk->has_path = true;
    (void)snprintf(walk->path, sizeof walk->path, "/prompts/%s/try", text);
    uuid_format(&id, text);
    (void)snprintf(walk->own_form, sizeof walk->own_form, "model.1=%s+gpt-5&", text);
}

static void with_agent_model(struct walk *walk)
{
    char text[UUID_TEXT_LEN];
    struct uuid id = endpoints_plant(walk->f);
    struct uuid agent = make_agent(walk->f, PERSONA_PRODUCT_MANAGER, "Walk run", AGENT_CONFIG);
    uuid_format(&agent, text);
    walk->has_path = true;
    (void)snprintf(walk->path, sizeof walk->path, "/agents/%s/try", text);
    uuid_format(&id, text);
    (void)snprintf(walk->own_form, sizeof walk->own_form, "model.1=%s+gpt-5&", text);
}

/* An answer, and a test set for it. */
static void with_answer(struct walk *walk)
{
    char record[UUID_TEXT_LEN], text[UUID_TEXT_LEN];
    struct uuid id = endpoints_plant(walk->f);
    struct uuid batch_id = endpoints_call(walk->f, &id, &walk->rich.ids[walk->kind->id]);
    uuid_format(&walk->rich.ids[walk->kind->id], record);
    uuid_format(&batch_id, text);
    walk->has_path = true;
    (void)snprintf(walk->path, sizeof walk->path, "%s/%s/try/%s/case", walk->kind->path, record,
                   text);
    uuid_format(&walk->rich.ids[RECORD_SET], text);
    (void)snprintf(walk->own_form, sizeof walk->own_form, "set_id=%s&", text);
}

/* Their rows of the walk. */
#define EVENT_ENDPOINT_ROWS                                                                        \
    {"/settings/endpoints/new",                                                                    \
     "name=A&url=https%3A%2F%2Fh.example&models=m&secret_kind=none&secret=&data_class=public"      \
     "&timeout_s=9&context_tokens=&currency=USD&revision=0",                                       \
     "endpoint.create", .prepare = with_hosts},                                                    \
        {"/settings/endpoints/{id}/edit",                                                          \
         "name=A&url=https%3A%2F%2Fh.example&models=m&secret_kind=none&secret=&data_class=public"  \
         "&timeout_s=9&context_tokens=&currency=USD&revision=1",                                   \
         "endpoint.update", .prepare = with_endpoint},                                             \
        {"/settings/endpoints/{id}/prices", "prices=m%2C2026-01-01%2C1%2C2&revision=1",            \
         "endpoint.prices", .prepare = with_endpoint},                                             \
        {"/settings/endpoints/data-class", "data_class=public", "organization.classify",           \
         .prepare = NULL},                                                                         \
        {"/settings/runners/new", "", "runner.register", .prepare = with_runner_line},             \
        {"/settings/runners/{id}/withdraw", "", "runner.withdraw", .prepare = with_runner},        \
        {"/settings/endpoints/{id}/test", "", "endpoint.test", .prepare = with_endpoint_unlisted}, \
        {"/settings/endpoints/{id}/archive", "", "endpoint.archive", .prepare = with_endpoint},    \
        {"/settings/endpoints/{id}/restore", "", "endpoint.restore",                               \
         .prepare = with_endpoint_archived},                                                       \
        {"/prompts/{id}/try", "version=1", "prompt.try", .prepare = with_model},                   \
        {"/agents/{id}/try", "version=1&message=Hi", "agent.try", .prepare = with_agent_model},    \
        {"/prompts/{id}/try/{id}/cancel", "", "" /* what was asked has its event */,               \
         .prepare = NULL},                                                                         \
        {"/agents/{id}/try/{id}/cancel", "", "", .prepare = NULL},                                 \
        {"*/{id}/try/{id}/case", "position=0&name=Kept", "set.update", .prepare = with_answer},    \
        {"*/{id}/data-class", "data_class=restricted", "K.classify", .prepare = NULL},             \
        {"/settings/endpoints/{id}/delete", "", "endpoint.delete", .prepare = with_endpoint},

#endif
