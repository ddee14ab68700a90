#include "crypt/answer_file.h"

#include <inttypes.h>
#include <string.h>

#include "base/json.h"
#include "base/number.h"
#include "crypt/base64.h"

enum {
    FORMAT = 1,
    SIGNATURE_TEXT_LEN = 86, /* base64url of RUNNER_SIGNATURE_LEN bytes */
};

/* ---- a line -------------------------------------------------------------------------------- */

static struct text message_of(struct arena *arena, const char *digest, struct text json)
{
    char hash[SHA256_HEX_LEN];
    sha256_hex(json.data, json.len, hash);
    const char *message = arena_printf(arena, "rostrum-answers %d\n%s\n%s", FORMAT, digest, hash);
    return (struct text){message, strlen(message)};
}

/* Signs it, and notes its hash. */
static struct text make_line(struct arena *arena, struct answer_writer *writer, json_t *json)
{
    uint8_t signature[RUNNER_SIGNATURE_LEN];
    struct text text = json_format(arena, json_keep(arena, json), JSON_LINE);
    runner_sign(writer->key, message_of(arena, writer->digest, text), signature);
    const char *signed_by =
        base64url_make(arena, (struct text){(const char *)signature, sizeof signature});
    const char *line = arena_printf(arena, "%s %s\n", signed_by, text.data);
    size_t len = SIGNATURE_TEXT_LEN + 1 + text.len + 1;
    sha256_hex(line, len - 1, writer->before);
    return (struct text){line, len};
}

struct text answer_file_begin(struct arena *arena, struct answer_writer *writer,
                              const struct answer_head *head)
{
    return make_line(arena, writer,
                     json_pack("{s:i, s:s, s:s, s:s, s:s, s:s}", "rostrum_answers", FORMAT, "run",
                               head->run, "digest", head->digest, "runner", head->runner, "kid",
                               head->kid, "model", head->model));
}

struct text answer_file_add(struct arena *arena, struct answer_writer *writer,
                            const struct answer_line *line)
{
    return make_line(arena, writer,
                     json_pack("{s:I, s:s, s:I, s:I, s:s, s:s}", "position",
                               (json_int_t)line->position, "case", line->case_id, "repeat",
                               (json_int_t)line->repeat, "tokens", (json_int_t)line->tokens,
                               "after", writer->before, "answer",
                               base64url_make(arena, line->sealed)));
}

struct text answer_file_end(struct arena *arena, struct answer_writer *writer, int64_t count,
                            const char *stopped)
{
    json_t *json = json_pack("{s:I, s:s}", "end", (json_int_t)count, "after", writer->before);
    if (stopped[0] != '\0')
        json_object_set_new(json, "stopped", json_string(stopped));
    return make_line(arena, writer, json);
}

/* The JSON of a line, whoever signed it. */
static enum err split_line(struct text line, struct text *json)
{
    if (line.len <= SIGNATURE_TEXT_LEN || line.data[SIGNATURE_TEXT_LEN] != ' ')
        return ERR_INVALID;
    *json = (struct text){line.data + SIGNATURE_TEXT_LEN + 1, line.len - SIGNATURE_TEXT_LEN - 1};
    return ERR_NONE;
}

/* And as an object, if the runner signed it. */
static enum err open_line(struct arena *arena, const struct answer_plan *plan, struct text line,
                          json_t **json)
{
    struct text text, signature;
    const char *problem = NULL;
    if (split_line(line, &text) != ERR_NONE ||
        base64url_open(arena, arena_copy(arena, line.data, SIGNATURE_TEXT_LEN), &signature) !=
            ERR_NONE ||
        signature.len != RUNNER_SIGNATURE_LEN ||
        runner_check(plan->key, message_of(arena, plan->digest, text),
                     (const uint8_t *)signature.data) != ERR_NONE)
        return ERR_INVALID;
    return json_parse(arena, text.data, text.len, json, &problem);
}

/* The next line without its end; false where no whole one is left. */
static bool next_line(struct text file, size_t *at, struct text *line)
{
    const char *begin = file.data + *at;
    const char *end = *at < file.len ? memchr(begin, '\n', file.len - *at) : NULL;
    if (end == NULL)
        return false;
    *line = (struct text){begin, (size_t)(end - begin)};
    *at += line->len + 1;
    return true;
}

