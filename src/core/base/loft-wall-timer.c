/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-wall-timer.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "loft-clock.h"

/* Where the kernel gives no such timer: looks at the clock this often. */
#define LOOK_SECONDS 20

struct _LoftWallTimer {
  LoftWallTimerFunc func;
  gpointer user_data;
  int fd; /* -1: there is none */
  guint source;
  gint64 at;
};

static gboolean
on_look (gpointer user_data)
{
  LoftWallTimer *self = user_data;

  if (self->at == 0 || loft_clock_now () < self->at)
    return G_SOURCE_CONTINUE;
  self->at = 0;
  self->func (self->user_data);
  return G_SOURCE_CONTINUE;
}

/* ECANCELED: the clock was set; the timer is off then. */
static gboolean
on_expired (gint fd, GIOCondition condition, gpointer user_data)
{
  LoftWallTimer *self = user_data;
  guint64 times;

  if (read (fd, &times, sizeof times) < 0 && errno != ECANCELED)
    return G_SOURCE_CONTINUE;
  self->func (self->user_data);
  return G_SOURCE_CONTINUE;
}

LoftWallTimer *
loft_wall_timer_new (LoftWallTimerFunc func, gpointer user_data)
{
  LoftWallTimer *self = g_new0 (LoftWallTimer, 1);

  self->func = func;
  self->user_data = user_data;
  self->fd = timerfd_create (CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
  self->source = self->fd >= 0 ? g_unix_fd_add (self->fd, G_IO_IN, on_expired, self)
                               : g_timeout_add_seconds (LOOK_SECONDS, on_look, self);
  return self;
}

void
loft_wall_timer_free (LoftWallTimer *self)
{
  if (self == NULL)
    return;
  g_source_remove (self->source);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

void
loft_wall_timer_set (LoftWallTimer *self, gint64 at)
{
  /* Where tests set our clock, the kernel's is another. */
  gint64 apart = g_get_real_time () / G_USEC_PER_SEC - loft_clock_now ();
  struct itimerspec spec = { .it_value = { .tv_sec = (time_t) MAX (at + apart, 1) } };

  self->at = at;
  if (self->fd >= 0)
    timerfd_settime (self->fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &spec, NULL);
}
