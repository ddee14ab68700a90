#include "app_budget.h"

static size_t smaller(size_t a, size_t b)
{
    return b > 0 && b < a ? b : a;
}

struct budget app_budget(const struct budget *most, const struct route *route,
                         const struct request *request)
{
    struct budget budget = *route_budget(route, request);
    budget.memory = smaller(budget.memory, most->memory);
    budget.time = (int64_t)smaller((size_t)budget.time, (size_t)most->time);
    return budget;
}
