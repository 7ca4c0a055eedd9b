/* options.c - the command line, and all that is written about it.
 *
 * Knows no program: what there is to say stands in the caller's table.
 */
#include "base/options.h"

#include "base/str.h"
#include "base/utf8.h"

enum {
    NAME_MAX_LEN = 31, // longer names get no suggestions
    SHOWN_MAX = 80,    // bytes of the user's words in a message
    COLUMNS_MIN = 40,  // below, a help text is a column of syllables
    COLUMNS_MAX = 100, // above, lines are too long to read
    TWO_COLUMNS = 60,  // from here on the help stands beside the option
    SPEC_MAX = 30,     // wider options get a line of their own
    NARROW_INDENT = 8, // of the help under its option
    HELP_GAP = 2,      // blanks between the two columns
};

void
gzt_options_init(gzt_options *options, const gzt_program *program, int argc,
                 char **argv)
{
    *options = (gzt_options){
        .program = program, .argv = argv, .argc = argc, .next = 1
    };
}

// ---- Finding an option ------------------------------------------------------

enum rows {
    ALL_OPTIONS,
    SHOWN_OPTIONS, // not the hidden ones
    SHOWN_ROWS     // headings, too
};

// The row behind `at` (NULL: the first) of those wanted; NULL at the end.
static const gzt_option *
next_row(const gzt_program *program, const gzt_option *at, enum rows wanted)
{
    at = at ? at + 1 : program->options;
    while ((at->id < 0 && wanted != SHOWN_ROWS) ||
           (at->id && !at->help && wanted != ALL_OPTIONS))
        at++;
    return at->id ? at : NULL;
}

static const gzt_option *
find_letter(const gzt_program *program, char letter)
{
    const gzt_option *row = NULL;

    while ((row = next_row(program, row, ALL_OPTIONS)))
        if (row->letter == letter)
            return row;
    return NULL;
}

// The option called `name`, or the one whose name begins so. Two of them are
// `*rivals`, unless they are the same thing by two names. A hidden option
// has to be spelled out.
static const gzt_option *
find_name(const gzt_program *program, gzt_str name, bool *rivals)
{
    const gzt_option *row = NULL, *found = NULL;

    *rivals = false;
    while ((row = next_row(program, row, ALL_OPTIONS))) {
        if (!row->name || !gzt_str_starts(gzt_str_of(row->name), name))
            continue;
        if (strlen(row->name) == name.len) {
            *rivals = false;
            return row;
        }
        if (!row->help)
            continue;
        *rivals |= found && found->id != row->id;
        found = row;
    }
    return found;
}

// How many letters were left out, added, mistaken or swapped with their
// neighbour (optimal string alignment).
static size_t
distance(gzt_str a, gzt_str b)
{
    size_t rows[3][NAME_MAX_LEN + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];

    if (a.len > NAME_MAX_LEN || b.len > NAME_MAX_LEN)
        return NAME_MAX_LEN;
    for (size_t j = 0; j <= b.len; j++)
        above[j] = before[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t *oldest = before;

        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            bool differ = a.ptr[i - 1] != b.ptr[j - 1];

            row[j] = above[j - 1] + differ;
            row[j] = row[j] <= above[j] ? row[j] : above[j] + 1;
            row[j] = row[j] <= row[j - 1] ? row[j] : row[j - 1] + 1;
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] &&
                a.ptr[i - 2] == b.ptr[j - 1] && before[j - 2] + 1 < row[j])
                row[j] = before[j - 2] + 1;
        }
        before = above;
        above = row;
        row = oldest;
    }
    return above[b.len];
}

// The visible long name nearest to `name`, or NULL when none is near enough
// to be what was meant.
static const char *
nearest(const gzt_program *program, gzt_str name)
{
    size_t best = name.len / 3 + 1;
    const gzt_option *row = NULL;
    const char *found = NULL;

    best = best > 3 ? 3 : best;
    while ((row = next_row(program, row, SHOWN_OPTIONS))) {
        size_t far;

        if (!row->name)
            continue;
        far = distance(name, gzt_str_of(row->name));
        if (far < best || (far == best && !found)) {
            best = far;
            found = row->name;
        }
    }
    return found;
}

