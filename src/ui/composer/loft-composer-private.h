/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-composer.h"

#include <adwaita.h>

#include "loft-banner.h"
#include "loft-draft-attachments.h"
#include "loft-editor.h"
#include "loft-outbox.h"
#include "loft-recipient-entry.h"
#include "loft-sender.h"

G_BEGIN_DECLS

typedef enum {
  LOFT_RECIPIENT_TO,
  LOFT_RECIPIENT_CC,
  LOFT_RECIPIENT_BCC,
  LOFT_RECIPIENT_REPLY_TO,
  LOFT_N_RECIPIENT_FIELDS,
} LoftRecipientField;

/* What the sentence in the banner is about. */
typedef enum {
  LOFT_COMPOSER_SIZE,
  LOFT_COMPOSER_RECIPIENTS,
  LOFT_COMPOSER_SENDING,
  LOFT_COMPOSER_KEEPING,
  LOFT_COMPOSER_FILES,
  LOFT_COMPOSER_EDITOR,
  LOFT_COMPOSER_TEMPLATE,
} LoftComposerMatter;

/* What the composer's files share. */
struct _LoftComposer {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *fields;
  GtkWidget *sender_row;
  GtkDropDown *sender;
  GtkWidget *recipient_rows[LOFT_N_RECIPIENT_FIELDS];
  LoftRecipientEntry *recipients[LOFT_N_RECIPIENT_FIELDS];
  GtkWidget *field_buttons[LOFT_N_RECIPIENT_FIELDS]; /* (nullable) bring the row */
  GtkText *subject;
  LoftBanner *banner;
  LoftComposerMatter told; /* last, in the banner */
  char *objection; /* (nullable) to the size, as told last */
  GtkScrolledWindow *scroller;
  AdwClamp *clamp;
  LoftEditor *editor;
  GtkWidget *format_bar; /* (nullable) of an editor of HTML */
  LoftDraftAttachments *attachments;
  GtkWidget *foot; /* buttons, in place */
  GtkWidget *send_button; /* of the foot */

  LoftService *service;
  GListModel *senders; /* of LoftSender */
  LoftSender *chosen;
  GSimpleActionGroup *actions;
  char *title;
  gboolean in_place;
  gboolean is_filling;

  /* What the fields do not show. */
  char *message_id;
  char *in_reply_to;
  char *forwarded; /* (nullable) */
  GPtrArray *references;
  LoftPriority priority;
  gboolean wants_receipt;
  gboolean wants_report;

  gint64 outgoing_id; /* 0: not kept yet */
  LoftMailAccount *kept_in; /* (nullable) whose outgoing_id it is */
  gboolean touched; /* by the person, since the beginning */
  gboolean unsaved; /* something was changed since it was kept */
  gboolean saving;
  gboolean discarded;
  gboolean close_when_saved;
  gboolean done;
  guint save_source;
  guint revision; /* counts changes */
  guint uploaded; /* the revision that is in the folder of drafts */
  guint upload_source;

  gint64 not_before; /* the time to send at; 0 now */
  gboolean sending;
  gboolean asked_subject; /* what was agreed to is not asked again */
  gboolean asked_attachment;
  gboolean asked_size;
  gboolean asked_changed;
  GCancellable *cancellable;
};

/* loft-composer.c */
/* Stays until it is told otherwise, or dismissed. text: (nullable) the matter is settled, which leaves
 * what is said of another. */
void loft_composer_tell (LoftComposer *self, LoftComposerMatter matter, const char *text);
void loft_composer_tell_saved (LoftComposer *self);
void loft_composer_finish (LoftComposer *self); /* "done", once */
void loft_composer_show_row (LoftComposer *self, LoftRecipientField field, gboolean focus);
void loft_composer_update_actions (LoftComposer *self);
void loft_composer_changed (LoftComposer *self);

/* loft-composer-fields.c */
void loft_composer_add_fields (LoftComposer *self);

/* loft-composer-draft.c */
void loft_composer_fill (LoftComposer *self, const LoftDraft *draft, guint caret);
void loft_composer_choose_sender (LoftComposer *self, LoftSender *sender);

/* loft-composer-size.c */
void loft_composer_check_size (LoftComposer *self); /* said in the banner */
/* Whether the person put any into the text: not those of a quote or a signature. */
gboolean loft_composer_has_own_pictures (LoftComposer *self);
gboolean loft_composer_can_scale_pictures (LoftComposer *self);
void loft_composer_scale_pictures (LoftComposer *self);
/* (transfer full) (nullable) What is certain to be refused. */
char *loft_composer_find_too_large (LoftComposer *self);

/* loft-composer-signature.c */
void loft_composer_swap_signature (LoftComposer *self, LoftSender *sender);

/* loft-composer-editor.c */
void loft_composer_add_editor (LoftComposer *self);
void loft_composer_fill_editor (LoftComposer *self, const LoftDraft *draft, guint caret);
void loft_composer_read_editor (LoftComposer *self, LoftDraft *draft);
GtkWidget *loft_composer_new_rich_button (void); /* (transfer floating) */
void loft_composer_switch_editor (LoftComposer *self, gboolean rich);

/* loft-composer-actions.c */
void loft_composer_add_actions (LoftComposer *self);
void loft_composer_show_choices (LoftComposer *self); /* in the menu */

/* loft-composer-save.c */
void loft_composer_touch (LoftComposer *self);
void loft_composer_discard (LoftComposer *self);

/* loft-composer-upload.c */
void loft_composer_upload_later (LoftComposer *self); /* it was changed */
void loft_composer_put_away (LoftComposer *self); /* "done": what was written stays a draft */
void loft_composer_save_template (LoftComposer *self);

/* loft-composer-send.c */
void loft_composer_send (LoftComposer *self);

G_END_DECLS
