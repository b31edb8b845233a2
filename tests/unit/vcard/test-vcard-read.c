/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>

#include "loft-contact-text.h"
#include "loft-error.h"
#include "loft-vcard-object.h"

#define CARD(version, lines) "BEGIN:VCARD\r\nVERSION:" version "\r\n" lines "END:VCARD\r\n"
#define GIF                  "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
#define GIF_LENGTH           "42"

static GBytes *
bytes_of (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static const struct {
  const char *name;
  const char *card;
  const char *says;
} rows[] = {
  { "apple",
    CARD ("3.0", "PRODID:-//Apple Inc.//macOS 14.5//EN\r\n"
                 "N:Adler;Eva;Maria;Dr.;\r\nFN:Dr. Eva Maria Adler\r\nNICKNAME:Evi\r\n"
                 "ORG:Spring Fair;Programme;\r\nTITLE:Director\r\n"
                 "item1.EMAIL;type=INTERNET;type=pref:eva@example.org\r\n"
                 "item1.X-ABLabel:_$!<Other>!$_\r\n"
                 "EMAIL;type=INTERNET;type=HOME:adler@example.net\r\n"
                 "TEL;type=CELL;type=VOICE;type=pref:+43 660 1234567\r\n"
                 "item2.ADR;type=HOME;type=pref:;;Ringstra\xc3\x9f"
                 "e 1\\nTop 4;Wien;;1010;Austria\r\n"
                 "item2.X-ABADR:at\r\n"
                 "item3.URL;type=pref:http\\://example.org/eva\r\n"
                 "item3.X-ABLabel:_$!<HomePage>!$_\r\n"
                 "BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-12\r\n"
                 "item4.X-ABRELATEDNAMES;type=pref:Jan Novak\r\n"
                 "item4.X-ABLabel:_$!<Spouse>!$_\r\n"
                 "item5.X-ABDATE;type=pref:2011-06-18\r\n"
                 "item5.X-ABLabel:_$!<Anniversary>!$_\r\n"
                 "IMPP;X-SERVICE-TYPE=Jabber;type=HOME;type=pref:xmpp:eva@example.org\r\n"
                 "X-SOCIALPROFILE;type=twitter:https://example.com/eva\r\n"
                 "NOTE:Two\\nlines\\, one note\r\n"
                 "PHOTO;ENCODING=b;TYPE=GIF:R0lGODlhAQABAIAAAAAAAP///yH5BAEA\r\n"
                 " AAAALAAAAAABAAEAAAIBRAA7\r\n"
                 "UID:7A1F-11\r\nX-ABUID:AB:ABPerson\r\nREV:2024-05-01T10:00:00Z\r\n"),
    "uid 7A1F-11\nfn Dr. Eva Maria Adler\nn Adler;Eva;Maria;Dr.;\nnickname Evi\n"
    "org Spring Fair;Programme\ntitle Director\n"
    "EMAIL[/Other!1] eva@example.org\nEMAIL[home] adler@example.net\n"
    "TEL[cell,voice!1] +43 660 1234567\nADR[home!1] ||Ringstraße 1, Top 4|Wien||1010|Austria\n"
    "URL[/HomePage!1] http://example.org/eva\nBDAY[] --04-12\nRELATED[/Spouse!1] Jan Novak\n"
    "ANNIVERSARY[!1] 2011-06-18\nIMPP[home!1] xmpp:eva@example.org\n"
    "X-SOCIALPROFILE[twitter] https://example.com/eva\nNOTE[] Two|lines, one note\n"
    "photo " GIF_LENGTH "\nrev 1714557600\n" },
  { "apple company",
    CARD ("3.0", "N:;;;;\r\nORG:Canteen Ltd.;\r\nX-ABShowAs:COMPANY\r\n"
                 "TEL;type=WORK;type=pref:01/234\r\n"),
    "fn Canteen Ltd.\norg Canteen Ltd.;\nTEL[work!1] 01/234\n" },
  { "apple group",
    CARD ("3.0", "N:Choir\r\nFN:Choir\r\nX-ADDRESSBOOKSERVER-KIND:group\r\n"
                 "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:a\r\n"
                 "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:b\r\nUID:g\r\n"),
    "uid g\nkind group\nfn Choir\nn Choir;;;;\nmembers urn:uuid:a,urn:uuid:b\n" },
  { "google",
    CARD ("3.0", "FN:Jan Novak\r\nN:Novak;Jan;;;\r\n"
                 "EMAIL;TYPE=INTERNET;TYPE=WORK:jan@example.com\r\n"
                 "item1.TEL:+420 123\r\nitem1.X-ABLabel:Cottage\r\n"
                 "item2.URL:https\\://example.com/a\\,b\r\nitem2.X-ABLabel:PROFILE\r\n"
                 "BDAY:19850412\r\nCATEGORIES:myContacts,Choir\r\n"
                 "PHOTO:https://example.com/photo.jpg\r\n"),
    "fn Jan Novak\nn Novak;Jan;;;\nEMAIL[work] jan@example.com\nTEL[/Cottage] +420 123\n"
    "URL[/PROFILE] https://example.com/a,b\nBDAY[] 1985-04-12\ncategories myContacts,Choir\n"
    "photo-uri https://example.com/photo.jpg\n" },
  { "outlook 2.1",
    CARD ("2.1",
          "N;LANGUAGE=de;CHARSET=Windows-1252:M\xfcller;J\xf6rg\r\n"
          "FN;CHARSET=Windows-1252:J\xf6rg M\xfcller\r\nORG:Firma;Einkauf\r\n"
          "TEL;WORK;VOICE:(01) 23 45\r\nTEL;CELL;VOICE:0660 1\r\n"
          "ADR;WORK;PREF;ENCODING=QUOTED-PRINTABLE:;;Hauptplatz 3=0D=0AHof 2;Graz;;8010;=\r\n"
          "=D6sterreich\r\n"
          "LABEL;WORK;PREF;ENCODING=QUOTED-PRINTABLE:Hauptplatz 3=0D=0A8010 Graz\r\n"
          "EMAIL;PREF;INTERNET:joerg@example.com\r\n"
          "PHOTO;TYPE=GIF;ENCODING=BASE64:\r\n"
          " R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAAB\r\n AAEAAAIBRAA7\r\n\r\n"
          "X-MS-OL-DEFAULT-POSTAL-ADDRESS:2\r\nREV:20100518T141210Z\r\n"),
    "fn Jörg Müller\nn Müller;Jörg;;;\norg Firma;Einkauf\nTEL[work,voice] (01) 23 45\n"
    "TEL[cell,voice] 0660 1\nADR[work!1] ||Hauptplatz 3, Hof 2|Graz||8010|Österreich\n"
    "EMAIL[!1] joerg@example.com\nphoto " GIF_LENGTH "\nrev 1274191930\n" },
  { "nokia 2.1",
    CARD ("2.1",
          "REV:20060102T030405Z\r\nN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=C3=85s;P=C3=A4r\r\n"
          "TEL;PREF;CELL;VOICE:+358401234567\r\nTEL;HOME;VOICE:09123\r\n"
          "NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:one=0Atwo =\r\nthree\r\n"
          "X-CLASS:private\r\n"),
    "fn Pär Ås\nn Ås;Pär;;;\nTEL[cell,voice!1] +358401234567\nTEL[home,voice] 09123\n"
    "NOTE[] one|two three\nrev 1136171045\n" },
  { "agent 2.1",
    CARD ("2.1", "N:Chief;Big\r\nAGENT:\r\nBEGIN:VCARD\r\nVERSION:2.1\r\nN:Friday;Fred\r\n"
                 "TEL;WORK;VOICE:1\r\nEND:VCARD\r\nTEL;WORK:2\r\n"),
    "fn Big Chief\nn Chief;Big;;;\nTEL[work] 2\n" },
  { "shift_jis 2.1",
    CARD ("2.1", "N;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=8E=52=93=63;=91=BE=98=59\r\n"),
    "fn 太郎 山田\nn 山田;太郎;;;\n" },
  { "nextcloud 4",
    CARD ("4.0", "PRODID:-//Nextcloud Contacts v6\r\nUID:urn:uuid:4fbe8971\r\nFN:Ida Berg\r\n"
                 "N:Berg;Ida;Anna,Lise;;\r\nEMAIL;TYPE=HOME;PREF=1:ida@example.com\r\n"
                 "TEL;VALUE=uri;TYPE=\"work,cell\":tel:+47-22-33;ext=4\r\n"
                 "ADR;TYPE=HOME;LABEL=\"Storgata 1\\n0155 Oslo\":;;Storgata 1;Oslo;;0155;Norge\r\n"
                 "BDAY;VALUE=DATE:--0503\r\nANNIVERSARY:20090808\r\nGENDER:F\r\n"
                 "RELATED;TYPE=spouse:urn:uuid:77\r\nGEO:geo:59.9,10.7\r\n"
                 "IMPP;TYPE=home:matrix:@ida:example.com\r\nKIND:individual\r\n"
                 "PHOTO:data:image/gif;base64\\," GIF "\r\nREV:20240501T100000Z\r\n"),
    "uid urn:uuid:4fbe8971\nfn Ida Berg\nn Berg;Ida;Anna,Lise;;\nEMAIL[home!1] ida@example.com\n"
    "TEL[work,cell] +47-22-33 ext. 4\nADR[home] ||Storgata 1|Oslo||0155|Norge\nBDAY[] --05-03\n"
    "ANNIVERSARY[] 2009-08-08\nGENDER[] F\nRELATED[spouse] urn:uuid:77\nGEO[] 59.9,10.7\n"
    "IMPP[home] matrix:@ida:example.com\nphoto " GIF_LENGTH "\nrev 1714557600\n" },
  { "group 4",
    CARD ("4.0", "KIND:group\r\nFN:The Doe family\r\nMEMBER:urn:uuid:1\r\nMEMBER:mailto:a@b.c\r\n"),
    "kind group\nfn The Doe family\nmembers urn:uuid:1,mailto:a@b.c\n" },
  { "sogo",
    CARD ("3.0", "PRODID:-//Inverse inc.//SOGo Connector 1.0//EN\r\nUID:1.vcf\r\nN:Sogo;Anna\r\n"
                 "FN:Anna Sogo\r\nORG:Inverse;\r\nX-AIM:anna\r\nX-MOZILLA-HTML:TRUE\r\n"
                 "TEL;TYPE=pager:5\r\nGEO:45.5;-73.6\r\nURL;TYPE=work:http://example.com/\r\n"),
    "uid 1.vcf\nfn Anna Sogo\nn Sogo;Anna;;;\norg Inverse;\nIMPP[] aim:anna\nTEL[pager] 5\n"
    "GEO[] 45.5,-73.6\nURL[work] http://example.com/\n" },
  { "evolution",
    CARD ("3.0", "FN:Ole\r\nX-EVOLUTION-SPOUSE:Kari\r\nX-EVOLUTION-ANNIVERSARY:2001-02-03\r\n"
                 "X-EVOLUTION-FILE-AS:Ole\r\nX-JABBER;X-EVOLUTION-UI-SLOT=1:ole@example.com\r\n"),
    "fn Ole\nRELATED[spouse] Kari\nANNIVERSARY[] 2001-02-03\nIMPP[] xmpp:ole@example.com\n" },
  { "says utf-8, is windows", CARD ("3.0", "FN;CHARSET=UTF-8:\x80 J\xf6rg\r\n"), "fn € Jörg\n" },
  { "says nothing, is windows", CARD ("3.0", "FN:J\xf6rg\r\n"), "fn Jörg\n" },
  { "an unknown charset", CARD ("2.1", "FN;CHARSET=X-NO//IGNORE:Jörg\r\n"), "fn Jörg\n" },
  { "a NUL in quoted-printable", CARD ("2.1", "FN;QUOTED-PRINTABLE:a=00b\r\n"),
    "fn a\xef\xbf\xbd"
    "b\n" },
  { "no version", "BEGIN:VCARD\nFN:Mickey Mouse\nEND:VCARD\n", "fn Mickey Mouse\n" },
  { "nothing", CARD ("3.0", ""), "" },
  { "only an address", CARD ("3.0", "EMAIL:a@example.com\r\n"),
    "fn a@example.com\nEMAIL[] a@example.com\n" },
  { "empty values", CARD ("3.0", "FN:A\r\nEMAIL:\r\nADR:;;;;;;\r\nTEL: \r\nBDAY:\r\nNOTE:\r\n"),
    "fn A\n" },
  { "dates",
    CARD ("3.0",
          "FN:A\r\nBDAY:1985-04-12T00:00:00Z\r\nBDAY:19850412T101010\r\nBDAY;VALUE=text:in May\r\n"
          "BDAY:1604-01-02\r\nBDAY:--04-12\r\nBDAY:---12\r\nBDAY:1985-04\r\n"),
    "fn A\nBDAY[] 1985-04-12\nBDAY[] 1985-04-12\nBDAY[] in May\nBDAY[] --01-02\nBDAY[] --04-12\n"
    "BDAY[] ---12\nBDAY[] 1985-04\n" },
  { "no picture", CARD ("3.0", "FN:A\r\nPHOTO;ENCODING=b;TYPE=JPEG:AAAA\r\n"), "fn A\n" },
  { "a picture without its encoding", CARD ("3.0", "FN:A\r\nPHOTO:" GIF "\r\n"),
    "fn A\nphoto " GIF_LENGTH "\n" },
  { "a picture in a file", CARD ("3.0", "FN:A\r\nPHOTO;VALUE=uri:file:///a.jpg\r\n"),
    "fn A\nphoto-uri file:///a.jpg\n" },
  { "lines that are none", CARD ("3.0", "FN:A\r\nno colon\r\n\r\n:\r\n;:\r\n.:x\r\nEMAIL;:a@b\r\n"),
    "fn A\nEMAIL[] a@b\n" },
};

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) raw = bytes_of (rows[i].card);
      g_autoptr (GError) error = NULL;
      g_autoptr (LoftContact) contact = loft_vcard_read (raw, &error);
      g_autofree char *says = contact != NULL ? loft_contact_text (contact) : NULL;

      g_test_message ("%s", rows[i].name);
      g_assert_no_error (error);
      g_assert_cmpstr (says, ==, rows[i].says);
    }
}

