/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-mail-item.h"

#include <string.h>

#include "loft-eas-category.h"
#include "loft-eas-draft.h"
#include "loft-eas-follow-up.h"
#include "loft-eas-meeting-mail.h"
#include "loft-eas-message.h"
#include "loft-follow-up.h"
#include "loft-text.h"

#define MIME      "4"
#define MAX_FIELD 20000

/* MS-ASEMAIL, 2.2.2.38 */
#define IMPORTANCE_LOW    0
#define IMPORTANCE_NORMAL 1
#define IMPORTANCE_HIGH   2

GBytes *
loft_eas_mail_item_get_mime (const LoftWbxmlElement *data, const LoftEasMapping *how,
                             gboolean *whole)
{
  const LoftWbxmlElement *body = loft_wbxml_element_find (data, LOFT_EAS_AIRSYNCBASE_BODY);
  GBytes *mime;
  g_autoptr (GBytes) complete = NULL;

  *whole = FALSE;
  if (body == NULL ||
      g_strcmp0 (loft_wbxml_element_get_text (body, LOFT_EAS_AIRSYNCBASE_TYPE), MIME) != 0)
    return NULL;
  *whole = loft_wbxml_element_get_int (body, LOFT_EAS_AIRSYNCBASE_TRUNCATED, 0) == 0;
  mime = loft_wbxml_element_get_bytes (body, LOFT_EAS_AIRSYNCBASE_DATA);
  if (mime == NULL || !*whole)
    return mime;
  complete = loft_eas_meeting_mail_complete (mime, data, how);
  g_bytes_unref (mime);
  return loft_eas_draft_complete (complete, data);
}

/* (transfer full) (nullable) Up to the empty line, or to the last whole line where it was cut. */
static GBytes *
cut_header (GBytes *mime)
{
  gsize length;
  const char *text = g_bytes_get_data (mime, &length);
  const char *crlf = g_strstr_len (text, (gssize) length, "\r\n\r\n");
  const char *lf = g_strstr_len (text, (gssize) length, "\n\n");
  const char *end = crlf != NULL && (lf == NULL || crlf < lf) ? crlf + 4
                    : lf != NULL                              ? lf + 2
                                                              : NULL;

  if (end == NULL)
    end = g_strrstr_len (text, (gssize) length, "\n");
  return end != NULL ? g_bytes_new_from_bytes (mime, 0, (gsize) (end - text)) : NULL;
}

static void
append_field (GString *header, const char *name, const char *value)
{
  g_autofree char *line = value != NULL ? loft_text_one_line (value, MAX_FIELD) : NULL;

  if (line != NULL && line[0] != '\0')
    g_string_append_printf (header, "%s: %s\r\n", name, line);
}

