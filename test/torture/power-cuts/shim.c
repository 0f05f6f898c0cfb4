/*
 * A disk with a write cache that a power cut empties, for one process (LD_PRELOAD, Linux): beside the real files it keeps
 * a mirror that has only what a completed fsync or fdatasync covered. Killing the process is the cut; the mirror is the disk.
 *
 * PCUT_PREFIX    directory whose files are watched; those that end in -shm are memory, not disk
 * PCUT_DIR       the mirror, an empty directory at the start; afterwards `root` in it is what the disk has. It consists of
 *                links, so copy it (following them) before anything is changed.
 * PCUT_KEEP      per cent of the written pages that reach the mirror without any sync, as the kernel may write back what
 *                it likes, in any order; PCUT_SEED fixes which, and how long syncs take
 * PCUT_DELAY_US  every sync takes longer, up to so much
 * PCUT_FAIL      `sync:N` or `write:N`: the N-th one of a file fails with EIO, once. What a failed sync should have written
 *                never reaches the mirror, because Linux takes such pages for clean afterwards.
 * PCUT_FILE      if set, only this file, named from the directory, fails and is counted
 * PCUT_FROM      if set, PCUT_FAIL counts from when this file exists
 * PCUT_FULL      while this file exists every write fails with ENOSPC
 * PCUT_LOG       is told when PCUT_FAIL strikes: what failed, and on which file
 *
 * The strictest disk that POSIX allows: contents are there when the file was synced, a name when its directory was. What is
 * in the directory at the start is on the disk. Not modelled: mapped memory, torn sectors, disks that lie.
 */
#include "mirror.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/uio.h>
#include <unistd.h>

#define MAX_FD 65536

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct file *watched[MAX_FD];
static const char *fail_file = "", *from_flag = "", *full_flag = "", *log_path = "", *fail_what = "";
static long fail_at, syncs, writes, delay_us;

static struct file *at(int fd) { return fd >= 0 && fd < MAX_FD ? watched[fd] : NULL; }

static struct file *file_at(int fd) {
  struct file *file = at(fd);
  return file != NULL && !file->is_dir ? file : NULL;
}

static int must_fail(const char *what, long *counter, const struct file *file) {
  char line[PATH_MAX];
  if (strcmp(fail_what, what) != 0 || (*from_flag && access(from_flag, F_OK) != 0)) return 0;
  if ((*fail_file && strcmp(fail_file, file->name) != 0) || ++*counter != fail_at) return 0;
  int length = snprintf(line, sizeof line, "%s %s\n", what, file->name);
  int fd = REAL(open)(log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0 || REAL(write)(fd, line, (size_t)length) != length) abort();
  REAL(close)(fd);
  return 1;
}

/* The real disk is not asked: killing a process takes nothing from the real cache, and so nobody waits for it. */
static int synced(int fd) {
  struct file *file = watched[fd];
  int fails;
  if (delay_us > 0) usleep((useconds_t)(random() % delay_us));
  pthread_mutex_lock(&lock);
  fails = !file->is_dir && must_fail("sync", &syncs, file);
  if (fails) mirror_forgets(file);
  else mirror_synced(file, fd);
  pthread_mutex_unlock(&lock);
  errno = EIO;
  return fails ? -1 : 0;
}

int fsync(int fd) { return at(fd) == NULL ? REAL(fsync)(fd) : synced(fd); }
int fdatasync(int fd) { return at(fd) == NULL ? REAL(fdatasync)(fd) : synced(fd); }

static int refused(const struct file *file) {
  pthread_mutex_lock(&lock);
  int fails = must_fail("write", &writes, file);
  pthread_mutex_unlock(&lock);
  int full = !fails && *full_flag && access(full_flag, F_OK) == 0;
  if (fails || full) errno = full ? ENOSPC : EIO;
  return fails || full;
}

static ssize_t wrote(struct file *file, int fd, ssize_t result, off_t from) {
  int code = errno;
  pthread_mutex_lock(&lock);
  if (result > 0) mirror_written(file, fd, from, from + result);
  pthread_mutex_unlock(&lock);
  errno = code;
  return result;
}