/* Whatever is cut off, it is read or refused. */
static void
test_cut (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize length = 0; length < strlen (rows[i].card); length++)
      {
        g_autoptr (GBytes) raw = g_bytes_new (rows[i].card, length);
        g_autoptr (GError) error = NULL;
        g_autoptr (LoftContact) contact = loft_vcard_read (raw, &error);

        g_assert_true ((contact != NULL) == (error == NULL));
        g_assert_true (error == NULL || error->domain == LOFT_ERROR);
      }
}

static GBytes *
make_repeated (const char *head, const char *part, gsize count, const char *tail)
{
  GString *text = g_string_new ("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A\r\n");

  g_string_append (text, head);
  for (gsize i = 0; i < count; i++)
    g_string_append (text, part);
  g_string_append_printf (text, "%sEND:VCARD\r\n", tail);
  return g_string_free_to_bytes (text);
}

static const struct {
  const char *name;
  const char *head;
  const char *part;
  const char *tail;
  gsize count;
} large[] = {
  { "photo", "PHOTO;ENCODING=b:/9j/", "QUJDREVGR0hJSktMTU5PUFFSU1RV\r\n ", "\r\n", 650000 },
  { "unfolded photo", "PHOTO;ENCODING=b:/9j/", "QUJDREVGR0hJSktMTU5PUFFSU1RV", "\r\n", 700000 },
  { "address", "ADR:", ";", "\r\n", 2000000 },
  { "name", "N:", "a\\;", "\r\n", 600000 },
  { "note", "NOTE:", "text\\n", "\r\n", 900000 },
  { "quoted", "NOTE;QUOTED-PRINTABLE:", "=0A=\r\n", "\r\n", 900000 },
  { "parameters", "TEL", ";TYPE=a,b;c", ":1\r\n", 100000 },
  { "types", "TEL;TYPE=a", ",b", ":1\r\n", 400000 },
  { "addresses", "", "EMAIL:a@example.com\r\n", "", 60000 },
  { "members", "", "MEMBER:urn:uuid:1\r\n", "", 60000 },
  { "labels", "", "item1.X-ABLabel:a\r\n", "", 60000 },
  { "categories", "CATEGORIES:", "a,", "\r\n", 400000 },
};

