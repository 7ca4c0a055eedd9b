/* options_say.c - the options that print something and end the program. */
#include "base/options.h"

#include "base/str.h"
#include "base/term.h"

#include <string.h>
#include <unistd.h>

enum {
    OUT_MAX = 1 << 20
};

static gzt_status
say(gzt_buf *out, gzt_status status, gzt_err *err)
{
    if (!status)
        status = gzt_term_write(STDOUT_FILENO, out, err);
    gzt_buf_release(out);
    return status;
}

gzt_status
gzt_options_say_help(const gzt_program *program, gzt_err *err)
{
    gzt_buf out;

    gzt_buf_init(&out, OUT_MAX);
    gzt_options_help(program, gzt_term_columns(STDOUT_FILENO), &out);
    return say(&out, GZT_OK, err);
}

gzt_status
gzt_options_say_version(const gzt_program *program, const char *engine,
                        gzt_err *err)
{
    gzt_buf out;

    gzt_buf_init(&out, OUT_MAX);
    gzt_buf_printf(&out, "%s (gazette) %s, Xapian %s\n", program->name,
                   GZT_VERSION, engine);
    return say(&out, GZT_OK, err);
}

gzt_status
gzt_options_say_generated(const gzt_program *program, const char *what,
                          const char *command, gzt_err *err)
{
    gzt_buf out;
    gzt_status status = GZT_OK;

    gzt_buf_init(&out, OUT_MAX);
    if (!strcmp(what, "man"))
        gzt_options_man(program, &out);
    else if (!gzt_options_complete(
                 program, gzt_str_of(what),
                 gzt_str_of(command ? command : program->name), &out))
        status = gzt_fail(err, GZT_EINVAL, "--generate %s: unknown", what);
    return say(&out, status, err);
}