/* (transfer full) Of what the server says beside the MIME that it did not give. */
static GBytes *
make_header (const LoftWbxmlElement *data, gint64 received)
{
  static const struct {
    guint tag;
    const char *name;
  } fields[] = {
    { LOFT_EAS_EMAIL_FROM, "From" },       { LOFT_EAS_EMAIL_TO, "To" },
    { LOFT_EAS_EMAIL_CC, "Cc" },           { LOFT_EAS_EMAIL_REPLY_TO, "Reply-To" },
    { LOFT_EAS_EMAIL_SUBJECT, "Subject" },
  };
  GString *header = g_string_new (NULL);
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (received);
  g_autofree char *text =
    received != 0 && date != NULL ? g_date_time_format (date, "%a, %d %b %Y %H:%M:%S +0000") : NULL;
  gint64 importance =
    loft_wbxml_element_get_int (data, LOFT_EAS_EMAIL_IMPORTANCE, IMPORTANCE_NORMAL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    append_field (header, fields[i].name, loft_wbxml_element_get_text (data, fields[i].tag));
  append_field (header, "Date", text);
  append_field (header, "Importance",
                importance == IMPORTANCE_HIGH  ? "high"
                : importance == IMPORTANCE_LOW ? "low"
                                               : NULL);
  g_string_append (header, "\r\n");
  return g_string_free_to_bytes (header);
}

static guint64
size_of (const LoftWbxmlElement *data, GBytes *mime, gboolean whole)
{
  const LoftWbxmlElement *body = loft_wbxml_element_find (data, LOFT_EAS_AIRSYNCBASE_BODY);
  gint64 estimated = loft_wbxml_element_get_int (body, LOFT_EAS_AIRSYNCBASE_ESTIMATED_DATA_SIZE, 0);

  return mime != NULL && whole ? g_bytes_get_size (mime) : (guint64) MAX (estimated, 0);
}

/* *keywords: (transfer full) (nullable) gets the days of the flag that data tells of. */
static void
add_follow_up (char **keywords, const LoftWbxmlElement *data, const LoftEasMapping *how)
{
  const LoftWbxmlElement *flag = loft_wbxml_element_find (data, LOFT_EAS_EMAIL_FLAG);
  g_autofree char *before = *keywords;
  g_autofree char *days = loft_eas_follow_up_read (flag, how->zone);

  *keywords = loft_keywords_change (before, days, LOFT_FOLLOW_UP_ANY);
}

LoftRemoteItem *
loft_eas_mail_item_new (const char *id, const LoftWbxmlElement *data, const LoftContentWish *wish,
                        const LoftEasMapping *how)
{
  LoftRemoteItem *item = loft_remote_item_new (id, 0, "");
  gboolean whole;
  g_autoptr (GBytes) mime = loft_eas_mail_item_get_mime (data, how, &whole);

  g_clear_pointer (&item->keywords, g_free);
  loft_eas_message_read (data, &item->flags, &item->keywords, &item->received, NULL);
  add_follow_up (&item->keywords, data, how);
  item->is_new = TRUE;
  item->header = mime != NULL ? cut_header (mime) : NULL;
  if (item->header == NULL)
    item->header = make_header (data, item->received);
  item->size = size_of (data, mime, whole);
  if (mime != NULL && whole && wish != NULL && item->received >= wish->since)
    item->content = g_bytes_ref (mime);
  return item;
}

/* ---- of one that is known ----------------------------------------------------------------- */

static gboolean
is_follow_up (const char *keyword)
{
  return loft_follow_up_get_kind_length (keyword) > 0;
}

static gboolean
is_category (const char *keyword)
{
  g_autofree char *category = loft_eas_category_from_keyword (keyword);

  return category != NULL;
}

static gboolean
is_either (const char *keyword)
{
  return is_follow_up (keyword) || is_category (keyword);
}

/* Of keywords the flag tells one part, the categories another. */
static void
take_keywords (LoftRemoteItem *item, const LoftWbxmlElement *data, gboolean whole,
               const LoftEasMapping *how)
{
  gboolean flag = whole || loft_wbxml_element_find (data, LOFT_EAS_EMAIL_FLAG) != NULL;
  gboolean categories = item->keywords != NULL || (whole && loft_eas_message_has_categories (how));

  if (flag)
    add_follow_up (&item->keywords, data, how);
  item->knows_keyword = flag && categories ? is_either : flag ? is_follow_up : is_category;
}

LoftRemoteItem *
loft_eas_mail_item_changed (const char *id, const LoftWbxmlElement *data, gboolean whole,
                            const LoftEasMapping *how)
{
  LoftRemoteItem *item = loft_remote_item_new (id, 0, "");
  LoftFlags told = 0;

  g_clear_pointer (&item->keywords, g_free);
  loft_eas_message_read (data, &item->flags, &item->keywords, &item->received, &told);
  if (whole)
    told |= LOFT_FLAG_SEEN | LOFT_FLAG_FLAGGED;
  take_keywords (item, data, whole, how);
  item->untold = LOFT_FLAGS_ALL & ~told;
  if (told != 0 || item->keywords != NULL)
    return item;
  loft_remote_item_free (item);
  return NULL;
}
