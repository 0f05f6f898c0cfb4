/* The mirror: `inodes/` has every file and directory that was ever synced. A directory there has hard links to its files and
 * symbolic links to its directories; `root` leads to the one that is watched. */
#include "mirror.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE 4096
#define PATH (2 * PATH_MAX)
#define UNCUT INT64_MAX

static struct file **files;
static size_t file_count, file_room;
static char prefix[PATH_MAX], mirror[PATH_MAX];
static long keep;
static uint64_t dice;

/* Contents are known by inode and birth, because inode numbers are used again. Answers the type, 0 when there is none. */
static int key_of(int dir, const char *path, int flags, char *key, size_t size) {
  struct statx st;
  if (statx(dir, path, flags | AT_SYMLINK_NOFOLLOW, STATX_INO | STATX_TYPE | STATX_BTIME, &st) != 0) return 0;
  snprintf(key, size, "%llx-%llx-%x", (unsigned long long)st.stx_ino, (unsigned long long)st.stx_btime.tv_sec,
           st.stx_btime.tv_nsec);
  return st.stx_mode & S_IFMT;
}

static int is_memory(const char *name) {
  size_t length = strlen(name);
  return length >= 4 && strcmp(name + length - 4, "-shm") == 0;
}

static int is_dots(const char *name) { return strcmp(name, ".") == 0 || strcmp(name, "..") == 0; }

static char *join(char *out, const char *a, const char *b, const char *c) {
  if (snprintf(out, PATH, "%s%s%s%s%s", a, *a && *b ? "/" : "", b, *c ? "/" : "", c) >= PATH) abort();
  return out;
}

static struct file *file_with(const char *key, const char *name, int is_dir) {
  for (size_t i = 0; i < file_count; i++)
    if (strcmp(files[i]->key, key) == 0) return files[i];
  if (file_count == file_room) {
    file_room = file_room ? file_room * 2 : 64;
    if ((files = realloc(files, file_room * sizeof *files)) == NULL) abort();
  }
  struct file *file = calloc(1, sizeof *file);
  if (file == NULL || (file->name = strdup(name)) == NULL) abort();
  snprintf(file->key, sizeof file->key, "%s", key);
  file->is_dir = is_dir;
  file->mirror = -1;
  file->cut = UNCUT;
  return files[file_count++] = file;
}

struct file *mirror_opened(int fd, int flags) {
  char link[64], path[PATH_MAX], key[64];
  size_t length = strlen(prefix);
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t got = readlink(link, path, sizeof path - 1);
  if (length == 0 || got <= 0) return NULL;
  path[got] = 0;
  if (strncmp(path, prefix, length) != 0 || (path[length] != '/' && path[length] != 0) || is_memory(path)) return NULL;
  int type = key_of(fd, "", AT_EMPTY_PATH, key, sizeof key);
  if (type != S_IFREG && type != S_IFDIR) return NULL;
  struct file *file = file_with(key, path[length] ? path + length + 1 : "", type == S_IFDIR);
  file->users += 1;
  if (!file->is_dir && (flags & O_TRUNC)) file->cut = 0;
  return file;
}

void mirror_closed(struct file *file) {
  if (--file->users > 0 || file->mirror < 0) return;
  REAL(close)(file->mirror);
  file->mirror = -1;
}

static int mirror_of(struct file *file) {
  char path[PATH];
  join(path, mirror, "inodes", file->key);
  if (file->mirror < 0) file->mirror = REAL(open)(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file->mirror < 0) abort();
  return file->mirror;
}

/* SQLite's descriptors are readable. They must not be opened a second time: closing that one would drop its locks. */
static int readable(int fd) {
  char link[64];
  if ((fcntl(fd, F_GETFL) & O_ACCMODE) != O_WRONLY) return fd;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  int again = REAL(open)(link, O_RDONLY | O_CLOEXEC, 0);
  if (again < 0) abort();
  return again;
}

static void copy(int source, int target, off_t from, off_t to) {
  static char pages[64 * PAGE];
  while (from < to) {
    size_t want = (size_t)(to - from) < sizeof pages ? (size_t)(to - from) : sizeof pages;
    ssize_t got = pread(source, pages, want, from);
    if (got < 0) abort();
    if (got == 0) return; /* cut off since it was written */
    if (REAL(pwrite)(target, pages, (size_t)got, from) != got) abort();
    from += got;
  }
}

static void write_back(struct file *file, int fd, off_t from, off_t to) {
  int source = readable(fd);
  for (off_t at = from; at < to;) {
    off_t end = (at / PAGE + 1) * PAGE < to ? (at / PAGE + 1) * PAGE : to;
    dice = dice * 6364136223846793005u + 1442695040888963407u;
    if ((long)((dice >> 33) % 100) < keep) copy(source, mirror_of(file), at, end);
    at = end;
  }
  if (source != fd) REAL(close)(source);
}

