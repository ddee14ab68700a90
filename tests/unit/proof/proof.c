#include "test.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "crypt/certificate.h"
#include "data/audit/audit_checkpoint.h"
#include "data/audit/audit_sequence.h"
#include "data/proof/proof.h"
#include "data/release/label_override.h"
#include "data/release/label_proposal.h"
#include "evidences.h"
#include "fixture.h"
#include "other_verifier.h"
#include "prompts.h"

/* The certificate of what was live: signed, with who did what, what it was made of, and the events
 * with their proofs. */

/* A prompt whose version 1 a developer proposed and a DevOps engineer approved for production. */
static struct uuid make_released(struct fixture *f, const char *body)
{
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "support/refund", body);
    struct label_change change = {
        .record_id = id, .label = "production", .to_version = 1, .reason = "ready"};
    struct problem problem;
    struct uuid proposal;
    assert_int_equal(label_propose(f->db, actor_of(f, PERSONA_ENTERPRISE_TEAM), &prompt_store,
                                   &change, &proposal, &problem),
                     ERR_NONE);
    assert_int_equal(label_proposal_approve(f->db, actor_of(f, PERSONA_DEVOPS_ENGINEER),
                                            &prompt_store, &proposal, "fine", &problem),
                     ERR_NONE);
    return id;
}

static void sign_checkpoint(struct fixture *f)
{
    struct audit_checkpoint newest;
    fixture_begin(f);
    assert_int_equal(audit_sequence_all(f->db), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(audit_checkpoint_make(f->db, &f->own.id, &newest), ERR_NONE);
    assert_true(newest.size > 0);
    fixture_begin(f);
}

static enum err prove(struct fixture *f, int persona, const struct uuid *id, const char *label,
                      int64_t time, struct proof *proof)
{
    const struct proof_request request = {&prompt_store, *id, label, time};
    fixture_begin(f);
    return proof_make(f->db, actor_of(f, persona), &request, proof);
}

/* The JSON of a certificate whose signature is good. */
static json_t *open_proof(struct fixture *f, const struct proof *proof)
{
    struct note_key key;
    const struct note_key *signer = NULL;
    const char *text = NULL;
    const char *problem = NULL;
    json_t *json = NULL;
    assert_int_equal(note_key_of(f->keyring, NULL, &key), ERR_NONE);
    assert_int_equal(signed_note_open(f->arena, &key, 1, proof->note.data, &text, &signer),
                     ERR_NONE);
    assert_int_equal(json_parse(f->arena, text, strlen(text), &json, &problem), ERR_NONE);
    return json;
}

static const char *text_at(const json_t *json, const char *key)
{
    const char *text = json_string_value(json_object_get(json, key));
    assert_non_null(text);
    return text;
}

static void it_says_who_did_what_and_proves_it(void **state)
{
    struct fixture *f = *state;
    struct proof proof;
    struct uuid id = make_released(f, "Refund politely.");
    int64_t then = clock_now();
    (void)save_body(f, &id, "Refund never.");
    assert_int_equal(move_label(f, PERSONA_DEVOPS_ENGINEER, &id, "production", 1, 2), ERR_NONE);
    sign_checkpoint(f);
    assert_int_equal(prove(f, PERSONA_PRODUCT_MANAGER, &id, "production", then, &proof), ERR_NONE);
    json_t *json = open_proof(f, &proof);
    char hash[SHA256_HEX_LEN];
    sha256_hex("Refund politely.", 16, hash);
    assert_int_equal(json_integer_value(json_object_get(json, "version")), 1);
    assert_string_equal(text_at(json_object_get(json, "record"), "name"), "support/refund");
    json_t *move = json_object_get(json, "move");
    assert_string_equal(text_at(json_object_get(move, "proposed_by"), "name"),
                        f->own.users[PERSONA_ENTERPRISE_TEAM].full_name);
    assert_string_equal(text_at(json_object_get(move, "approved_by"), "name"),
                        f->own.users[PERSONA_DEVOPS_ENGINEER].full_name);
    json_t *part = json_array_get(json_object_get(json, "composition"), 0);
    assert_string_equal(text_at(json_object_get(part, "sha256"), "body"), hash);
    json_t *events = json_object_get(json, "events");
    assert_int_equal(json_array_size(events), 4); /* created, proposed, moved, approved */
    assert_int_equal(json_integer_value(json_object_get(json, "events_without_checkpoint")), 0);
    for (size_t i = 0; i < json_array_size(events); i++) {
        const json_t *event = json_object_get(json_array_get(events, i), "event");
        assert_string_equal(text_at(event, "record"), text_at(part, "id"));
        assert_true(json_array_size(json_object_get(json_array_get(events, i), "path")) > 0);
    }
    assert_int_equal(fixture_count_events(f, "prompt.prove", "success"), 1);
}

/* What was released, by which run, or by nothing but a reason. */
static void it_carries_the_evidence(void **state)
{
    struct fixture *f = *state;
    struct proof proof;
    struct problem problem;
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "support/refund", "Refund politely.");
    struct given_run given = {.store = &prompt_store,
                              .record_id = id,
                              .version = 1,
                              .set_id = give_set(f, "refund-cases", 1),
                              .pass_count = 19,
                              .fail_count = 1};
    struct evidence_rule_draft rule = rule_of(&prompt_store, &id, &given.set_id);
    set_rule(f, &rule);
    (void)give_run(f, &given);
    assert_int_equal(move_label(f, PERSONA_DEVOPS_ENGINEER, &id, "production", 0, 1), ERR_NONE);
    assert_int_equal(prove(f, PERSONA_PRODUCT_MANAGER, &id, "production", clock_now(), &proof),
                     ERR_NONE);
    json_t *json = open_proof(f, &proof);
    json_t *move = json_object_get(json, "move");
    json_t *run = json_object_get(move, "test_run");
    assert_string_equal(text_at(run, "digest"), text_at(move, "digest"));
    assert_string_equal(text_at(json_object_get(run, "test_set"), "name"), "refund-cases");
    assert_int_equal(json_integer_value(json_object_get(json_object_get(run, "results"), "passed")),
                     19);
    assert_true(json_is_null(json_object_get(move, "override")));

    (void)save_body(f, &id, "Refund never.");
    struct label_change change = {.record_id = id,
                                  .label = "production",
                                  .from_version = 1,
                                  .to_version = 2,
                                  .reason = "fire"};
    fixture_begin(f);
    assert_int_equal(label_override(f->db, actor_of(f, PERSONA_DEVOPS_ENGINEER), &prompt_store,
                                    &change, &problem),
                     ERR_NONE);
    assert_int_equal(prove(f, PERSONA_PRODUCT_MANAGER, &id, "production", clock_now(), &proof),
                     ERR_NONE);
    move = json_object_get(open_proof(f, &proof), "move");
    assert_true(json_is_null(json_object_get(move, "test_run")));
    assert_string_equal(text_at(json_object_get(move, "override"), "reason"), "fire");
    assert_int_equal(strlen(text_at(move, "digest")), SHA256_HEX_LEN - 1);
}

