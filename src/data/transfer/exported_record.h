#ifndef DATA_EXPORTED_RECORD_H
#define DATA_EXPORTED_RECORD_H

#include <stdint.h>

#include "base/uuid.h"
#include "domain/record/kind.h"

/* A record that is being written, a few versions at a time. */
struct exported_record {
    enum record_kind_id kind;
    struct uuid id;
    bool has_history;
    bool is_begun;
    int64_t last; /* the version that was written last */
};

#endif
