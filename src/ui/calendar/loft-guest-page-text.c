/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-guest-page-private.h"

#include "config.h"
#include "loft-banner.h"
#include "loft-clock.h"
#include "loft-error-text.h"
#include "loft-error.h"
#include "loft-event-text.h"
#include "loft-guest-ruler.h"
#include "loft-wall.h"

#include <glib/gi18n.h>

#define MOST_NAMES 3

static gint64
get_today (LoftGuestPage *self)
{
  return loft_wall_get_day (loft_wall_from_instant (loft_clock_now (), self->zone));
}

/* ---- who can come ------------------------------------------------------------------------- */

typedef struct {
  GString *names; /* of some who cannot */
  guint n_busy;
  guint n_unknown;
  guint n_asked;
} Count;

static void
count_guest (LoftGuestPage *self, const LoftSlotWish *wish, gint64 start, LoftGuestTime *guest,
             Count *count)
{
  LoftGuestState state = loft_guest_time_get_state (guest);

  count->n_unknown += state == LOFT_GUEST_UNKNOWN;
  count->n_asked += state == LOFT_GUEST_ASKED;
  if (!loft_free_slot_blocks (wish, loft_guest_time_get_periods (guest), start))
    return;
  if (count->n_busy < MOST_NAMES)
    /* Translators: stands between the names of people. */
    g_string_append_printf (count->names, "%s%s", count->n_busy > 0 ? _ (", ") : "",
                            loft_guest_time_get_name (guest));
  count->n_busy++;
}

static void
append_busy (GString *text, const Count *count)
{
  guint others = count->n_busy > MOST_NAMES ? count->n_busy - MOST_NAMES : 0;

  if (others > 0)
    /* Translators: the names of people who cannot come, and how many others. */
    g_string_append_printf (text,
                            ngettext ("Not free: %s and %u other", "Not free: %s and %u others",
                                      others),
                            count->names->str, others);
  else
    g_string_append_printf (text, _ ("Not free: %s"), count->names->str);
}

/* (transfer full) */
static char *
describe (LoftGuestPage *self)
{
  LoftSlotWish wish = loft_guest_page_get_wish (self);
  gint64 start = loft_guest_page_get_instant (self, loft_guest_scale_get_start (self->scale));
  g_autoptr (GString) names = g_string_new (NULL);
  Count count = { names, 0, 0, 0 };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->times)); i++)
    {
      g_autoptr (LoftGuestTime) guest = g_list_model_get_item (G_LIST_MODEL (self->times), i);

      count_guest (self, &wish, start, guest, &count);
    }
  if (count.n_busy > 0)
    append_busy (text, &count);
  else if (count.n_asked > 0)
    g_string_append (text, _ ("Asking when people have time…"));
  else if (count.n_unknown > 0)
    g_string_append (text, _ ("Everybody whose time is known is free"));
  else
    g_string_append (text, _ ("Everybody is free"));
  if (count.n_unknown > 0)
    g_string_append_printf (text,
                            ngettext ("; the time of %u guest is not known",
                                      "; the time of %u guests is not known", count.n_unknown),
                            count.n_unknown);
  return g_string_free (text, FALSE);
}

/* ---- what it says ------------------------------------------------------------------------- */

static void
tell_banner (LoftGuestPage *self)
{
  const GError *error = loft_guest_times_get_error (self->times);
  g_autofree char *sentence = NULL;

  if (loft_guest_times_get_state (self->times) != LOFT_GUEST_TIMES_FAILED || error == NULL)
    loft_banner_set (LOFT_BANNER (self->banner), NULL, NULL);
  else if (loft_error_class (error) == LOFT_ERROR_REFUSED)
    loft_banner_set (LOFT_BANNER (self->banner),
                     _ ("The server of this calendar does not tell when guests have time"), NULL);
  else if (loft_error_class (error) == LOFT_ERROR_OFFLINE)
    loft_banner_set (LOFT_BANNER (self->banner), _ ("Offline: only your own calendars are known"),
                     _ ("Try Again"));
  else
    {
      sentence = loft_error_text_for_account (error, NULL);
      loft_banner_set (LOFT_BANNER (self->banner), sentence, _ ("Try Again"));
    }
}

static void
tell_days (LoftGuestPage *self)
{
  gint64 first = loft_guest_scale_get_first_day (self->scale);
  int n_days = loft_guest_scale_get_n_days (self->scale);
  g_autofree char *begins = loft_event_text_day (first, get_today (self));
  g_autofree char *ends = loft_event_text_day (first + n_days - 1, get_today (self));
  /* Translators: from a day to a day: "Tuesday, 24 November – Monday, 30 November". */
  g_autofree char *both = g_strdup_printf (_ ("%1$s – %2$s"), begins, ends);

  gtk_label_set_label (GTK_LABEL (self->day), n_days == 1 ? begins : both);
}

void
loft_guest_page_tell (LoftGuestPage *self)
{
  gboolean asking = loft_guest_times_get_state (self->times) == LOFT_GUEST_TIMES_ASKING;
  g_autofree char *when =
    loft_event_text_when (loft_guest_scale_get_start (self->scale),
                          loft_guest_scale_get_end (self->scale),
                          loft_guest_scale_is_all_day (self->scale), get_today (self));
  g_autofree char *status = NULL;
  g_autofree char *spoken = NULL;

  if (self->finding)
    status = g_strdup (_ ("Looking for a time that suits everybody…"));
  else if (self->found_none && self->direction == LOFT_FIND_EARLIER)
    status = g_strdup (_ ("No earlier time suits everybody"));
  else if (self->found_none)
    status = g_strdup (_ ("No time in the next weeks suits everybody"));
  else
    status = describe (self);
  spoken = g_strdup_printf ("%s. %s", when, status);
  gtk_label_set_label (GTK_LABEL (self->when), when);
  gtk_label_set_label (GTK_LABEL (self->status), status);
  loft_guest_ruler_set_spoken (LOFT_GUEST_RULER (self->ruler), spoken);
  gtk_widget_set_visible (self->spinner, asking);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), asking);
  tell_days (self);
  tell_banner (self);
}
