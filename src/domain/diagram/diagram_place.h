#ifndef DOMAIN_DIAGRAM_PLACE_H
#define DOMAIN_DIAGRAM_PLACE_H

#include "domain/diagram/diagram_canvas.h"
#include "domain/team/team_plan.h"

/* A graph: adds its nodes and lines and says the diagram's size. */
void graph_make(struct canvas *canvas, const struct team_plan *plan) NONNULL;

#endif
