#ifndef DATA_BOM_CYCLONEDX_H
#define DATA_BOM_CYCLONEDX_H

#include "data/bom/bom_shape.h"

/* A bill as CycloneDX 1.6 JSON (ECMA-424): models as machine-learning-model, prompts and skills as
 * data, agents, teams and tools as application; MCP servers and endpoints as services, whose hash
 * is a property. The same bill gives the same document but for its serial number and its time,
 * which is `now`. Indented, in the arena. */
MUST_USE struct text bom_cyclonedx(struct arena *arena, const struct bom *bom,
                                   const struct uuid *serial, int64_t now) NONNULL;

#endif
