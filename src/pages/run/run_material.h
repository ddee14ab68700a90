#ifndef PAGES_RUN_MATERIAL_H
#define PAGES_RUN_MATERIAL_H

#include "domain/set/set_cases.h"
#include "pages/run/run_view.h"

/* What a person looks at to say whether a result is right. */

/* What came back: ANSWER ({{TEXT}}), IS_REFUSAL, CUT, TOOLS ({{JSON}}), ENDPOINT_SAID, IS_DELETED.
 */
void run_material_output(struct page *page, const struct test_result *result) NONNULL;

/* What the case is: VARIABLE ({{VARIABLE_NAME}} {{VARIABLE_VALUE}}), MESSAGES, EXPECTED, NOTE. */
void run_material_case(struct page *page, const struct set_case *set_case) NONNULL;

#endif
