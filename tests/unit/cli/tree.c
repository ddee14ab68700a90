/* An organization's records as files, written and brought back by the built `rostrum`. */

#include "test.h"

#include "backups.h"
#include "teams.h"

/* A shell script in the fixture's folder; $rostrum is the program, T the tree's folder and $owner
 * the address of a Product Manager. Its exit status. */
static int run_here(struct fixture *f, const char *script)
{
    char text[8 * PATH_LEN];
    char *rostrum_path = realpath(arena_printf(f->arena, "%s/rostrum", folder_of_build()), NULL);
    assert_non_null(rostrum_path);
    put(text, sizeof text,
        "cd '%s' && rostrum='%s' owner='%s' slug='%s' && { %s\n} 2>&1 </dev/null", f->dir,
        rostrum_path, f->own.users[PRODUCT].email, "northwind", script);
    free(rostrum_path);
    fixture_begin(f);
    return run_text(text);
}

static void must(struct fixture *f, const char *script)
{
    if (run_here(f, script) != 0)
        fail_msg("%s: %s", script, out);
    fixture_begin(f);
}

static void must_fail(struct fixture *f, const char *script, const char *why)
{
    int status = run_here(f, script);
    if (status != 1)
        fail_msg("%s: %d: %s", script, status, out);
    assert_out_has(why);
    fixture_begin(f);
}

#define EXPORT "$rostrum export --tree T --organization $slug"
#define IMPORT "$rostrum import --tree T --owner $owner"

static struct uuid make_all(struct fixture *f)
{
    struct crew crew = make_crew(f);
    (void)create_team(f, PRODUCT, draft_crew(&crew, TEAM_SEQUENTIAL));
    return make_prompt(f, PRODUCT, "support/answer", "Answer {{question}}.\r\nTwice.");
}

static int64_t version_of(struct fixture *f, const struct uuid *id)
{
    return get_prompt(f, id).version;
}

/* ---- there -------------------------------------------------------------------------------- */

static void the_same_records_are_the_same_files(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_all(f);
    must(f, EXPORT);
    assert_out_has("5 files, 5 written, 0 removed");
    must(f, "cd T && test \"$(find . -type f | sort | tr '\\n' ' ')\" = './agents/Ada.json "
            "./agents/Bea.json ./agents/Cid.json ./prompts/support/answer.md ./rostrum.json "
            "./teams/Editors.json '");
    must(f, "printf 'Answer {{question}}.\\r\\nTwice.\\n' >body && "
            "sed '1,/^version/d' T/prompts/support/answer.md | tail -n +2 | cmp - body");
    must(f, "grep -q '\"agent\": \"Ada\"' T/teams/Editors.json && ! grep -q _id T/teams/*");
    must(f, "cp -r T before && " EXPORT);
    assert_out_has("5 files, 0 written, 0 removed");
    must(f, "diff -r T before");
    struct prompt_draft draft = draft_from(f, &id);
    struct record_saved saved;
    struct problem problem;
    draft.name = "other/answer";
    assert_int_equal(prompt_update(f->db, actor_of(f, PRODUCT), &draft, &saved, &problem),
                     ERR_NONE);
    must(f, EXPORT);
    assert_out_has("5 files, 1 written, 1 removed");
    must(f, "test -f T/prompts/other/answer.md && ! test -e T/prompts/support");
}

static void nothing_of_others_is_touched(void **state)
{
    struct fixture *f = *state;
    (void)make_all(f);
    must(f, "mkdir T && echo mine >T/notes");
    must_fail(f, EXPORT, "has other files");
    must(f, "test \"$(ls T)\" = notes && rm T/notes && mkdir T/.git && " EXPORT);
    must_fail(f, "$rostrum export --tree T --organization nobody", "of the organization \"");
    must_fail(f, "$rostrum export --tree U --organization nobody",
              "there is no organization \"nobody\"");
    /* What is no file of a record stays; a link is not followed. */
    must(f, "mkdir out && echo secret >out/a.md && ln -s ../../out T/prompts/link && "
            "echo mine >T/prompts/notes.txt && " EXPORT " && test -f out/a.md && "
            "test -f T/prompts/notes.txt");
    must(f, IMPORT);
    assert_out_has("0 to create, 0 to change, 5 unchanged");
}

static void a_label_chooses_the_versions(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_all(f);
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &id, "production", 0, 1), ERR_NONE);
    (void)save_body(f, &id, "Second");
    must(f, EXPORT " --label production");
    assert_out_has("1 files, 1 written");
    must(f, "grep -q Twice T/prompts/support/answer.md");
    must(f, EXPORT " && grep -q Second T/prompts/support/answer.md");
}

/* ---- and back ----------------------------------------------------------------------------- */