// ---- Parsing ----------------------------------------------------------------

static int
shown(gzt_str word)
{
    return (int)gzt_utf8_floor(word, SHOWN_MAX);
}

// `other` is what may have been meant, or NULL.
static gzt_status
fail_unknown(const char *dashes, gzt_str name, const char *other, gzt_err *err)
{
    return gzt_fail(err, GZT_EINVAL,
                    "unknown option %s%.*s%s%s%s (--help lists all)", dashes,
                    shown(name), name.ptr, other ? "; did you mean --" : "",
                    other ? other : "", other ? "?" : "");
}

static gzt_status
fail_ambiguous(const gzt_program *program, gzt_str name, gzt_err *err)
{
    const gzt_option *row = NULL;
    gzt_status status;
    gzt_buf list;

    gzt_buf_init(&list, sizeof(err->text) / 2);
    while ((row = next_row(program, row, SHOWN_OPTIONS)))
        if (row->name && gzt_str_starts(gzt_str_of(row->name), name))
            gzt_buf_printf(&list, "%s--%s", list.len ? ", " : "", row->name);
    status = gzt_fail(err, GZT_EINVAL, "--%.*s is ambiguous: %.*s", shown(name),
                      name.ptr, GZT_ARG(gzt_buf_str(&list)));
    gzt_buf_release(&list);
    return status;
}

// `word` is the whole argument with its dash. One dash where two belong, and
// a query's -word, are the likely mistakes.
static gzt_status
fail_unknown_letter(const gzt_program *program, const char *at, gzt_str word,
                    gzt_err *err)
{
    gzt_str name = gzt_str_slice(word, 1, word.len);
    gzt_str letter = gzt_str_of(at);
    bool rivals;
    const gzt_option *meant = find_name(program, name, &rivals);

    gzt_utf8_take(&letter);
    if (word.len > 2 && meant && meant->help && !rivals)
        return fail_unknown("-", name, meant->name, err);
    return gzt_fail(err, GZT_EINVAL,
                    "unknown option -%.*s in %.*s (--help lists all; behind --"
                    " a word may begin with a dash)",
                    (int)(letter.ptr - at), at, shown(word), word.ptr);
}

static bool
is_option(const char *word)
{
    return word[0] == '-' && word[1];
}

// `many` takes what comes, but no option: `--show --json` has forgotten the
// ids. Behind -- even an id with a dash is one.
static const char *
take_first_of_many(gzt_options *options)
{
    int at = options->next;
    bool dashes = at < options->argc && !strcmp(options->argv[at], "--");

    at += dashes;
    if (at >= options->argc || (!dashes && is_option(options->argv[at])))
        return NULL;
    options->ended |= dashes;
    options->next = at + 1;
    return options->argv[at];
}

// `attached` is what stood in the same word, or NULL; `name` is the option as
// the user knows it, dashes and all.
static gzt_status
take_argument(gzt_options *options, const gzt_option *option, gzt_str name,
              const char *attached, gzt_parsed_option *out, gzt_err *err)
{
    *out = (gzt_parsed_option){ option, attached };
    if (!attached && option->many)
        out->value = take_first_of_many(options);
    else if (!attached && !option->optional && options->next < options->argc)
        out->value = options->argv[options->next++];
    if (!out->value && !option->optional)
        return gzt_fail(err, GZT_EINVAL, "%.*s needs an argument: %s",
                        GZT_ARG(name), option->argument);
    options->many = option->many ? option : NULL;
    return GZT_OK;
}

