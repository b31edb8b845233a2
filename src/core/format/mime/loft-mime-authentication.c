/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-authentication.h"

#include <string.h>

#include "loft-authentication-field.h"
#include "loft-mime-domain.h"
#include "loft-mime-gate.h"

#define FIELD_NAME "Authentication-Results"

static LoftAuthenticationResult
read_result (const char *word)
{
  static const struct {
    const char *word;
    LoftAuthenticationResult result;
  } rows[] = {
    { "pass", LOFT_AUTHENTICATION_PASSED },        { "none", LOFT_AUTHENTICATION_NONE },
    { "fail", LOFT_AUTHENTICATION_FAILED },        { "hardfail", LOFT_AUTHENTICATION_FAILED },
    { "bestguesspass", LOFT_AUTHENTICATION_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (strcmp (rows[i].word, word) == 0)
      return rows[i].result;
  return LOFT_AUTHENTICATION_UNSURE;
}

/* One signature that passes is enough, however many others do not. */
static LoftAuthenticationResult
better_of (LoftAuthenticationResult a, LoftAuthenticationResult b)
{
  static const int rank[] = {
    [LOFT_AUTHENTICATION_NOT_SAID] = 0, [LOFT_AUTHENTICATION_NONE] = 1,
    [LOFT_AUTHENTICATION_UNSURE] = 2,   [LOFT_AUTHENTICATION_FAILED] = 3,
    [LOFT_AUTHENTICATION_PASSED] = 4,
  };

  return rank[a] >= rank[b] ? a : b;
}

typedef struct {
  LoftAuthentication *result;
  const char *domain;
  GPtrArray *signers;
  gboolean is_confirmed;
  gboolean is_rejected;
} Judge;

/* The domain in From may be one of the domain that passed, as "news.example.org" of "example.org".
 * The other way round needs the public suffix list, else "alice.github.io" would stand for
 * "github.io": there DMARC by the server decides. */
static gboolean
stands_for (const char *passed, const char *domain)
{
  return domain[0] != '\0' && strchr (passed, '.') != NULL &&
         loft_mime_domain_is_within (domain, passed);
}

static void
take_dkim (Judge *self, const LoftAuthenticationClause *clause, LoftAuthenticationResult found)
{
  self->result->dkim = better_of (self->result->dkim, found);
  if (found != LOFT_AUTHENTICATION_PASSED || clause->domain[0] == '\0')
    return;
  g_ptr_array_add (self->signers, g_strdup (clause->domain));
  self->is_confirmed |= stands_for (clause->domain, self->domain);
}

static void
take_dmarc (Judge *self, const LoftAuthenticationClause *clause, LoftAuthenticationResult found)
{
  gboolean is_same = clause->domain[0] == '\0' || strcmp (clause->domain, self->domain) == 0;

  self->result->dmarc = better_of (self->result->dmarc, found);
  self->is_confirmed |= found == LOFT_AUTHENTICATION_PASSED && is_same && self->domain[0] != '\0';
  self->is_rejected |= found == LOFT_AUTHENTICATION_FAILED;
}

static void
take_clause (Judge *self, const LoftAuthenticationClause *clause)
{
  LoftAuthenticationResult found = read_result (clause->result);

  if (strcmp (clause->method, "dkim") == 0)
    take_dkim (self, clause, found);
  else if (strcmp (clause->method, "dmarc") == 0)
    take_dmarc (self, clause, found);
  else if (strcmp (clause->method, "spf") == 0)
    {
      self->result->spf = better_of (self->result->spf, found);
      self->is_confirmed |=
        found == LOFT_AUTHENTICATION_PASSED && stands_for (clause->domain, self->domain);
    }
}

/* A failed DMARC says that nothing else that passed belongs to the domain either. */
static LoftAuthenticationVerdict
judge (const Judge *self)
{
  if (self->is_rejected)
    return LOFT_AUTHENTICATION_REJECTED;
  return self->is_confirmed ? LOFT_AUTHENTICATION_CONFIRMED : LOFT_AUTHENTICATION_UNCONFIRMED;
}

static gboolean
is_trusted (const char *server, const LoftAuthenticationTrust *trust)
{
  return strcmp (server, trust->server) == 0 || loft_mime_domain_is_within (server, trust->server);
}

/* A trusted server may write several fields, one for each of its programs; they stand together,
 * and what is further down came with the message. */
static gboolean
take_fields (Judge *self, const char *block, const char *end, const LoftAuthenticationTrust *trust)
{
  gboolean found = FALSE;
  LoftMimeField field;
  guint depth = 0;

  for (const char *at = block; depth <= trust->depth && loft_mime_field_next (&at, end, &field);)
    {
      g_autoptr (LoftAuthenticationField) parsed = NULL;

      if (loft_mime_field_is (&field, "Received"))
        {
          if (found)
            break;
          depth++;
        }
      if (!loft_mime_field_is (&field, FIELD_NAME))
        continue;
      parsed = loft_authentication_field_parse (&field);
      if (!is_trusted (parsed->server, trust))
        {
          if (found)
            break;
          continue;
        }
      found = TRUE;
      for (guint i = 0; i < parsed->clauses->len; i++)
        take_clause (self, g_ptr_array_index (parsed->clauses, i));
    }
  return found;
}

LoftAuthentication *
loft_mime_authentication_read (const char *block, gsize length, const LoftAuthenticationTrust *trust,
                          const char *domain)
{
  LoftAuthentication *self = g_new0 (LoftAuthentication, 1);
  g_autofree char *ascii = loft_mime_domain_to_ascii (domain);
  Judge judging = { .result = self, .domain = ascii };

  judging.signers = g_ptr_array_new ();
  length = MIN (length, loft_mime_limits.header_block);
  if (trust != NULL && take_fields (&judging, block, block + length, trust))
    {
      self->verdict = judge (&judging);
      self->server = g_strdup (trust->server);
    }
  else
    self->server = g_strdup ("");
  g_ptr_array_add (judging.signers, NULL);
  self->signed_domains = (GStrv) g_ptr_array_free (judging.signers, FALSE);
  return self;
}
