/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-mail-account.h"

G_BEGIN_DECLS

/* One message below its header: opened from the store or fetched, its text or HTML, banners about
 * what could not be shown, its attachments. It stands alone or is as high as its content, in a card
 * of a conversation.
 *
 * Signals: "opened" (its body is known); "shown" (its body is on screen); "changed" (opened,
 * closed, or text instead of HTML); "given-up" (const GError *: why the body that was waited for does
 * not come; NULL: nobody waits for it any more); "found" (guint, guint) as LoftTextView has it;
 * "link-hovered" (char *where it leads, or NULL). Main thread only. */
#define LOFT_TYPE_MESSAGE_CONTENT (loft_message_content_get_type ())
G_DECLARE_FINAL_TYPE (LoftMessageContent, loft_message_content, LOFT, MESSAGE_CONTENT, GtkWidget)

GtkWidget *loft_message_content_new (void);

/* As high as its content, for a column that scrolls. Before the first message. */
void loft_message_content_set_flow (LoftMessageContent *self, gboolean flow);

/* Opens a message; the one before is cancelled. */
void loft_message_content_open (LoftMessageContent *self, LoftMailAccount *account,
                                gint64 message_id);

/* Shows what was opened elsewhere already, as an attached message. */
void loft_message_content_show (LoftMessageContent *self, LoftMessageBody *body);

void loft_message_content_close (LoftMessageContent *self);

/* Tries again what could not be opened, as when the network is back. */
void loft_message_content_retry (LoftMessageContent *self);

/* All of it, also of a large message of which only the header is here; nothing when it is here or on
 * its way. The end is "changed" with a body, or "given-up". */
void loft_message_content_fetch (LoftMessageContent *self);

/* Leaves a large message at its header again; nothing unless all of it was asked for. */
void loft_message_content_stop (LoftMessageContent *self);

/* 0: none is open, or one that was opened elsewhere. */
gint64 loft_message_content_get_message_id (LoftMessageContent *self);

/* (transfer none) (nullable) once it was opened. */
LoftMessageBody *loft_message_content_get_body (LoftMessageContent *self);

gboolean loft_message_content_is_html (LoftMessageContent *self); /* on screen now */
gboolean loft_message_content_has_html (LoftMessageContent *self);
gboolean loft_message_content_get_plain_text (LoftMessageContent *self);
void loft_message_content_set_plain_text (LoftMessageContent *self, gboolean plain_text);

/* What is on screen, with a header on the page; how it failed is told by a toast. */
void loft_message_content_print (LoftMessageContent *self);

void loft_message_content_set_zoom (LoftMessageContent *self, double zoom);

/* text: (nullable) ends finding. The answer is "found". */
void loft_message_content_find (LoftMessageContent *self, const char *text, gboolean forward);

/* Only how often text occurs in what is shown, which "found" tells; FALSE: nothing is shown. The first
 * find() after it begins at the first, or the last. */
gboolean loft_message_content_count (LoftMessageContent *self, const char *text);

/* Puts the keyboard focus on the text, once it is there. */
void loft_message_content_focus (LoftMessageContent *self);

G_END_DECLS
