#ifndef WEB_TEMPLATE_H
#define WEB_TEMPLATE_H

#include "base/buf.h"
#include "web/view.h"

/* HTML templates: a C interface to ctemplate.
 *
 * Templates lose their indentation and keep their line ends, except those of lines that hold
 * nothing but one tag. Values are escaped for their place; {{KEY}} turns line breaks and tabs in
 * the value into spaces, {{KEY:pre_escape}} keeps every byte of white space: for <pre>, <textarea>
 * and value="". In a query string write {{KEY:url_query_escape}}. */

/* Reads every *.tpl below dir and parses it, once at start. ERR_INVALID (logged with the file) if a
 * file does not begin with the AUTOESCAPE line, uses :none, or does not parse; ERR_NOT_FOUND
 * without a dir. */
MUST_USE enum err template_open(const char *dir) NONNULL;

/* From here on a value that a template shows and no view has is a bug, die(), and not nothing: what
 * tests want. Optional texts stand in sections of their own, or are set to "". */
void template_be_strict(void);

/* Expands a template (its path below dir) at the end of out. A template that is not there is die():
 * all are known at start. */
void template_render(const char *file, const struct view *view, struct buf *out) NONNULL;

#endif
