/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-message-list.h"
#include "loft-priority.h"

G_BEGIN_DECLS

/* What a row of the list says in words, whatever it looks like: as a card or as a line with
 * columns. Main thread only. */
typedef struct {
  char *people; /* who wrote, or to whom it went; of a conversation all that wrote */
  char *subject;
  char *preview;
  char *date; /* short, for a card under the heading of its day */
  char *moment; /* the date for a column of its own */
  char *size;
  char *account;
  char *folder;
  char *count; /* (nullable) of a conversation of several: how many messages */
  char *keywords; /* of the message, or of all of the conversation */
  char *categories; /* (nullable) their names */
  char *sentence; /* all of it for a screen reader */
  LoftPriority priority; /* of the message that the row is about */
  gboolean unread;
  gboolean flagged;
  gboolean answered;
  gboolean forwarded;
  gboolean attached;
  gboolean remote; /* of a search: its text is on the server alone */
} LoftMessageRowText;

/* recipients: people look for whom it went to (Sent, Drafts). (transfer full) (nullable) NULL when
 * the message has gone. */
LoftMessageRowText *loft_message_row_text_new (LoftMessageRow *row, gboolean recipients,
                                               gint64 now);

/* What became of the message: an arrow back or on, or nothing. */
void loft_message_row_text_show_mark (const LoftMessageRowText *self, GtkImage *image);

/* Says also that its text is on the server alone. */
void loft_message_row_text_mark_remote (LoftMessageRowText *self);
/* (transfer none) in words. */
const char *loft_message_row_text_describe_remote (void);

void loft_message_row_text_free (LoftMessageRowText *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftMessageRowText, loft_message_row_text_free)

G_END_DECLS