static gzt_status
take_name(gzt_options *options, const char *word, gzt_parsed_option *out,
          gzt_err *err)
{
    const char *equals = strchr(word, '=');
    gzt_str name = { word + 2,
                     equals ? (size_t)(equals - word - 2) : strlen(word + 2) };
    bool rivals;
    const gzt_option *option = find_name(options->program, name, &rivals);

    // The beginning of every name is a mistake rather than a riddle.
    if (!option || !name.len)
        return fail_unknown("--", name, nearest(options->program, name), err);
    if (rivals)
        return fail_ambiguous(options->program, name, err);
    if (!option->argument && equals)
        return gzt_fail(err, GZT_EINVAL, "--%s takes no argument: %.*s",
                        option->name, shown(gzt_str_of(word)), word);
    *out = (gzt_parsed_option){ option, NULL };
    if (!option->argument)
        return GZT_OK;
    return take_argument(options, option, (gzt_str){ word, name.len + 2 },
                         equals ? equals + 1 : NULL, out, err);
}

static gzt_status
take_letter(gzt_options *options, gzt_parsed_option *out, gzt_err *err)
{
    const char *at = options->bundle;
    const gzt_option *option = find_letter(options->program, *at);
    char name[2] = { '-', *at };

    options->bundle = at[1] ? at + 1 : NULL;
    if (option && !option->argument) {
        *out = (gzt_parsed_option){ option, NULL };
        return GZT_OK;
    }
    options->bundle = NULL;
    if (!option)
        return fail_unknown_letter(options->program, at,
                                   gzt_str_of(options->argv[options->next - 1]),
                                   err);
    return take_argument(options, option, (gzt_str){ name, 2 },
                         at[1] ? at + 1 : NULL, out, err);
}

gzt_status
gzt_options_next(gzt_options *options, gzt_parsed_option *out, bool *more,
                 gzt_err *err)
{
    char *word;

    *out = (gzt_parsed_option){ 0 };
    *more = true;
    if (options->bundle)
        return take_letter(options, out, err);
    if (!options->ended && options->next < options->argc &&
        !strcmp(options->argv[options->next], "--")) {
        options->ended = true;
        options->next++;
    }
    *more = options->next < options->argc;
    if (!*more)
        return GZT_OK;
    word = options->argv[options->next++];
    if (options->ended || !is_option(word)) {
        *out = (gzt_parsed_option){ options->many, word };
        return GZT_OK;
    }
    options->many = NULL;
    if (word[1] == '-')
        return take_name(options, word, out, err);
    options->bundle = word + 1;
    return take_letter(options, out, err);
}

// ---- Help -------------------------------------------------------------------

static unsigned
width_of(gzt_str text)
{
    unsigned width = 0;

    while (text.len)
        width += (unsigned)gzt_utf8_width(gzt_utf8_take(&text));
    return width;
}

// Split the first word off `rest`; false when there is none left.
static bool
next_word(gzt_str *rest, gzt_str *word)
{
    size_t len = 0;

    *rest = gzt_str_trim(*rest);
    while (len < rest->len && rest->ptr[len] != ' ' && rest->ptr[len] != '\n')
        len++;
    *word = gzt_str_slice(*rest, 0, len);
    *rest = gzt_str_slice(*rest, len, rest->len);
    return len > 0;
}

// The words of `text`, from column `at` of the line that is begun; further
// lines are indented. Ends the last line.
static void
put_wrapped(gzt_buf *out, gzt_str text, unsigned at, unsigned indent,
            unsigned columns)
{
    unsigned start = at;
    gzt_str word;

    while (next_word(&text, &word)) {
        unsigned width = width_of(word);

        if (at > start && at + 1 + width > columns) {
            gzt_buf_printf(out, "\n%*s", (int)indent, "");
            at = start = indent;
        } else if (at > start) {
            gzt_buf_putc(out, ' ');
            at++;
        }
        gzt_buf_put(out, word);
        at += width;
    }
    gzt_buf_putc(out, '\n');
}

// "ID..." of an option that takes many, however the table writes it.
static const char *
dots_of(const gzt_option *option)
{
    gzt_str argument = gzt_str_of(option->argument);

    return option->many && !gzt_str_ends(argument, GZT_S("...")) ? "..." : "";
}

