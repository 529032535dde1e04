/* Threads that the statement starts: those that run, and those that have ended,
   but keep their stack because nobody joined them.

   pthread_create() and what gives a thread back stand here in place of libc's, as
   in malloc.c.  One that comes to its end by itself is no leak: it is waited for,
   but not for ever. */
#include "tools/refcheck/resources/resources.h"

#include <dlfcn.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>

enum {
    MAX_THREADS = 4096,
    /* Milliseconds in all that new threads are given for their end; a fifth of them
       at most before one reading. */
    PATIENCE = 1000,
};

enum { USED = 1, ENDED = 2, DETACHED = 4 };

typedef struct {
    atomic_int state;           /* 0: the slot is free */
    pthread_t thread;
    uint32_t made;
    void *(*start)(void *);
    void *argument;
} thread;

static thread threads[MAX_THREADS];
static atomic_int slots;        /* in use, or used once */

/* --- In place of libc's -------------------------------------------------------- */

#define LIBC(name) ((__typeof__(&name))libc_function(&libc_##name, #name))

static void *libc_pthread_create, *libc_pthread_detach;

static void *
libc_function(void **function, const char *name)
{
    if (*function == NULL) {
        *function = dlsym(RTLD_NEXT, name);
    }
    return *function;
}

/* Both ways out of it come by, whichever is the later gives the slot back. */
static void
set_state(thread *t, int state, int other)
{
    if (atomic_fetch_or(&t->state, state) & other) {
        atomic_store(&t->state, 0);
    }
}

static void
end(void *arg)
{
    set_state(arg, ENDED, DETACHED);
}

static void *
run(void *arg)
{
    thread *t = arg;
    void *result;
    t->thread = pthread_self();
    pthread_cleanup_push(end, t);
    result = t->start(t->argument);
    pthread_cleanup_pop(1);
    return result;
}

static thread *
new_thread(void)
{
    for (int i = 0; i < MAX_THREADS; i++) {
        int expected = 0;
        if (atomic_compare_exchange_strong(&threads[i].state, &expected, USED)) {
            if (i >= slots) {
                slots = i + 1;
            }
            return &threads[i];
        }
    }
    return NULL;
}

static thread *
find(pthread_t id)
{
    for (int i = 0; i < slots; i++) {
        if ((threads[i].state & (USED | DETACHED)) == USED
            && pthread_equal(threads[i].thread, id)) {
            return &threads[i];
        }
    }
    return NULL;
}

int
pthread_create(pthread_t *id, const pthread_attr_t *attributes,
               void *(*start)(void *), void *argument)
{
    int detached = PTHREAD_CREATE_JOINABLE;
    thread *t = window_is_open() ? new_thread() : NULL;
    if (t == NULL) {
        return LIBC(pthread_create)(id, attributes, start, argument);
    }
    if (attributes != NULL) {
        pthread_attr_getdetachstate(attributes, &detached);
    }
    t->start = start;
    t->argument = argument;
    t->made = hook_site();
    if (detached == PTHREAD_CREATE_DETACHED) {
        atomic_fetch_or(&t->state, DETACHED);
    }
    int error = LIBC(pthread_create)(id, attributes, run, t);
    if (error != 0) {
        atomic_store(&t->state, 0);
    }
    else if (detached == PTHREAD_CREATE_JOINABLE) {
        t->thread = *id;        /* it may be joined before it begins */
    }
    return error;
}

int
pthread_detach(pthread_t id)
{
    thread *t = find(id);
    int error = LIBC(pthread_detach)(id);
    if (error == 0 && t != NULL) {
        set_state(t, DETACHED, ENDED);
    }
    return error;
}

/* dlsym() takes a lock, which nobody gives back to a child of a fork. */
static void __attribute__((constructor))
find_functions(void)
{
    (void)LIBC(pthread_create);
    (void)LIBC(pthread_detach);
}

#define JOIN(name, parameters, arguments)                                      \
    int                                                                        \
    name parameters                                                            \
    {                                                                          \
        static void *libc_##name;                                              \
        thread *t = find(id);                                                  \
        int error = LIBC(name) arguments;                                      \
        if (error == 0 && t != NULL) {                                         \
            atomic_store(&t->state, 0);                                        \
        }                                                                      \
        return error;                                                          \
    }

JOIN(pthread_join, (pthread_t id, void **result), (id, result))
JOIN(pthread_tryjoin_np, (pthread_t id, void **result), (id, result))
JOIN(pthread_timedjoin_np,
     (pthread_t id, void **result, const struct timespec *until),
     (id, result, until))
JOIN(pthread_clockjoin_np,
     (pthread_t id, void **result, clockid_t clock,
      const struct timespec *until),
     (id, result, clock, until))

/* --- Waiting ------------------------------------------------------------------ */

static int
count_running(void)
{
    int n = 0;
    for (int i = 0; i < slots; i++) {
        n += (threads[i].state & (USED | ENDED)) == USED;
    }
    return n;
}

void
threads_settle(void)
{
    static int staying, patience = PATIENCE;
    int n = count_running();
    if (n <= staying) {
        staying = n;
        return;
    }
    Py_BEGIN_ALLOW_THREADS      /* they may wait for it */
    for (int i = 0; n > staying && i < PATIENCE / 5 && patience > 0; i++) {
        poll(NULL, 0, 1);
        patience--;
        n = count_running();
    }
    Py_END_ALLOW_THREADS
    staying = n;
}

void
threads_visit(resource_visitor visit)
{
    for (int i = 0; i < slots; i++) {
        const thread *t = &threads[i];
        int state = t->state;
        if (state & USED) {
            resource r = {THREAD, t->made, (uintptr_t)t->thread, 0, ""};
            rc_set_string(r.repr, sizeof(r.repr),
                          state & ENDED ? "ended, never joined" : "running");
            visit(&r);
        }
    }
}
