/* What would be on the disk after a power cut: the part of the shim that keeps the mirror. See shim.c for the model. */
#pragma once
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/types.h>

/* The libc's own function, past the one of the same name in this library. */
#define REAL(name)                                            \
  ({                                                          \
    static __typeof__(&name) found;                           \
    if (found == NULL) found = dlsym(RTLD_NEXT, #name);       \
    if (found == NULL) abort();                               \
    found;                                                    \
  })

struct extent {
  off_t from, to;
};

/* A watched file or directory. */
struct file {
  char key[64];
  char *name; /* below the watched directory, as it was first opened */
  int is_dir;
  int users;  /* descriptors that are open */
  int mirror; /* descriptor of the mirrored contents while there are users, or -1 */
  off_t cut;  /* shortest length since the last sync */
  struct extent *dirty;
  size_t count, room;
};

/* Watches `prefix` from now on. `keep` per cent of the written pages reach the mirror at once; `seed` fixes which. */
void mirror_begin(const char *prefix, const char *mirror, long keep, uint64_t seed);

/* The file that was opened as `fd`, or NULL when it is none of ours. Once per descriptor. */
struct file *mirror_opened(int fd, int flags);
void mirror_closed(struct file *file);
void mirror_written(struct file *file, int fd, off_t from, off_t to);
void mirror_shortened(struct file *file, off_t length);

/* After a sync that succeeded: contents of a file, names of a directory. */
void mirror_synced(struct file *file, int fd);
/* After one that failed: what was written so far stays out of the mirror for good. */
void mirror_forgets(struct file *file);
