/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-recipients.h"

#include "loft-eas-answer-private.h"
#include "loft-eas-time.h"
#include "loft-error.h"

#define HALF_HOUR         1800
#define CERTIFICATES_NONE 1
#define CERTIFICATES_FULL 2
#define IS_CONTACT        2 /* Type, 2.2.3.186.5 */
#define IS_AMBIGUOUS      2
#define IS_AMBIGUOUS_PART 3
#define CERTIFICATE_LIMIT (64 * 1024)

static const char what[] = "Looking for the people";

/* ---- asking ------------------------------------------------------------------------------- */

static void
add_availability (LoftWbxmlElement *parent, const LoftEasRecipientOptions *options)
{
  LoftWbxmlElement *element =
    loft_wbxml_element_add (parent, LOFT_EAS_RESOLVE_RECIPIENTS_AVAILABILITY);
  g_autofree char *start = loft_eas_time_to_dashed (options->start);
  g_autofree char *end = loft_eas_time_to_dashed (options->end);

  loft_wbxml_element_add_text (element, LOFT_EAS_RESOLVE_RECIPIENTS_START_TIME, start);
  loft_wbxml_element_add_text (element, LOFT_EAS_RESOLVE_RECIPIENTS_END_TIME, end);
}

LoftWbxmlElement *
loft_eas_recipients_request (const char *const *names, const LoftEasRecipientOptions *options)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_RESOLVE_RECIPIENTS_RESOLVE_RECIPIENTS);
  LoftWbxmlElement *element;

  for (guint i = 0; names[i] != NULL && i < LOFT_EAS_RECIPIENTS_LIMIT; i++)
    loft_wbxml_element_add_text (root, LOFT_EAS_RESOLVE_RECIPIENTS_TO, names[i]);
  element = loft_wbxml_element_add (root, LOFT_EAS_RESOLVE_RECIPIENTS_OPTIONS);
  loft_wbxml_element_add_int (element, LOFT_EAS_RESOLVE_RECIPIENTS_CERTIFICATE_RETRIEVAL,
                              options->certificates ? CERTIFICATES_FULL : CERTIFICATES_NONE);
  if (options->max_ambiguous > 0)
    loft_wbxml_element_add_int (element, LOFT_EAS_RESOLVE_RECIPIENTS_MAX_AMBIGUOUS_RECIPIENTS,
                                options->max_ambiguous);
  if (options->start != 0)
    add_availability (element, options);
  return root;
}

/* ---- free time ---------------------------------------------------------------------------- */

static LoftEasBusyKind
kind_of (char digit)
{
  return digit >= '0' && digit <= '4' ? (LoftEasBusyKind) (digit - '0') : LOFT_EAS_NOT_KNOWN;
}

GArray *
loft_eas_busy_read (const char *digits, gint64 start, gint64 end)
{
  GArray *busy = g_array_new (FALSE, FALSE, sizeof (LoftEasBusyPeriod));
  gint64 at = start;

  for (const char *p = digits; *p != '\0' && at < end; p++, at += HALF_HOUR)
    {
      LoftEasBusyPeriod period = { at, MIN (at + HALF_HOUR, end), kind_of (*p) };
      LoftEasBusyPeriod *last =
        busy->len > 0 ? &g_array_index (busy, LoftEasBusyPeriod, busy->len - 1) : NULL;

      if (period.kind == LOFT_EAS_FREE)
        continue;
      if (last != NULL && last->kind == period.kind && last->end == period.start)
        last->end = period.end;
      else
        g_array_append_val (busy, period);
    }
  return busy;
}

/* ---- answers ------------------------------------------------------------------------------ */

static void
recipient_free (LoftEasRecipient *self)
{
  g_free (self->name);
  g_free (self->address);
  g_clear_pointer (&self->busy, g_array_unref);
  g_ptr_array_unref (self->certificates);
  g_free (self);
}

static void
answer_free (LoftEasRecipientAnswer *self)
{
  g_free (self->asked);
  g_ptr_array_unref (self->recipients);
  g_free (self);
}

static GArray *
read_busy (const LoftWbxmlElement *availability, const LoftEasRecipientOptions *options)
{
  gint64 status = loft_wbxml_element_get_int (availability, LOFT_EAS_RESOLVE_RECIPIENTS_STATUS, 1);
  const char *digits =
    loft_wbxml_element_get_text (availability, LOFT_EAS_RESOLVE_RECIPIENTS_MERGED_FREE_BUSY);

  if (digits == NULL || digits[0] == '\0' ||
      loft_eas_status_find (LOFT_EAS_PART_AVAILABILITY, status)->recovery != LOFT_EAS_RECOVERY_NONE)
    return NULL;
  return loft_eas_busy_read (digits, options->start, options->end);
}

