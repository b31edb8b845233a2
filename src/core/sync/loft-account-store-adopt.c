/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-store-private.h"

#include <string.h>

#include "loft-error.h"
#include "loft-ingest.h"

/* After store.db has lost rows, the contents of those rows are still here under ids that nobody has
 * any more. The same messages come again from the server under new ids; what fits exactly is given to
 * them instead of being fetched again. */

#define ADOPT_STEP 64

gboolean
loft_account_store_is_incomplete (LoftMailStore *mail)
{
  gint64 incomplete = 0;

  return loft_mail_store_get_number (mail, LOFT_STORE_INCOMPLETE, &incomplete, NULL) &&
         incomplete != 0;
}

typedef struct {
  gint64 from;
  gint64 to;
  GBytes *raw;            /* (owned) */
  LoftIngestedBody *body; /* (owned) */
} Adoption;

static void
adoption_free (gpointer data)
{
  Adoption *adoption = data;

  g_bytes_unref (adoption->raw);
  loft_ingested_body_free (adoption->body);
  g_free (adoption);
}

/* Whether the row with this id is there and the content its own. */
static gboolean
has_owner (LoftAccountStore *self, const LoftContentRecord *record, gboolean *has, GError **error)
{
  g_autoptr (GError) failure = NULL;
  LoftContentOrigin origin = { 0 };
  LoftContentState state;
  guint64 size;

  *has = loft_mail_store_get_origin (self->mail, record->message_id, &origin, &size, &state,
                                     &failure);
  if (!*has && !g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_GONE))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return !*has || loft_content_store_is_of (self->content, record->message_id, &origin, has, error);
}

/* Message-ID, size and the second of receipt agree already. */
static gboolean
is_same_message (LoftAccountStore *self, gint64 id, GBytes *raw)
{
  g_autoptr (LoftMessage) message = loft_mail_store_get (self->mail, id, NULL);
  g_autoptr (LoftIngestedHeader) header =
    message != NULL ? loft_ingest_header (raw, message->received) : NULL;

  return header != NULL && strcmp (header->subject, message->subject) == 0 &&
         strcmp (header->message_id, message->message_id) == 0 && header->date == message->date;
}

static gboolean
find_adoption (LoftAccountStore *self, const LoftContentRecord *record, GPtrArray *adoptions,
               GError **error)
{
  g_autoptr (GBytes) raw = NULL;
  gboolean has = FALSE;
  gint64 id = 0;
  Adoption *adoption;

  if (!record->complete || record->is_local)
    return TRUE;
  if (!has_owner (self, record, &has, error) ||
      (!has &&
       !loft_mail_store_find_origin (self->mail, &record->origin, record->raw_size, &id, error)))
    return FALSE;
  if (id == 0)
    return TRUE;
  raw = loft_content_store_get (self->content, record->message_id, NULL);
  if (raw == NULL || !is_same_message (self, id, raw))
    return TRUE;
  adoption = g_new0 (Adoption, 1);
  adoption->from = record->message_id;
  adoption->to = id;
  adoption->body = loft_ingest_body (id, raw, FALSE);
  adoption->raw = g_steal_pointer (&raw);
  g_ptr_array_add (adoptions, adoption);
  return TRUE;
}

