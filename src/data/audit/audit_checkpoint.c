#include "data/audit/audit_checkpoint.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/setting.h"
#include "data/audit/audit_tree.h"
#include "data/audit/checkpoint_file.h"
#include "data/db/db_slot.h"
#include "data/vault/signing_key.h"

enum { KNOWN_MAX = 64 };

/* The newest checkpoint that this connection knows of, of some organizations. */
struct known {
    struct uuid organization_id;
    int64_t size;
    int64_t
        looked_at; /* clock_monotonic, when it was made or there was nothing to sign; 0: never */
};

struct checkpoints {
    const char *folder;
    struct known known[KNOWN_MAX];
};

static struct checkpoints *checkpoints_of(struct db *db)
{
    static const char owner;
    void **slot = db_slot(db, &owner);
    if (*slot == NULL)
        *slot = arena_alloc(db_slot_arena(db), sizeof(struct checkpoints));
    return *slot;
}

const char *audit_checkpoint_folder(const char *keyring_path)
{
    static char beside[PATH_MAX];
    const char *named = setting_get(SETTING_CHECKPOINTS);
    if (named[0] != '\0')
        return named;
    const char *slash = strrchr(keyring_path, '/');
    int folder_len = slash == NULL ? 0 : (int)(slash - keyring_path) + 1;
    int len = snprintf(beside, PATH_MAX, "%.*scheckpoints", folder_len, keyring_path);
    if (len < 0 || len >= PATH_MAX)
        die("the path of the key ring is too long");
    return beside;
}

void audit_checkpoint_keep_in(struct db *db, const char *folder)
{
    checkpoints_of(db)->folder = folder;
}

static struct known *known_of(struct db *db, const struct uuid *organization_id)
{
    size_t at = (size_t)(uuid_random_half(organization_id) & INT64_MAX) % KNOWN_MAX;
    struct known *known = &checkpoints_of(db)->known[at];
    if (!uuid_equal(&known->organization_id, organization_id))
        *known = (struct known){.organization_id = *organization_id};
    return known;
}

enum err audit_checkpoint_newest(struct db *db, const struct uuid *organization_id,
                                 struct audit_checkpoint *newest)
{
    struct db_result result;
    *newest = (struct audit_checkpoint){.size = 0};
    enum err err = db_select(db, &result,
                             "SELECT tree_size, created_at, note FROM audit_checkpoints "
                             "WHERE organization_id = $1 ORDER BY tree_size DESC LIMIT 1",
                             db_uuid(organization_id));
    if (err == ERR_NONE && result.row_count > 0)
        *newest = (struct audit_checkpoint){.size = db_get_int(&result, 0, 0),
                                            .created_at = db_get_time(&result, 0, 1),
                                            .note = db_get_text(&result, 0, 2)};
    return err;
}

/* What is being made. */
struct work {
    struct db *db;
    struct checkpoint next; /* of the tree as it is */
    struct chain_source source;
    struct note_key *keys;
    int key_count;
};

static enum err refuse(const struct work *work, const char *why)
{
    char id[UUID_TEXT_LEN];
    uuid_format(&work->next.organization_id, id);
    log_line("error", "audit.checkpoint_refused",
             (const struct log_field[]){{"organization", id}, {"reason", why}}, 2);
    return ERR_CONFLICT;
}

/* The tree must have grown from the one that an earlier checkpoint is about. */
static enum err check_against(const struct work *work, const char *note, int64_t *size)
{
    struct checkpoint before;
    chain_hash path[CHAIN_PATH_MAX];
    int count = 0;
    if (note == NULL)
        return ERR_NONE;
    if (checkpoint_open(db_arena(work->db), work->keys, work->key_count, note, &before) != ERR_NONE)
        return refuse(work, "the last checkpoint is not signed with a key of this installation");
    if (!uuid_equal(&before.organization_id, &work->next.organization_id))
        return refuse(work, "the last checkpoint is of another log");
    if (before.size > work->next.size)
        return refuse(work, "the log has fewer events than the last checkpoint");
    enum err err = chain_prove_growth(&work->source, before.size, work->next.size, path, &count);
    if (err == ERR_UNAVAILABLE)
        return err;
    if (err != ERR_NONE || chain_check_growth(before.size, before.root, work->next.size,
                                              work->next.root, path, count) != ERR_NONE)
        return refuse(work, "the log is not the one of the last checkpoint with events added");
    if (before.size > *size)
        *size = before.size;
    return ERR_NONE;
}

