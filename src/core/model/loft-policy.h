/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What an organisation asks of the computers that reach its mailboxes, sorted by who can see to it. Names are
 * those of MS-ASPROV 2.2.2. Immutable once it was read. Pure; any thread. */

typedef enum {
  LOFT_POLICY_KEPT, /* Loft keeps to it, by the limits below */
  LOFT_POLICY_PERSON, /* it is about the whole computer: only a person can say whether it is so */
  LOFT_POLICY_NOT_KEPT, /* Loft cannot do it */
} LoftPolicyHonour;

/* One demand. What allows everything, or limits nothing, is none. */
typedef struct {
  const char *name; /* (static) "MaxAttachmentSize"; LOFT_POLICY_UNKNOWN */
  gint64 value;
  LoftPolicyHonour honour;
} LoftPolicyDemand;

#define LOFT_POLICY_UNKNOWN "Unknown"

typedef struct {
  GArray *demands; /* (owned) of LoftPolicyDemand, as they were told */
  /* Of those that Loft keeps to. */
  guint mail_filter; /* FilterType (MS-ASCMD 2.2.3.68.2); 0: no limit */
  guint calendar_filter;
  gint64 text_limit; /* characters of a body that may be fetched; -1: no limit */
  gint64 html_limit;
  gint64 attachment_limit; /* bytes; -1: no limit */
  gboolean allows_html;
  gboolean allows_attachments;
} LoftPolicy;

LoftPolicy *loft_policy_new (void);
void loft_policy_free (LoftPolicy *self);

/* What a document says of one rule; nothing is added where that asks for nothing. password: whether there
 * has to be one, without which what it must be like asks for nothing. */
void loft_policy_add (LoftPolicy *self, const char *name, gint64 value, gboolean password);

/* (transfer full) the same text for the same demands in any order, by which an accepted policy is known
 * again. */
char *loft_policy_to_text (const LoftPolicy *self);
/* (transfer full) Of any text, also one that somebody else wrote. */
LoftPolicy *loft_policy_from_text (const char *text);

/* Whether a demand is there that is seen to by whom. */
gboolean loft_policy_has (const LoftPolicy *self, LoftPolicyHonour honour);

/* (transfer full) "Attachments larger than 1000 bytes are not downloaded", English. */
char *loft_policy_describe (const LoftPolicyDemand *demand);

/* What the server is told, as in MS-ASPROV 2.2.2.54.2; nothing else is ever said: who does not accept says
 * nothing. */
typedef enum {
  LOFT_POLICY_ANSWER_ALL = 1,
  LOFT_POLICY_ANSWER_PARTLY = 2,
} LoftPolicyAnswer;

/* The honest one. confirmed: a person says that what concerns the whole computer is so. */
LoftPolicyAnswer loft_policy_decide (const LoftPolicy *self, gboolean confirmed);

/* Rules that there are, by index; NULL: no more. For those who have words of their own for each. */
const char *loft_policy_nth_name (guint n);

/* ---- what is remembered of it by name, with the account's notes on its server
 * ------------------------------ */

#define LOFT_POLICY_NOTE_OFFERED                                                                   \
  "policy-offered" /* seconds: when; its text. Nobody has accepted it yet */
#define LOFT_POLICY_NOTE_ACCEPTED "policy-accepted" /* LoftPolicyAnswer; its text */
#define LOFT_POLICY_NOTE_REFUSED                                                                   \
  "policy-refused" /* the same: that answer was not enough for the server */
#define LOFT_POLICY_NOTE_KEY "policy-key" /* that the server gave for it */

/* (transfer full) a number and a text as one, and back; FALSE: it is none such. text: (transfer full) */
char *loft_policy_write_note (gint64 number, const char *text);
gboolean loft_policy_read_note (const char *note, gint64 *number, char **text);

/* The server demanded that what is here of the account be deleted: "asked" until it was told that it is, then
 * "told". */
#define LOFT_WIPE_NOTE  "wipe"
#define LOFT_WIPE_ASKED "asked"
#define LOFT_WIPE_TOLD  "told"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftPolicy, loft_policy_free)

G_END_DECLS
