#include "base/problem.h"

enum err problem_refuse(struct problem *problem, enum err err, const char *field,
                        const char *message)
{
    *problem = (struct problem){.field = field, .message = message};
    return err;
}
