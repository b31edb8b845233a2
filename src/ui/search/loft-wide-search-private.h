/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-directory-search.h"
#include "loft-event-finder.h"
#include "loft-message-list.h"
#include "loft-task-list.h"
#include "loft-wide-search.h"

G_BEGIN_DECLS

struct _LoftWideSearch {
  GObject parent_instance;

  LoftService *service;
  GTimeZone *zone;
  char *query; /* of messages, as typed */
  char *open; /* the same, where its last word may go on */
  char *words; /* of the others; "": they have nothing of the kind */
  char *note; /* (nullable) */
  char *failure; /* (nullable) of a directory, as it was asked for last */
  gboolean is_problem;

  LoftMessageList *messages; /* (nullable) while anything is asked for */
  LoftEventFinder *events; /* (nullable) as the next two: its pane is not shown */
  LoftContactList *contacts;
  LoftTaskList *tasks;
  LoftDirectories *directories; /* likewise */
  LoftDirectorySearch *asked;
  LoftShell *shell; /* (nullable) (borrowed) */

  GPtrArray *results[LOFT_WIDE_N_PLACES]; /* of LoftWideResult */
  guint stale; /* bits of places whose results are to be made again */
  guint source; /* that does so */
};

/* Those of one place anew, of what its search has now. */
void loft_wide_search_make_results (LoftWideSearch *self, LoftWidePlace place);

G_END_DECLS