static void events_that_no_checkpoint_covers_are_counted(void **state)
{
    struct fixture *f = *state;
    struct proof proof;
    struct uuid id = make_released(f, "Refund politely.");
    assert_int_equal(prove(f, PERSONA_PRODUCT_MANAGER, &id, "production", clock_now(), &proof),
                     ERR_NONE);
    json_t *json = open_proof(f, &proof);
    int64_t covered = (int64_t)json_array_size(json_object_get(json, "events"));
    assert_int_equal(
        covered + json_integer_value(json_object_get(json, "events_without_checkpoint")), 4);
}

static void what_was_not_live_has_no_certificate(void **state)
{
    struct fixture *f = *state;
    struct proof proof;
    struct uuid id = make_released(f, "Refund politely.");
    int64_t now = clock_now();
    assert_int_equal(prove(f, PERSONA_PRODUCT_MANAGER, &id, "staging", now, &proof), ERR_NOT_FOUND);
    assert_int_equal(prove(f, PERSONA_PRODUCT_MANAGER, &id, "production", 1, &proof),
                     ERR_NOT_FOUND);
    assert_int_equal(prove(f, PERSONA_PRODUCT_MANAGER, &id, "production", now + CLOCK_DAY, &proof),
                     ERR_INVALID);
    assert_int_equal(prove(f, PERSONA_PRODUCT_MANAGER, &id, "No label", now, &proof), ERR_INVALID);
    assert_int_equal(prove(f, PERSONA_PLATFORM_ADMIN, &id, "production", now, &proof), ERR_DENIED);
    assert_int_equal(fixture_count_events(f, "prompt.prove", "success"), 0);
}

/* This program's verifier, and the one in Python. */
static void both_verifiers_check_it_and_notice_every_change(void **state)
{
    struct fixture *f = *state;
    struct proof proof;
    struct note_key key;
    struct certificate certificate;
    const char *problem = NULL;
    struct uuid id = make_released(f, "Refund politely.");
    sign_checkpoint(f);
    assert_int_equal(prove(f, PERSONA_PRODUCT_MANAGER, &id, "latest", clock_now(), &proof),
                     ERR_NONE);
    assert_int_equal(note_key_of(f->keyring, NULL, &key), ERR_NONE);
    struct arena *arena = arena_create(64 << 20);
    assert_int_equal(certificate_check(arena, proof.note.data, NULL, 0, &certificate, &problem),
                     ERR_NONE);
    assert_string_equal(certificate.subject, "what was live");
    assert_int_equal(certificate.event_count, 4);
    assert_false(certificate.is_pinned);
    assert_int_equal(certificate_check(arena, proof.note.data, &key, 1, &certificate, &problem),
                     ERR_NONE);
    assert_true(certificate.is_pinned);
    struct other_verifier other = other_verifier_open();
    other_verifier_add(&other, proof.note);
    assert_int_equal(other_verifier_count(&other, f->arena, NULL), 1);
    other = other_verifier_open();
    other_verifier_add(&other, proof.note);
    char *changed = arena_strdup(f->arena, proof.note.data);
    for (size_t at = 0; at < proof.note.len; at += 37) {
        changed[at] ^= 1;
        if (certificate_check(arena, changed, &key, 1, &certificate, &problem) != ERR_INVALID)
            fail_msg("a changed byte %zu was not noticed", at);
        other_verifier_add(&other, (struct text){changed, proof.note.len});
        changed[at] ^= 1;
        arena_reset(arena);
    }
    assert_int_equal(other_verifier_count(&other, f->arena, &key), 1);
    key.bytes[0] ^= 1;
    assert_int_equal(certificate_check(arena, proof.note.data, &key, 1, &certificate, &problem),
                     ERR_INVALID);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
        TEST(it_says_who_did_what_and_proves_it),
        TEST(it_carries_the_evidence),
        TEST(events_that_no_checkpoint_covers_are_counted),
        TEST(what_was_not_live_has_no_certificate),
        TEST(both_verifiers_check_it_and_notice_every_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