void mirror_written(struct file *file, int fd, off_t from, off_t to) {
  struct extent *last = file->count ? &file->dirty[file->count - 1] : NULL;
  if (last != NULL && from >= last->from && from <= last->to) {
    if (to > last->to) last->to = to;
  } else {
    if (file->count == file->room) {
      file->room = file->room ? file->room * 2 : 16;
      if ((file->dirty = realloc(file->dirty, file->room * sizeof *file->dirty)) == NULL) abort();
    }
    file->dirty[file->count++] = (struct extent){from, to};
  }
  if (keep > 0) write_back(file, fd, from, to);
}

void mirror_shortened(struct file *file, off_t length) {
  if (length < file->cut) file->cut = length;
}

void mirror_forgets(struct file *file) {
  file->count = 0;
  file->cut = UNCUT;
}

static void mirror_contents(struct file *file, int fd) {
  struct stat now, before;
  int target = mirror_of(file), source = readable(fd);
  if (fstat(fd, &now) != 0 || fstat(target, &before) != 0) abort();
  if (file->cut < before.st_size && REAL(ftruncate)(target, file->cut) != 0) abort();
  for (size_t i = 0; i < file->count; i++) copy(source, target, file->dirty[i].from, file->dirty[i].to);
  if (REAL(ftruncate)(target, now.st_size) != 0) abort();
  if (source != fd) REAL(close)(source);
  mirror_forgets(file);
}

static void linked(int (*make)(const char *, const char *), const char *target, const char *path) {
  char fresh[PATH];
  join(fresh, mirror, "fresh-name", "");
  if (make(target, fresh) != 0 || rename(fresh, path) != 0) abort();
  /* `rename` leaves both names when they are of one file already. */
  if (unlink(fresh) != 0 && errno != ENOENT) abort();
}

/* What was never synced itself gets its name and no contents, as on a real disk. */
static void mirror_name(int dir, const char *tree, const char *name) {
  char path[PATH], inode[PATH], key[64];
  int type = is_memory(name) ? 0 : key_of(dir, name, 0, key, sizeof key);
  join(path, tree, name, "");
  join(inode, mirror, "inodes", key);
  if (type == S_IFDIR) {
    if (mkdir(inode, 0700) != 0 && errno != EEXIST) abort();
    linked(symlink, inode, path);
  } else if (type == S_IFREG) {
    int fd = REAL(open)(inode, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || REAL(close)(fd) != 0) abort();
    linked(link, inode, path);
  }
}

static void mirror_names(const char *name, const char *key) {
  char tree[PATH], here[PATH], path[PATH];
  struct dirent *entry;
  if (mkdir(join(tree, mirror, "inodes", key), 0700) != 0 && errno != EEXIST) abort();
  DIR *dir = opendir(join(here, prefix, name, "")), *mirrored = opendir(tree);
  if (mirrored == NULL) abort();
  while (dir != NULL && (entry = readdir(dir)) != NULL)
    if (!is_dots(entry->d_name)) mirror_name(dirfd(dir), tree, entry->d_name);
  rewinddir(mirrored);
  while ((entry = readdir(mirrored)) != NULL) {
    if (is_dots(entry->d_name) || access(join(path, here, entry->d_name, ""), F_OK) == 0) continue;
    if (unlink(join(path, tree, entry->d_name, "")) != 0) abort();
  }
  if (dir != NULL) closedir(dir);
  closedir(mirrored);
}

void mirror_synced(struct file *file, int fd) {
  if (file->is_dir) mirror_names(file->name, file->key);
  else mirror_contents(file, fd);
}

/* What is there at the start is on the disk. */
static void adopt(const char *name, const char *key) {
  char path[PATH], inode[PATH], child[64];
  struct dirent *entry;
  struct stat st;
  mirror_names(name, key);
  DIR *dir = opendir(join(path, prefix, name, ""));
  if (dir == NULL) abort();
  while ((entry = readdir(dir)) != NULL) {
    if (is_dots(entry->d_name) || is_memory(entry->d_name)) continue;
    int type = key_of(dirfd(dir), entry->d_name, 0, child, sizeof child);
    if (type == S_IFDIR) adopt(join(path, name, entry->d_name, ""), child);
    if (type != S_IFREG) continue;
    int from = REAL(openat)(dirfd(dir), entry->d_name, O_RDONLY | O_CLOEXEC, 0);
    int to = REAL(open)(join(inode, mirror, "inodes", child), O_WRONLY | O_CLOEXEC, 0);
    if (from < 0 || to < 0 || fstat(from, &st) != 0) abort();
    copy(from, to, 0, st.st_size);
    REAL(close)(from);
    REAL(close)(to);
  }
  closedir(dir);
}

void mirror_begin(const char *watched, const char *directory, long percent, uint64_t seed) {
  char key[64], root[PATH], inode[PATH];
  snprintf(prefix, sizeof prefix, "%s", watched);
  snprintf(mirror, sizeof mirror, "%s", directory);
  keep = percent;
  dice = seed * 2654435761u + 1;
  mkdir(join(inode, mirror, "inodes", ""), 0700);
  if (key_of(AT_FDCWD, prefix, 0, key, sizeof key) != S_IFDIR) abort();
  adopt("", key);
  linked(symlink, join(inode, mirror, "inodes", key), join(root, mirror, "root", ""));
}
