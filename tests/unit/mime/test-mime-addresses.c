/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-address.h"
#include "loft-mime-address-count.h"
#include "loft-mime-addresses.h"
#include "loft-mime-gate.h"

static char *
read_all (const char *text, gsize length)
{
  g_autoptr (GPtrArray) addresses =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);
  GString *dump = g_string_new (NULL);

  loft_mime_addresses_read (addresses, text, length, NULL);
  for (guint i = 0; i < addresses->len; i++)
    {
      const LoftAddress *address = g_ptr_array_index (addresses, i);

      g_assert_true (g_utf8_validate (address->name, -1, NULL));
      g_assert_true (g_utf8_validate (address->email, -1, NULL));
      g_string_append_printf (dump, "%s%s<%s>", i > 0 ? "; " : "", address->name, address->email);
    }
  return g_string_free (dump, FALSE);
}

static const struct {
  const char *text;
  const char *expected;
} rows[] = {
  /* As the standard has it. */
  { "a@b.c", "<a@b.c>" },
  { "<a@b.c>", "<a@b.c>" },
  { "Ada <a@b.c>", "Ada<a@b.c>" },
  { "\"Ada B.\" <a@b.c>", "Ada B.<a@b.c>" },
  { "\"A \\\"B\\\" C\" <a@b.c>", "A \"B\" C<a@b.c>" },
  { "a@b.c, Ben <d@e.f>", "<a@b.c>; Ben<d@e.f>" },
  { "\"Doe, Ada\" <a@b.c>, d@e.f", "Doe, Ada<a@b.c>; <d@e.f>" },
  { "a@b.c (Ada (the first))", "Ada (the first)<a@b.c>" },
  { "Ada (work) <a@b.c>", "Ada (work)<a@b.c>" },
  { "\"a b\"@c.d", "<\"a b\"@c.d>" },
  { "<\"a b\"@c.d>", "<\"a b\"@c.d>" },
  { "x@[192.0.2.1]", "<x@[192.0.2.1]>" },
  { "x@[IPv6:2001:db8::1], y@z", "<x@[IPv6:2001:db8::1]>; <y@z>" },
  { "<@relay,@other:a@b.c>", "<a@b.c>" },
  { "Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>",
    "Pete (A nice ) chap)<pete@silly.test>" },
  { "a @ b . c", "<a@b.c>" },
  { "jdoe@test   . example", "<jdoe@test.example>" },
  { "", "" },
  { ", ,, ;;", "" },
  { "<>", "" },
  /* Groups. */
  { "undisclosed-recipients:;", "undisclosed-recipients<>" },
  { "Board: Ada <a@b.c>, d@e.f;", "Ada<a@b.c>; <d@e.f>" },
  { "g: a@b;, c@d", "<a@b>; <c@d>" },
  { "g: h: i: a@b;;;, c@d", "<a@b>; <c@d>" },
  { "one:;, two:;", "one<>; two<>" },
  { "mailto:a@b.c", "<a@b.c>" },
  /* Encoded words. */
  { "=?utf-8?Q?J=C3=B6rg?= <j@x.de>", "Jörg<j@x.de>" },
  { "=?utf-8?Q?J=C3=B6rg,_M?= <j@x.de>", "Jörg, M<j@x.de>" },
  { "=?utf-8?Q?a?= <a@b>, =?utf-8?Q?c?= <c@d>", "a<a@b>; c<c@d>" },
  { "\"=?utf-8?B?SsO2cmc=?=\" <j@x.de>", "Jörg<j@x.de>" },
  { "=?utf-8?Q?J=C3?= =?utf-8?Q?=B6rg?= <j@x>", "Jörg<j@x>" },
  { "=?utf-8?Q?a_<x@y>?= <a@b>", "a <x@y><a@b>" },
  { "=?gb2312?B?xOO6ww==?= <a@b>", "你好<a@b>" },
  /* As people and programs write it. */
  { "Doe, Ada <a@b.c>", "Doe, Ada<a@b.c>" },
  { "Ada a@b.c", "Ada<a@b.c>" },
  { "a@b.c d@e.f", "<a@b.c>; <d@e.f>" },
  { "a@b.c; d@e.f", "<a@b.c>; <d@e.f>" },
  { "<<a@b.c>>", "<a@b.c>" },
  { "Ada <a@b.c", "Ada<a@b.c>" },
  { "Ada <a@b.c, d@e.f", "Ada<a@b.c>; <d@e.f>" },
  { "\"Ada <a@b.c>, d@e.f", "Ada<a@b.c>; <d@e.f>" },
  { "Ada (unfinished <a@b.c>", "Ada (unfinished<a@b.c>" },
  { "'a@b.c' <a@b.c>", "<a@b.c>" },
  { "'Ada' <a@b.c>", "Ada<a@b.c>" },
  { "a@b.c <a@b.c>", "<a@b.c>" },
  { "MAILER-DAEMON", "<MAILER-DAEMON>" },
  { "MAILER-DAEMON (Mail Delivery System)", "Mail Delivery System<MAILER-DAEMON>" },
  { "root, a@b.c", "<root>; <a@b.c>" },
  { "no address at all", "no address at all<>" },
  { "a.b.@c", "<a.b.@c>" },
  { "a@b@c", "<a@b@c>" },
  { "J. Q. Public <j@x>", "J. Q. Public<j@x>" },
  { "Ada B. (x) C. <a@b>", "Ada B. (x) C.<a@b>" },
  { "<a@b> Ada", "Ada<a@b>" },
  { "J\xf6rg <j@x>", "Jörg<j@x>" },
  { "j\xc3\xb6rg@b\xc3\xbc" "cher.example", "<jörg@bücher.example>" },
  /* As people are deceived: what counts is what the last <> holds, undecoded. */
  { "=?utf-8?Q?ceo=40bank.example?= <m@evil>", "ceo@bank.example<m@evil>" },
  { "=?utf-8?Q?ceo=40bank.example=00?=@evil", "<=?utf-8?Q?ceo=40bank.example=00?=@evil>" },
  { "<=?utf-8?Q?ceo=40bank=0A?=@evil>", "<=?utf-8?Q?ceo=40bank=0A?=@evil>" },
  { "Bank <ceo@bank> <m@evil>", "Bank <ceo@bank><m@evil>" },
  { "\"ceo@bank\" <m@evil>", "ceo@bank<m@evil>" },
  { "\"Bank <ceo@bank>\" <m@evil>", "Bank <ceo@bank><m@evil>" },
  { "=?utf-8?Q?a=00b=0Ac=1Bd?= <m@evil>", "a\xef\xbf\xbd" "b c\xef\xbf\xbd" "d<m@evil>" },
  { "\xe2\x80\xae" "knab\xe2\x80\xac <m@evil>", "knab<m@evil>" },
  { "m\xe2\x80\x8b@evil", "<m\xef\xbf\xbd@evil>" },
  { "<m@evil\xe2\x80\xae.elpmaxe>", "<m@evil\xef\xbf\xbd.elpmaxe>" },
};

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *read = read_all (rows[i].text, strlen (rows[i].text));

      g_assert_cmpstr (read, ==, rows[i].expected);
    }
}

