#ifndef DOMAIN_DIAGRAM_PLACE_H
#define DOMAIN_DIAGRAM_PLACE_H

#include "domain/diagram/diagram_canvas.h"
#include "domain/team/team_plan.h"

/* A graph: adds its nodes and lines. A row has at most row_max nodes, 1 to ROW_MAX of
 * diagram_graph.h. */
void graph_make(struct canvas *canvas, const struct team_plan *plan, int row_max) NONNULL;

#endif
