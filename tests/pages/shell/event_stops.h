#ifndef TESTS_PAGES_SHELL_EVENT_STOPS_H
#define TESTS_PAGES_SHELL_EVENT_STOPS_H

#include <stdio.h>

#include "data/approval/approval.h"
#include "data/stop/stop_resume.h"
#include "event_walk.h"
#include "kinds.h"

/* For event_rows.h: what is stopped, and how far somebody came with resuming it. */

static void stop_version(struct walk *walk, const char *rest)
{
    struct uuid id;
    struct problem problem;
    char record[UUID_TEXT_LEN], text[UUID_TEXT_LEN];
    const struct stop_draft draft = {walk->rich.ids[walk->kind->id], 1, "It lies"};
    const struct record_store *store = kind_makers[walk->kind->id].store;
    const struct actor *devops = actor_of(walk->f, PERSONA_DEVOPS_ENGINEER);
    assert_int_equal(stop_begin(walk->f->db, devops, store, &draft, &id, &problem), ERR_NONE);
    uuid_format(&draft.record_id, record);
    uuid_format(&id, text);
    (void)snprintf(walk->path, sizeof walk->path, "%s/%s/stops/%s%s", walk->kind->path, record,
                   text, rest);
    walk->has_path = true;
    if (strcmp(rest, "/ask") != 0)
        assert_int_equal(stop_ask_resume(walk->f->db, devops, store, &id, "Mended", &problem),
                         ERR_NONE);
    if (strcmp(rest, "/resume") != 0)
        return;
    struct approval asked;
    assert_int_equal(approval_find(walk->f->db, devops, APPROVAL_RESUME, &id, &asked), ERR_NONE);
    assert_int_equal(approval_approve(walk->f->db, actor_of(walk->f, PERSONA_PRODUCT_MANAGER),
                                      &asked.id, "", &problem),
                     ERR_NONE);
}

static void stop_to_ask_about(struct walk *walk)
{
    stop_version(walk, "/ask");
}

static void stop_to_confirm(struct walk *walk)
{
    stop_version(walk, "/confirm");
}

static void stop_to_resume(struct walk *walk)
{
    stop_version(walk, "/resume");
}

#endif
