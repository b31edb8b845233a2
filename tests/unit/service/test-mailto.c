/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What mailto: addresses may ask for, those of RFC 6068 among them, and what they may not. */

#include "loft-mailto.h"

#include <string.h>

typedef struct {
  const char *uri;
  const char *to; /* addresses joined by "|" */
  const char *cc;
  const char *bcc;
  const char *subject;
  const char *body;
  const char *in_reply_to; /* NULL: none */
} Row;

static const Row rows[] = {
  { "mailto:a@x.org", "a@x.org", "", "", "", "", NULL },
  { "MAILTO:a@x.org", "a@x.org", "", "", "", "", NULL },
  { "mailto:", "", "", "", "", "", NULL },
  { "mailto:?", "", "", "", "", "", NULL },
  { "mailto:a@x.org,b@x.org", "a@x.org|b@x.org", "", "", "", "", NULL },
  { "mailto:?to=a@x.org,b@x.org", "a@x.org|b@x.org", "", "", "", "", NULL },
  { "mailto:?to=a@x.org%2C%20b@x.org", "a@x.org|b@x.org", "", "", "", "", NULL },
  { "mailto:a@x.org?to=b@x.org", "a@x.org|b@x.org", "", "", "", "", NULL },
  { "mailto:a@x.org?cc=b@x.org", "a@x.org", "b@x.org", "", "", "", NULL },
  { "mailto:a@x.org?bcc=b@x.org", "a@x.org", "", "b@x.org", "", "", NULL },
  { "mailto:a@x.org?CC=b@x.org&Bcc=c@x.org", "a@x.org", "b@x.org", "c@x.org", "", "", NULL },
  { "mailto:a@x.org?cc=b@x.org&cc=c@x.org", "a@x.org", "b@x.org|c@x.org", "", "", "", NULL },
  /* RFC 6068, 6.1 */
  { "mailto:addr1@an.example,addr2@an.example", "addr1@an.example|addr2@an.example", "", "", "", "",
    NULL },
  { "mailto:infobot@example.com?subject=current-issue", "infobot@example.com", "", "",
    "current-issue", "", NULL },
  { "mailto:infobot@example.com?body=send%20current-issue", "infobot@example.com", "", "", "",
    "send current-issue", NULL },
  { "mailto:infobot@example.com?body=send%20current-issue%0D%0Asend%20index", "infobot@example.com",
    "", "", "", "send current-issue\nsend index", NULL },
  { "mailto:list@example.org?In-Reply-To=%3C3469A91.D10AF4C@example.com%3E", "list@example.org", "",
    "", "", "", "3469A91.D10AF4C@example.com" },
  { "mailto:majordomo@example.com?body=subscribe%20bamboo-l", "majordomo@example.com", "", "", "",
    "subscribe bamboo-l", NULL },
  { "mailto:joe@example.com?cc=bob@example.com&body=hello", "joe@example.com", "bob@example.com",
    "", "", "hello", NULL },
  { "mailto:gorby%25kremvax@example.com", "gorby%kremvax@example.com", "", "", "", "", NULL },
  { "mailto:unlikely%3Faddress@example.com?blat=foop", "unlikely?address@example.com", "", "", "",
    "", NULL },
  { "mailto:Mike%26family@example.org", "Mike&family@example.org", "", "", "", "", NULL },
  { "mailto:%22not%40me%22@example.org", "\"not@me\"@example.org", "", "", "", "", NULL },
  /* 6.2 */
  { "mailto:user@example.org?subject=caf%C3%A9", "user@example.org", "", "", "café", "", NULL },
  { "mailto:user@example.org?subject=%3D%3Futf-8%3FQ%3Fcaf%3DC3%3DA9%3F%3D", "user@example.org", "",
    "", "café", "", NULL },
  { "mailto:user@example.org?subject=%3D%3Fiso-8859-1%3FQ%3Fcaf%3DE9%3F%3D", "user@example.org", "",
    "", "café", "", NULL },
  { "mailto:user@example.org?subject=caf%C3%A9&body=caf%C3%A9", "user@example.org", "", "", "café",
    "café", NULL },
  { "mailto:user@%E7%B4%8D%E8%B1%86.example.org?subject=Test&body=NATTO", "user@納豆.example.org",
    "", "", "Test", "NATTO", NULL },
  /* Signs that are themselves here. */
  { "mailto:a+b@x.org?subject=1+1", "a+b@x.org", "", "", "1+1", "", NULL },
  { "mailto:a@x.org?subject=100%", "a@x.org", "", "", "100%", "", NULL },
  { "mailto:a@x.org?subject=%zz%4", "a@x.org", "", "", "%zz%4", "", NULL },
  { "mailto:a@x.org?subject=a%3Db=c", "a@x.org", "", "", "a=b=c", "", NULL },
  { "mailto:a@x.org?subject=x#fragment", "a@x.org", "", "", "x", "", NULL },
  { "mailto:a@x.org?subject=x&amp;body=y", "a@x.org", "", "", "x", "y", NULL },
  { "mailto:a@x.org?subject=first&subject=second", "a@x.org", "", "", "first", "", NULL },
  { "mailto:a@x.org?subject", "a@x.org", "", "", "", "", NULL },
  { "mailto:a@x.org?=x&&body=y", "a@x.org", "", "", "", "y", NULL },
  { "mailto:Eva%20Adler%20%3Ceva@x.org%3E", "eva@x.org", "", "", "", "", NULL },
  { "mailto:no-address", "no-address", "", "", "", "", NULL },
  /* What strangers may not ask for. */
  { "mailto:a@x.org?attach=/etc/passwd&subject=s", "a@x.org", "", "", "s", "", NULL },
  { "mailto:a@x.org?attachment=file:///etc/passwd", "a@x.org", "", "", "", "", NULL },
  { "mailto:a@x.org?from=boss@x.org&reply-to=b@x.org", "a@x.org", "", "", "", "", NULL },
  { "mailto:a@x.org?references=%3Cx@y%3E&message-id=%3Cm@y%3E", "a@x.org", "", "", "", "", NULL },
  { "mailto:a@x.org?subject=x%0D%0ABcc:%20b@x.org", "a@x.org", "", "", "x Bcc: b@x.org", "", NULL },
  { "mailto:a@x.org?subject=x%00y", "a@x.org", "", "", "x\xef\xbf\xbdy", "", NULL },
  { "mailto:a@x.org?body=a%00b%07c%1Bd%09e", "a@x.org", "", "", "",
    "a\xef\xbf\xbd"
    "bcd\te",
    NULL },
  { "mailto:a@x.org?body=a%0Ab%0Dc", "a@x.org", "", "", "", "a\nb\nc", NULL },
  { "mailto:a@x.org?in-reply-to=%3Ca@b%3E%0D%0AX:y", "a@x.org", "", "", "", "", NULL },
  { "mailto:a@x.org?in-reply-to=%3Ca%20b@c%3E", "a@x.org", "", "", "", "", NULL },
  { "mailto:a@x.org?in-reply-to=a@b", "a@x.org", "", "", "", "", NULL },
  { "mailto:a@x.org?in-reply-to=%3C%3E", "a@x.org", "", "", "", "", NULL },
  { "mailto:a@x.org?subject=%FF%FE", "a@x.org", "", "", "\xef\xbf\xbd\xef\xbf\xbd", "", NULL },
  { "mailto:a@x.org?subject=a%E2%80%AEb", "a@x.org", "", "", "ab", "", NULL },
};

