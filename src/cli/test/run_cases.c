#include "cli/test/run_cases.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/number.h"
#include "base/setting.h"
#include "cli/mail/watch.h"
#include "cli/test/carried_run.h"
#include "cli/test/runner_key.h"
#include "crypt/answer_key.h"
#include "data/endpoint/endpoint_ask.h"
#include "domain/endpoint/endpoint_stream.h"
#include "domain/run/run_answer.h"
#include "domain/run/run_take.h"

/* Carrying a sealed test run out beside a model: without a database and without settings. */

enum {
    ARENA = 512 << 20,
    SCRATCH = 256 << 20,
    SECRET_MAX = 4096,
    LINE_ROOM = 1024,   /* bytes of a line besides its answer, and of one without content */
    STOPPED_AT_CAP = 3, /* the exit status */
    TIMEOUT_S_USUAL = 120,
};
#define PROGRESS_PAUSE (3 * CLOCK_SECOND)
static const char secret_variable[] = "ROSTRUM_MODEL_SECRET";

struct asking {
    struct carried_run run;
    struct endpoint endpoint;
    struct arena *scratch; /* of one answer */
    int64_t timeout_s;
    int64_t shown_at;
    bool is_reached; /* the endpoint has answered something */
};

/* ---- where it is asked ---------------------------------------------------------------------- */

/* The one host that may be asked, as if an operator had listed it. */
static const char *host_of(struct arena *arena, const char *url)
{
    const char *host = strstr(url, "://");
    if (host == NULL)
        return "";
    return arena_copy(arena, host + 3, strcspn(host + 3, "/?#"));
}

static bool read_secret(const struct command_options *options, struct asking *asking)
{
    struct text text;
    const char *path = command_value(options, "secret-file");
    const char *given = getenv(secret_variable);
    asking->endpoint.secret = given == NULL ? "" : given;
    if (path != NULL) {
        if (file_read(asking->run.arena, path, SECRET_MAX, &text) != ERR_NONE) {
            command_say("%s can't be read.", path);
            return false;
        }
        asking->endpoint.secret =
            arena_copy(asking->run.arena, text.data, strcspn(text.data, "\r\n"));
    }
    asking->endpoint.secret_kind =
        asking->endpoint.secret[0] == '\0' ? ENDPOINT_SECRET_NONE : ENDPOINT_SECRET_OWN;
    return true;
}

static bool read_endpoint(const struct command_options *options, struct asking *asking)
{
    const char *url = command_value(options, "endpoint");
    const char *ca = command_value(options, "ca");
    if (url == NULL) {
        command_say("--endpoint is missing.");
        return false;
    }
    size_t len = strlen(url);
    while (len > 0 && url[len - 1] == '/')
        len--;
    setting_give(SETTING_MODEL_HOSTS, host_of(asking->run.arena, url));
    if (ca != NULL)
        setting_give(SETTING_CA_FILE, ca);
    asking->endpoint.url = arena_copy(asking->run.arena, url, len);
    if (strpbrk(url, "?# ") == NULL &&
        fetch_is_address(asking->run.arena, asking->endpoint.url, SETTING_MODEL_HOSTS))
        return read_secret(options, asking);
    command_say("--endpoint is the address of an API like OpenAI's up to its version, such as "
                "http://localhost:8000/v1, without a password in it.");
    return false;
}

/* ---- asking -------------------------------------------------------------------------------- */

static bool watch(void *watcher, const struct fetch_answer *so_far)
{
    (void)watcher;
    (void)so_far;
    return !watch_is_over();
}

static enum endpoint_outcome read_reply(struct arena *arena, const struct fetch_answer *answer,
                                        struct endpoint_completion *completion)
{
    struct endpoint_stream stream;
    if (!endpoint_stream_is(answer->type))
        return endpoint_completion_read(arena, answer, completion);
    endpoint_stream_begin(&stream, arena);
    endpoint_stream_read(&stream, answer->body);
    enum endpoint_outcome outcome = endpoint_stream_end(&stream, answer->body, completion);
    endpoint_stream_close(&stream);
    return outcome;
}

static int64_t ask_once(struct asking *asking, const char *request, struct run_answer *answer)
{
    struct endpoint_reply reply;
    const struct endpoint_question question = {.path = "/chat/completions",
                                               .json = request,
                                               .patience = asking->timeout_s * CLOCK_SECOND,
                                               .watch = watch};
    endpoint_ask(asking->scratch, &asking->endpoint, &question, &reply);
    enum endpoint_outcome read = read_reply(asking->scratch, &reply.answer, &answer->completion);
    answer->outcome = endpoint_outcome_both(reply.outcome, read);
    answer->status = reply.answer.status;
    answer->duration_ms = reply.duration_ms;
    answer->attempt_count++;
    return endpoint_retry_s(answer->outcome, answer->attempt_count, reply.answer.retry_after_s);
}