static enum err store(const struct work *work, struct audit_checkpoint *made)
{
    struct db *db = work->db;
    enum err err = db_begin_alone(db);
    if (err != ERR_NONE)
        return err;
    return db_finish(
        db,
        db_change(db,
                  "INSERT INTO audit_checkpoints (organization_id, tree_size, created_at, note) "
                  "VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                  db_uuid(&work->next.organization_id), db_int(made->size),
                  db_time(made->created_at), db_text(made->note)));
}

/* In the file first: what a crash leaves there is true, and the next one extends it. */
static enum err sign(const struct work *work, const struct checkpoint_file *file,
                     struct audit_checkpoint *newest)
{
    struct arena *arena = db_arena(work->db);
    const char *in_file = NULL;
    int64_t size = 0;
    enum err err = file == NULL ? ERR_NONE : checkpoint_file_newest(arena, file, &in_file);
    if (err == ERR_NONE)
        err = check_against(work, newest->note, &size);
    if (err == ERR_NONE)
        err = check_against(work, in_file, &size);
    if (err != ERR_NONE || (size == work->next.size && newest->size == size))
        return err;
    struct audit_checkpoint made = {
        .size = work->next.size,
        .created_at = clock_now(),
        .note = checkpoint_sign(db_keyring(work->db), arena, &work->next),
    };
    if (file != NULL && size < work->next.size)
        err = checkpoint_file_add(arena, file, made.note);
    if (err == ERR_NONE)
        err = store(work, &made);
    if (err == ERR_NONE)
        *newest = made;
    return err;
}

static enum err sign_in_file(const struct work *work, struct audit_checkpoint *newest)
{
    struct checkpoint_file file;
    const char *folder = checkpoints_of(work->db)->folder;
    if (folder == NULL)
        return sign(work, NULL, newest);
    enum err err =
        checkpoint_file_open(db_arena(work->db), folder, &work->next.organization_id, &file);
    if (err == ERR_CONFLICT) /* another is at it */
        return ERR_NONE;
    if (err != ERR_NONE)
        return err;
    err = sign(work, &file, newest);
    checkpoint_file_close(&file);
    return err;
}

enum err audit_checkpoint_make(struct db *db, const struct uuid *organization_id,
                               struct audit_checkpoint *newest)
{
    struct audit_head head;
    struct work work = {.db = db, .next = {.organization_id = *organization_id}};
    enum err err = audit_head_load(db, organization_id, &head);
    if (err == ERR_NONE)
        err = audit_checkpoint_newest(db, organization_id, newest);
    if (err == ERR_NONE)
        err = signing_key_list(db, &work.keys, &work.key_count);
    work.next.size = head.chain.size;
    if (err == ERR_NONE && head.chain.size > 0) {
        chain_root(&head.chain, work.next.root);
        work.source = audit_tree_source(db, organization_id);
        err = sign_in_file(&work, newest);
    }
    if (err == ERR_NONE)
        *known_of(db, organization_id) =
            (struct known){*organization_id, newest->size, clock_monotonic()};
    return err;
}

bool audit_checkpoint_is_due(struct db *db, const struct uuid *organization_id, int64_t last_seq)
{
    const struct known *known = known_of(db, organization_id);
    return known->looked_at == 0 || last_seq - known->size >= AUDIT_CHECKPOINT_EVENTS ||
           clock_monotonic() - known->looked_at >= AUDIT_CHECKPOINT_AGE;
}

/* When it was made, on this process's clock; 0: long ago, or never. */
static int64_t time_of(const struct audit_checkpoint *newest)
{
    int64_t age = clock_now() - newest->created_at;
    return newest->size == 0 || age < 0 || age >= AUDIT_CHECKPOINT_AGE ? 0
                                                                       : clock_monotonic() - age;
}

/* Others make checkpoints as well: the table says what this connection does not know. */
void audit_checkpoint_if_due(struct db *db, const struct uuid *organization_id, int64_t last_seq)
{
    struct audit_checkpoint newest;
    struct known *known = known_of(db, organization_id);
    if (!audit_checkpoint_is_due(db, organization_id, last_seq) ||
        audit_checkpoint_newest(db, organization_id, &newest) != ERR_NONE)
        return;
    *known = (struct known){*organization_id, newest.size, time_of(&newest)};
    if (newest.size < last_seq && audit_checkpoint_is_due(db, organization_id, last_seq) &&
        audit_checkpoint_make(db, organization_id, &newest) != ERR_NONE)
        *known =
            (struct known){*organization_id, last_seq, clock_monotonic()}; /* not with each event */
}
