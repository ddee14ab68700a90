#include "data/db/kept_text.h"

#include <string.h>

#include "base/keyed_hash.h"
#include "data/db/db_internal.h"

const char *kept_text(struct db *db, const struct buf *text)
{
    uint64_t hash = keyed_hash(text->data, text->len);
    for (size_t i = 0; i < DB_TEXTS; i++) {
        struct kept_text *kept = &db->texts[(hash + i) % DB_TEXTS];
        if (kept->text == NULL) {
            *kept = (struct kept_text){hash, arena_copy(db->text_home, text->data, text->len)};
            db->text_count++;
        }
        if (kept->hash == hash && strcmp(kept->text, text->data) == 0)
            return kept->text;
    }
    die("more than %d composed SQL texts in a request", DB_TEXTS - DB_TEXTS_KEPT);
}

void kept_text_make_room(struct db *db)
{
    if (db->text_count <= DB_TEXTS_KEPT)
        return;
    db->driver->forget(db->connection);
    if (db->standby != NULL)
        db->driver->forget(db->standby);
    memset(db->texts, 0, sizeof db->texts);
    db->text_count = 0;
    arena_reset(db->text_home);
}
