/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of LoftConversationView: the conversation itself, -cards (made and removed, the
 * older ones on demand), -replies (written in place), -scrolling (what stays at the top, keys). */

#include "loft-conversation-card.h"
#include "loft-conversation-finder.h"
#include "loft-conversation-view.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LOFT_CONVERSATION_VIEW_LAST_SHOWN 7
#define LOFT_CONVERSATION_VIEW_MARGIN     12 /* above a card that is scrolled to */

struct _LoftConversationView {
  GtkWidget parent_instance;

  GtkScrolledWindow *scroller;
  AdwClamp *clamp;
  GtkWidget *column;
  GtkLabel *subject;
  GtkLabel *count;
  GtkBox *cards;
  GtkWidget *more; /* (nullable) stands for the cards that are not made */

  LoftMailAccount *account;
  GArray *parts; /* of LoftConversationMessage */
  GHashTable *by_id; /* gint64 -> card, not owned */
  GQueue *opened; /* of cards, the last first */
  LoftConversationCard *current; /* (nullable) */
  GtkWidget *anchor; /* (nullable) weak; stays at the top until somebody scrolls */
  gboolean anchoring;
  LoftConversationFinder *finder;
  guint n_last_shown;
  double zoom;
  guint source;
};

LoftConversationMessage *loft_conversation_view_part_at (LoftConversationView *self, guint i);

/* (nullable) NULL: it is not made. */
LoftConversationCard *loft_conversation_view_card_at (LoftConversationView *self, guint i);

/* ---- loft-conversation-view.c --------------------------------------------------------------- */

void loft_conversation_view_connect_card (LoftConversationView *self, GtkWidget *card);

/* ---- -cards --------------------------------------------------------------------------------- */

/* (transfer full) (nullable) NULL when it has just gone. */
LoftMessage *loft_conversation_view_read_message (LoftConversationView *self, guint i);

/* Those that are shown and not there yet, and the button for the others. */
void loft_conversation_view_make_cards (LoftConversationView *self);

/* The caller takes it out of by_id. */
void loft_conversation_view_remove_card (LoftConversationView *self, LoftConversationCard *card);

/* ---- -replies ------------------------------------------------------------------------------- */

void loft_conversation_view_remove_replies (LoftConversationView *self);

/* ---- -scrolling ----------------------------------------------------------------------------- */

void loft_conversation_view_go_to_anchor (LoftConversationView *self);

/* Once, when the view is made. */
void loft_conversation_view_follow_scrolling (LoftConversationView *self);

G_END_DECLS