/* Seconds of processor, also under a sanitizer; one that looks at everything twice for each takes
 * hours. */
static void
test_large (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (large); i++)
    {
      g_autoptr (GBytes) raw =
        make_repeated (large[i].head, large[i].part, large[i].count, large[i].tail);
      g_autoptr (GError) error = NULL;
      gint64 begin = clock ();
      g_autoptr (LoftContact) contact = loft_vcard_read (raw, &error);

      g_test_message ("%s: %.2f s", large[i].name, (double) (clock () - begin) / CLOCKS_PER_SEC);
      g_assert_no_error (error);
      g_assert_null (contact->photo);
      g_assert_cmpstr (contact->name, ==, "A");
      g_assert_cmpuint (contact->values->len, <=, loft_vcard_limits.values);
      g_assert_cmpint (clock () - begin, <, 20 * CLOCKS_PER_SEC);
    }
}

static void
test_refused (void)
{
  static const char *const texts[] = { "",
                                       "FN:A\r\n",
                                       "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
                                       "BEGIN:VCARD\r\nFN:A\r\n",
                                       "END:VCARD\r\n",
                                       "<html>Not found</html>" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) raw = bytes_of (texts[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (loft_vcard_read (raw, &error));
      g_assert_error (error, LOFT_ERROR, (int) LOFT_ERROR_PROTOCOL);
      g_assert_cmpuint (loft_vcard_version (raw), ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vcard/read/rows", test_rows);
  g_test_add_func ("/vcard/read/cut", test_cut);
  g_test_add_func ("/vcard/read/large", test_large);
  g_test_add_func ("/vcard/read/refused", test_refused);
  return g_test_run ();
}
