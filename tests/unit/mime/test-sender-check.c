/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Odd senders and host names of other letters. */

#include <string.h>

#include "loft-mime-domain.h"
#include "loft-mime-sender-check.h"

enum {
  NOBODY = LOFT_SENDER_NO_AUTHOR,
  SEVERAL = LOFT_SENDER_SEVERAL_AUTHORS,
  OTHER = LOFT_SENDER_OTHER_SENDER,
  NAMED = LOFT_SENDER_NAME_IS_ADDRESS,
  HIDDEN = LOFT_SENDER_HIDDEN_CHARACTERS,
  BAD = LOFT_SENDER_BAD_ADDRESS,
  MIXED = LOFT_SENDER_MIXED_DOMAIN,
  ALIKE = LOFT_SENDER_LOOK_ALIKE_DOMAIN,
  REPLY = LOFT_SENDER_REPLY_ELSEWHERE,
};

static LoftSenderCheck *
check (const char *block, gsize length)
{
  g_autofree char *copy = g_memdup2 (block, length); /* nothing behind its end may be read */

  return loft_mime_sender_check_read (copy != NULL ? copy : "", length);
}

static void
test_oddities (void)
{
  static const struct {
    const char *block;
    guint oddities;
    const char *address; /* shown */
    const char *detail; /* (nullable) the pretended, Sender's or Reply-To's address */
  } rows[] = {
    { "From: Ada <ada@example.org>\r\n", 0, "ada@example.org", NULL },
    { "From: ada@EXAMPLE.org\n", 0, "ada@example.org", NULL },
    { "From: \"Ada, Jörg\" <ada@example.org>\n", 0, "ada@example.org", NULL },
    { "Subject: x\n", NOBODY, "", NULL },
    { "From: \n", NOBODY, "", NULL },
    { "From: Ada\n", 0, "Ada", NULL },
    { "From: undisclosed:;\n", NOBODY, "", NULL },
    { "From: a@example.org, b@example.net\n", SEVERAL, "a@example.org", NULL },
    { "From: a@example.org\nFrom: b@example.net\n", SEVERAL, "a@example.org", NULL },
    { "From: a@example.org\nFrom: a@example.org\n", SEVERAL, "a@example.org", NULL },
    { "From: a@example.org\nSender: b@example.net\n", OTHER, "a@example.org", "b@example.net" },
    { "From: a@example.org\nSender: b@mail.example.org\n", 0, "a@example.org", NULL },
    { "From: a@mail.example.org\nSender: b@example.org\n", 0, "a@mail.example.org", NULL },
    { "From: \"boss@bank.example\" <x@evil.test>\n", NAMED, "x@evil.test", "boss@bank.example" },
    { "From: \"x@evil.test\" <x@evil.test>\n", 0, "x@evil.test", NULL },
    { "From: Bank <boss@bank.example> <x@evil.test>\n", NAMED, "x@evil.test", "boss@bank.example" },
    { "From: =?utf-8?Q?boss=40bank.example?= <x@evil.test>\n", NAMED, "x@evil.test",
      "boss@bank.example" },
    { "From: \"Ada @ Example\" <ada@example.org>\n", 0, "ada@example.org", NULL },
    { "From: \"ada via a@b\" <x@evil.test>\n", 0, "x@evil.test", NULL },
    { "From: =?utf-8?Q?Ada=00?= <x@evil.test>\n", HIDDEN, "x@evil.test", NULL },
    { "From: =?utf-8?B?QWRhAEFkYQ==?= <x@evil.test>\n", HIDDEN, "x@evil.test", NULL },
    { "From: =?utf-8?Q?Ada=0D=0ASubject:_x?= <x@evil.test>\n", HIDDEN, "x@evil.test", NULL },
    { "From: =?utf-8?Q?Ada=0Ax?= <x@evil.test>\n", HIDDEN, "x@evil.test", NULL },
    { "From: =?utf-8?Q?Ada=09x?= <x@evil.test>\n", HIDDEN, "x@evil.test", NULL },
    { "From: Ada\tKing <ada@example.org>\n", 0, "ada@example.org", NULL },
    { "From: Ada\r\n\tKing <ada@example.org>\r\n", 0, "ada@example.org", NULL },
    { "From: =?utf-8?Q?a=E2=80=AEb?= <x@evil.test>\n", HIDDEN, "x@evil.test", NULL }, /* RLO */
    { "From: =?utf-8?Q?a=E2=81=A6b?= <x@evil.test>\n", HIDDEN, "x@evil.test", NULL }, /* LRI */
    { "From: =?utf-8?Q?a=E2=80=8Bb?= <x@evil.test>\n", HIDDEN, "x@evil.test", NULL },
    { "From: =?utf-8?Q?a=E3=85=A4b?= <x@evil.test>\n", HIDDEN, "x@evil.test", NULL },
    { "From: =?utf-8?Q?a=E2=A0=80b?= <x@evil.test>\n", HIDDEN, "x@evil.test", NULL },
    { "From: =?utf-8?Q?=D7=90=E2=80=8F?= <a@example.org>\n", 0, "a@example.org", NULL },
    { "From: =?utf-8?b?cG90dXM=?=@evil.test\n", BAD, "=?utf-8?b?cG90dXM=?=@evil.test", NULL },
    { "From: <=?utf-8?Q?a=40b=2Eorg=00?=@evil.test>\n", BAD | HIDDEN,
      "=?utf-8?Q?a=40b=2Eorg=00?=@evil.test", NULL },
    { "From: a\xe2\x80\x8b"
      "b@example.org\n",
      BAD | HIDDEN,
      "a\xef\xbf\xbd"
      "b@example.org",
      NULL },
    { "From: a@\xd1\x80\xd0\xb0\xd1\x83\xd1\x80\xd0\xb0l.com\n", MIXED, "a@xn--l-7sba6dbr.com",
      NULL },
    { "From: a@xn--80ak6aa92e.com\n", ALIKE, "a@xn--80ak6aa92e.com", NULL },
    { "From: a@b\xc3\xbc"
      "cher.example\n",
      0,
      "a@b\xc3\xbc"
      "cher.example",
      NULL },
    { "From: a@xn--bcher-kva.example\n", 0,
      "a@b\xc3\xbc"
      "cher.example",
      NULL },
    { "From: a@example.org\nReply-To: b@evil.test\n", REPLY, "a@example.org", "b@evil.test" },
    { "From: a@example.org\nReply-To: a@example.org, b@evil.test\n", REPLY, "a@example.org",
      "b@evil.test" },
    { "From: a@example.org\nReply-To: b@lists.example.org\n", 0, "a@example.org", NULL },
    { "From: a@example.org\nReply-To: b@xexample.org\n", REPLY, "a@example.org", "b@xexample.org" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gsize length = strlen (rows[i].block);
      g_autoptr (LoftSenderCheck) found = check (rows[i].block, length);
      const char *detail = found->named_address[0] != '\0' ? found->named_address
                           : found->sender[0] != '\0'      ? found->sender
                                                           : found->reply_to;

      g_test_message ("%s", rows[i].block);
      g_assert_cmphex (found->oddities, ==, rows[i].oddities);
      g_assert_cmpstr (found->address, ==, rows[i].address);
      g_assert_cmpstr (detail, ==, rows[i].detail != NULL ? rows[i].detail : "");
      if ((rows[i].oddities & SEVERAL) != 0)
        g_assert_cmpstr (found->domain, ==, "");
      while (length-- > 0)
        {
          g_autoptr (LoftSenderCheck) cut = check (rows[i].block, length);

          g_assert_true (g_utf8_validate (cut->address, -1, NULL));
        }
    }
}

static void
test_domains (void)
{
  static const struct {
    const char *domain;
    LoftDomainLook look;
    const char *shown;
  } rows[] = {
    { "", LOFT_DOMAIN_PLAIN, "" },
    { "Example.ORG", LOFT_DOMAIN_PLAIN, "example.org" },
    { "münchen.example", LOFT_DOMAIN_PLAIN, "münchen.example" },
    { "xn--mnchen-3ya.example", LOFT_DOMAIN_PLAIN, "münchen.example" },
    { "пример.рф", LOFT_DOMAIN_PLAIN, "пример.рф" },
    { "сосо.рф", LOFT_DOMAIN_PLAIN, "сосо.рф" }, /* at home under its own top level */
    { "яндекс.com", LOFT_DOMAIN_PLAIN, "яндекс.com" },
    { "例え.jp", LOFT_DOMAIN_PLAIN, "例え.jp" },
    { "テストtest漢字.jp", LOFT_DOMAIN_PLAIN, "テストtest漢字.jp" },
    { "한국kr.kr", LOFT_DOMAIN_PLAIN, "한국kr.kr" },
    { "παράδειγμα.gr", LOFT_DOMAIN_PLAIN, "παράδειγμα.gr" },
    { "مثال.example", LOFT_DOMAIN_PLAIN, "مثال.example" },
    { "आप.example", LOFT_DOMAIN_PLAIN, "आप.example" },
    { "аррӏе.com", LOFT_DOMAIN_LOOK_ALIKE, "xn--80ak6aa92e.com" },
    { "ѕсоре.com", LOFT_DOMAIN_LOOK_ALIKE, "xn--e1argc3h.com" },
    { "pаypal.com", LOFT_DOMAIN_MIXED, "xn--pypal-4ve.com" }, /* Cyrillic а */
    { "gοοgle.com", LOFT_DOMAIN_MIXED, "xn--ggle-0nda.com" }, /* Greek ο */
    { "lοve한.com", LOFT_DOMAIN_MIXED, NULL },
    { "a⁄b.com", LOFT_DOMAIN_MIXED, NULL },
    { "bank.com⁄login.evil.test", LOFT_DOMAIN_MIXED, NULL },
    { "paypa\xc4\xb1.com", LOFT_DOMAIN_LOOK_ALIKE, NULL }, /* ı */
    { "goo\xc9\xa1le.com", LOFT_DOMAIN_LOOK_ALIKE, NULL }, /* ɡ */
    { "xn--\xff", LOFT_DOMAIN_MIXED, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      LoftDomainLook look;
      g_autofree char *valid = g_utf8_make_valid (rows[i].domain, -1);
      g_autofree char *shown = loft_mime_domain_show (valid, &look);

      g_test_message ("%s → %s", valid, shown);
      g_assert_cmpint (look, ==, rows[i].look);
      if (rows[i].shown != NULL)
        g_assert_cmpstr (shown, ==, rows[i].shown);
    }
}

/* Latin names with one letter exchanged for one that looks the same. */
static void
test_exchanged_letters (void)
{
  static const struct {
    char latin;
    const char *other[3];
  } pairs[] = {
    { 'a', { "а", "α", "ɑ" } },  { 'c', { "с", NULL } },      { 'e', { "е", NULL } },
    { 'g', { "ɡ", "ց", NULL } }, { 'h', { "һ", "հ", NULL } }, { 'i', { "і", "ı", "ι" } },
    { 'j', { "ј", NULL } },      { 'k', { "к", "κ", NULL } }, { 'n', { "ո", NULL } },
    { 'o', { "о", "ο", "օ" } },  { 'p', { "р", "ρ", NULL } }, { 's', { "ѕ", NULL } },
    { 'u', { "υ", "ս", NULL } }, { 'v', { "ν", "ѵ", NULL } }, { 'w', { "ԝ", "ω", NULL } },
    { 'x', { "х", NULL } },      { 'y', { "у", NULL } },      { 'd', { "ԁ", NULL } },
  };
  static const char *const names[] = { "facebook",  "google",       "paypal",    "microsoft",
                                       "amazon",    "apple",        "wikipedia", "netflix",
                                       "dropbox",   "linkedin",     "instagram", "whatsapp",
                                       "yahoo",     "ebay",         "github",    "volksbank",
                                       "sparkasse", "deutschepost", "discover",  "chase" };
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (pairs); j++)
      for (gsize k = 0; k < 3 && pairs[j].other[k] != NULL; k++)
        {
          const char *at = strchr (names[i], pairs[j].latin);
          g_autofree char *domain = NULL;
          g_autofree char *shown = NULL;
          LoftDomainLook look;

          if (at == NULL)
            continue;
          domain = g_strdup_printf ("%.*s%s%s.com", (int) (at - names[i]), names[i],
                                    pairs[j].other[k], at + 1);
          shown = loft_mime_domain_show (domain, &look);
          if (look == LOFT_DOMAIN_PLAIN)
            g_error ("%s is not noticed", domain);
          g_assert_nonnull (strstr (shown, "xn--"));
          n++;
        }
  g_test_message ("%u names", n);
  g_assert_cmpuint (n, >=, 120);
}

static void
test_many (void)
{
  g_autoptr (GString) block = g_string_new (NULL);
  g_autoptr (LoftSenderCheck) found = NULL;

  for (guint i = 0; i < 200000; i++)
    g_string_append (block, "From: \"a@b.c@d.e@f.g\" <x@evil.test>\n");
  found = check (block->str, block->len);
  g_assert_cmphex (found->oddities & SEVERAL, ==, SEVERAL);
  g_string_assign (block, "From: \"");
  for (guint i = 0; i < 500000; i++)
    g_string_append (block, "@a");
  g_string_append (block, "\" <x@evil.test>\n");
  loft_sender_check_free (g_steal_pointer (&found));
  found = check (block->str, block->len);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sender-check/oddities", test_oddities);
  g_test_add_func ("/sender-check/domains", test_domains);
  g_test_add_func ("/sender-check/exchanged-letters", test_exchanged_letters);
  g_test_add_func ("/sender-check/many", test_many);
  return g_test_run ();
}
