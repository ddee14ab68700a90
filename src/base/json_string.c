#include "base/json_string.h"

void json_add_string(struct buf *buf, struct text string, const char digits[16])
{
    static const char short_of[0x20] = {
        ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't'};
    size_t done = 0;
    buf_add_char(buf, '"');
    for (size_t at = 0; at < string.len; at++) {
        unsigned char c = (unsigned char)string.data[at];
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        const char letter = c < 0x20 ? short_of[c] : (char)c;
        const char escape[] = {'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]};
        buf_add(buf, string.data + done, at - done);
        if (letter == '\0')
            buf_add(buf, escape, sizeof escape);
        else
            buf_add(buf, (const char[]){'\\', letter}, 2);
        done = at + 1;
    }
    buf_add(buf, string.data + done, string.len - done);
    buf_add_char(buf, '"');
}
