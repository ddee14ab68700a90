#include "crypt/qr_code.h"

#include <qrencode.h>

#include "base/budget.h"
#include "base/buf.h"

enum { QUIET = 4 }; /* modules */

/* The dark modules of a row, a rectangle for each run of them. */
static void draw_row(const QRcode *qr, int y, struct buf *path)
{
    const unsigned char *row = qr->data + (ptrdiff_t)y * qr->width;
    for (int x = 0; x < qr->width; x++) {
        int begin = x;
        while (x < qr->width && (row[x] & 1) != 0)
            x++;
        if (x > begin)
            buf_printf(path, "M%d %dh%dv1h-%dz", begin + QUIET, y + QUIET, x - begin, x - begin);
    }
}

enum err qr_code_make(struct arena *arena, const char *text, struct qr_code *code)
{
    struct buf path;
    *code = (struct qr_code){.path = ""};
    buf_init(&path, arena);
    budget_hold();
    QRcode *qr = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    for (int y = 0; qr != NULL && y < qr->width; y++)
        draw_row(qr, y, &path);
    if (qr != NULL)
        *code = (struct qr_code){.width = qr->width + 2 * QUIET, .path = path.data};
    QRcode_free(qr);
    budget_release();
    return code->width > 0 ? ERR_NONE : ERR_INVALID;
}