/* ---- the first line ------------------------------------------------------------------------ */

static void read_head(const json_t *json, struct answer_head *head)
{
    *head = (struct answer_head){json_text(json, "run"), json_text(json, "digest"),
                                 json_text(json, "runner"), json_text(json, "kid"),
                                 json_text(json, "model")};
}

static bool is_head(const json_t *json)
{
    return number_of_json(NUMBER_COUNTER, json_object_get(json, "rostrum_answers"), 0) == FORMAT;
}

enum err answer_file_head(struct arena *arena, struct text file, struct answer_head *head)
{
    struct text line, text;
    size_t at = 0;
    json_t *json = NULL;
    const char *problem = NULL;
    if (!next_line(file, &at, &line) || split_line(line, &text) != ERR_NONE ||
        json_parse(arena, text.data, text.len, &json, &problem) != ERR_NONE || !is_head(json))
        return ERR_INVALID;
    read_head(json, head);
    return ERR_NONE;
}

/* ---- all of it ----------------------------------------------------------------------------- */

/* What is read, and what is wrong with it. */
struct reading {
    struct arena *arena;
    const struct answer_plan *plan;
    struct answer_file *answers;
    int64_t *turns;     /* how often each position is there */
    int64_t *places;    /* where each line says that it belongs */
    int64_t line_count; /* of answers */
    int64_t end_count;  /* as the end says */
    int64_t torn;       /* the first line that does not follow the one before; -1 */
    const char **problem;
};

static const char *name_of(const struct reading *reading, int64_t position)
{
    const struct answer_plan *plan = reading->plan;
    const char *id = plan->case_ids[position % plan->case_count];
    return arena_printf(reading->arena, "Case %s, repeat %" PRId64, id,
                        position / plan->case_count + 1);
}

static enum err refuse(const struct reading *reading, int64_t position, const char *why)
{
    *reading->problem = arena_printf(reading->arena, "%s: %s.", name_of(reading, position), why);
    return ERR_INVALID;
}

static enum err refuse_all(const struct reading *reading, const char *why)
{
    *reading->problem = why;
    return ERR_INVALID;
}

/* Does it follow the line before? */
static void look_after(struct reading *reading, const json_t *json)
{
    if (reading->torn < 0 && strcmp(json_text(json, "after"), reading->answers->last_hash) != 0)
        reading->torn = reading->line_count;
}

static enum err read_answer(struct reading *reading, const json_t *json)
{
    const struct answer_plan *plan = reading->plan;
    struct answer_line line = {
        .position = number_of_json(NUMBER_COUNTER, json_object_get(json, "position"), -1),
        .case_id = json_text(json, "case"),
        .repeat = number_of_json(NUMBER_RUN_REPEATS, json_object_get(json, "repeat"), 0),
        .tokens = number_of_json(NUMBER_RUN_TOKENS, json_object_get(json, "tokens"), 0),
    };
    if (line.position < 0 || line.position >= plan->planned_count)
        return refuse_all(reading, "It has an answer to something that the run does not ask.");
    if (strcmp(line.case_id, plan->case_ids[line.position % plan->case_count]) != 0 ||
        line.repeat != line.position / plan->case_count + 1)
        return refuse(reading, line.position, "signed under the name of another case");
    if (reading->turns[line.position]++ > 0)
        return refuse(reading, line.position, "there twice");
    if (base64url_open(reading->arena, json_text(json, "answer"), &line.sealed) != ERR_NONE)
        return refuse(reading, line.position, "not sealed as answers are");
    look_after(reading, json);
    reading->answers->lines[line.position] = line;
    reading->places[reading->line_count++] = line.position;
    return ERR_NONE;
}

static enum err read_end(struct reading *reading, const json_t *json)
{
    look_after(reading, json);
    reading->answers->has_end = true;
    reading->answers->stopped = json_text(json, "stopped");
    reading->end_count = number_of_json(NUMBER_COUNTER, json_object_get(json, "end"), -1);
    return ERR_NONE;
}

