/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-http-challenge.h"

#include <string.h>

#define MAX_TEXT       16384
#define MAX_CHALLENGES 16

static LoftHttpChallenge *
challenge_new (const char *scheme)
{
  LoftHttpChallenge *self = g_new0 (LoftHttpChallenge, 1);

  self->scheme = g_ascii_strdown (scheme, -1);
  self->parameters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
loft_http_challenge_free (LoftHttpChallenge *self)
{
  g_free (self->scheme);
  g_hash_table_unref (self->parameters);
  g_free (self);
}

const char *
loft_http_challenge_get (const LoftHttpChallenge *self, const char *name)
{
  return g_hash_table_lookup (self->parameters, name);
}

/* (transfer full) "" where there is none. */
static char *
read_token (const char **at)
{
  const char *begin = *at;

  while (**at != '\0' && strchr (" \t,=\"", **at) == NULL)
    (*at)++;
  return g_strndup (begin, (gsize) (*at - begin));
}

static char *
read_quoted (const char **at)
{
  GString *value = g_string_new (NULL);

  for ((*at)++; **at != '\0' && **at != '"'; (*at)++)
    {
      if (**at == '\\' && (*at)[1] != '\0')
        (*at)++;
      g_string_append_c (value, **at);
    }
  if (**at == '"')
    (*at)++;
  return g_string_free (value, FALSE);
}

static void
skip (const char **at, const char *characters)
{
  *at += strspn (*at, characters);
}

/* The part of a token68 behind its scheme ("Negotiate abc==") becomes a parameter that nobody asks
 * for. */
static void
read_parameter (LoftHttpChallenge *challenge, char *token, const char **at)
{
  g_autofree char *name = g_ascii_strdown (token, -1);
  g_autofree char *value = NULL;

  (*at)++;
  skip (at, " \t");
  value = **at == '"' ? read_quoted (at) : read_token (at);
  if (challenge != NULL && !g_hash_table_contains (challenge->parameters, name))
    g_hash_table_insert (challenge->parameters, g_steal_pointer (&name), g_steal_pointer (&value));
}

GPtrArray *
loft_http_challenge_read_all (const char *text)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_http_challenge_free);
  LoftHttpChallenge *challenge = NULL;
  const char *at = text;

  if (strlen (text) > MAX_TEXT)
    return all;
  for (skip (&at, " \t,"); *at != '\0' && all->len < MAX_CHALLENGES; skip (&at, " \t,"))
    {
      g_autofree char *token = read_token (&at);

      skip (&at, " \t");
      if (*at == '=')
        read_parameter (challenge, token, &at);
      else if (token[0] == '\0')
        at++;
      else
        g_ptr_array_add (all, challenge = challenge_new (token));
    }
  return all;
}