static char *
join (GPtrArray *addresses)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < addresses->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "|" : "",
                            ((LoftAddress *) g_ptr_array_index (addresses, i))->email);
  return g_string_free (text, FALSE);
}

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftDraft) draft = loft_mailto_read (rows[i].uri);
      g_autofree char *to = NULL;
      g_autofree char *cc = NULL;
      g_autofree char *bcc = NULL;

      g_test_message ("%s", rows[i].uri);
      g_assert_nonnull (draft);
      to = join (draft->to);
      cc = join (draft->cc);
      bcc = join (draft->bcc);
      g_assert_cmpstr (to, ==, rows[i].to);
      g_assert_cmpstr (cc, ==, rows[i].cc);
      g_assert_cmpstr (bcc, ==, rows[i].bcc);
      g_assert_cmpstr (draft->subject, ==, rows[i].subject);
      g_assert_cmpstr (draft->text, ==, rows[i].body);
      g_assert_cmpstr (draft->in_reply_to, ==, rows[i].in_reply_to);
      g_assert_cmpuint (draft->parts->len, ==, 0);
      g_assert_cmpuint (draft->reply_to->len, ==, 0);
      g_assert_null (draft->from);
    }
}

static void
test_others (void)
{
  static const char *const others[] = { "", "mail:a@x.org", "http://x.org", "mailto",
                                        " mailto:a@b" };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_null (loft_mailto_read (others[i]));
}

/* Cut at every length, and far too long. */
static void
test_cut (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      for (gsize length = strlen ("mailto:"); length < strlen (rows[i].uri); length++)
        {
          g_autofree char *uri = g_strndup (rows[i].uri, length);
          g_autoptr (LoftDraft) draft = loft_mailto_read (uri);

          g_assert_true (g_utf8_validate (draft->subject, -1, NULL));
          g_assert_null (strpbrk (draft->subject, "\r\n"));
        }
    }
}

static void
test_long (void)
{
  g_autoptr (GString) uri = g_string_new ("mailto:");
  g_autoptr (LoftDraft) draft = NULL;

  for (guint i = 0; i < 200000; i++)
    g_string_append (uri, "a@x.org,");
  g_string_append (uri, "?subject=x");
  draft = loft_mailto_read (uri->str);
  g_assert_cmpuint (draft->to->len, >, 0);
  g_assert_cmpstr (draft->subject, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mailto/rows", test_rows);
  g_test_add_func ("/mailto/others", test_others);
  g_test_add_func ("/mailto/cut", test_cut);
  g_test_add_func ("/mailto/long", test_long);
  return g_test_run ();
}
