/* The web program: FastCGI when a supervisor hands over a socket as descriptor 0, plain CGI when a
 * web server starts it for one request. */

#include <malloc.h>
#include <string.h>

#include "app_open.h"
#include "app_rest.h"
#include "base/log.h"
#include "base/process.h"
#include "base/sandbox.h"
#include "base/setting.h"
#include "base/worker.h"
#include "base/writable.h"
#include "web/fcgi.h"

enum { REQUEST_ARENA = 512 << 20, EXIT_CONFIG = 78 };

/* Between two requests: at once if it is time, else as soon as nobody asks for anything; so often
 * as there is more to do and still nobody asks. What is due later is done after the next request,
 * or when none came. */
static void rest(struct app *app, struct arena *arena)
{
    bool may_go_on = true;
    while (may_go_on) {
        int wait_ms = app_rest_in_ms(app);
        bool is_soon = wait_ms > 0 && wait_ms <= APP_REST_MS;
        bool is_time = wait_ms == 0 || (is_soon && fcgi_is_quiet(wait_ms));
        if (is_time)
            app_rest(app, arena);
        arena_reset(arena);
        may_go_on = is_time && fcgi_is_quiet(0);
    }
    worker_measure();
}

static void serve(struct app *app, struct arena *arena, const struct request_input *input)
{
    struct response response;
    worker_begin(request_waited_us(input));
    app_serve(app, arena, input, &response);
    bool is_head = input->method != NULL && strcmp(input->method, "HEAD") == 0;
    fcgi_reply(&response, is_head);
    turns_give_back(&app->turns);
    worker_end();
}

/* What libraries free, such as answers of libpq and values that ctemplate has escaped, is written
 * over: they have no allocators of ours. */
static void wipe_freed_memory(void)
{
    (void)mallopt(M_PERTURB, 1);
}

static enum err confine(const struct app_config *config, struct arena *arena)
{
    const struct writable settings = {.database_url = config->database_url,
                                      .keyring_path = config->keyring_path,
                                      .checkpoints = config->checkpoints,
                                      .runtime_dir = config->runtime_dir};
    enum err err = sandbox_enter(writable_folders(arena, &settings));
    arena_reset(arena);
    return err;
}

static enum err read_settings(void)
{
    char problem[SETTING_PROBLEM_LEN];
    enum err err = setting_read(NULL, problem);
    if (err != ERR_NONE)
        log_line("fatal", "start", (const struct log_field[]){{"problem", problem}}, 1);
    return err;
}

int main(void)
{
    struct app app;
    wipe_freed_memory();
    if (read_settings() != ERR_NONE)
        return EXIT_CONFIG;
    struct app_config config = app_config_from_settings();
    enum err err = app_open(&config, &app);
    if (err != ERR_NONE) {
        log_line("fatal", "start", (const struct log_field[]){{"error", err_name(err)}}, 1);
        return EXIT_CONFIG;
    }
    if (app.pool == POOL_SLOW)
        process_give_way();
    struct arena *arena = arena_create(REQUEST_ARENA);
    struct request_input input;
    enum fcgi_event event;
    fcgi_open();
    if (confine(&config, arena) != ERR_NONE)
        return EXIT_CONFIG;
    while ((event = fcgi_next(arena, &input)) != FCGI_END) {
        if (event == FCGI_REQUEST)
            serve(&app, arena, &input);
        rest(&app, arena);
    }
    app_leave(&app, arena);
    arena_destroy(arena);
    app_close(&app);
    return 0;
}
