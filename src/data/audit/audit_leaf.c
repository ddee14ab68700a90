#include "data/audit/audit_leaf.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"

enum { LINE_LEN = 1024 };

void audit_header_read(const struct db_result *result, int row, int first,
                       const struct uuid *organization_id, struct audit_header *header)
{
    *header = (struct audit_header){
        .organization_id = *organization_id,
        .id = db_get_uuid(result, row, first),
        .occurred_at = db_get_time(result, row, first + 1),
        .actor_kind = db_get_text(result, row, first + 2),
        .actor_id = db_get_uuid(result, row, first + 3),
        .is_outside = db_get_bool(result, row, first + 4),
        .action = db_get_text(result, row, first + 5),
        .record_type = db_get_text(result, row, first + 6),
        .record_id = db_get_uuid(result, row, first + 7),
        .outcome = db_get_text(result, row, first + 8),
        .request_id = db_get_uuid(result, row, first + 9),
        .request_part = db_get_int(result, row, first + 10),
        .subject_id = db_get_uuid(result, row, first + 11),
        .details = db_get_bytes(result, row, first + 12),
        .personal_details = db_get_bytes(result, row, first + 13),
    };
}

static void add_name(struct buf *buf, const char *name)
{
    buf_add_char(buf, buf->len == 0 ? '{' : ',');
    buf_add_char(buf, '"');
    buf_add_text(buf, name);
    buf_add(buf, "\":", 2);
}

/* The names that the program gives need no escapes; whatever else got there is kept apart. */
static void add_text(struct buf *buf, const char *name, const char *text)
{
    add_name(buf, name);
    buf_add_char(buf, '"');
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < ' ' || *text == '"' || *text == '\\')
            buf_printf(buf, "\\u%04x", (unsigned)*text);
        else
            buf_add_char(buf, *text);
    buf_add_char(buf, '"');
}

static void add_uuid(struct buf *buf, const char *name, const struct uuid *id)
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    add_text(buf, name, text);
}

static void add_uuid_or_null(struct buf *buf, const char *name, const struct uuid *id)
{
    if (!uuid_is_nil(id)) {
        add_uuid(buf, name, id);
        return;
    }
    add_name(buf, name);
    buf_add_text(buf, "null");
}

static void add_hash(struct buf *buf, const char *name, struct text hash)
{
    static const char digits[] = "0123456789abcdef";
    add_name(buf, name);
    if (hash.data == NULL) {
        buf_add_text(buf, "null");
        return;
    }
    buf_add_char(buf, '"');
    for (size_t i = 0; i < hash.len; i++) {
        buf_add_char(buf, digits[(uint8_t)hash.data[i] >> 4]);
        buf_add_char(buf, digits[(uint8_t)hash.data[i] & 0xf]);
    }
    buf_add_char(buf, '"');
}

struct text audit_header_line(struct arena *arena, const struct audit_header *header)
{
    char time[CLOCK_ISO_LEN];
    struct buf buf;
    buf_init(&buf, arena);
    buf_reserve(&buf, LINE_LEN);
    clock_format_iso(header->occurred_at, time);
    add_uuid(&buf, "organization", &header->organization_id);
    add_uuid(&buf, "id", &header->id);
    add_text(&buf, "time", time);
    add_text(&buf, "actor_kind", header->actor_kind);
    add_uuid_or_null(&buf, "actor", &header->actor_id);
    add_name(&buf, "outside");
    buf_add_text(&buf, header->is_outside ? "true" : "false");
    add_text(&buf, "action", header->action);
    add_text(&buf, "record_type", header->record_type);
    add_uuid_or_null(&buf, "record", &header->record_id);
    add_text(&buf, "outcome", header->outcome);
    add_uuid(&buf, "request", &header->request_id);
    add_name(&buf, "part");
    buf_printf(&buf, "%" PRId64, header->request_part);
    add_uuid_or_null(&buf, "subject", &header->subject_id);
    add_hash(&buf, "details", header->details);
    add_hash(&buf, "personal_details", header->personal_details);
    buf_add_char(&buf, '}');
    return (struct text){buf.data, buf.len};
}

void audit_header_leaf(struct arena *arena, const struct audit_header *header, chain_hash leaf)
{
    struct text line = audit_header_line(arena, header);
    chain_leaf(line.data, line.len, leaf);
}
