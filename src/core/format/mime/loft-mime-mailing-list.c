/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-mailing-list.h"

#include <string.h>

#include "loft-mime-field.h"
#include "loft-mime-gate.h"
#include "loft-mime-words.h"

#define FIELD_LIMIT   (16 * 1024)
#define URL_LIMIT     2000
#define NAME_LIMIT    200
#define ADDRESS_LIMIT 320
#define URLS_LIMIT    20

typedef struct {
  LoftMailingList *list;
  LoftMimeField post; /* List-Unsubscribe-Post */
  guint n_fields; /* of List-*: whether it is one at all */
} Reader;

static char *
show (const char *text, gsize length, gsize limit)
{
  g_autofree char *decoded = loft_mime_words_decode (text, length, NULL);

  return loft_mime_words_show (decoded, limit);
}

static void
take (char **place, char *value)
{
  if (*place == NULL && value[0] != '\0')
    *place = value;
  else
    g_free (value);
}

/* "Phrase <id>", or the id alone as some write it. */
static void
read_id (LoftMailingList *self, const LoftMimeField *field)
{
  gsize length;
  g_autofree char *text = loft_mime_field_unfold (field, FIELD_LIMIT, &length);
  char *open = strrchr (text, '<');
  gsize phrase = open != NULL ? (gsize) (open - text) : 0;

  if (open != NULL)
    take (&self->id, show (open + 1, strcspn (open + 1, ">"), NAME_LIMIT));
  else
    take (&self->id, show (text, length, NAME_LIMIT));
  while (phrase > 0 && strchr (" \t\"", text[phrase - 1]) != NULL)
    phrase--;
  open = text + strspn (text, " \t\"");
  if (open < text + phrase)
    take (&self->name, show (open, text + phrase - open, NAME_LIMIT));
}

/* (transfer full) (nullable) The next <address> without the blanks that folding left. */
static char *
next_url (const char **at)
{
  const char *open = strchr (*at, '<');
  const char *close = open != NULL ? strchr (open, '>') : NULL;
  GString *url;

  if (close == NULL)
    return NULL;
  *at = close + 1;
  url = g_string_new (NULL);
  for (const char *p = open + 1; p < close && url->len <= URL_LIMIT; p++)
    if (!g_ascii_isspace (*p))
      g_string_append_c (url, *p);
  return g_string_free (url, FALSE);
}

/* An address of the web that can be handed on and shown as it is. */
static gboolean
is_web (const char *url, const char *scheme)
{
  g_autoptr (GUri) uri = NULL;
  gsize n = strlen (url);

  if (n > URL_LIMIT || g_ascii_strncasecmp (url, scheme, strlen (scheme)) != 0)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if ((guchar) url[i] <= ' ' || (guchar) url[i] >= 0x7f)
      return FALSE;
  uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  return uri != NULL && g_uri_get_host (uri) != NULL && g_uri_get_host (uri)[0] != '\0' &&
         g_uri_get_userinfo (uri) == NULL;
}

/* (transfer full) (nullable) A part of a mailto: address (RFC 6068), decoded. */
static char *
unescape (const char *text, gsize length, gsize limit)
{
  g_autofree char *part = g_uri_unescape_segment (text, text + length, NULL);

  return part != NULL && g_utf8_validate (part, -1, NULL) ? loft_mime_words_show (part, limit)
                                                          : NULL;
}

/* (transfer full) (nullable) */
static char *
read_mailto (const char *url, char **subject)
{
  const char *address, *query;
  g_autofree char *found = NULL;

  if (g_ascii_strncasecmp (url, "mailto:", strlen ("mailto:")) != 0)
    return NULL;
  address = url + strlen ("mailto:");
  query = strchr (address, '?');
  found = unescape (address, strcspn (address, "?"), ADDRESS_LIMIT);
  if (found == NULL || strchr (found, '@') == NULL || strpbrk (found, " ,<>\"") != NULL)
    return NULL;
  for (; subject != NULL && query != NULL; query = strchr (query + 1, '&'))
    if (g_ascii_strncasecmp (query + 1, "subject=", 8) == 0)
      {
        *subject = unescape (query + 9, strcspn (query + 9, "&"), NAME_LIMIT);
        break;
      }
  return g_steal_pointer (&found);
}

static void
read_unsubscribe (LoftMailingList *self, const LoftMimeField *field)
{
  g_autofree char *text = loft_mime_field_unfold (field, FIELD_LIMIT, NULL);
  const char *at = text;
  char *url;

  for (guint i = 0; i < URLS_LIMIT && (url = next_url (&at)) != NULL; i++)
    {
      if (is_web (url, "https:") || (self->unsubscribe_page == NULL && is_web (url, "http:")))
        {
          if (self->unsubscribe_page == NULL || !is_web (self->unsubscribe_page, "https:"))
            {
              g_free (self->unsubscribe_page);
              self->unsubscribe_page = g_steal_pointer (&url);
            }
        }
      else if (self->unsubscribe_address == NULL)
        self->unsubscribe_address = read_mailto (url, &self->unsubscribe_subject);
      g_free (url);
    }
}