static void what_was_changed_comes_back_as_a_version(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_all(f);
    must(f,
         EXPORT " && sed -i 's/Twice/Once/' T/prompts/support/answer.md && "
                "printf -- '---\\ndescription: New\\n---\\nHi {{name}}.\\n' >T/prompts/new.md && "
                "sed -i 's/gpt-4.1/gpt-5/' T/agents/Ada.json");
    must(f, IMPORT);
    assert_out_has("created prompt new\n");
    assert_out_has("changed prompt support/answer: body\n");
    assert_out_has("changed agent Ada: config\n");
    assert_out_has(
        "6 files: 1 to create, 2 to change, 3 unchanged, 0 refused; nothing was changed");
    assert_int_equal(version_of(f, &id), 1);
    must(f, IMPORT " --apply --message 'From git'");
    assert_out_has("; done");
    struct prompt prompt = get_prompt(f, &id);
    assert_int_equal(prompt.version, 2);
    assert_string_equal(prompt.body.data, "Answer {{question}}.\r\nOnce.");
    assert_string_equal(prompt.message, "From git");
    assert_true(uuid_equal(&prompt.author_id, &f->own.users[PRODUCT].id));
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM audit_events WHERE organization_id = $1 "
                                   "AND action = 'import.apply' AND actor_kind = 'command'",
                                   &f->own.id),
                     1);
    must(f, EXPORT);
    assert_out_has("6 files, 3 written"); /* their versions, and the new one's name */
    must(f, IMPORT);
    assert_out_has("6 files: 0 to create, 0 to change, 6 unchanged");
}

static void no_newer_version_is_undone(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_all(f);
    must(f, EXPORT);
    (void)save_body(f, &id, "Second");
    must(f, IMPORT " --apply"); /* nobody changed the file */
    assert_out_has("5 unchanged");
    assert_int_equal(version_of(f, &id), 2);
    must_fail(f, "sed -i 's/Twice/Once/' T/prompts/support/answer.md && " IMPORT " --apply",
              "version 2 is the current one now, and the file was made from version 1");
    assert_int_equal(version_of(f, &id), 2);
    must_fail(f, "sed -i 's/version: 1/version: 77/' T/prompts/support/answer.md && " IMPORT,
              "the file was made from version 77");
}

static void one_bad_file_stops_all(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_all(f);
    must_fail(f,
              EXPORT " && sed -i 's/Twice/Once/' T/prompts/support/answer.md && "
                     "echo '{' >T/agents/Ada.json && " IMPORT " --apply",
              "agents/Ada.json: ");
    must_fail(f,
              EXPORT " && sed -i 's/Twice/Once/' T/prompts/support/answer.md && "
                     "sed -i 's/\"name\": \"gpt-4.1\"/\"nam\": 1/' T/agents/Ada.json && " IMPORT
                     " --apply",
              "refused agent Ada");
    assert_out_has("1 refused; nothing was changed");
    must_fail(f,
              EXPORT " && sed -i \"s/^tags: .*/tags: [\\\"$(printf 'x%.0s' $(seq 300))\\\"]/\" "
                     "T/prompts/support/answer.md && "
                     "sed -i 's/\"kind\": \"sequential\"/\"kind\": \"hierarchical\"/; "
                     "s/\"lead\"/\"worker\"/' T/teams/Editors.json && " IMPORT " --apply",
              "refused prompt support/answer");
    assert_out_has("refused team Editors");
    assert_out_has("2 refused; nothing was changed");
    assert_int_equal(version_of(f, &id), 1);
}

static void a_plan_waits_for_its_owner(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_all(f);
    must(f,
         EXPORT " && sed -i 's/Twice/Once/' T/prompts/support/answer.md && " IMPORT " --propose");
    assert_out_has("/import/");
    assert_int_equal(version_of(f, &id), 1);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM imports WHERE user_id = $1 "
                                   "AND state = 'ready'",
                                   &f->own.users[PRODUCT].id),
                     1);
    must_fail(f, "$rostrum import --tree T --owner nobody@example.com", "nobody has the address");
    must_fail(f, "$rostrum import --tree . --owner $owner", "it is no export of Rostrum");
    must_fail(f, "$rostrum import --tree T", "say where from");
}

int main(void)
{
#define ON_BOTH(test) cmocka_unit_test_setup_teardown(test, open_installation, close_installation)
    const struct CMUnitTest tests[] = {
        ON_BOTH(the_same_records_are_the_same_files),
        ON_BOTH(nothing_of_others_is_touched),
        ON_BOTH(a_label_chooses_the_versions),
        ON_BOTH(what_was_changed_comes_back_as_a_version),
        ON_BOTH(no_newer_version_is_undone),
        ON_BOTH(one_bad_file_stops_all),
        ON_BOTH(a_plan_waits_for_its_owner),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
