/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clocks of the program under test: the one on the wall is wrong by some seconds, the monotonic one
 * and what waits in poll() run faster. */
#include <poll.h>
#include <stddef.h>
#include <sys/time.h>
#include <time.h>

#include "loft-fault-shim.h"

#define NANOSECONDS 1000000000LL

static void *next_clock_gettime, *next_poll, *next_ppoll;

typedef int (*ClockFunc) (clockid_t, struct timespec *);
typedef int (*PollFunc) (struct pollfd *, nfds_t, int);
typedef int (*PpollFunc) (struct pollfd *, nfds_t, const struct timespec *, const sigset_t *);

static unsigned
get_speed (void)
{
  LoftFaultControl *control = loft_fault_shim_get_control ();

  return control != NULL && control->speed > 1 ? control->speed : 1;
}

/* From the first look at it on, so that what was read before stays in the past. */
static void
hasten (struct timespec *time)
{
  static long long begin;
  long long now = time->tv_sec * NANOSECONDS + time->tv_nsec;

  if (begin == 0)
    begin = now;
  now = begin + (now - begin) * get_speed ();
  time->tv_sec = now / NANOSECONDS;
  time->tv_nsec = now % NANOSECONDS;
}

int
clock_gettime (clockid_t id, struct timespec *time)
{
  int code = LOFT_FAULT_NEXT (clock_gettime, ClockFunc, id, time);
  LoftFaultControl *control = loft_fault_shim_get_control ();

  if (code != 0 || control == NULL)
    return code;
  if (id == CLOCK_REALTIME)
    time->tv_sec += control->clock_offset;
  else if (id == CLOCK_MONOTONIC)
    hasten (time);
  return 0;
}

int
gettimeofday (struct timeval *restrict time, void *restrict zone)
{
  struct timespec precise;

  clock_gettime (CLOCK_REALTIME, &precise);
  time->tv_sec = precise.tv_sec;
  time->tv_usec = precise.tv_nsec / 1000;
  return 0;
}

time_t
time (time_t *seconds)
{
  struct timespec precise;

  clock_gettime (CLOCK_REALTIME, &precise);
  if (seconds != NULL)
    *seconds = precise.tv_sec;
  return precise.tv_sec;
}

int
poll (struct pollfd *fds, nfds_t n, int milliseconds)
{
  if (milliseconds > 0)
    milliseconds = (milliseconds + get_speed () - 1) / get_speed ();
  return LOFT_FAULT_NEXT (poll, PollFunc, fds, n, milliseconds);
}

int
ppoll (struct pollfd *fds, nfds_t n, const struct timespec *wait, const sigset_t *signals)
{
  struct timespec shorter;
  long long time;

  if (wait == NULL)
    return LOFT_FAULT_NEXT (ppoll, PpollFunc, fds, n, wait, signals);
  time = (wait->tv_sec * NANOSECONDS + wait->tv_nsec) / get_speed ();
  shorter.tv_sec = time / NANOSECONDS;
  shorter.tv_nsec = time % NANOSECONDS;
  return LOFT_FAULT_NEXT (ppoll, PpollFunc, fds, n, &shorter, signals);
}
