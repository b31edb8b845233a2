/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Authentication-Results: whom to believe, and what is said. */

#include <string.h>

#include "loft-mime-authentication.h"

#define AR       "Authentication-Results: "
#define RECEIVED "Received: from a by b; Mon, 2 Mar 2026 10:00:00 +0000\n"

static LoftAuthentication *
read_block (const char *block, gsize length, const char *server, guint depth, const char *domain)
{
  g_autofree char *copy = g_memdup2 (block, length);
  char name[100];
  const LoftAuthenticationTrust trust = { name, depth };

  g_strlcpy (name, server != NULL ? server : "", sizeof name);
  return loft_mime_authentication_read (copy != NULL ? copy : "", length,
                                        server != NULL ? &trust : NULL, domain);
}

static char
letter (LoftAuthenticationResult result)
{
  return "-0PF?"[result];
}

static void
test_results (void)
{
  static const struct {
    const char *block;
    const char *domain;
    const char *results; /* dkim, spf, dmarc: - not said, 0 none, P, F, ? */
    char verdict; /* N, C, U, R */
  } rows[] = {
    { "Subject: x\n", "example.org", "---", 'N' },
    { AR "mx.test; none\n", "example.org", "---", 'U' },
    { AR "mx.test 1; none\n", "example.org", "---", 'U' },
    { AR "mx.test; dkim=pass header.d=example.org\n", "example.org", "P--", 'C' },
    { AR "mx.test; dkim=pass header.i=@example.org\n", "example.org", "P--", 'C' },
    { AR "mx.test; dkim=pass header.d=evil.test header.i=@example.org\n", "example.org", "P--",
      'U' },
    { AR "mx.test; dkim=pass header.i=@example.org header.d=evil.test\n", "example.org", "P--",
      'U' },
    { AR "MX.Test; DKIM=Pass header.D=Example.ORG\n", "example.org", "P--", 'C' },
    { AR "mx.test; dkim=pass (2048-bit key; d=example.org) header.d=evil.test\n", "example.org",
      "P--", 'U' },
    { AR "mx.test;\n dkim=pass\n\theader.d=example.org (a (nested) comment)\n", "example.org",
      "P--", 'C' },
    { AR "mx.test; dkim=pass header.d=\"example.org\"\n", "example.org", "P--", 'C' },
    { AR "mx.test; dkim/1=pass header.d=example.org\n", "example.org", "P--", 'C' },
    { AR "mx.test; dkim = pass header.d = example.org\n", "example.org", "P--", 'C' },
    { AR "mx.test; dkim=pass header.d=example.org\n", "news.example.org", "P--", 'C' },
    { AR "mx.test; dkim=pass header.d=mail.example.org\n", "example.org", "P--", 'U' },
    { AR "mx.test; dkim=pass header.d=org\n", "example.org", "P--", 'U' },
    { AR "mx.test; dkim=pass header.d=xexample.org\n", "example.org", "P--", 'U' },
    { AR "mx.test; dkim=pass header.d=example.org\n", "", "P--", 'U' },
    { AR "mx.test; dkim=fail header.d=example.org\n", "example.org", "F--", 'U' },
    { AR "mx.test; dkim=fail header.d=example.org; dkim=pass header.d=example.org\n", "example.org",
      "P--", 'C' },
    { AR "mx.test; dkim=none; spf=none; dmarc=none\n", "example.org", "000", 'U' },
    { AR "mx.test; dkim=temperror; spf=softfail; dmarc=permerror\n", "example.org", "???", 'U' },
    { AR "mx.test; spf=pass smtp.mailfrom=bounce@example.org\n", "example.org", "-P-", 'C' },
    { AR "mx.test; spf=pass smtp.mailfrom=example.org\n", "example.org", "-P-", 'C' },
    { AR "mx.test; spf=pass smtp.mailfrom=b@evil.test smtp.helo=example.org\n", "example.org",
      "-P-", 'U' },
    { AR "mx.test; spf=fail smtp.mailfrom=b@example.org\n", "example.org", "-F-", 'U' },
    { AR "mx.test; dmarc=pass header.from=example.org\n", "example.org", "--P", 'C' },
    { AR "mx.test; dmarc=pass header.from=evil.test\n", "example.org", "--P", 'U' },
    { AR "mx.test; dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=example.org\n", "example.org",
      "--P", 'C' },
    { AR "mx.test; dmarc=fail header.from=example.org\n", "example.org", "--F", 'R' },
    { AR "mx.test; dmarc=fail; dkim=pass header.d=example.org\n", "example.org", "P-F", 'R' },
    { AR "mx.test; iprev=pass policy.iprev=1.2.3.4; auth=pass smtp.auth=x\n", "example.org", "---",
      'U' },
    /* several fields by the programs of one server */
    { AR "mx.test; dkim=pass header.d=example.org\n" AR "mx.test; spf=fail\n", "example.org", "PF-",
      'C' },
    { AR "mx1.mx.test; dkim=pass header.d=example.org\n", "example.org", "P--", 'C' },
    /* what came with the message */
    { AR "evil.test; dkim=pass header.d=example.org\n", "example.org", "---", 'N' },
    { AR "xmx.test; dkim=pass header.d=example.org\n", "example.org", "---", 'N' },
    { AR "evil.test mx.test; dkim=pass header.d=example.org\n", "example.org", "---", 'N' },
    { AR "evil.test (;) mx.test; dkim=pass header.d=example.org\n", "example.org", "---", 'N' },
    { AR "(mx.test;) evil.test; dkim=pass header.d=example.org\n", "example.org", "---", 'N' },
    { AR "dkim=pass header.d=example.org\n", "example.org", "---", 'N' },
    { "X-" AR "mx.test; dkim=pass header.d=example.org\n", "example.org", "---", 'N' },
    { "ARC-" AR "i=1; mx.test; dkim=pass header.d=example.org\n", "example.org", "---", 'N' },
    { AR "mx.test; dkim=fail header.d=example.org\n" RECEIVED AR
         "mx.test; dkim=pass header.d=example.org\n",
      "example.org", "F--", 'U' },
    { RECEIVED AR "mx.test; dkim=fail\n" AR "evil.test; none\n" AR
                  "mx.test; dkim=pass header.d=example.org\n",
      "example.org", "F--", 'U' },
    { RECEIVED RECEIVED AR "mx.test; dkim=pass header.d=example.org\n", "example.org", "---",
      'N' }, /* deeper than the server's own stands */
    { "Subject: " AR "mx.test; dkim=pass header.d=example.org\n", "example.org", "---", 'N' },
    { "\n" AR "mx.test; dkim=pass header.d=example.org\n", "example.org", "P--", 'C' },
    /* nonsense */
    { AR "\n", "example.org", "---", 'N' },
    { AR "mx.test\n", "example.org", "---", 'U' },
    { AR "mx.test;;;dkim;=;dkim==pass;dkim=\n", "example.org", "?--", 'U' },
    { AR "mx.test; dkim=pass header.d=\"example.org\n", "example.org", "P--", 'C' },
    { AR "mx.test; (unfinished dkim=pass header.d=example.org\n", "example.org", "---", 'U' },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gsize length = strlen (rows[i].block);
      g_autoptr (LoftAuthentication) found =
        read_block (rows[i].block, length, "mx.test", 1, rows[i].domain);
      g_autoptr (LoftAuthentication) distrusted =
        read_block (rows[i].block, length, NULL, 1, rows[i].domain);
      const char results[] = { letter (found->dkim), letter (found->spf), letter (found->dmarc),
                               '\0' };

      g_test_message ("%s", rows[i].block);
      g_assert_cmpstr (results, ==, rows[i].results);
      g_assert_cmpint ("NCUR"[found->verdict], ==, rows[i].verdict);
      g_assert_cmpint (distrusted->verdict, ==, LOFT_AUTHENTICATION_NOT_KNOWN);
      while (length-- > 0)
        {
          g_autoptr (LoftAuthentication) cut =
            read_block (rows[i].block, length, "mx.test", 1, rows[i].domain);
        }
    }
}

