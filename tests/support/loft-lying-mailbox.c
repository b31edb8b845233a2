/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-lying-mailbox.h"

#include <stdlib.h>
#include <string.h>

#include "loft-lying-server.h"

#define FIRST_RECEIVED 1760000000

static const struct {
  char letter;
  const char *name;
} flag_names[] = {
  { 'A', "\\Answered" }, { 'D', "\\Draft" },   { 'F', "\\Flagged" },
  { 'S', "\\Seen" },     { 'T', "\\Deleted" },
};

static void
message_free (LoftLyingMessage *message)
{
  g_free (message->subject);
  g_free (message->flags);
  g_free (message);
}

LoftLyingMailbox *
loft_lying_mailbox_new (const char *name, guint32 uid_validity, gboolean condstore)
{
  LoftLyingMailbox *self = g_new0 (LoftLyingMailbox, 1);

  self->name = g_strdup (name);
  self->uid_validity = uid_validity;
  self->uid_next = 1;
  self->modseq = 1;
  self->last_received = FIRST_RECEIVED;
  self->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) message_free);
  self->gone = g_hash_table_new (NULL, NULL);
  self->condstore = condstore;
  return self;
}

void
loft_lying_mailbox_free (LoftLyingMailbox *self)
{
  g_free (self->name);
  g_ptr_array_unref (self->messages);
  g_hash_table_unref (self->gone);
  g_free (self);
}

/* ---- changing ----------------------------------------------------------------------------- */

/* The place of uid, or where it would be. */
static guint
index_of (LoftLyingMailbox *self, guint32 uid)
{
  guint low = 0;
  guint high = self->messages->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      LoftLyingMessage *message = g_ptr_array_index (self->messages, middle);

      if (message->uid < uid)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

LoftLyingMessage *
loft_lying_mailbox_find (LoftLyingMailbox *self, guint32 uid)
{
  guint index = index_of (self, uid);
  LoftLyingMessage *message =
    index < self->messages->len ? g_ptr_array_index (self->messages, index) : NULL;

  return message != NULL && message->uid == uid ? message : NULL;
}

void
loft_lying_mailbox_flag (LoftLyingMailbox *self, LoftLyingMessage *message, const char *flags)
{
  GString *sorted = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (flag_names); i++)
    if (strchr (flags, flag_names[i].letter) != NULL)
      g_string_append_c (sorted, flag_names[i].letter);
  g_free (message->flags);
  message->flags = g_string_free (sorted, FALSE);
  message->modseq = ++self->modseq;
}

void
loft_lying_mailbox_deliver (LoftLyingMailbox *self, guint32 uid, const char *subject,
                            const char *flags, gint64 received)
{
  LoftLyingMessage *message = g_new0 (LoftLyingMessage, 1);

  message->uid = uid != 0 ? uid : self->uid_next;
  message->subject = g_strdup (subject);
  message->received = received != 0 ? received : ++self->last_received;
  loft_lying_mailbox_flag (self, message, flags);
  self->uid_next = MAX (self->uid_next, message->uid + 1);
  g_hash_table_remove (self->gone, GUINT_TO_POINTER (message->uid));
  g_ptr_array_insert (self->messages, (gint) index_of (self, message->uid), message);
}

void
loft_lying_mailbox_expunge (LoftLyingMailbox *self, guint32 uid)
{
  self->modseq++;
  g_hash_table_insert (self->gone, GUINT_TO_POINTER (uid), GSIZE_TO_POINTER (self->modseq));
  g_ptr_array_remove_index (self->messages, index_of (self, uid));
}

/* ---- FETCH -------------------------------------------------------------------------------- */

/* Whether uid is in "1:5,7,9:*". */
static gboolean
is_in_set (const char *set, guint32 uid)
{
  for (const char *p = set;; p++)
    {
      char *end = NULL;
      guint64 first = *p == '*' ? G_MAXUINT32 : strtoull (p, &end, 10);
      guint64 last = first;

      p = *p == '*' ? p + 1 : end;
      if (*p == ':')
        {
          last = p[1] == '*' ? G_MAXUINT32 : strtoull (p + 1, &end, 10);
          p = p[1] == '*' ? p + 2 : end;
        }
      if (uid >= MIN (first, last) && uid <= MAX (first, last))
        return TRUE;
      if (*p != ',')
        return FALSE;
    }
}

