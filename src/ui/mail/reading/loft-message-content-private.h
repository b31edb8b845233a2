/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of LoftMessageContent: what a message shows, and -opening (how it comes, or
 * does not). */

#include "loft-attachment-bar.h"
#include "loft-banner.h"
#include "loft-draft-banner.h"
#include "loft-html-view.h"
#include "loft-image-banner.h"
#include "loft-invitation-card.h"
#include "loft-message-content.h"
#include "loft-message-notice-box.h"
#include "loft-receipt-banner.h"
#include "loft-text-view.h"

#include <adwaita.h>

G_BEGIN_DECLS

struct _LoftMessageContent {
  GtkWidget parent_instance;

  GtkWidget *box;
  LoftMessageNoticeBox *notices;
  LoftInvitationCard *invitation;
  LoftReceiptBanner *receipt;
  LoftDraftBanner *draft;
  LoftBanner *refused;
  LoftBanner *large;
  LoftImageBanner *images;
  GtkStack *bodies;
  GtkSpinner *spinner;
  GtkProgressBar *arriving;
  GtkWidget *cancel;
  AdwStatusPage *rest;
  LoftTextView *text;
  LoftHtmlView *html;
  AdwStatusPage *error;
  GtkWidget *retry;
  LoftAttachmentBar *attachments;

  LoftMailAccount *account;
  gint64 message_id;
  LoftMessageBody *body;
  GCancellable *opening;
  gulong arriving_handler;
  gboolean rest_wanted; /* all of a large message of which the header is here, by the person */
  guint spinner_source;
  gboolean plain_text; /* the person's choice for this message */
  gboolean html_failed;
  gboolean html_large; /* it may take long to be shown, or did */
  gboolean html_late; /* it did */
  gboolean html_wanted; /* all the same, by the person */
  guint html_source;
  gboolean focus_wanted; /* by the text, once it is there */
};

/* It has come. */
void loft_message_content_take_body (LoftMessageContent *self, LoftMessageBody *body);

/* Handlers of the template. */
void loft_message_content_download_rest (LoftMessageContent *self);
void loft_message_content_give_up_rest (LoftMessageContent *self);

/* Emits "given-up". error: (nullable) */
void loft_message_content_tell_given_up (LoftMessageContent *self, const GError *error);

/* Its answer is not wanted any more. */
void loft_message_content_cancel_opening (LoftMessageContent *self);

G_END_DECLS