static gboolean
move_contents (LoftAccountStore *self, GPtrArray *adoptions, GError **error)
{
  for (guint i = 0; i < adoptions->len; i++)
    {
      Adoption *adoption = g_ptr_array_index (adoptions, i);

      if (!loft_content_store_move (self->content, adoption->from, adoption->to, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
index_bodies (LoftAccountStore *self, GPtrArray *adoptions, GError **error)
{
  for (guint i = 0; i < adoptions->len; i++)
    {
      Adoption *adoption = g_ptr_array_index (adoptions, i);
      LoftIngestedBody *body = adoption->body;
      g_autoptr (LoftMessageState) state =
        loft_mail_store_get_state (self->mail, adoption->to, error);

      if (state == NULL || !loft_search_index_remove (self->search, adoption->from, error) ||
          !loft_search_index_put (self->search, adoption->to, state->date, body->index_subject,
                                  body->index_sender, body->index_recipients, body->index_names,
                                  body->index_text, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
point_to_contents (LoftAccountStore *self, GPtrArray *adoptions, GError **error)
{
  for (guint i = 0; i < adoptions->len; i++)
    {
      Adoption *adoption = g_ptr_array_index (adoptions, i);
      LoftIngestedBody *body = adoption->body;

      const LoftCachedBody cached = { .size = body->size,
                                      .preview = body->preview,
                                      .attachments = body->attachments,
                                      .problem = body->problem,
                                      .indexed = 2 };

      if (!loft_mail_store_set_cached (self->mail, adoption->to, &cached, error))
        return FALSE;
    }
  return loft_account_store_note_commits (self, error);
}

/* Content, index, rows: as everywhere. */
static gboolean
adopt_all (LoftAccountStore *self, GPtrArray *adoptions, GError **error)
{
  if (adoptions->len == 0)
    return TRUE;
  if (!loft_content_store_begin (self->content, error))
    return FALSE;
  if (!move_contents (self, adoptions, error) || !loft_content_store_commit (self->content, error))
    {
      loft_content_store_rollback (self->content);
      return FALSE;
    }
  if (!loft_search_index_begin (self->search, error))
    return FALSE;
  if (!index_bodies (self, adoptions, error) || !loft_search_index_commit (self->search, error))
    {
      loft_search_index_rollback (self->search);
      return FALSE;
    }
  if (!loft_mail_store_begin (self->mail, error))
    return FALSE;
  if (point_to_contents (self, adoptions, error))
    return loft_mail_store_commit (self->mail, error);
  loft_mail_store_rollback (self->mail);
  return FALSE;
}

gboolean
loft_account_store_adopt (LoftAccountStore *self, GCancellable *cancellable, GError **error)
{
  gint64 after = -1;
  guint n_adopted = 0;
  gboolean more = loft_account_store_is_incomplete (self->mail);

  while (more)
    {
      g_autoptr (GArray) records =
        loft_content_store_list (self->content, after, ADOPT_STEP, error);
      g_autoptr (GPtrArray) adoptions = g_ptr_array_new_with_free_func (adoption_free);

      if (records == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      for (guint i = 0; i < records->len; i++)
        {
          const LoftContentRecord *record = &g_array_index (records, LoftContentRecord, i);

          after = record->message_id;
          if (!find_adoption (self, record, adoptions, error))
            return FALSE;
        }
      if (!adopt_all (self, adoptions, error))
        return FALSE;
      n_adopted += adoptions->len;
      more = records->len == ADOPT_STEP;
    }
  if (n_adopted > 0)
    g_message ("%u messages need not be fetched again", n_adopted);
  return TRUE;
}

/* ---- when all is there -------------------------------------------------------------------- */

static gboolean
list_orphans (LoftAccountStore *self, GArray *orphans, GError **error)
{
  gboolean more = TRUE;
  gint64 after = -1;

  while (more)
    {
      g_autoptr (GArray) records =
        loft_content_store_list (self->content, after, ADOPT_STEP, error);

      if (records == NULL)
        return FALSE;
      for (guint i = 0; i < records->len; i++)
        {
          const LoftContentRecord *record = &g_array_index (records, LoftContentRecord, i);
          gboolean has = TRUE;

          after = record->message_id;
          if (!record->is_local && !has_owner (self, record, &has, error))
            return FALSE;
          if (!has)
            g_array_append_val (orphans, after);
        }
      more = records->len == ADOPT_STEP;
    }
  return TRUE;
}

static gboolean
remove_contents (LoftAccountStore *self, GArray *orphans, GError **error)
{
  if (!loft_content_store_begin (self->content, error))
    return FALSE;
  for (guint i = 0; i < orphans->len; i++)
    if (!loft_content_store_remove (self->content, g_array_index (orphans, gint64, i), error))
      {
        loft_content_store_rollback (self->content);
        return FALSE;
      }
  return loft_content_store_commit (self->content, error);
}

static void
add_unknown (gint64 message_id, gboolean has_body, gpointer user_data)
{
  gpointer *context = user_data;
  LoftAccountStore *self = context[0];
  g_autoptr (LoftMessageState) state = loft_mail_store_get_state (self->mail, message_id, NULL);

  if (state == NULL)
    g_array_append_val ((GArray *) context[1], message_id);
}

static gboolean
remove_unknown (LoftAccountStore *self, GError **error)
{
  g_autoptr (GArray) unknown = g_array_new (FALSE, FALSE, sizeof (gint64));
  gpointer context[] = { self, unknown };

  if (!loft_search_index_foreach (self->search, add_unknown, context, error) ||
      !loft_search_index_begin (self->search, error))
    return FALSE;
  for (guint i = 0; i < unknown->len; i++)
    if (!loft_search_index_remove (self->search, g_array_index (unknown, gint64, i), error))
      {
        loft_search_index_rollback (self->search);
        return FALSE;
      }
  return loft_search_index_commit (self->search, error);
}

gboolean
loft_account_store_settle (LoftAccountStore *self, GError **error)
{
  g_autoptr (GArray) orphans = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!loft_account_store_is_incomplete (self->mail))
    return TRUE;
  return list_orphans (self, orphans, error) && remove_contents (self, orphans, error) &&
         remove_unknown (self, error) &&
         loft_mail_store_set_number (self->mail, LOFT_STORE_INCOMPLETE, 0, error);
}