static void
append_flags (GString *out, const char *flags)
{
  const char *blank = "";

  g_string_append (out, "FLAGS (");
  for (gsize i = 0; i < G_N_ELEMENTS (flag_names); i++)
    if (strchr (flags, flag_names[i].letter) != NULL)
      {
        g_string_append_printf (out, "%s%s", blank, flag_names[i].name);
        blank = " ";
      }
  g_string_append_c (out, ')');
}

static void
append_date (GString *out, gint64 received)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (received);
  g_autofree char *text = g_date_time_format (time, "%d-%b-%Y %H:%M:%S +0000");

  g_string_append_printf (out, " INTERNALDATE \"%s\"", text);
}

static void
append_literal (GString *out, const char *section, const char *text, gsize length)
{
  g_string_append_printf (out, " %s {%" G_GSIZE_FORMAT "}\r\n", section, length);
  g_string_append_len (out, text, (gssize) length);
}

/* "BODY.PEEK[]<0.100>" */
static void
append_piece (GString *out, const char *range, const char *raw)
{
  gsize origin = strtoull (range, NULL, 10);
  gsize wanted = strtoull (strchr (range, '.') + 1, NULL, 10);
  gsize length = strlen (raw);
  g_autofree char *section = g_strdup_printf ("BODY[]<%" G_GSIZE_FORMAT ">", origin);

  origin = MIN (origin, length);
  append_literal (out, section, raw + origin, MIN (wanted, length - origin));
}

static void
append_body (GString *out, const char *items, const char *subject)
{
  g_autofree char *raw = loft_lying_server_make_raw (subject);
  const char *piece = strstr (items, "BODY.PEEK[]<");

  if (piece != NULL)
    append_piece (out, piece + strlen ("BODY.PEEK[]<"), raw);
  else if (strstr (items, "BODY.PEEK[]") != NULL)
    append_literal (out, "BODY[]", raw, strlen (raw));
  if (strstr (items, "BODY.PEEK[HEADER]") != NULL)
    append_literal (out, "BODY[HEADER]", raw, (gsize) (strstr (raw, "\r\n\r\n") + 4 - raw));
}

static void
append_fetch (LoftLyingMailbox *self, guint index, const char *items, GString *out)
{
  LoftLyingMessage *message = g_ptr_array_index (self->messages, index);
  g_autofree char *raw = loft_lying_server_make_raw (message->subject);

  g_string_append_printf (out, "* %u FETCH (UID %u ", index + 1, message->uid);
  append_flags (out, message->flags);
  if (self->condstore)
    g_string_append_printf (out, " MODSEQ (%" G_GUINT64_FORMAT ")", message->modseq);
  if (strstr (items, "RFC822.SIZE") != NULL)
    g_string_append_printf (out, " RFC822.SIZE %" G_GSIZE_FORMAT, strlen (raw));
  if (strstr (items, "INTERNALDATE") != NULL)
    append_date (out, message->received);
  append_body (out, items, message->subject);
  g_string_append (out, ")\r\n");
}

void
loft_lying_mailbox_answer_fetch (LoftLyingMailbox *self, const char *arguments, GString *out)
{
  const char *since = strstr (arguments, "CHANGEDSINCE ");
  guint64 modseq = since != NULL ? strtoull (since + strlen ("CHANGEDSINCE "), NULL, 10) : 0;

  for (guint i = 0; i < self->messages->len; i++)
    {
      LoftLyingMessage *message = g_ptr_array_index (self->messages, i);

      if (message->modseq > modseq && is_in_set (arguments, message->uid))
        append_fetch (self, i, arguments, out);
    }
}

/* ---- the others --------------------------------------------------------------------------- */

static guint
count_unseen (LoftLyingMailbox *self)
{
  guint n = 0;

  for (guint i = 0; i < self->messages->len; i++)
    n += strchr (((LoftLyingMessage *) g_ptr_array_index (self->messages, i))->flags, 'S') == NULL;
  return n;
}

void
loft_lying_mailbox_answer_status (LoftLyingMailbox *self, GString *out)
{
  g_string_append_printf (out, "* STATUS \"%s\" (MESSAGES %u UNSEEN %u UIDNEXT %u UIDVALIDITY %u",
                          self->name, self->messages->len, count_unseen (self), self->uid_next,
                          self->uid_validity);
  if (self->condstore)
    g_string_append_printf (out, " HIGHESTMODSEQ %" G_GUINT64_FORMAT, self->modseq);
  g_string_append (out, ")\r\n");
}

