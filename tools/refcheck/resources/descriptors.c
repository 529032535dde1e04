/* File descriptors: which there are, and which line of the module made each.

   The kernel says which there are.  Who made one is known where it was made by a
   function that stands here in place of libc's, as in malloc.c; else no line is
   named. */
/* Before Python.h, which asks for open64() under the name of open(). */
#define _GNU_SOURCE
#undef _FORTIFY_SOURCE          /* it has open() as an inline function */
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "tools/refcheck/resources/resources.h"

enum { MAX_DESCRIPTORS = 4096, LISTING = 16384 };

/* The number may have been closed and given to another file: then the site is not
   its own. */
static struct {
    uint32_t site;
    dev_t device;
    ino_t inode;
} made[MAX_DESCRIPTORS];

/* --- Who makes them ---------------------------------------------------------- */

static void
note(int fd)
{
    struct stat status;
    uint32_t site = fd < 0 || fd >= MAX_DESCRIPTORS ? 0 : hook_site();
    if (site != 0 && fstat(fd, &status) == 0) {
        made[fd].site = site;
        made[fd].device = status.st_dev;
        made[fd].inode = status.st_ino;
    }
}

#define ONE(result) note(result)
#define PAIR(result) (result) == 0 ? note(pair[0]), note(pair[1]) : (void)0
#define STREAM(result) (result) != NULL ? note(fileno(result)) : (void)0
#define FOLDER(result) (result) != NULL ? note(dirfd(result)) : (void)0

/* What it returns, its name, its parameters and arguments, and where among these
   the new descriptor is. */
#define MAKERS(M)                                                              \
    M(int, creat, (const char *path, mode_t mode), (path, mode), ONE)          \
    M(int, creat64, (const char *path, mode_t mode), (path, mode), ONE)        \
    M(int, mkstemp, (char *path), (path), ONE)                                 \
    M(int, mkstemp64, (char *path), (path), ONE)                               \
    M(int, mkostemp, (char *path, int flags), (path, flags), ONE)              \
    M(int, mkostemp64, (char *path, int flags), (path, flags), ONE)            \
    M(int, shm_open, (const char *name, int flags, mode_t mode),               \
      (name, flags, mode), ONE)                                                \
    M(int, memfd_create, (const char *name, unsigned int flags),               \
      (name, flags), ONE)                                                      \
    M(int, socket, (int domain, int type, int protocol),                       \
      (domain, type, protocol), ONE)                                           \
    M(int, socketpair, (int domain, int type, int protocol, int pair[2]),        \
      (domain, type, protocol, pair), PAIR)                                    \
    M(int, accept, (int fd, struct sockaddr *from, socklen_t *size),           \
      (fd, from, size), ONE)                                                   \
    M(int, accept4, (int fd, struct sockaddr *from, socklen_t *size,           \
                     int flags), (fd, from, size, flags), ONE)                 \
    M(int, dup, (int fd), (fd), ONE)                                           \
    M(int, dup2, (int fd, int to), (fd, to), ONE)                              \
    M(int, dup3, (int fd, int to, int flags), (fd, to, flags), ONE)            \
    M(int, pipe, (int pair[2]), (pair), PAIR)                                    \
    M(int, pipe2, (int pair[2], int flags), (pair, flags), PAIR)                 \
    M(int, eventfd, (unsigned int n, int flags), (n, flags), ONE)              \
    M(int, epoll_create, (int size), (size), ONE)                              \
    M(int, epoll_create1, (int flags), (flags), ONE)                           \
    M(int, inotify_init, (void), (), ONE)                                      \
    M(int, inotify_init1, (int flags), (flags), ONE)                           \
    M(int, timerfd_create, (clockid_t clock, int flags), (clock, flags), ONE)  \
    M(FILE *, fopen, (const char *path, const char *mode), (path, mode),       \
      STREAM)                                                                  \
    M(FILE *, fopen64, (const char *path, const char *mode), (path, mode),     \
      STREAM)                                                                  \
    M(FILE *, tmpfile, (void), (), STREAM)                                     \
    M(FILE *, tmpfile64, (void), (), STREAM)                                   \
    M(FILE *, popen, (const char *command, const char *mode),                  \
      (command, mode), STREAM)                                                 \
    M(DIR *, opendir, (const char *path), (path), FOLDER)

