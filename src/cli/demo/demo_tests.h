#ifndef CLI_DEMO_TESTS_H
#define CLI_DEMO_TESTS_H

#include "cli/demo/demo_story.h"

/* Where the operator lists this host among those whose models may be called, test runs with a
 * judge, verdicts of people, a rule that holds a release back, and a label that was moved all the
 * same. No model is asked: their answers are written here. */
#define DEMO_MODEL_HOST "models.northwind.example"

/* Nothing without the host. On an error the person has been told. */
MUST_USE enum err demo_tests(const struct demo *demo) NONNULL;

#endif
