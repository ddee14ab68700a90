#include "cli/test/carried_run.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "cli/command/command.h"
#include "crypt/run_file.h"

enum { HEAD_MAX = 4096 /* bytes of a sealed run besides its document */ };

/* ---- the run ------------------------------------------------------------------------------- */

/* A request as it is sent: byte for byte, unless the model has another name here. */
static bool make_request(struct carried_run *run, const char *request, const char *model,
                         const char **made)
{
    json_t *json = NULL;
    const char *problem = NULL;
    if (json_parse(run->arena, request, strlen(request), &json, &problem) != ERR_NONE ||
        !json_is_object(json))
        return false;
    *made = request;
    if (model == NULL)
        return true;
    json_object_set_new(json, "model", json_string(model));
    *made = json_format(run->arena, json, JSON_LINE).data;
    return true;
}

static bool make_requests(struct carried_run *run, const char *model)
{
    const struct run_document *document = &run->document;
    const char **requests = arena_array(run->arena, (size_t)document->case_count, sizeof *requests);
    for (int64_t i = 0; i < document->case_count; i++)
        if (!make_request(run, document->cases[i].request, model, &requests[i]))
            return false;
    run->requests = requests;
    run->model = model == NULL ? document->model : model;
    return true;
}

bool carried_run_open(struct carried_run *run, const char *path, const char *model)
{
    struct text file, text;
    const char *problem = NULL;
    if (file_read(run->arena, path, RUN_DOCUMENT_MAX + HEAD_MAX, &file) != ERR_NONE) {
        command_say("%s can't be read, or is too long for a run.", path);
        return false;
    }
    if (run_file_open(run->arena, run->key, file, &text, &problem) != ERR_NONE) {
        command_say("%s can't be opened: %s.", path, problem);
        return false;
    }
    sha256_hex(text.data, text.len, run->digest);
    if (run_document_read(run->arena, text, &run->document) == ERR_NONE &&
        strcmp(run->document.runner, runner_public_text(run->arena, &run->key->public)) == 0 &&
        make_requests(run, model))
        return true;
    command_say("%s has a run in it that this version of Rostrum can't read.", path);
    return false;
}

/* ---- the file of answers ------------------------------------------------------------------- */

static bool say_failed(const struct carried_run *run)
{
    command_say("%s can't be written: %s.", run->path, strerror(errno));
    return false;
}

static bool write_line(struct carried_run *run, struct text line)
{
    for (size_t done = 0; done < line.len;) {
        ssize_t count = write(run->file, line.data + done, line.len - done);
        if (count < 0)
            return say_failed(run);
        done += (size_t)count;
    }
    run->len += (int64_t)line.len;
    return fsync(run->file) == 0 || say_failed(run);
}

static bool begin(struct carried_run *run)
{
    char id[UUID_TEXT_LEN];
    uuid_format(&run->document.run_id, id);
    const struct answer_head head = {.run = id,
                                     .digest = run->digest,
                                     .runner = run->document.runner,
                                     .kid = run->document.answer_kid,
                                     .model = run->model};
    run->len = 0;
    if (ftruncate(run->file, 0) != 0 || lseek(run->file, 0, SEEK_SET) != 0)
        return say_failed(run);
    return write_line(run, answer_file_begin(run->arena, &run->writer, &head));
}

static struct answer_plan plan_of(const struct carried_run *run)
{
    const struct run_document *document = &run->document;
    const char **ids = arena_array(run->arena, (size_t)document->case_count, sizeof *ids);
    for (int64_t i = 0; i < document->case_count; i++)
        ids[i] = document->cases[i].id;
    return (struct answer_plan){.key = &run->key->public,
                                .digest = run->digest,
                                .case_ids = ids,
                                .case_count = document->case_count,
                                .planned_count = document->case_count * document->repeats,
                                .is_resumed = true};
}

static bool go_on(struct carried_run *run, struct text text)
{
    struct answer_file answers;
    const char *problem = NULL;
    const struct answer_plan plan = plan_of(run);
    if (answer_file_read(run->arena, text, &plan, &answers, &problem) != ERR_NONE) {
        command_say("%s is not what was answered to this run with this key: %s", run->path,
                    problem);
        return false;
    }
    if (strcmp(answers.head.model, run->model) != 0) {
        command_say("%s has answers of the model %s. Choose another file with --out.", run->path,
                    answers.head.model);
        return false;
    }
    run->count = answers.count;
    run->is_over = answers.has_end;
    for (int64_t i = 0; i < answers.count; i++)
        run->tokens += answers.lines[i].tokens;
    memcpy(run->writer.before, answers.last_hash, sizeof run->writer.before);
    run->len = (int64_t)answers.whole_len;
    bool is_cut = ftruncate(run->file, run->len) == 0 && lseek(run->file, 0, SEEK_END) == run->len;
    return is_cut || say_failed(run);
}

/* Nobody else writes to it meanwhile. */
static bool open_file(struct carried_run *run)
{
    run->file = open(run->path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (run->file < 0)
        return say_failed(run);
    if (flock(run->file, LOCK_EX | LOCK_NB) == 0)
        return true;
    command_say("%s is being written by another run-cases.", run->path);
    return false;
}

bool carried_run_resume(struct carried_run *run)
{
    struct text text;
    run->writer = (struct answer_writer){.key = run->key, .digest = run->digest};
    if (!open_file(run))
        return false;
    if (file_read(run->arena, run->path, ANSWER_FILE_MAX, &text) != ERR_NONE) {
        command_say("%s can't be read, or is too long for answers.", run->path);
        return false;
    }
    bool is_new = memchr(text.data, '\n', text.len) == NULL;
    return is_new ? begin(run) : go_on(run, text);
}

bool carried_run_add(struct carried_run *run, struct arena *scratch, struct answer_line *line)
{
    const struct run_document *document = &run->document;
    line->position = run->count;
    line->case_id = document->cases[run->count % document->case_count].id;
    line->repeat = run->count / document->case_count + 1;
    if (!write_line(run, answer_file_add(scratch, &run->writer, line)))
        return false;
    run->count++;
    run->tokens += line->tokens;
    return true;
}

bool carried_run_end(struct carried_run *run, const char *stopped)
{
    run->is_over = write_line(run, answer_file_end(run->arena, &run->writer, run->count, stopped));
    return run->is_over;
}

void carried_run_close(struct carried_run *run)
{
    if (run->file >= 0)
        (void)close(run->file);
}