/* These take a mode where the flags say so. */
#define OPENERS(M)                                                             \
    M(open, (const char *path, int flags, ...), (path, flags, mode))           \
    M(open64, (const char *path, int flags, ...), (path, flags, mode))         \
    M(openat, (int at, const char *path, int flags, ...),                      \
      (at, path, flags, mode))                                                 \
    M(openat64, (int at, const char *path, int flags, ...),                    \
      (at, path, flags, mode))

#define INDEX_OF_MAKER(type, name, parameters, arguments, how) INDEX_OF_##name,
#define INDEX_OF_OPENER(name, parameters, arguments) INDEX_OF_##name,
#define NAME_OF_MAKER(type, name, parameters, arguments, how) #name,
#define NAME_OF_OPENER(name, parameters, arguments) #name,

enum { MAKERS(INDEX_OF_MAKER) OPENERS(INDEX_OF_OPENER) FUNCTIONS };

static const char *const names[] = {
    MAKERS(NAME_OF_MAKER) OPENERS(NAME_OF_OPENER)
};

static void *
libc_function(int i)
{
    static void *functions[FUNCTIONS];
    if (functions[i] == NULL) {
        functions[i] = dlsym(RTLD_NEXT, names[i]);
    }
    return functions[i];
}

#define DEFINE_MAKER(type, name, parameters, arguments, how)                   \
    type                                                                       \
    name parameters                                                            \
    {                                                                          \
        type result = ((__typeof__(&name))libc_function(INDEX_OF_##name))      \
            arguments;                                                         \
        how(result);                                                           \
        return result;                                                         \
    }

#define DEFINE_OPENER(name, parameters, arguments)                             \
    int                                                                        \
    name parameters                                                            \
    {                                                                          \
        mode_t mode = 0;                                                       \
        if (flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE) {             \
            va_list rest;                                                      \
            va_start(rest, flags);                                             \
            mode = va_arg(rest, mode_t);                                       \
            va_end(rest);                                                      \
        }                                                                      \
        int fd = ((__typeof__(&name))libc_function(INDEX_OF_##name))           \
            arguments;                                                         \
        note(fd);                                                              \
        return fd;                                                             \
    }

MAKERS(DEFINE_MAKER)
OPENERS(DEFINE_OPENER)

/* dlsym() takes a lock, which nobody gives back to a child of a fork: it is asked
   before there are any. */
static void __attribute__((constructor))
find_functions(void)
{
    for (int i = 0; i < FUNCTIONS; i++) {
        (void)libc_function(i);
    }
}

/* --- Which there are --------------------------------------------------------- */

static uint32_t
maker_of(int fd)
{
    struct stat status;
    return fd < MAX_DESCRIPTORS && made[fd].site != 0
           && fstat(fd, &status) == 0 && status.st_dev == made[fd].device
           && status.st_ino == made[fd].inode ? made[fd].site : 0;
}

/* "/tmp/x", "socket", "pipe", "eventfd" */
static void
describe(int fd, char *repr, size_t size)
{
    char path[64], target[MAX_PATH];
    snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    ssize_t n = readlink(path, target, sizeof(target) - 1);
    target[n > 0 ? n : 0] = '\0';
    char *text = target;
    if (text[0] != '/') {       /* "socket:[123]", "anon_inode:[eventfd]" */
        bool anonymous = strncmp(text, "anon_inode:", 11) == 0;
        text += anonymous ? 11 + (text[11] == '[') : 0;
        text[strcspn(text, anonymous ? "]" : ":")] = '\0';
    }
    else if (strlen(text) >= size) {
        text += strlen(text) - size + 1;
        memcpy(text, "...", 3);
    }
    rc_set_string(repr, size, text);
}

/* opendir() would allocate. */
void
descriptors_visit(resource_visitor visit)
{
    static char listing[LISTING] __attribute__((aligned(8)));
    long folder = syscall(SYS_openat, AT_FDCWD, "/proc/self/fd",
                          O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) {
        return;
    }
    long n;
    while ((n = syscall(SYS_getdents64, folder, listing, LISTING)) > 0) {
        for (long at = 0; at < n; ) {
            const struct dirent64 *entry = (struct dirent64 *)(listing + at);
            at += entry->d_reclen;
            int fd = atoi(entry->d_name);
            if (entry->d_name[0] == '.' || fd == folder) {
                continue;
            }
            resource r = {DESCRIPTOR, maker_of(fd), (uintptr_t)fd, 0, ""};
            describe(fd, r.repr, sizeof(r.repr));
            visit(&r);
        }
    }
    close((int)folder);
}
