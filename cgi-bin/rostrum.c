/* The web program: FastCGI when a supervisor hands over a socket as descriptor 0, plain CGI when a
 * web server starts it for one request. */

#include <string.h>

#include "app.h"
#include "base/log.h"
#include "web/fcgi.h"

enum { REQUEST_ARENA = 256 << 20, EXIT_CONFIG = 78 };

/* Between two requests: at once if it is time, else as soon as nobody asks for anything. */
static void rest(struct app *app, struct arena *arena)
{
    int wait_ms = app_rest_in_ms(app);
    if (wait_ms == 0 || (wait_ms > 0 && fcgi_is_quiet(wait_ms)))
        app_rest(app, arena);
}

int main(void)
{
    struct app app;
    struct app_config config = app_config_from_environment();
    enum err err = app_open(&config, &app);
    if (err != ERR_NONE) {
        log_line("fatal", "start", (const struct log_field[]){{"error", err_name(err)}}, 1);
        return EXIT_CONFIG;
    }
    struct arena *arena = arena_create(REQUEST_ARENA);
    struct request_input input;
    struct response response;
    fcgi_open();
    while (fcgi_next(arena, &input)) {
        app_serve(&app, arena, &input, &response);
        bool is_head = input.method != NULL && strcmp(input.method, "HEAD") == 0;
        fcgi_reply(&response, is_head);
        rest(&app, arena);
        arena_reset(arena);
    }
    app_rest(&app, arena);
    arena_destroy(arena);
    app_close(&app);
    return 0;
}
