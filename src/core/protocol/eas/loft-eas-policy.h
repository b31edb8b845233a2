/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* What an organisation asks of devices (EASProvisionDoc, MS-ASPROV 2.2.2.28), in words and sorted by who can
 * see to it. Pure; any thread. */

typedef enum {
  LOFT_EAS_HONOUR_LOFT, /* Loft keeps to it, by the limits below */
  LOFT_EAS_HONOUR_PERSON, /* it is about the whole computer: only a person can say whether it is so */
  LOFT_EAS_HONOUR_NOBODY, /* Loft cannot do it */
} LoftEasHonour;

/* One demand. What allows everything, or limits nothing, is none. */
typedef struct {
  guint tag;
  gint64 value; /* of numbers and switches */
  LoftEasHonour honour;
  char *sentence; /* (owned) English, "A password or screen lock is needed to use the computer" */
} LoftEasDemand;

typedef struct {
  GPtrArray *demands; /* (owned) of LoftEasDemand, in the document's order */
  /* Of those that Loft keeps to. */
  guint mail_filter; /* FilterType (MS-ASCMD 2.2.3.68.2); 0: no limit */
  guint calendar_filter;
  gint64 text_limit; /* characters of a body that may be fetched; -1: no limit */
  gint64 html_limit;
  gint64 attachment_limit; /* bytes; -1: no limit */
  gboolean allows_html;
  gboolean allows_attachments;
} LoftEasPolicy;

/* document: EASProvisionDoc. */
LoftEasPolicy *loft_eas_policy_read (const LoftWbxmlElement *document);
void loft_eas_policy_free (LoftEasPolicy *self);

/* Whether a demand is there that is seen to by whom: the whole can be acknowledged when there is none that is
 * NOBODY's, and a person says that those of PERSON are so. */
gboolean loft_eas_policy_has (const LoftEasPolicy *self, LoftEasHonour honour);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftEasPolicy, loft_eas_policy_free)

G_END_DECLS
