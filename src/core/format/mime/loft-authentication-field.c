/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-authentication-field.h"

#include <string.h>

#include "loft-mime-domain.h"

#define FIELD_LIMIT  (16 * 1024)
#define CLAUSE_LIMIT 100
#define WORD_LIMIT   320 /* an address at most */

typedef struct {
  const char *at;
  const char *end;
} Reader;

static void
clause_free (LoftAuthenticationClause *self)
{
  g_free (self->method);
  g_free (self->result);
  g_free (self->domain);
  g_free (self);
}

static void
skip_comment (Reader *self)
{
  guint depth = 0;

  for (; self->at < self->end; self->at++)
    {
      if (*self->at == '\\' && self->at + 1 < self->end)
        self->at++;
      else if (*self->at == '(')
        depth++;
      else if (*self->at == ')' && --depth == 0)
        {
          self->at++;
          return;
        }
    }
}

static void
skip_blanks (Reader *self)
{
  while (self->at < self->end && (g_ascii_isspace (*self->at) || *self->at == '('))
    {
      if (*self->at == '(')
        skip_comment (self);
      else
        self->at++;
    }
}

static void
append (GString *word, char c)
{
  if (word->len < WORD_LIMIT)
    g_string_append_c (word, g_ascii_tolower (c));
}

/* (transfer full) Up to a blank or one of stop, or a quoted string; "" for none. */
static char *
read_word (Reader *self, const char *stop)
{
  GString *word = g_string_new (NULL);

  skip_blanks (self);
  if (self->at < self->end && *self->at == '"')
    {
      for (self->at++; self->at < self->end && *self->at != '"'; self->at++)
        {
          if (*self->at == '\\' && self->at + 1 < self->end)
            self->at++;
          append (word, *self->at);
        }
      if (self->at < self->end)
        self->at++;
    }
  else
    for (; self->at < self->end && !g_ascii_isspace (*self->at) && *self->at != '(' &&
           strchr (stop, *self->at) == NULL;
         self->at++)
      append (word, *self->at);
  return g_string_free (word, FALSE);
}

static gboolean
take (Reader *self, char c)
{
  skip_blanks (self);
  if (self->at == self->end || *self->at != c)
    return FALSE;
  self->at++;
  return TRUE;
}

/* Of "@example.org", "a@example.org" and "example.org". */
static char *
domain_of (const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);
  const char *at = strrchr (valid, '@');

  return loft_mime_domain_to_ascii (at != NULL ? at + 1 : valid);
}

/* header.d counts before header.i, which may be a subdomain of it. */
static gboolean
is_domain_property (const LoftAuthenticationClause *clause, const char *name)
{
  if (strcmp (clause->method, "dkim") == 0)
    return strcmp (name, "header.d") == 0 ||
           (clause->domain[0] == '\0' && strcmp (name, "header.i") == 0);
  if (strcmp (clause->method, "dmarc") == 0)
    return strcmp (name, "header.from") == 0;
  return strcmp (clause->method, "spf") == 0 &&
         (strcmp (name, "smtp.mailfrom") == 0 || strcmp (name, "smtp.mail") == 0);
}

static void
read_property (Reader *self, LoftAuthenticationClause *clause)
{
  g_autofree char *name = read_word (self, "=;");
  g_autofree char *value = NULL;

  if (!take (self, '='))
    return;
  value = read_word (self, ";");
  if (!is_domain_property (clause, name))
    return;
  g_free (clause->domain);
  clause->domain = domain_of (value);
}

static gboolean
is_at_end_of_clause (Reader *self)
{
  skip_blanks (self);
  return self->at == self->end || *self->at == ';';
}

/* method [/version] = result, then properties. (nullable) for "none" and nonsense. */
static LoftAuthenticationClause *
read_clause (Reader *self, const char *first)
{
  g_autofree char *method = first != NULL ? g_strdup (first) : read_word (self, "=;/");
  LoftAuthenticationClause *clause;

  if (take (self, '/'))
    g_free (read_word (self, "=;"));
  if (!take (self, '='))
    return NULL;
  clause = g_new0 (LoftAuthenticationClause, 1);
  clause->method = g_steal_pointer (&method);
  clause->result = read_word (self, ";");
  clause->domain = g_strdup ("");
  while (!is_at_end_of_clause (self))
    {
      const char *before = self->at;

      read_property (self, clause);
      if (self->at == before)
        self->at++;
    }
  return clause;
}

static void
add_clause (LoftAuthenticationField *self, LoftAuthenticationClause *clause)
{
  if (clause != NULL)
    g_ptr_array_add (self->clauses, clause);
}

/* Without an authserv-id the first word is a method with its result. */
static void
read_server (LoftAuthenticationField *self, Reader *reader)
{
  g_autofree char *word = read_word (reader, "=;");

  skip_blanks (reader);
  if (reader->at < reader->end && *reader->at == '=')
    {
      self->server = g_strdup ("");
      add_clause (self, read_clause (reader, word));
      return;
    }
  self->server = g_utf8_make_valid (word, -1);
}

LoftAuthenticationField *
loft_authentication_field_parse (const LoftMimeField *field)
{
  LoftAuthenticationField *self = g_new0 (LoftAuthenticationField, 1);
  gsize length;
  g_autofree char *text = loft_mime_field_unfold (field, FIELD_LIMIT, &length);
  Reader reader = { text, text + length };

  self->clauses = g_ptr_array_new_with_free_func ((GDestroyNotify) clause_free);
  read_server (self, &reader);
  while (reader.at < reader.end && self->clauses->len < CLAUSE_LIMIT)
    {
      while (reader.at < reader.end && *reader.at != ';') /* a version, or what is no clause */
        reader.at++;
      if (take (&reader, ';'))
        add_clause (self, read_clause (&reader, NULL));
    }
  return self;
}

void
loft_authentication_field_free (LoftAuthenticationField *self)
{
  if (self == NULL)
    return;
  g_free (self->server);
  g_ptr_array_unref (self->clauses);
  g_free (self);
}