// "  -n, --number N"; long names stand under each other.
static void
put_spec(gzt_buf *out, const gzt_option *option)
{
    if (option->letter)
        gzt_buf_printf(out, "  -%c%s", option->letter,
                       option->name ? ", " : "");
    if (option->name)
        gzt_buf_printf(out, "%s--%s", option->letter ? "" : "      ",
                       option->name);
    if (option->optional)
        gzt_buf_printf(out, option->name ? "[=%s]" : "[%s]", option->argument);
    else if (option->argument)
        gzt_buf_printf(out, " %s%s", option->argument, dots_of(option));
}

// Where the help begins: behind the widest option that is not too wide.
static unsigned
help_column(const gzt_program *program, unsigned columns)
{
    const gzt_option *row = NULL;
    unsigned widest = 0;

    if (columns < TWO_COLUMNS)
        return NARROW_INDENT;
    while ((row = next_row(program, row, SHOWN_OPTIONS))) {
        gzt_buf spec;
        unsigned width;

        gzt_buf_init(&spec, SIZE_MAX);
        put_spec(&spec, row);
        width = width_of(gzt_buf_str(&spec));
        gzt_buf_release(&spec);
        if (width <= SPEC_MAX && width > widest)
            widest = width;
    }
    return widest + HELP_GAP;
}

static void
put_option_help(gzt_buf *out, const gzt_option *option, unsigned column,
                unsigned columns)
{
    size_t start = out->len;
    unsigned width;

    put_spec(out, option);
    width = width_of(gzt_str_slice(gzt_buf_str(out), start, out->len));
    if (columns < TWO_COLUMNS || width + HELP_GAP > column) {
        gzt_buf_putc(out, '\n');
        width = 0;
    }
    gzt_buf_printf(out, "%*s", (int)(column - width), "");
    put_wrapped(out, gzt_str_of(option->help), column, column, columns);
}

// A line that begins with a blank stands for itself: "  0  all indexed".
// What does not fit hangs under the text behind the gap.
static void
put_table_line(gzt_buf *out, gzt_str line, unsigned columns)
{
    unsigned lead = (unsigned)strspn(line.ptr, " ");
    size_t gap =
        lead + gzt_str_find(gzt_str_slice(line, lead, line.len), GZT_S("  "));
    gzt_str head;

    gap = gap < line.len ? gap : lead;
    gap += strspn(line.ptr + gap, " ");
    head = gzt_str_slice(line, 0, gap);
    lead = width_of(head);
    gzt_buf_put(out, head);
    put_wrapped(out, gzt_str_slice(line, gap, line.len), lead, lead, columns);
}

// Up to the next line that is empty or stands for itself.
static size_t
paragraph_length(gzt_str text)
{
    for (size_t i = 0; i + 1 < text.len; i++)
        if (text.ptr[i] == '\n' &&
            (text.ptr[i + 1] == '\n' || text.ptr[i + 1] == ' '))
            return i;
    return text.len;
}

static void
put_details(gzt_buf *out, gzt_str text, unsigned columns)
{
    while (text.len) {
        size_t len = gzt_str_find(text, GZT_S("\n"));

        if (!len) {
            gzt_buf_putc(out, '\n');
        } else if (*text.ptr == ' ') {
            put_table_line(out, gzt_str_slice(text, 0, len), columns);
        } else {
            len = paragraph_length(text);
            put_wrapped(out, gzt_str_slice(text, 0, len), 0, 0, columns);
        }
        text = gzt_str_slice(text, len + (len < text.len), text.len);
    }
}