static void
read_post (LoftMailingList *self, const LoftMimeField *field)
{
  g_autofree char *text = loft_mime_field_unfold (field, FIELD_LIMIT, NULL);
  const char *at = text;
  g_autofree char *url = next_url (&at);

  if (url == NULL)
    self->is_closed = g_ascii_strncasecmp (text, "NO", 2) == 0 && !g_ascii_isalnum (text[2]);
  else if (self->post == NULL)
    self->post = read_mailto (url, NULL);
}

static void
read_archive (LoftMailingList *self, const LoftMimeField *field)
{
  g_autofree char *text = loft_mime_field_unfold (field, FIELD_LIMIT, NULL);
  const char *at = text;
  char *url = next_url (&at);

  if (url != NULL && self->archive == NULL && is_web (url, "http"))
    self->archive = g_steal_pointer (&url);
  g_free (url);
}

static void
read_field (Reader *self, const LoftMimeField *field)
{
  if (field->name_length < 7 || g_ascii_strncasecmp (field->name, "List-", 5) != 0)
    return;
  if (loft_mime_field_is (field, "List-Id"))
    read_id (self->list, field);
  else if (loft_mime_field_is (field, "List-Post"))
    read_post (self->list, field);
  else if (loft_mime_field_is (field, "List-Archive"))
    read_archive (self->list, field);
  else if (loft_mime_field_is (field, "List-Unsubscribe"))
    read_unsubscribe (self->list, field);
  else if (loft_mime_field_is (field, "List-Unsubscribe-Post") && self->post.value == NULL)
    self->post = *field;
  else
    return;
  self->n_fields++;
}

/* RFC 8058, 3.1. */
static gboolean
is_one_click (const Reader *self)
{
  g_autofree char *text = NULL;

  if (self->post.value == NULL || self->list->unsubscribe_page == NULL ||
      !is_web (self->list->unsubscribe_page, "https:"))
    return FALSE;
  text = loft_mime_field_unfold (&self->post, FIELD_LIMIT, NULL);
  return g_ascii_strcasecmp (g_strstrip (text), "List-Unsubscribe=One-Click") == 0;
}

/* (transfer full) (nullable) A tag of a DKIM-Signature without its blanks (RFC 6376, 3.2), lower
 * case. */
static char *
find_tag (const char *text, const char *tag)
{
  for (const char *at = text; at != NULL; at = strchr (at, ';'))
    {
      GString *value;

      at += *at == ';';
      at += strspn (at, " \t\r\n");
      if (strncmp (at, tag, strlen (tag)) != 0)
        continue;
      at += strlen (tag);
      at += strspn (at, " \t\r\n");
      if (*at != '=')
        continue;
      value = g_string_new (NULL);
      for (at++; *at != '\0' && *at != ';'; at++)
        if (!g_ascii_isspace (*at))
          g_string_append_c (value, g_ascii_tolower (*at));
      return g_string_free (value, FALSE);
    }
  return NULL;
}

static gboolean
covers (const LoftMimeField *signature, const char *const *domains)
{
  g_autofree char *text = loft_mime_field_unfold (signature, FIELD_LIMIT, NULL);
  g_autofree char *domain = find_tag (text, "d");
  g_autofree char *fields = find_tag (text, "h");
  g_auto (GStrv) names = NULL;

  if (domain == NULL || fields == NULL || !g_strv_contains (domains, domain))
    return FALSE;
  names = g_strsplit (fields, ":", 1000);
  return g_strv_contains ((const char *const *) names, "list-unsubscribe") &&
         g_strv_contains ((const char *const *) names, "list-unsubscribe-post");
}

static gboolean
is_signed (const char *block, const char *end, const char *const *domains)
{
  LoftMimeField field;
  guint n = 0;

  if (domains == NULL || domains[0] == NULL)
    return FALSE;
  for (const char *at = block; n < URLS_LIMIT && loft_mime_field_next (&at, end, &field);)
    {
      if (!loft_mime_field_is (&field, "DKIM-Signature"))
        continue;
      if (covers (&field, domains))
        return TRUE;
      n++;
    }
  return FALSE;
}

static void
fill_gaps (LoftMailingList *self)
{
  char **fields[] = { &self->id,
                      &self->name,
                      &self->post,
                      &self->archive,
                      &self->unsubscribe_page,
                      &self->unsubscribe_address,
                      &self->unsubscribe_subject };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (*fields[i] == NULL)
      *fields[i] = g_strdup ("");
}

LoftMailingList *
loft_mime_mailing_list_read (const char *block, gsize length, const char *const *signed_domains)
{
  g_autoptr (LoftMailingList) self = g_new0 (LoftMailingList, 1);
  const char *end = block + MIN (length, loft_mime_limits.header_block);
  Reader reader = { .list = self };
  LoftMimeField field;

  for (const char *at = block; loft_mime_field_next (&at, end, &field);)
    if (reader.n_fields < URLS_LIMIT)
      read_field (&reader, &field);
  if (reader.n_fields == 0)
    return NULL;
  self->is_one_click = is_one_click (&reader);
  self->is_signed = self->is_one_click && is_signed (block, end, signed_domains);
  fill_gaps (self);
  return g_steal_pointer (&self);
}