/* Exchange Online names no server. */
static void
test_without_name (void)
{
  const char *block = AR "spf=pass (sender IP is 192.0.2.1)\n smtp.mailfrom=example.org; dkim=pass "
                         "(signature was verified)\n header.d=example.org;dmarc=pass action=none\n "
                         "header.from=example.org;compauth=pass reason=100\n";
  g_autoptr (LoftAuthentication) found = read_block (block, strlen (block), "", 0, "example.org");
  g_autoptr (LoftAuthentication) other =
    read_block (block, strlen (block), "mx.test", 0, "example.org");

  g_assert_cmpint (found->verdict, ==, LOFT_AUTHENTICATION_CONFIRMED);
  g_assert_cmpint (found->spf, ==, LOFT_AUTHENTICATION_PASSED);
  g_assert_cmpint (found->dkim, ==, LOFT_AUTHENTICATION_PASSED);
  g_assert_cmpint (found->dmarc, ==, LOFT_AUTHENTICATION_PASSED);
  g_assert_cmpstr (found->signed_domains[0], ==, "example.org");
  g_assert_cmpint (other->verdict, ==, LOFT_AUTHENTICATION_NOT_KNOWN);
}

static void
test_learning (void)
{
  static const struct {
    const char *blocks[3]; /* each so often: */
    guint n[3];
    const char *homes[3];
    const char *server; /* (nullable) */
    guint depth;
  } rows[] = {
    { { AR "mx.home.test; none\n" }, { 4 }, { "home.test" }, "home.test", 0 },
    { { AR "mx.home.test; none\n" }, { 3 }, { "home.test" }, NULL, 0 },
    { { RECEIVED AR "mx.home.test; none\n" }, { 9 }, { "home.test" }, "home.test", 1 },
    { { AR "mx.home.test; none\n", "Subject: x\n" }, { 6, 5 }, { "home.test" }, "home.test", 0 },
    { { AR "mx.home.test; none\n", "Subject: x\n" }, { 5, 5 }, { "home.test" }, NULL, 0 },
    { { AR "mx1.home.test; none\n", AR "mx2.home.test; none\n" },
      { 5, 5 },
      { "home.test" },
      "home.test",
      0 },
    /* a stranger's are deeper and do not count for how deep to believe */
    { { RECEIVED AR "home.test; none\n", RECEIVED RECEIVED AR "home.test; none\n" },
      { 6, 5 },
      { "home.test" },
      "home.test",
      1 },
    /* no relation: only above all that came from elsewhere */
    { { AR "relay.test; none\n" }, { 9 }, { "home.test" }, "relay.test", 0 },
    { { RECEIVED AR "relay.test; none\n" }, { 9 }, { "home.test" }, NULL, 0 },
    { { RECEIVED AR "xhome.test; none\n" }, { 9 }, { "home.test" }, NULL, 0 },
    { { RECEIVED AR "mx.google.com; none\n" }, { 9 }, { "imap.gmail.com" }, "google.com", 1 },
    { { RECEIVED AR "mx.google.com; none\n" }, { 9 }, { "home.test" }, NULL, 0 },
    { { RECEIVED AR "spf=pass\n" }, { 9 }, { "outlook.office365.com" }, "", 1 },
    { { RECEIVED AR "spf=pass\n" }, { 9 }, { "home.test" }, NULL, 0 },
    { { AR "spf=pass\n" }, { 9 }, { "home.test" }, NULL, 0 },
    { { AR "mx6.messagingengine.com; none\n" },
      { 9 },
      { "imap.fastmail.com" },
      "messagingengine.com",
      0 },
    { { RECEIVED AR "bimi.icloud.com; none\n", RECEIVED AR "dmarc.icloud.com; none\n" },
      { 5, 5 },
      { "imap.mail.me.com" },
      "icloud.com",
      1 },
    { { "Subject: x\n" }, { 9 }, { "home.test" }, NULL, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftAuthenticationLearner) learner =
        loft_authentication_learner_new (rows[i].homes);
      g_autoptr (LoftAuthenticationTrust) trust = NULL;

      for (gsize j = 0; j < 3 && rows[i].blocks[j] != NULL; j++)
        for (guint k = 0; k < rows[i].n[j]; k++)
          loft_authentication_learner_add (learner, rows[i].blocks[j], strlen (rows[i].blocks[j]));
      trust = loft_authentication_learner_finish (learner);
      g_test_message ("row %zu", i);
      g_assert_cmpstr (trust != NULL ? trust->server : NULL, ==, rows[i].server);
      if (trust != NULL)
        g_assert_cmpuint (trust->depth, ==, rows[i].depth);
    }
}