static void
test_cut (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize length = 0; length < strlen (rows[i].text); length++)
      {
        g_autofree char *copy = g_memdup2 (rows[i].text, length);
        g_autofree char *read = read_all (copy != NULL ? copy : "", length);
      }
}

static char *
repeat (const char *text, gsize n)
{
  GString *all = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    g_string_append (all, text);
  return g_string_free (all, FALSE);
}

/* Each of these stopped or slowed down some reader; here they must only end. */
static void
test_bombs (void)
{
  static const char *const units[] = {
    "g:", "(", "\"", "<", "\\", "=?a?q?", "=?", "=", ":;", "(a)", "a(", "<a@b>", "a ", "@", "[",
    ",", "\"a\"", "'", "=?utf-8?q?=?=",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autofree char *bomb = repeat (units[i], 200000 / strlen (units[i]));
      g_autofree char *read = read_all (bomb, strlen (bomb));
      g_autofree char *with_end = g_strconcat (bomb, "?= <a@b>", NULL);
      g_autofree char *read_with_end = read_all (with_end, strlen (with_end));
    }
}

static void
test_many (void)
{
  g_autofree char *text = repeat ("a@b,", 5000);
  g_autoptr (GPtrArray) addresses =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);

  loft_mime_addresses_read (addresses, text, strlen (text), NULL);
  g_assert_cmpuint (addresses->len, ==, loft_mime_limits.addresses);
  loft_mime_addresses_read (addresses, text, strlen (text), NULL);
  g_assert_cmpuint (addresses->len, ==, loft_mime_limits.addresses);
}

/* Beyond the limit only what is whole counts. */
static void
test_long (void)
{
  g_autofree char *name = repeat ("x", loft_mime_limits.address_header);
  g_autofree char *text = g_strdup_printf ("a@b, \"%s\" <c@d>", name);
  g_autofree char *read = read_all (text, strlen (text));

  g_assert_cmpstr (read, ==, "<a@b>");
}

static void
test_count (void)
{
  static const struct {
    const char *value;
    guint n;
  } counts[] = {
    { "", 0 },
    { "undisclosed-recipients:;", 0 },
    { "a@b", 1 },
    { "a@b, c@d", 2 },
    { "a@b,, ,c@d,", 2 },
    { "a@b; c@d", 2 },
    { "Foo, Bar <a@b>", 1 },
    { "\"Foo, a@b, c@d\" <a@b>", 1 },
    { "\"a\\\", x@y\" <a@b>, c@d", 2 },
    { "<a@b> (c@d, (e@f,) g@h), i@j", 2 },
    { "group: a@b, c@d; e@f", 3 },
    { "\"open, a@b, c@d", 0 },
    { "a@b,\r\n\tc@d", 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_test_message ("%s", counts[i].value);
      g_assert_cmpuint (loft_mime_address_count (counts[i].value, strlen (counts[i].value)), ==,
                        counts[i].n);
      for (gsize cut = 0; cut < strlen (counts[i].value); cut++)
        g_assert_cmpuint (loft_mime_address_count (counts[i].value, cut), <=, counts[i].n + 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mime/addresses/rows", test_rows);
  g_test_add_func ("/mime/addresses/cut", test_cut);
  g_test_add_func ("/mime/addresses/bombs", test_bombs);
  g_test_add_func ("/mime/addresses/many", test_many);
  g_test_add_func ("/mime/addresses/long", test_long);
  g_test_add_func ("/mime-addresses/count", test_count);
  return g_test_run ();
}