/* Again where that is safe. */
static void ask(struct asking *asking, const char *request, struct run_answer *answer)
{
    int64_t pause_s = 0;
    *answer = (struct run_answer){.attempt_count = 0};
    do {
        pause_s = ask_once(asking, request, answer);
        if (pause_s > 0)
            watch_wait_ms((long)pause_s * 1000);
    } while (pause_s > 0 && !watch_is_over());
}

/* Is it of the way there, and not of the case? Then nothing is answered before it is mended. */
static bool is_of_the_way(enum endpoint_outcome outcome)
{
    return (outcome >= ENDPOINT_ADDRESS && outcome <= ENDPOINT_CA) || outcome == ENDPOINT_NO_KEY ||
           outcome == ENDPOINT_REDIRECT || outcome == ENDPOINT_KEY_REFUSED ||
           outcome == ENDPOINT_NOT_FOUND;
}

/* ---- keeping ------------------------------------------------------------------------------- */

static int64_t tokens_of(const struct run_answer *answer, const struct run_take *take)
{
    const struct endpoint_completion *said = &answer->completion;
    if (said->input_tokens >= 0 && said->output_tokens >= 0)
        return run_sum(said->input_tokens, said->output_tokens);
    return run_sum(take->input_tokens, take->output_tokens);
}

static bool seal(struct asking *asking, const struct run_answer *answer, struct text *sealed)
{
    const struct run_document *document = &asking->run.document;
    struct text plain = run_answer_format(asking->scratch, answer);
    if (answer_seal(asking->scratch, document->answer_key, plain, sealed) == ERR_NONE)
        return true;
    command_say("the run has no key in it to which answers can be sealed.");
    return false;
}

/* How long a sealed answer may be, so that those after it have room as well. */
static size_t room_of(const struct carried_run *run)
{
    const struct run_document *document = &run->document;
    int64_t left = document->case_count * document->repeats - run->count;
    int64_t bytes = ANSWER_FILE_MAX - run->len - left * LINE_ROOM;
    return bytes < 0 ? 0 : (size_t)bytes / 4 * 3;
}

static bool keep(struct asking *asking, struct run_answer *answer, const struct run_take *take)
{
    struct answer_line line = {.tokens = tokens_of(answer, take)};
    if (!seal(asking, answer, &line.sealed))
        return false;
    if (line.sealed.len > room_of(&asking->run)) {
        struct run_answer large = {
            .outcome = ENDPOINT_LARGE,
            .status = answer->status,
            .duration_ms = answer->duration_ms,
            .attempt_count = answer->attempt_count,
            .completion = {.content = "",
                           .refusal = "",
                           .finish_reason = "",
                           .error = "",
                           .input_tokens = answer->completion.input_tokens,
                           .output_tokens = answer->completion.output_tokens}};
        if (!seal(asking, &large, &line.sealed))
            return false;
    }
    return carried_run_add(&asking->run, asking->scratch, &line);
}

/* ---- one after the other ------------------------------------------------------------------- */

static void show_progress(struct asking *asking)
{
    const struct run_document *document = &asking->run.document;
    if (clock_now() - asking->shown_at < PROGRESS_PAUSE)
        return;
    asking->shown_at = clock_now();
    command_say("%" PRId64 " of %" PRId64 " answered", asking->run.count,
                document->case_count * document->repeats);
}

static bool fits(const struct carried_run *run, const struct run_take *take)
{
    int64_t tokens = run_sum(run->tokens, run_sum(take->input_tokens, take->output_tokens));
    return run->document.token_cap < 0 || tokens <= run->document.token_cap;
}

static int stop_at_cap(struct asking *asking)
{
    if (!carried_run_end(&asking->run, "tokens"))
        return COMMAND_FAILED;
    command_say("the next call could pass the cap of %" PRId64 " tokens: the run ends with %" PRId64
                " answers in %s.",
                asking->run.document.token_cap, asking->run.count, asking->run.path);
    return STOPPED_AT_CAP;
}

static int say_stopped(const struct asking *asking, const char *why)
{
    command_say("%s %" PRId64 " answers are in %s: the same command goes on.", why,
                asking->run.count, asking->run.path);
    return COMMAND_FAILED;
}

