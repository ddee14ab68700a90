#include "web/param.h"

void param_leave_out_nul(struct arena *arena, struct param *param)
{
    struct text with = param->value;
    param->had_nul = text_has_nul(with.data, with.len);
    if (!param->had_nul)
        return;
    char *without = arena_alloc(arena, with.len + 1);
    param->value = (struct text){without, 0};
    for (size_t i = 0; i < with.len; i++)
        if (with.data[i] != '\0')
            without[param->value.len++] = with.data[i];
    without[param->value.len] = '\0';
}
