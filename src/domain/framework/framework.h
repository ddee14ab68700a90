#ifndef DOMAIN_FRAMEWORK_H
#define DOMAIN_FRAMEWORK_H

#include "domain/framework/framework_shape.h"

/* The formats in which agents and teams go to other frameworks, and what each can't take along. */

struct framework_work;

struct framework {
    const char *name;  /* in addresses: "openai-agents" */
    const char *label; /* as people read it */
    const char *about; /* what it is for, a sentence */
    /* Adds the files; ERR_INVALID, ERR_NOT_FOUND: there can be none, *problem says why. */
    enum err (*write)(struct framework_work *work, const char **problem);
};

enum { FRAMEWORK_COUNT = 7 };
extern const struct framework frameworks[FRAMEWORK_COUNT];

/* By its name in addresses; NULL: there is none. */
const struct framework *framework_find(const char *name) NONNULL;

/* Writes an agent or a team in a format. The same source gives the same bytes. ERR_INVALID,
 * ERR_NOT_FOUND: it can't be written so, *problem is a sentence that says why (an agent without an
 * endpoint has no card). Everything is owned by the arena. */
MUST_USE enum err framework_write(struct arena *arena, const struct framework *framework,
                                  const struct framework_source *source,
                                  struct framework_export *out, const char **problem) NONNULL;

/* The names of all formats, NULL at the end: "openai-agents", … */
extern const char *const framework_names[FRAMEWORK_COUNT + 1];

/* All files as one: what a download gives. One file is itself; several are a tape archive (ustar,
 * POSIX.1-1988), in which nothing but names and contents differ from one to the next. ending is
 * ".json" or ".tar", in the arena. */
struct framework_file framework_pack(struct arena *arena, const struct framework_export *made,
                                     const char **ending) NONNULL;

#endif
