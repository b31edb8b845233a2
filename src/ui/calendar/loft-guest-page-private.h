/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-free-slot.h"
#include "loft-guest-page.h"
#include "loft-guest-scale.h"

G_BEGIN_DECLS

struct _LoftGuestPage {
  GtkBox parent_instance;

  LoftGuestTimes *times;
  LoftGuestScale *scale;
  GTimeZone *zone;
  gboolean placed; /* the days were scrolled to the event once */
  gboolean finding; /* a time is looked for as soon as times are known */
  LoftFindDirection direction;
  guint n_looks; /* further and further */
  gint64 find_from; /* an instant */
  gboolean found_none;

  GtkWidget *banner;
  GtkWidget *day;
  GtkWidget *spinner;
  GtkWidget *ruler;
  GtkWidget *list;
  GtkWidget *when;
  GtkWidget *status;
  GtkWidget *find;
  GtkWidget *earlier;
  GtkWidget *later;
};

/* loft-guest-page-build.c */
void loft_guest_page_build (LoftGuestPage *self);

/* loft-guest-page-text.c: what it says in words now */
void loft_guest_page_tell (LoftGuestPage *self);

/* loft-guest-page.c */
void loft_guest_page_turn (LoftGuestPage *self, int by);
LoftSlotWish loft_guest_page_get_wish (LoftGuestPage *self);
/* An instant of a time on the page's wall. */
gint64 loft_guest_page_get_instant (LoftGuestPage *self, gint64 wall);

G_END_DECLS