#define WRITES(declaration, call, from)                           \
  ssize_t declaration {                                           \
    struct file *file = file_at(fd);                              \
    if (file == NULL) return call;                                \
    if (refused(file)) return -1;                                 \
    ssize_t result = call;                                        \
    return wrote(file, fd, result, from);                         \
  }
#define HERE (lseek(fd, 0, SEEK_CUR) - (result > 0 ? result : 0))
WRITES(write(int fd, const void *data, size_t size), REAL(write)(fd, data, size), HERE)
WRITES(writev(int fd, const struct iovec *io, int count), REAL(writev)(fd, io, count), HERE)
WRITES(pwrite(int fd, const void *data, size_t size, off_t to), REAL(pwrite)(fd, data, size, to), to)
WRITES(pwrite64(int fd, const void *data, size_t size, off64_t to), REAL(pwrite64)(fd, data, size, to), to)
WRITES(pwritev(int fd, const struct iovec *io, int count, off_t to), REAL(pwritev)(fd, io, count, to), to)
WRITES(pwritev64(int fd, const struct iovec *io, int count, off64_t to), REAL(pwritev64)(fd, io, count, to), to)

static int shortened(int result, int fd, off_t length) {
  struct file *file = file_at(fd);
  if (result != 0 || file == NULL) return result;
  pthread_mutex_lock(&lock);
  mirror_shortened(file, length);
  pthread_mutex_unlock(&lock);
  return result;
}

int ftruncate(int fd, off_t length) { return shortened(REAL(ftruncate)(fd, length), fd, length); }
int ftruncate64(int fd, off64_t length) { return shortened(REAL(ftruncate64)(fd, length), fd, length); }

static int opened(int fd, int flags) {
  int code = errno;
  if (fd >= 0 && fd < MAX_FD) {
    pthread_mutex_lock(&lock);
    watched[fd] = mirror_opened(fd, flags);
    pthread_mutex_unlock(&lock);
  }
  errno = code;
  return fd;
}

#define OPENS(declaration, call)                                  \
  int declaration {                                               \
    va_list more;                                                 \
    va_start(more, flags);                                        \
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;     \
    va_end(more);                                                 \
    return opened(call, flags);                                   \
  }
OPENS(open(const char *path, int flags, ...), REAL(open)(path, flags, mode))
OPENS(open64(const char *path, int flags, ...), REAL(open64)(path, flags, mode))
OPENS(openat(int dir, const char *path, int flags, ...), REAL(openat)(dir, path, flags, mode))
OPENS(openat64(int dir, const char *path, int flags, ...), REAL(openat64)(dir, path, flags, mode))

int close(int fd) {
  struct file *file = at(fd);
  if (file != NULL) {
    pthread_mutex_lock(&lock);
    watched[fd] = NULL;
    mirror_closed(file);
    pthread_mutex_unlock(&lock);
  }
  return REAL(close)(fd);
}

static const char *setting(const char *name) {
  const char *value = getenv(name);
  return value != NULL ? strdup(value) : "";
}

__attribute__((constructor)) static void begin(void) {
  const char *fail = setting("PCUT_FAIL");
  if (!*setting("PCUT_PREFIX")) return;
  fail_file = setting("PCUT_FILE");
  from_flag = setting("PCUT_FROM");
  full_flag = setting("PCUT_FULL");
  log_path = setting("PCUT_LOG");
  delay_us = atol(setting("PCUT_DELAY_US"));
  srandom((unsigned)atol(setting("PCUT_SEED")));
  fail_what = strncmp(fail, "sync:", 5) == 0 ? "sync" : strncmp(fail, "write:", 6) == 0 ? "write" : "";
  fail_at = *fail_what ? atol(strchr(fail, ':') + 1) : 0;
  mirror_begin(setting("PCUT_PREFIX"), setting("PCUT_DIR"), atol(setting("PCUT_KEEP")), strtoull(setting("PCUT_SEED"), NULL, 10));
  /* Child processes write nothing there, and this one does not outlive whoever started it. */
  unsetenv("LD_PRELOAD");
  prctl(PR_SET_PDEATHSIG, SIGKILL);
}
