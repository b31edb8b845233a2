/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-pane.h"
#include "loft-service.h"

G_BEGIN_DECLS

/* A row of the one table of panes. */
typedef struct {
  const char *name; /* also what its actions are called by */
  const char *title; /* untranslated */
  const char *icon;
  /* Whether there is anything that it could show. */
  gboolean (*is_there) (LoftService *service);
  /* (transfer floating) */
  GtkWidget *(*make) (LoftService *service);
} LoftPaneKind;

/* (transfer none) In the order of the rail; the first is always there. */
const LoftPaneKind *loft_panes_get (guint *n_panes);

/* (transfer none) (nullable) */
const LoftPaneKind *loft_panes_find (const char *name);

/* There, and not hidden by the person. */
gboolean loft_panes_is_shown (const LoftPaneKind *kind, LoftService *service);

G_END_DECLS