/* -1: on to the next one. */
static int answer_one(struct asking *asking)
{
    struct run_answer answer;
    struct carried_run *run = &asking->run;
    const char *request = run->requests[run->count % run->document.case_count];
    arena_reset(asking->scratch);
    struct run_take take = run_take_of(asking->scratch, request, NULL);
    if (!fits(run, &take))
        return stop_at_cap(asking);
    ask(asking, request, &answer);
    if (watch_is_over())
        return say_stopped(asking, "Stopped.");
    if (is_of_the_way(answer.outcome) && !asking->is_reached)
        return say_stopped(asking, endpoint_outcome_texts[answer.outcome]);
    asking->is_reached = true;
    if (!keep(asking, &answer, &take))
        return COMMAND_FAILED;
    show_progress(asking);
    return -1;
}

static int answer_all(struct asking *asking)
{
    struct carried_run *run = &asking->run;
    int64_t planned = run->document.case_count * run->document.repeats;
    int status = -1;
    if (run->is_over) {
        command_say("the run is over already: upload %s.", run->path);
        return COMMAND_DONE;
    }
    command_say("%s v%" PRId64 ", %" PRId64 " of %" PRId64 " answered, model %s",
                run->document.name, run->document.version, run->count, planned, run->model);
    while (status < 0 && run->count < planned)
        status = answer_one(asking);
    if (status >= 0)
        return status;
    if (!carried_run_end(run, ""))
        return COMMAND_FAILED;
    command_say("%" PRId64 " of %" PRId64 " answered: upload %s on the page of the run.", planned,
                planned, run->path);
    return COMMAND_DONE;
}

/* ---- the command --------------------------------------------------------------------------- */

static bool read_ask(const struct command_options *options, struct asking *asking)
{
    const char *timeout = command_value(options, "timeout");
    const char *out = command_value(options, "out");
    asking->timeout_s = TIMEOUT_S_USUAL;
    asking->run.path =
        out != NULL ? out : arena_printf(asking->run.arena, "%s.answers", options->words[0]);
    if (timeout != NULL &&
        number_parse(NUMBER_CALL_TIMEOUT, timeout, &asking->timeout_s) != ERR_NONE) {
        command_say("--timeout is %s.", number_limits[NUMBER_CALL_TIMEOUT].words);
        return false;
    }
    return read_endpoint(options, asking);
}

static int carry_out(const struct command_options *options, struct asking *asking)
{
    const char *key_path = command_value(options, "key");
    const char *model = command_value(options, "model");
    if (key_path == NULL) {
        command_say("--key is missing: the file that \"rostrum runner-key new\" made.");
        return COMMAND_MISUSED;
    }
    if (!read_ask(options, asking))
        return COMMAND_MISUSED;
    bool is_open = watch_begin() == ERR_NONE &&
                   runner_key_load(asking->run.arena, key_path, asking->run.key) == ERR_NONE &&
                   carried_run_open(&asking->run, options->words[0], model) &&
                   carried_run_resume(&asking->run);
    return is_open ? answer_all(asking) : COMMAND_FAILED;
}

static int run(const struct command_options *options)
{
    struct runner_key key;
    struct asking asking = {.run = {.arena = arena_create(ARENA), .key = &key, .file = -1},
                            .scratch = arena_create(SCRATCH)};
    int status = carry_out(options, &asking);
    carried_run_close(&asking.run);
    runner_key_wipe(&key);
    arena_destroy(asking.scratch);
    arena_destroy(asking.run.arena);
    return status;
}

const struct subcommand run_cases_subcommand = {
    .name = "run-cases",
    .words = "FILE",
    .words_min = 1,
    .words_max = 1,
    .summary = "carries a sealed test run out beside a model, and signs its answers",
    .help = "It needs no database and no settings. FILE is what the page of a run downloads. Each "
            "answer is on the disk before the next case is asked: after an interruption the same "
            "command goes on, and asks nothing again that is there. Redirects are not followed; "
            "a case is asked again only where nothing can have been charged. The API key is the "
            "first line of --secret-file, or in the environment as ROSTRUM_MODEL_SECRET.",
    .exits = "0 if every answer is there; 3 if the run's cap in tokens ended it",
    .options = {{"key", "FILE", "the key of this runner, which \"rostrum runner-key new\" made"},
                {"endpoint", "URL", "where the model is: an API like OpenAI's, up to its version"},
                {"model", "NAME", "what the model is called there (as the run says)"},
                {"secret-file", "FILE", "the API key of the endpoint (none)"},
                {"ca", "FILE", "certificates (PEM) of authorities that are trusted besides"},
                {"out", "FILE", "where the answers are written (FILE.answers)"},
                {"timeout", "SECONDS", "how long a case may take, 1 to 600 (120)"}},
    .needs_no_settings = true,
    .run = run,
};
