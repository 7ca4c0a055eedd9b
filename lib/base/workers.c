/* workers.c - a ring of jobs: `taken` <= `begun` <= `put`, all counted up for
 * ever; a job's slot is its number modulo the window. */
#include "base/workers.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum {
    WAKE_SHARE = 4 // of the window
};

typedef struct slot {
    void *job;
    bool done;
} slot;

typedef struct worker {
    gzt_workers *workers;
    unsigned number;
    pthread_t thread;
} worker;

struct gzt_workers {
    pthread_mutex_t mutex;
    pthread_cond_t work_there, work_done;
    slot *ring;
    size_t window, taken, begun, put, done;
    size_t awaited; // the taker wants so many to be done
    bool ending;
    gzt_work *work;
    void *shared;
    worker *threads;
    unsigned started;
};

static void *
run(void *argument)
{
    worker *self = argument;
    gzt_workers *w = self->workers;

    pthread_mutex_lock(&w->mutex);
    for (;;) {
        slot *s;

        while (w->begun == w->put && !w->ending)
            pthread_cond_wait(&w->work_there, &w->mutex);
        if (w->ending)
            break;
        s = &w->ring[w->begun++ % w->window];
        pthread_mutex_unlock(&w->mutex);
        w->work(w->shared, s->job, self->number);
        pthread_mutex_lock(&w->mutex);
        s->done = true;
        if (++w->done >= w->awaited || w->done == w->put)
            pthread_cond_signal(&w->work_done);
    }
    pthread_mutex_unlock(&w->mutex);
    return NULL;
}

gzt_status
gzt_workers_open(gzt_workers **out, unsigned threads, size_t window,
                 gzt_work *work, void *shared, gzt_err *err)
{
    gzt_workers *w = gzt_xrealloc(NULL, 1, sizeof(*w));
    sigset_t all, before;

    *w = (gzt_workers){ .window = window, .work = work, .shared = shared };
    pthread_mutex_init(&w->mutex, NULL);
    pthread_cond_init(&w->work_there, NULL);
    pthread_cond_init(&w->work_done, NULL);
    w->ring = gzt_xrealloc(NULL, window, sizeof(*w->ring));
    w->threads = gzt_xrealloc(NULL, threads, sizeof(*w->threads));
    // Signals are for the thread that opened us.
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    while (w->started < threads) {
        worker *next = &w->threads[w->started];

        *next = (worker){ .workers = w, .number = w->started };
        if (pthread_create(&next->thread, NULL, run, next))
            break;
        w->started++;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    *out = w;
    if (w->started)
        return GZT_OK;
    gzt_workers_close(w);
    *out = NULL;
    return gzt_fail(err, GZT_EIO, "cannot start a thread");
}

size_t
gzt_workers_pending(const gzt_workers *workers)
{
    return workers->put - workers->taken; // both are the caller's own
}

void
gzt_workers_put(gzt_workers *w, void *job)
{
    pthread_mutex_lock(&w->mutex);
    w->ring[w->put++ % w->window] = (slot){ job, false };
    pthread_cond_signal(&w->work_there);
    pthread_mutex_unlock(&w->mutex);
}

void *
gzt_workers_take(gzt_workers *w)
{
    slot *s;

    if (w->taken == w->put)
        return NULL;
    pthread_mutex_lock(&w->mutex);
    s = &w->ring[w->taken % w->window];
    // To wake up for every job costs more than some jobs: sleep until there
    // are many.
    w->awaited = w->taken + w->window / WAKE_SHARE;
    while (!s->done)
        pthread_cond_wait(&w->work_done, &w->mutex);
    w->awaited = SIZE_MAX;
    w->taken++;
    pthread_mutex_unlock(&w->mutex);
    return s->job;
}

void
gzt_workers_close(gzt_workers *w)
{
    if (!w)
        return;
    pthread_mutex_lock(&w->mutex);
    w->ending = true;
    pthread_cond_broadcast(&w->work_there);
    pthread_mutex_unlock(&w->mutex);
    for (unsigned i = 0; i < w->started; i++)
        pthread_join(w->threads[i].thread, NULL);
    pthread_cond_destroy(&w->work_there);
    pthread_cond_destroy(&w->work_done);
    pthread_mutex_destroy(&w->mutex);
    free(w->threads);
    free(w->ring);
    free(w);
}

unsigned
gzt_processors(void)
{
    cpu_set_t set;
    int count = 0;

    if (!sched_getaffinity(0, sizeof(set), &set))
        count = CPU_COUNT(&set);
    return count > 0 ? (unsigned)count : 1;
}
