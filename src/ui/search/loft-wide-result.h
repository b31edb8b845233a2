/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-contact-item.h"
#include "loft-directories.h"
#include "loft-message-row.h"
#include "loft-occurrence-item.h"
#include "loft-task-group.h"
#include "loft-task-item.h"
#include "loft-wide-command.h"

G_BEGIN_DECLS

/* Where things are found: in the order of the rail, then what is not of the panes. */
typedef enum {
  LOFT_WIDE_MAIL,
  LOFT_WIDE_CALENDAR,
  LOFT_WIDE_CONTACTS,
  LOFT_WIDE_TASKS,
  LOFT_WIDE_DIRECTORY, /* people that only a server knows */
  LOFT_WIDE_COMMANDS, /* what the window can do */
} LoftWidePlace;

#define LOFT_WIDE_N_PLACES (LOFT_WIDE_COMMANDS + 1)

/* One thing that a search over everything has found, in words; or the line that leads to the others of its
 * place. Immutable; counted. Main thread only. */
typedef struct {
  LoftWidePlace place;
  GObject *item; /* (owned) (nullable) as below; NULL: it leads to more, or is a command */
  LoftDirectory *directory; /* (owned) (nullable) that knows the person */
  const char *action; /* (nullable) of a command */
  char *title;
  char *detail; /* "" for none */
  char *when; /* "" for none */
  char *color; /* "#rrggbb" of its calendar or list, or "" */
  gboolean is_new; /* unread */
  gboolean is_done;
} LoftWideResult;

/* (transfer full) (nullable) NULL: the message has just gone. */
LoftWideResult *loft_wide_result_new_message (LoftMessageRow *row, gint64 now);
LoftWideResult *loft_wide_result_new_event (LoftOccurrenceItem *item, GTimeZone *zone, gint64 now);
LoftWideResult *loft_wide_result_new_contact (LoftContactItem *item);
LoftWideResult *loft_wide_result_new_task (LoftTaskItem *item, const LoftTaskClock *clock);
LoftWideResult *loft_wide_result_new_person (LoftContactItem *item, LoftDirectory *directory,
                                             LoftDirectories *all);
LoftWideResult *loft_wide_result_new_command (const LoftWideCommand *command);
LoftWideResult *loft_wide_result_new_more (LoftWidePlace place);

LoftWideResult *loft_wide_result_ref (LoftWideResult *self);
void loft_wide_result_unref (LoftWideResult *self);

/* Whether both are the same thing and say the same. */
gboolean loft_wide_result_equal (const LoftWideResult *a, const LoftWideResult *b);

/* The name of its pane (loft-panes.h; NULL: of commands), and what is found there: "Messages". (transfer
 * none) */
const char *loft_wide_place_get_pane (LoftWidePlace place);
const char *loft_wide_place_get_heading (LoftWidePlace place);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftWideResult, loft_wide_result_unref)

G_END_DECLS
