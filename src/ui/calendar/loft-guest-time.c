/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-guest-time.h"

struct _LoftGuestTime {
  GObject parent_instance;

  char *name;
  char *address;
  char *reason; /* (nullable) */
  GArray *periods; /* of LoftBusyPeriod */
  LoftGuestState state;
};

G_DEFINE_FINAL_TYPE (LoftGuestTime, loft_guest_time, G_TYPE_OBJECT)

const char *
loft_guest_time_get_name (LoftGuestTime *self)
{
  return self->name;
}

const char *
loft_guest_time_get_address (LoftGuestTime *self)
{
  return self->address;
}

LoftGuestState
loft_guest_time_get_state (LoftGuestTime *self)
{
  return self->state;
}

const char *
loft_guest_time_get_reason (LoftGuestTime *self)
{
  return self->reason;
}

GArray *
loft_guest_time_get_periods (LoftGuestTime *self)
{
  return self->periods;
}

static void
set (LoftGuestTime *self, LoftGuestState state, GArray *periods, const char *reason)
{
  self->state = state;
  g_array_unref (self->periods);
  self->periods = periods;
  g_free (self->reason);
  self->reason = g_strdup (reason);
  g_signal_emit_by_name (self, "changed");
}

void
loft_guest_time_set_known (LoftGuestTime *self, GArray *periods)
{
  set (self, LOFT_GUEST_KNOWN, g_array_ref (periods), NULL);
}

void
loft_guest_time_set_unknown (LoftGuestTime *self, const char *reason)
{
  set (self, LOFT_GUEST_UNKNOWN, loft_busy_periods_new (), reason);
}

void
loft_guest_time_set_asked (LoftGuestTime *self)
{
  set (self, LOFT_GUEST_ASKED, loft_busy_periods_new (), NULL);
}

static void
loft_guest_time_finalize (GObject *object)
{
  LoftGuestTime *self = LOFT_GUEST_TIME (object);

  g_free (self->name);
  g_free (self->address);
  g_free (self->reason);
  g_array_unref (self->periods);
  G_OBJECT_CLASS (loft_guest_time_parent_class)->finalize (object);
}

static void
loft_guest_time_class_init (LoftGuestTimeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_guest_time_finalize;
  g_signal_new ("changed", LOFT_TYPE_GUEST_TIME, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static void
loft_guest_time_init (LoftGuestTime *self)
{
  self->periods = loft_busy_periods_new ();
}

LoftGuestTime *
loft_guest_time_new (const char *name, const char *address)
{
  LoftGuestTime *self = g_object_new (LOFT_TYPE_GUEST_TIME, NULL);

  self->name = g_strdup (*name != '\0' ? name : address);
  self->address = g_strdup (address);
  return self;
}
