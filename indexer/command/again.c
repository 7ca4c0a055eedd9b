/* again.c - files that need not be read again. */
#include "command/again.h"

#include "base/str.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static void
open_known(gzt_again *again, const char *place, gzt_writer *writer)
{
    uint64_t articles = 0;

    gzt_writer_count(writer, &articles, NULL);
    snprintf(again->path, sizeof(again->path), "%s/files", place);
    snprintf(again->busy, sizeof(again->busy), "%s.busy", again->path);
    // A run that was killed may have replaced what other files had brought.
    if (!access(again->busy, F_OK))
        unlink(again->path);
    gzt_known_open(&again->known, again->path, articles);
}

static void
mark_busy(const gzt_again *again)
{
    int fd = open(again->busy, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);

    if (fd >= 0)
        close(fd);
    else // then nothing is known after a crash
        unlink(again->path);
}

void
gzt_again_begin(gzt_again *again, const char *place, gzt_writer *writer,
                gzt_input *input)
{
    *again = (gzt_again){ 0 };
    if (!writer)
        return;
    open_known(again, place, writer);
    mark_busy(again);
    gzt_input_use_known(input, &again->known);
}

static void
learn(gzt_again *again, gzt_writer *writer, gzt_input *input,
      const char *const *places, size_t count, const gzt_account *account,
      bool whole)
{
    uint64_t articles = 0, settled = account->added + account->replaced +
                                     account->unchanged + account->rejected;

    gzt_input_learn(input, settled, &again->known);
    if (account->replaced) // perhaps what another file had brought
        gzt_known_drop_others(&again->known);
    for (size_t i = 0; whole && i < count; i++)
        gzt_known_drop_unmet(&again->known, gzt_str_of(places[i]));
    // If it cannot be written, the next run reads more than it needs.
    if (!gzt_writer_count(writer, &articles, NULL))
        gzt_known_save(&again->known, again->path, articles, NULL);
}

void
gzt_again_end(gzt_again *again, gzt_writer *writer, gzt_input *input,
              const char *const *places, size_t count, gzt_status status,
              gzt_account *account)
{
    if (writer && (!status || status == GZT_EINTERRUPTED)) {
        learn(again, writer, input, places, count, account, !status);
        unlink(again->busy);
    }
    account->unchanged += gzt_input_unchanged(input);
    gzt_known_release(&again->known);
}

// ---- Forgetting -------------------------------------------------------------

void
gzt_forget_begin(gzt_forget *forget, const char *place, gzt_writer *writer)
{
    *forget = (gzt_forget){ 0 };
    open_known(&forget->again, place, writer);
}

void
gzt_forget_path(gzt_forget *forget, gzt_str path)
{
    // "news.zip!/a.txt" lies in the file news.zip.
    gzt_str file = gzt_str_slice(path, 0, gzt_str_find(path, GZT_S("!/")));

    // A record may have named a path of its own.
    if (!gzt_known_drop(&forget->again.known, path) &&
        !gzt_known_drop(&forget->again.known, file))
        forget->all = true;
}

void
gzt_forget_end(gzt_forget *forget, uint64_t articles)
{
    gzt_again *again = &forget->again;

    if (forget->all || gzt_known_save(&again->known, again->path, articles, //
                                      NULL))
        unlink(again->path);
    gzt_known_release(&again->known);
}
