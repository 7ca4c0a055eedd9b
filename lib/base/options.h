/* options.h - one table of options per program; --help, the man page and the
 * completions for bash, zsh and fish are made from it.
 *
 * Parsing is as GNU's: short ones may be bundled and take their argument
 * attached or next (-n5, -n 5), long ones with = or next, unambiguous
 * beginnings of long ones are enough (a hidden one is spelled out), options
 * and operands mix, "--" ends options, "-" is an operand.
 */
#ifndef GZT_BASE_OPTIONS_H
#define GZT_BASE_OPTIONS_H

#include "base/buf.h"
#include "base/err.h"

typedef struct gzt_option {
    int id;               /**< the caller's, > 0; 0 ends the table, -1 makes a
                               row a heading with its text in `help` */
    char letter;          /**< short name, or 0 */
    const char *name;     /**< long name without dashes, or NULL */
    const char *argument; /**< "FILE", "N", "auto|always|never" (a list of
                               words serves completion, as do FILE, DIR and
                               PLACE; the value is not checked); NULL: takes
                               none */
    const char *help;     /**< a sentence; its first clause, up to "; " or ". ",
                               is what completion shows; NULL hides the
                               option */
    bool optional;        /**< the argument may be left out (--x or --x=A) */
    bool many;            /**< takes every operand up to the next option, at
                               least one: --show ID... Each comes as an option
                               of its own. "--" does not end it: behind that,
                               ids may begin with a dash */
} gzt_option;

/** What the help says round the table. */
typedef struct gzt_program {
    const char *name;     /**< "searcher" */
    const char *synopsis; /**< "[OPTIONS] QUERY..." */
    const char *summary;  /**< one line */
    const char *details;  /**< behind the table, or NULL: paragraphs with an
                               empty line between them; a line that begins
                               with a blank stands for itself, like "  0  at
                               least one hit" */
    const gzt_option *options;
} gzt_program;

/** One parsed option. `option` is NULL for an operand, then `value` is it. */
typedef struct gzt_parsed_option {
    const gzt_option *option;
    const char *value; /**< NULL where there is none */
} gzt_parsed_option;

typedef struct gzt_options {
    const gzt_program *program;
    char **argv;
    int argc, next;
    const char *bundle;     /**< rest of a run of short options, or NULL */
    const gzt_option *many; /**< takes the operands that come, or NULL */
    bool ended;             /**< "--" was met */
} gzt_options;

void gzt_options_init(gzt_options *options, const gzt_program *program,
                      int argc, char **argv);

/** The next option or operand; `*more` false at the end. GZT_EINVAL for an
 *  unknown or ambiguous option (with the nearest name as a suggestion), a
 *  missing argument, or one that must not be there. */
gzt_status gzt_options_next(gzt_options *options, gzt_parsed_option *out,
                            bool *more, gzt_err *err);

/** --help, wrapped to `columns` (at least 40, at most 100; two columns from 60
 *  on). */
void gzt_options_help(const gzt_program *program, unsigned columns,
                      gzt_buf *out);

/** OPTIONS section of a man page, in man(7) macros. */
void gzt_options_man(const gzt_program *program, gzt_buf *out);

/** `shell` is bash, zsh or fish; false for any other. `command` is the name
 *  as installed: letters, digits and - _ . +, else false. */
bool gzt_options_complete(const gzt_program *program, gzt_str shell,
                          gzt_str command, gzt_buf *out);

/** Print --help on standard output, as wide as the terminal. */
gzt_status gzt_options_say_help(const gzt_program *program, gzt_err *err);

/** Print on standard output "searcher (gazette) 1.0, Xapian 1.4"; `engine` is
 *  the version of Xapian. */
gzt_status gzt_options_say_version(const gzt_program *program,
                                   const char *engine, gzt_err *err);

/** Print on standard output what `--generate WHAT` asks for: "man", or the
 *  completions of a shell for the program installed as `command` (NULL: under
 *  its own name). GZT_EINVAL for anything else. */
gzt_status gzt_options_say_generated(const gzt_program *program,
                                     const char *what, const char *command,
                                     gzt_err *err);

#endif /* GZT_BASE_OPTIONS_H */