static void
append_vanished (LoftLyingMailbox *self, guint64 since, GString *out)
{
  GHashTableIter iter;
  gpointer uid;
  gpointer modseq;
  const char *comma = "";
  g_autoptr (GString) uids = g_string_new (NULL);

  g_hash_table_iter_init (&iter, self->gone);
  while (g_hash_table_iter_next (&iter, &uid, &modseq))
    if (GPOINTER_TO_SIZE (modseq) > since)
      {
        g_string_append_printf (uids, "%s%u", comma, GPOINTER_TO_UINT (uid));
        comma = ",";
      }
  if (uids->len > 0)
    g_string_append_printf (out, "* VANISHED (EARLIER) %s\r\n", uids->str);
}

void
loft_lying_mailbox_answer_select (LoftLyingMailbox *self, const char *arguments, GString *out)
{
  const char *resync = strstr (arguments, "(QRESYNC (");
  guint64 validity = 0;
  guint64 since = 0;

  g_string_append_printf (out,
                          "* FLAGS (\\Answered \\Flagged \\Draft \\Deleted \\Seen)\r\n"
                          "* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Draft \\Deleted \\Seen)] "
                          "x\r\n* %u EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY %u] x\r\n"
                          "* OK [UIDNEXT %u] x\r\n",
                          self->messages->len, self->uid_validity, self->uid_next);
  if (self->condstore)
    g_string_append_printf (out, "* OK [HIGHESTMODSEQ %" G_GUINT64_FORMAT "] x\r\n", self->modseq);
  if (resync == NULL)
    return;
  validity = strtoull (resync + strlen ("(QRESYNC ("), NULL, 10);
  since = strtoull (strchr (resync + strlen ("(QRESYNC ("), ' '), NULL, 10);
  if (validity != self->uid_validity)
    return;
  append_vanished (self, since, out);
  for (guint i = 0; i < self->messages->len; i++)
    if (((LoftLyingMessage *) g_ptr_array_index (self->messages, i))->modseq > since)
      append_fetch (self, i, "", out);
}

void
loft_lying_mailbox_answer_search (LoftLyingMailbox *self, const char *tag, const char *arguments,
                                  GString *out)
{
  gboolean extended = g_str_has_prefix (arguments, "RETURN");
  const char *comma = "";

  if (extended)
    g_string_append_printf (out, "* ESEARCH (TAG \"%s\") UID%s", tag,
                            self->messages->len > 0 ? " ALL " : "");
  else
    g_string_append (out, self->messages->len > 0 ? "* SEARCH " : "* SEARCH");
  for (guint i = 0; i < self->messages->len; i++)
    {
      LoftLyingMessage *message = g_ptr_array_index (self->messages, i);

      g_string_append_printf (out, "%s%u", comma, message->uid);
      comma = extended ? "," : " ";
    }
  g_string_append (out, "\r\n");
}

static char *
change_letters (const char *letters, const char *arguments)
{
  gboolean adds = strstr (arguments, "+FLAGS") != NULL;
  GString *changed = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (flag_names); i++)
    {
      gboolean has = strchr (letters, flag_names[i].letter) != NULL;
      gboolean named = strstr (arguments, flag_names[i].name) != NULL;

      if (adds ? has || named : has && !named)
        g_string_append_c (changed, flag_names[i].letter);
    }
  return g_string_free (changed, FALSE);
}

void
loft_lying_mailbox_answer_store (LoftLyingMailbox *self, const char *arguments, GString *out)
{
  for (guint i = 0; i < self->messages->len; i++)
    {
      LoftLyingMessage *message = g_ptr_array_index (self->messages, i);
      g_autofree char *letters = change_letters (message->flags, arguments);

      if (!is_in_set (arguments, message->uid) || strcmp (letters, message->flags) == 0)
        continue;
      loft_lying_mailbox_flag (self, message, letters);
      if (self->condstore)
        g_string_append_printf (out, "* %u FETCH (UID %u MODSEQ (%" G_GUINT64_FORMAT "))\r\n",
                                i + 1, message->uid, message->modseq);
    }
}
