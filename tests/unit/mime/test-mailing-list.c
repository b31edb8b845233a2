/* SPDX-License-Identifier: GPL-3.0-or-later */

/* List-* fields (RFC 2369, 2919, 8058). */

#include <string.h>

#include "loft-mime-mailing-list.h"

#define PAGE      "https://example.org/u?x=1"
#define ONE_CLICK "List-Unsubscribe-Post: List-Unsubscribe=One-Click\n"

static const char *const signers[] = { "example.org", NULL };

static LoftMailingList *
read_block (const char *block, gsize length)
{
  g_autofree char *copy = g_memdup2 (block, length);

  return loft_mime_mailing_list_read (copy != NULL ? copy : "", length, signers);
}

static const char *
field_of (const LoftMailingList *self, const char *name)
{
  const struct {
    const char *name;
    const char *value;
  } fields[] = {
    { "id", self->id },
    { "name", self->name },
    { "post", self->post },
    { "closed", self->is_closed ? "yes" : "no" },
    { "archive", self->archive },
    { "page", self->unsubscribe_page },
    { "address", self->unsubscribe_address },
    { "subject", self->unsubscribe_subject },
    { "one-click", self->is_one_click ? "yes" : "no" },
    { "signed", self->is_signed ? "yes" : "no" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strcmp (fields[i].name, name) == 0)
      return fields[i].value;
  g_assert_not_reached ();
}

static void
test_fields (void)
{
  static const struct {
    const char *block;
    const char *field; /* (nullable) no list at all */
    const char *value;
  } rows[] = {
    { "Subject: x\n", NULL, NULL },
    { "List-Owner: <mailto:a@example.org>\n", NULL, NULL },
    { "List-Id: <announce.example.org>\n", "id", "announce.example.org" },
    { "List-ID: Big News <announce.example.org>\n", "name", "Big News" },
    { "List-ID: \"Big News\" <announce.example.org>\n", "name", "Big News" },
    { "List-ID: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= <a.example.org>\n", "name", "Grüße" },
    { "List-ID: =?utf-8?Q?a=E2=80=AEb=0A?= <a.example.org>\n", "name", "ab" },
    { "List-Id: announce.example.org\n", "id", "announce.example.org" },
    { "List-Id: <\n", "id", "" },
    { "List-Post: <mailto:all@example.org>\n", "post", "all@example.org" },
    { "List-Post: <mailto:all%2bx@example.org?subject=x>\n", "post", "all+x@example.org" },
    { "List-Post: <mailto:a@b.org,c@d.org>\n", "post", "" },
    { "List-Post: <mailto:a%0d%0aBcc:x@example.org>\n", "post", "" },
    { "List-Post: <https://example.org/>\n", "post", "" },
    { "List-Post: <mailto>\n", "post", "" },
    { "List-Post: <>\n", "post", "" },
    { "List-Post: NO (closed)\n", "closed", "yes" },
    { "List-Post: nobody\n", "closed", "no" },
    { "List-Archive: <https://example.org/a/>\n", "archive", "https://example.org/a/" },
    { "List-Archive: <javascript:alert(1)>\n", "archive", "" },
    { "List-Archive: <file:///etc/passwd>\n", "archive", "" },
    { "List-Unsubscribe: <" PAGE ">\n", "page", PAGE },
    { "List-Unsubscribe: <mailto:u@example.org?subject=leave%20x>, <" PAGE ">\n", "page", PAGE },
    { "List-Unsubscribe: <mailto:u@example.org?subject=leave%20x>, <" PAGE ">\n", "address",
      "u@example.org" },
    { "List-Unsubscribe: <mailto:u@example.org?body=a&Subject=leave%20x>\n", "subject", "leave x" },
    { "List-Unsubscribe: <https://exa\n mple.org/u?x=1>\n", "page", "https://example.org/u?x=1" },
    { "List-Unsubscribe: <http://example.org/>, <" PAGE ">\n", "page", PAGE },
    { "List-Unsubscribe: <http://example.org/>\n", "page", "http://example.org/" },
    { "List-Unsubscribe: " PAGE "\n", "page", "" },
    { "List-Unsubscribe: <https://example.org@evil.test/>\n", "page", "" },
    { "List-Unsubscribe: <https://exam\xc3\xb6.org/>\n", "page", "" },
    { "List-Unsubscribe: <https:///x>\n", "page", "" },
    { "List-Unsubscribe: <ftp://example.org/>\n", "page", "" },
    { "List-Unsubscribe: <" PAGE ">\n", "one-click", "no" },
    { ONE_CLICK "List-Unsubscribe: <" PAGE ">\n", "one-click", "yes" },
    { "List-Unsubscribe-Post:   list-unsubscribe=one-click \nList-Unsubscribe: <" PAGE ">\n",
      "one-click", "yes" },
    { "List-Unsubscribe-Post: yes\nList-Unsubscribe: <" PAGE ">\n", "one-click", "no" },
    { ONE_CLICK "List-Unsubscribe: <http://example.org/>\n", "one-click", "no" },
    { ONE_CLICK "List-Unsubscribe: <mailto:u@example.org>\n", "one-click", "no" },
    { ONE_CLICK "List-Unsubscribe: <" PAGE ">\n", "signed", "no" },
    { ONE_CLICK "List-Unsubscribe: <" PAGE ">\nDKIM-Signature: v=1; d=example.org;\n"
                " h=From:List-Unsubscribe:List-Unsubscribe-Post; b=x\n",
      "signed", "yes" },
    { ONE_CLICK "List-Unsubscribe: <" PAGE ">\nDKIM-Signature: v=1; h = from : \n"
                " list-unsubscribe\n :List-Unsubscribe-Post; d = Example.org; b=x\n",
      "signed", "yes" },
    { ONE_CLICK "List-Unsubscribe: <" PAGE ">\nDKIM-Signature: v=1; d=example.org;\n"
                " h=From:List-Unsubscribe; b=x\n",
      "signed", "no" },
    { ONE_CLICK "List-Unsubscribe: <" PAGE ">\nDKIM-Signature: v=1; d=evil.test;\n"
                " h=From:List-Unsubscribe:List-Unsubscribe-Post; b=x\n",
      "signed", "no" },
    { ONE_CLICK "List-Unsubscribe: <" PAGE ">\nDKIM-Signature: v=1; dd=example.org;\n"
                " h=From:List-Unsubscribe:List-Unsubscribe-Post; b=x\n",
      "signed", "no" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gsize length = strlen (rows[i].block);
      g_autoptr (LoftMailingList) list = read_block (rows[i].block, length);

      g_test_message ("%s", rows[i].block);
      g_assert_true ((list != NULL) == (rows[i].field != NULL));
      if (list != NULL)
        g_assert_cmpstr (field_of (list, rows[i].field), ==, rows[i].value);
      while (length-- > 0)
        {
          g_autoptr (LoftMailingList) cut = read_block (rows[i].block, length);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mailing-list/fields", test_fields);
  return g_test_run ();
}
