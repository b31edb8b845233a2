/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-message-body.h"
#include "loft-webkit.h"

G_BEGIN_DECLS

/* Pixels that the pictures of one document may still have together, and whose document it is. Shared
 * between the view and answers on their way. */
typedef struct {
  grefcount ref_count;
  LoftMessageBody *body; /* (nullable) once the view shows something else */
  guint attachment; /* not 0: this one is all that there is, whatever is asked for */
  guint64 pixels_left;
} LoftHtmlPictures;

LoftHtmlPictures *loft_html_pictures_new   (LoftMessageBody *body);
/* The view shows something else: nothing is answered any more. */
void              loft_html_pictures_close (LoftHtmlPictures *self);

/* Answers a request for cid: from the message alone; self NULL: not found. Main thread; the
 * message may be large, so a thread decodes. */
void loft_html_pictures_answer (LoftHtmlPictures *self, WebKitURISchemeRequest *request);

G_END_DECLS