/* A line that nobody signed is named by where it is. */
static enum err refuse_unsigned(const struct reading *reading)
{
    if (reading->line_count < reading->plan->planned_count)
        return refuse(reading, reading->line_count, "changed since it was signed");
    return refuse_all(reading, "The end of the file was changed since it was signed.");
}

static enum err read_line(struct reading *reading, struct text line)
{
    json_t *json = NULL;
    if (reading->answers->has_end)
        return refuse_all(reading, "There is more after the end of the file.");
    if (open_line(reading->arena, reading->plan, line, &json) != ERR_NONE)
        return refuse_unsigned(reading);
    enum err err =
        json_object_get(json, "end") != NULL ? read_end(reading, json) : read_answer(reading, json);
    sha256_hex(line.data, line.len, reading->answers->last_hash);
    return err;
}

/* ---- what is missing ----------------------------------------------------------------------- */

static int64_t expected_count(const struct reading *reading)
{
    const struct answer_file *answers = reading->answers;
    bool is_all = answers->has_end ? answers->stopped[0] == '\0' : !reading->plan->is_resumed;
    return is_all ? reading->plan->planned_count
                  : (answers->has_end ? reading->end_count : reading->line_count);
}

static enum err check_whole(struct reading *reading)
{
    const struct answer_file *answers = reading->answers;
    int64_t expected = expected_count(reading);
    if (expected < 0 || expected > reading->plan->planned_count)
        return refuse_all(reading, "Its end says what can't be.");
    for (int64_t i = 0; i < expected; i++)
        if (reading->turns[i] == 0)
            return refuse(reading, i, "missing");
    for (int64_t i = 0; i < reading->line_count; i++)
        if (reading->places[i] != i)
            return refuse(reading, reading->places[i], "not in its place");
    if (reading->torn >= 0 && reading->torn < reading->line_count)
        return refuse(reading, reading->torn, "of another attempt than the answer before it");
    if (!answers->has_end && !reading->plan->is_resumed)
        return refuse_all(reading, "It has no end: it was cut off, or the run is not over.");
    if (reading->torn >= 0 || (answers->has_end && reading->end_count != reading->line_count))
        return refuse_all(reading, "Its end is of another attempt.");
    return ERR_NONE;
}

/* The first line is checked like all others, with the digest that it has to have. */
static enum err open_head(struct reading *reading, struct text line)
{
    json_t *json = NULL;
    struct answer_head *head = &reading->answers->head;
    if (open_line(reading->arena, reading->plan, line, &json) != ERR_NONE)
        return refuse_all(reading, "The head of the file was changed since it was signed.");
    read_head(json, head);
    if (!is_head(json) || strcmp(head->digest, reading->plan->digest) != 0)
        return refuse_all(reading, "It does not begin as answers do.");
    sha256_hex(line.data, line.len, reading->answers->last_hash);
    return ERR_NONE;
}

enum err answer_file_read(struct arena *arena, struct text file, const struct answer_plan *plan,
                          struct answer_file *answers, const char **problem)
{
    struct text line;
    size_t at = 0, count = (size_t)plan->planned_count;
    *answers = (struct answer_file){.stopped = ""};
    answers->lines = arena_array(arena, count + 1, sizeof *answers->lines);
    struct reading reading = {.arena = arena,
                              .plan = plan,
                              .answers = answers,
                              .turns = arena_array(arena, count + 1, sizeof *reading.turns),
                              .places = arena_array(arena, count + 1, sizeof *reading.places),
                              .torn = -1,
                              .problem = problem};
    if (!next_line(file, &at, &line))
        return refuse_all(&reading, "It is empty, or not a file of answers.");
    enum err err = open_head(&reading, line);
    while (err == ERR_NONE && next_line(file, &at, &line))
        err = read_line(&reading, line);
    if (err != ERR_NONE)
        return err;
    answers->count = reading.line_count;
    answers->whole_len = at;
    if (at < file.len && !plan->is_resumed)
        return refuse_unsigned(&reading);
    return check_whole(&reading);
}
