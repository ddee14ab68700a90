#include "base/mail_header.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"

/* 75 characters less "=?UTF-8?B?" and "?=" leave 63, of which base64 fills 60: 45 bytes. */
enum { WORD_BYTES = 45, ASCII_MAX = 60 };

static bool is_control(unsigned char c)
{
    return c < 0x20 || c == 0x7f;
}

static char *without_controls(struct arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text);
    for (char *c = copy; *c != '\0'; c++)
        if (is_control((unsigned char)*c))
            *c = ' ';
    return copy;
}

static void add_base64(struct buf *out, const unsigned char *bytes, size_t len)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < len; i += 3) {
        unsigned a = bytes[i];
        unsigned b = i + 1 < len ? bytes[i + 1] : 0;
        unsigned c = i + 2 < len ? bytes[i + 2] : 0;
        buf_add_char(out, digits[a >> 2]);
        buf_add_char(out, digits[(a & 3) << 4 | b >> 4]);
        buf_add_char(out, i + 1 < len ? digits[(b & 15) << 2 | c >> 6] : '=');
        buf_add_char(out, i + 2 < len ? digits[c & 63] : '=');
    }
}

/* No character is cut in two: each word is read by itself. */
static void add_words(struct buf *out, const char *text)
{
    size_t left = strlen(text);
    while (left > 0) {
        size_t len = text_cut(text, left, WORD_BYTES);
        if (len == 0)
            return; /* no UTF-8 */
        if (out->len > 0)
            buf_add_text(out, "\r\n ");
        buf_add_text(out, "=?UTF-8?B?");
        add_base64(out, (const unsigned char *)text, len);
        buf_add_text(out, "?=");
        text += len;
        left -= len;
    }
}

/* What looks like an encoded word would be read as one. A long line is folded by encoding it. */
static bool is_plain(const char *text)
{
    size_t len = strlen(text);
    return text_is_ascii(text, len) && len <= ASCII_MAX && strstr(text, "=?") == NULL;
}

char *mail_header_text(struct arena *arena, const char *text)
{
    char *clean = without_controls(arena, text);
    if (is_plain(clean))
        return clean;
    struct buf out;
    buf_init(&out, arena);
    add_words(&out, clean);
    return out.data;
}

static bool is_address(const char *address)
{
    for (const char *c = address; *c != '\0'; c++)
        if (is_control((unsigned char)*c) || strchr(" <>,;:\\\"()[]", *c) != NULL)
            return false;
    const char *at = strchr(address, '@');
    return at != NULL && at != address && at[1] != '\0' && strchr(at + 1, '@') == NULL &&
           text_is_utf8(address, strlen(address));
}

static void add_quoted(struct buf *out, const char *name)
{
    buf_add_char(out, '"');
    for (const char *c = name; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\')
            buf_add_char(out, '\\');
        buf_add_char(out, *c);
    }
    buf_add_char(out, '"');
}

enum err mail_header_address(struct arena *arena, const char *name, const char *address,
                             char **value)
{
    struct buf out;
    *value = NULL;
    if (!is_address(address))
        return ERR_INVALID;
    buf_init(&out, arena);
    char *clean = text_trim(arena, without_controls(arena, name));
    if (is_plain(clean) && clean[0] != '\0')
        add_quoted(&out, clean);
    else
        add_words(&out, clean);
    if (out.len > 0)
        buf_printf(&out, "\r\n <%s>", address);
    else
        buf_add_text(&out, address);
    *value = out.data;
    return ERR_NONE;
}

void mail_header_date(int64_t time, char out[MAIL_DATE_LEN])
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    time_t seconds = (time_t)(time / CLOCK_SECOND);
    struct tm tm;
    if (gmtime_r(&seconds, &tm) == NULL)
        die("a time beyond the calendar");
    (void)snprintf(out, MAIL_DATE_LEN, "%s, %02d %s %d %02d:%02d:%02d +0000", days[tm.tm_wday],
                   tm.tm_mday, months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min,
                   tm.tm_sec);
}
