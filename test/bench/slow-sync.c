/* Makes every forced write of a process 5 ms slower, as on a slow cloud volume: cc -shared -fPIC -o slow-sync.so slow-sync.c,
   then LD_PRELOAD=slow-sync.so. */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static void wait_a_little(void) {
  struct timespec left = {0, 5000000};
  while (nanosleep(&left, &left) != 0) {
  }
}

int fsync(int fd) {
  wait_a_little();
  return syscall(SYS_fsync, fd);
}

int fdatasync(int fd) {
  wait_a_little();
  return syscall(SYS_fdatasync, fd);
}
