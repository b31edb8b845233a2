/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>

#include "loft-vcard-object.h"

#define CARD(version, lines) "BEGIN:VCARD\r\nVERSION:" version "\r\n" lines "END:VCARD\r\n"

static const struct {
  const char *card;
  guint version;
  const char *converted;
} rows[] = {
  { CARD ("3.0", "FN:A\r\nX-A:b\r\n"), 3, CARD ("3.0", "FN:A\r\nX-A:b\r\n") },
  { CARD ("2.1", "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=85s;P=C3=A4r\r\nTEL;PREF;CELL:1\r\n"
                 "NOTE;QUOTED-PRINTABLE:a=0D=0Ab, c\r\nX-CLASS:x\r\nEMAIL;INTERNET:a@b\r\n"
                 "PHOTO;GIF;BASE64:AAAA\r\n"),
    3,
    CARD ("3.0", "N:Ås;Pär\r\nTEL;TYPE=cell;TYPE=pref:1\r\nNOTE:a\\nb\\, c\r\nX-CLASS:x\r\n"
                 "EMAIL;TYPE=INTERNET:a@b\r\nPHOTO;ENCODING=b;TYPE=gif:AAAA\r\nFN:Pär Ås\r\n") },
  { CARD (
      "2.1",
      "N:B;A\r\nFN:A B\r\nAGENT:\r\nBEGIN:VCARD\r\nVERSION:2.1\r\nN:F\r\nFN:F\r\nEND:VCARD\r\n"),
    3,
    CARD ("3.0", "N:B;A\r\nFN:A B\r\n"
                 "AGENT:BEGIN:VCARD\\nVERSION:3.0\\nN:F\\nFN:F\\nEND:VCARD\\n\r\n") },
  { CARD ("3.0", "FN:A\r\nN:A\r\nEMAIL;TYPE=INTERNET;TYPE=home;TYPE=pref:a@b\r\n"
                 "PHOTO;ENCODING=b;TYPE=GIF:AAAA\r\nGEO:1;2\r\nX-A;B=C:d\r\n"
                 "BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-12\r\nREV:2024-05-01T10:00:00Z\r\n"
                 "X-ADDRESSBOOKSERVER-KIND:group\r\nX-ADDRESSBOOKSERVER-MEMBER:urn:uuid:1\r\n"),
    4,
    CARD ("4.0", "FN:A\r\nN:A\r\nEMAIL;TYPE=home;PREF=1:a@b\r\nPHOTO:data:image/gif;base64,AAAA\r\n"
                 "GEO:geo:1,2\r\nX-A;B=C:d\r\nBDAY:--0412\r\nREV:20240501T100000Z\r\n"
                 "KIND:group\r\nMEMBER:urn:uuid:1\r\n") },
  { CARD ("4.0", "FN:A\r\nEMAIL;TYPE=home;PREF=1:a@b\r\nEMAIL;PREF=2:c@d\r\n"
                 "PHOTO:data:image/gif;base64,AAAA\r\nLOGO:http://example.org/\r\n"
                 "TEL;VALUE=uri;TYPE=\"work,cell\":tel:+1-2\r\nGEO:geo:1,2;u=3\r\nX-A:d\r\n"
                 "BDAY:--0412\r\nANNIVERSARY:20090808\r\nKIND:group\r\nMEMBER:urn:uuid:1\r\n"),
    3,
    CARD ("3.0", "FN:A\r\nEMAIL;TYPE=home;TYPE=pref:a@b\r\nEMAIL:c@d\r\n"
                 "PHOTO;ENCODING=b;TYPE=GIF:AAAA\r\nLOGO;VALUE=uri:http://example.org/\r\n"
                 "TEL;TYPE=work;TYPE=cell:+1-2\r\nGEO:1;2\r\nX-A:d\r\n"
                 "BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-12\r\nANNIVERSARY:2009-08-08\r\nN:;;;;\r\n"
                 "X-ADDRESSBOOKSERVER-KIND:group\r\nX-ADDRESSBOOKSERVER-MEMBER:urn:uuid:1\r\n") },
  { "no card", 3, "no card" },
};

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) raw = g_bytes_new (rows[i].card, strlen (rows[i].card));
      g_autoptr (GBytes) converted = loft_vcard_convert (raw, rows[i].version);
      g_autofree char *text =
        g_strndup (g_bytes_get_data (converted, NULL), g_bytes_get_size (converted));
      g_auto (GStrv) folds = g_strsplit (text, "\r\n ", -1);
      g_autofree char *unfolded = g_strjoinv ("", folds);

      g_assert_cmpstr (unfolded, ==, rows[i].converted);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vcard/convert/rows", test_rows);
  return g_test_run ();
}