void
gzt_options_help(const gzt_program *program, unsigned columns, gzt_buf *out)
{
    const gzt_option *row = NULL;
    unsigned column;

    columns = columns < COLUMNS_MIN ? COLUMNS_MIN : columns;
    columns = columns > COLUMNS_MAX ? COLUMNS_MAX : columns;
    column = help_column(program, columns);
    gzt_buf_printf(out, "Usage: %s %s\n", program->name, program->synopsis);
    put_wrapped(out, gzt_str_of(program->summary), 0, 0, columns);
    if (program->options->id > 0)
        gzt_buf_putc(out, '\n');
    while ((row = next_row(program, row, SHOWN_ROWS)))
        if (row->id < 0)
            gzt_buf_printf(out, "\n%s:\n", row->help);
        else
            put_option_help(out, row, column, columns);
    if (program->details) {
        gzt_buf_putc(out, '\n');
        put_details(out, gzt_str_of(program->details), columns);
    }
}

// ---- Manual page ------------------------------------------------------------

// A hyphen that is to be typed is "\-"; a line must not begin as a request.
static void
put_roff(gzt_buf *out, gzt_str text)
{
    if (text.len && (*text.ptr == '.' || *text.ptr == '\''))
        gzt_buf_put(out, GZT_S("\\&"));
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == '\\')
            gzt_buf_put(out, GZT_S("\\e"));
        else if (text.ptr[i] == '-')
            gzt_buf_put(out, GZT_S("\\-"));
        else
            gzt_buf_putc(out, text.ptr[i]);
}

// Typed as it stands, not a placeholder in capitals?
static bool
is_literal(gzt_str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (word.ptr[i] >= 'A' && word.ptr[i] <= 'Z')
            return false;
    return word.len > 0;
}

static void
put_roff_spec(gzt_buf *out, const gzt_option *option)
{
    gzt_buf_put(out, GZT_S(".TP\n"));
    if (option->letter)
        gzt_buf_printf(out, "\\fB\\-%c\\fR%s", option->letter,
                       option->name ? ", " : "");
    if (option->name) {
        gzt_buf_put(out, GZT_S("\\fB\\-\\-"));
        put_roff(out, gzt_str_of(option->name));
        gzt_buf_put(out, GZT_S("\\fR"));
    }
    if (option->argument) {
        gzt_buf_printf(out, "%s%s\\fI", option->optional ? "[" : " ",
                       option->optional && option->name ? "=" : "");
        put_roff(out, gzt_str_of(option->argument));
        gzt_buf_printf(out, "\\fR%s%s", dots_of(option),
                       option->optional ? "]" : "");
    }
    gzt_buf_putc(out, '\n');
}

void
gzt_options_man(const gzt_program *program, gzt_buf *out)
{
    const gzt_option *row = NULL;

    gzt_buf_put(out, GZT_S(".SH OPTIONS\n"));
    while ((row = next_row(program, row, SHOWN_ROWS))) {
        if (row->id < 0)
            gzt_buf_put(out, GZT_S(".SS "));
        else
            put_roff_spec(out, row);
        put_roff(out, gzt_str_of(row->help));
        gzt_buf_putc(out, '\n');
    }
}

// ---- Completion -------------------------------------------------------------

// The literal words of "human|tsv|TEMPLATE", with a blank between them.
static void
put_choices(gzt_buf *out, const char *argument)
{
    gzt_str rest = gzt_str_of(argument), word;
    const char *blank = "";

    while (strchr(argument, '|') && gzt_str_cut(&rest, '|', &word)) {
        if (!is_literal(word))
            continue;
        gzt_buf_printf(out, "%s%.*s", blank, GZT_ARG(word));
        blank = " ";
    }
}

// FILE, DIR and PLACE, of an argument or of the synopsis, lie on the disk.
static bool
takes_files(const char *text)
{
    return strstr(text, "FILE") || strstr(text, "DIR") || strstr(text, "PLACE");
}

// The help's first clause, a menu has one line for each; inside single
// quotes, with a backslash before the `special`.
static void
put_clause(gzt_buf *out, const char *help, const char *special,
           const char *quote)
{
    gzt_str text = gzt_str_of(help);
    size_t end = gzt_str_find(text, GZT_S("; "));
    size_t stop = gzt_str_find(text, GZT_S(". "));

    text.len = end < stop ? end : stop;
    if (gzt_str_ends(text, GZT_S(".")))
        text.len--;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == '\'')
            gzt_buf_put(out, gzt_str_of(quote));
        else
            gzt_buf_printf(out, strchr(special, text.ptr[i]) ? "\\%c" : "%c",
                           text.ptr[i]);
}

