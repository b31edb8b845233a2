/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-sample-attachment.h"
#include "loft-sample-text.h"

G_BEGIN_DECLS

/* One message before it becomes bytes. All strings are UTF-8; NULL where nothing is to stand. */
typedef struct {
  LoftSamplePerson from; /* borrowed strings, as in `to` and `cc` */
  LoftSamplePerson to;
  LoftSamplePerson cc;
  gint64 date;
  gint zone; /* minutes east of UTC */
  char *subject;
  char *message_id; /* without <> */
  char *in_reply_to;
  char *references; /* with <>, as in the header */
  const char *list_name;    /* List-Id and List-Post */
  const char *list_address;
  gboolean bulk; /* List-Unsubscribe and Precedence, as newsletters send */
  char *text;
  char *html;
  const char *charset; /* NULL: UTF-8. Falls back to UTF-8 for what it cannot say. */
  GPtrArray *attachments; /* (nullable) of LoftSampleAttachment */
} LoftSampleMessage;

LoftSampleMessage *loft_sample_message_new  (void);
void               loft_sample_message_free (LoftSampleMessage *message);
void               loft_sample_message_take_attachment (LoftSampleMessage    *message,
                                                        LoftSampleAttachment *attachment);

/* (transfer full) RFC 5322 with LF line ends, as a Maildir keeps it. */
GString *loft_sample_message_to_bytes (const LoftSampleMessage *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftSampleMessage, loft_sample_message_free)

G_END_DECLS