/* A hundred mails that bring a field of their own, to a server that writes one and to one that
 * does not: none is believed. */
static void
test_forged (void)
{
  static const char *const servers[] = { "mx.home.test", "home.test", "MX.HOME.TEST", "evil.test",
                                         "mx.home.test 1" };
  static const char *const claims[] = { "dkim=pass header.d=bank.test",
                                        "dmarc=pass header.from=bank.test",
                                        "spf=pass smtp.mailfrom=a@bank.test",
                                        "dkim=pass header.i=@bank.test; dmarc=pass" };
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (servers); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (claims); j++)
      for (guint copies = 1; copies <= 3; copies++)
        for (guint said = 0; said < 2; said++, n++)
          {
            g_autoptr (GString) block = g_string_new (RECEIVED);
            g_autoptr (LoftAuthentication) found = NULL;

            if (said)
              g_string_append (block, AR "mx.home.test; dkim=none; dmarc=fail header.from=x\n");
            g_string_append (block, RECEIVED);
            for (guint k = 0; k < copies; k++)
              g_string_append_printf (block, AR "%s; %s\n", servers[i], claims[j]);
            found = read_block (block->str, block->len, "home.test", 1, "bank.test");
            g_assert_cmpint (found->verdict, ==,
                             said ? LOFT_AUTHENTICATION_REJECTED : LOFT_AUTHENTICATION_NOT_KNOWN);
          }
  g_assert_cmpuint (n, >=, 100);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/authentication/results", test_results);
  g_test_add_func ("/authentication/without-name", test_without_name);
  g_test_add_func ("/authentication/learning", test_learning);
  g_test_add_func ("/authentication/forged", test_forged);
  return g_test_run ();
}