// One arm of the case over the word before the cursor.
static void
put_bash_case(gzt_buf *out, const gzt_option *option)
{
    gzt_buf_put(out, GZT_S("    "));
    if (option->letter)
        gzt_buf_printf(out, "-%c%s", option->letter, option->name ? "|" : "");
    if (option->name)
        gzt_buf_printf(out, "--%s", option->name);
    gzt_buf_put(out, GZT_S(") words='"));
    put_choices(out, option->argument);
    gzt_buf_printf(out, "' kind=%s ;;\n",
                   takes_files(option->argument) ? "file" : "value");
}

static const char bash_head[] =
    "()\n"
    "{\n"
    "    local cur=${COMP_WORDS[COMP_CWORD]} head= i IFS=$' \\t\\n'\n"
    "    local prev=${COMP_WORDS[COMP_CWORD - 1]} words= kind=operand\n"
    "\n"
    "    # Where '=' breaks words, --name=value comes as three of them.\n"
    "    if [[ $cur == --*=* ]]; then\n"
    "        prev=${cur%%=*} head=${cur%%=*}= cur=${cur#*=}\n"
    "    elif [[ $cur == = ]]; then\n"
    "        cur=\n"
    "    elif [[ $prev == = ]]; then\n"
    "        prev=${COMP_WORDS[COMP_CWORD - 2]}\n"
    "    fi\n"
    "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
    "        [[ ${COMP_WORDS[i]} == -- ]] && prev= kind=behind\n"
    "    done\n"
    "    case $prev in\n";

static const char bash_tail[] =
    "    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
    "    if [[ $kind == file ]]; then\n"
    "        IFS=$'\\n'\n"
    "        compopt -o filenames 2>/dev/null\n"
    "        COMPREPLY+=($(compgen -f -- \"$cur\"))\n"
    "    fi\n"
    "    COMPREPLY=(\"${COMPREPLY[@]/#/$head}\")\n"
    "}\n";

static void
put_bash(gzt_buf *out, const gzt_program *program, gzt_str command)
{
    const gzt_option *row = NULL;

    gzt_buf_printf(out, "_%.*s%s", GZT_ARG(command), bash_head);
    while ((row = next_row(program, row, SHOWN_OPTIONS)))
        if (row->argument && !row->optional)
            put_bash_case(out, row);
    gzt_buf_put(out, GZT_S("    esac\n"
                           "    case $kind:$cur in\n"
                           "    operand:-*) words='"));
    while ((row = next_row(program, row, SHOWN_OPTIONS)))
        if (row->name)
            gzt_buf_printf(out, "--%s ", row->name);
        else
            gzt_buf_printf(out, "-%c ", row->letter);
    gzt_buf_printf(out, "' ;;\n    operand:*|behind:*) kind=%s ;;\n    esac\n",
                   takes_files(program->synopsis) ? "file" : "value");
    gzt_buf_printf(out, "%scomplete -F _%.*s %.*s\n", bash_tail,
                   GZT_ARG(command), GZT_ARG(command));
}

// ":message:action" of _arguments.
static void
put_zsh_argument(gzt_buf *out, const gzt_option *option)
{
    const char *argument = option->argument;

    gzt_buf_printf(out, option->optional ? "::" : option->many ? ":*-*:" : ":");
    gzt_buf_printf(out, "%s:", strchr(argument, '|') ? "value" : argument);
    if (strchr(argument, '|')) {
        gzt_buf_putc(out, '(');
        put_choices(out, argument);
        gzt_buf_putc(out, ')');
    } else {
        gzt_buf_printf(out, takes_files(argument) ? "_files" : " ");
    }
}