static void
read_certificates (const LoftWbxmlElement *list, GPtrArray *certificates)
{
  for (guint i = 0; i < loft_wbxml_element_get_n_children (list); i++)
    {
      const LoftWbxmlElement *child = loft_wbxml_element_get_child (list, i);
      gsize size = 0;
      guchar *der;

      if (child->tag != LOFT_EAS_RESOLVE_RECIPIENTS_CERTIFICATE || child->text == NULL)
        continue;
      der = g_base64_decode (child->text, &size);
      if (size > 0 && size <= CERTIFICATE_LIMIT)
        g_ptr_array_add (certificates, g_bytes_new_take (der, size));
      else
        g_free (der);
    }
}

static LoftEasRecipient *
read_recipient (const LoftWbxmlElement *element, const LoftEasRecipientOptions *options)
{
  const LoftWbxmlElement *availability =
    loft_wbxml_element_find (element, LOFT_EAS_RESOLVE_RECIPIENTS_AVAILABILITY);
  LoftEasRecipient *self = g_new0 (LoftEasRecipient, 1);

  self->name = loft_eas_answer_dup_text (element, LOFT_EAS_RESOLVE_RECIPIENTS_DISPLAY_NAME);
  self->address = loft_eas_answer_dup_text (element, LOFT_EAS_RESOLVE_RECIPIENTS_EMAIL_ADDRESS);
  self->is_contact =
    loft_wbxml_element_get_int (element, LOFT_EAS_RESOLVE_RECIPIENTS_TYPE, 0) == IS_CONTACT;
  self->busy = read_busy (availability, options);
  self->busy_status =
    loft_wbxml_element_get_int (availability, LOFT_EAS_RESOLVE_RECIPIENTS_STATUS, 0);
  self->certificates = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  read_certificates (loft_wbxml_element_find (element, LOFT_EAS_RESOLVE_RECIPIENTS_CERTIFICATES),
                     self->certificates);
  return self;
}

static LoftEasRecipientAnswer *
read_answer (const LoftWbxmlElement *response, const LoftEasRecipientOptions *options)
{
  LoftEasRecipientAnswer *self = g_new0 (LoftEasRecipientAnswer, 1);
  gint64 status = loft_wbxml_element_get_int (response, LOFT_EAS_RESOLVE_RECIPIENTS_STATUS, 1);

  self->asked = loft_eas_answer_dup_text (response, LOFT_EAS_RESOLVE_RECIPIENTS_TO);
  self->is_ambiguous = status == IS_AMBIGUOUS || status == IS_AMBIGUOUS_PART;
  self->recipients = g_ptr_array_new_with_free_func ((GDestroyNotify) recipient_free);
  for (guint i = 0; i < loft_wbxml_element_get_n_children (response); i++)
    if (loft_wbxml_element_get_child (response, i)->tag == LOFT_EAS_RESOLVE_RECIPIENTS_RECIPIENT)
      g_ptr_array_add (self->recipients,
                       read_recipient (loft_wbxml_element_get_child (response, i), options));
  self->n_found = loft_wbxml_element_get_int (response, LOFT_EAS_RESOLVE_RECIPIENTS_RECIPIENT_COUNT,
                                              self->recipients->len);
  self->n_found = MAX (self->n_found, (gint64) self->recipients->len);
  return self;
}

GPtrArray *
loft_eas_recipients_reply (const LoftWbxmlElement *root, const LoftEasRecipientOptions *options,
                           GError **error)
{
  GPtrArray *answers;

  if (!loft_eas_answer_check (root, LOFT_EAS_RESOLVE_RECIPIENTS_RESOLVE_RECIPIENTS, error) ||
      !loft_eas_answer_check_status (root, LOFT_EAS_RESOLVE_RECIPIENTS_STATUS,
                                     LOFT_EAS_COMMAND_RESOLVE_RECIPIENTS, what, error))
    return NULL;
  answers = g_ptr_array_new_with_free_func ((GDestroyNotify) answer_free);
  for (guint i = 0; i < loft_wbxml_element_get_n_children (root); i++)
    if (loft_wbxml_element_get_child (root, i)->tag == LOFT_EAS_RESOLVE_RECIPIENTS_RESPONSE)
      g_ptr_array_add (answers, read_answer (loft_wbxml_element_get_child (root, i), options));
  return answers;
}