// One spec for each name; '*': an option may be given again.
static void
put_zsh_option(gzt_buf *out, const gzt_option *option, bool by_letter)
{
    gzt_buf_put(out, GZT_S("        '*"));
    if (by_letter)
        gzt_buf_printf(out, "-%c", option->letter);
    else
        gzt_buf_printf(out, "--%s", option->name);
    if (option->argument)
        gzt_buf_printf(out, "%s%s", by_letter ? "" : "=",
                       option->optional ? "-" : &"+"[!by_letter]);
    gzt_buf_putc(out, '[');
    put_clause(out, option->help, "[]\\", "'\\''");
    gzt_buf_putc(out, ']');
    if (option->argument)
        put_zsh_argument(out, option);
    gzt_buf_put(out, GZT_S("' \\\n"));
}

// Works as a file in $fpath and from `source <(...)`.
static void
put_zsh(gzt_buf *out, const gzt_program *program, gzt_str command)
{
    const gzt_option *row = NULL;

    gzt_buf_printf(out,
                   "#compdef %.*s\n\n_%.*s()\n{\n    _arguments -s -S \\\n",
                   GZT_ARG(command), GZT_ARG(command));
    while ((row = next_row(program, row, SHOWN_OPTIONS))) {
        if (row->letter)
            put_zsh_option(out, row, true);
        if (row->name)
            put_zsh_option(out, row, false);
    }
    gzt_buf_printf(out, "        '*:%s'\n}\n\n",
                   takes_files(program->synopsis) ? "file:_files" : "word: ");
    gzt_buf_printf(out, "if [[ ${funcstack[1]} == _%.*s ]]; then\n",
                   GZT_ARG(command));
    gzt_buf_printf(out, "    _%.*s \"$@\"\nelse\n    compdef _%.*s %.*s\nfi\n",
                   GZT_ARG(command), GZT_ARG(command), GZT_ARG(command));
}

static void
put_fish_option(gzt_buf *out, const gzt_option *option)
{
    const char *argument = option->argument;

    if (option->letter)
        gzt_buf_printf(out, " -s %c", option->letter);
    if (option->name)
        gzt_buf_printf(out, " -l %s", option->name);
    if (argument && !option->optional)
        gzt_buf_printf(out, takes_files(argument) ? " -r -F" : " -x");
    if (argument && strchr(argument, '|')) {
        gzt_buf_put(out, GZT_S(" -a '"));
        put_choices(out, argument);
        gzt_buf_putc(out, '\'');
    }
    gzt_buf_put(out, GZT_S(" -d '"));
    put_clause(out, option->help, "\\", "\\'");
    gzt_buf_put(out, GZT_S("'\n"));
}

static void
put_fish(gzt_buf *out, const gzt_program *program, gzt_str command)
{
    const gzt_option *row = NULL;

    if (!takes_files(program->synopsis))
        gzt_buf_printf(out, "complete -c %.*s -f\n", GZT_ARG(command));
    while ((row = next_row(program, row, SHOWN_OPTIONS))) {
        gzt_buf_printf(out, "complete -c %.*s", GZT_ARG(command));
        put_fish_option(out, row);
    }
}

// A name that no shell reads as anything else.
static bool
is_plain(gzt_str command)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyz0123456789_-+."
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    for (size_t i = 0; i < command.len; i++)
        if (!memchr(plain, command.ptr[i], sizeof(plain) - 1))
            return false;
    return command.len && *command.ptr != '-';
}

bool
gzt_options_complete(const gzt_program *program, gzt_str shell, gzt_str command,
                     gzt_buf *out)
{
    if (!is_plain(command))
        return false;
    if (gzt_str_eq(shell, GZT_S("bash")))
        put_bash(out, program, command);
    else if (gzt_str_eq(shell, GZT_S("zsh")))
        put_zsh(out, program, command);
    else if (gzt_str_eq(shell, GZT_S("fish")))
        put_fish(out, program, command);
    else
        return false;
    return true;
}
