/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>

#include "loft-clock.h"
#include "loft-contact-text.h"
#include "loft-error.h"
#include "loft-vcard-object.h"

#define GIF "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
#define NOW 1714557600
#define REV "20240501T100000Z"

/* Every property of RFC 2426 and what Apple, Evolution and Google add, folded as others fold. */
#define THREE                                                                                      \
  "BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//Somebody//EN\r\nUID:u-3\r\n"                            \
  "N:Adler;Eva;Maria;;\r\nFN:Eva Adler\r\nNICKNAME:Evi\r\n"                                        \
  "ORG:Spring\\, Fair;Programme;Room 2\r\nTITLE:Dire\r\n ctor\r\nROLE:Speaker\r\n"                 \
  "item1.EMAIL;type=INTERNET;X-P=\"a;b\":eva@example.org\r\nitem1.X-ABLabel:Choir\r\n"             \
  "EMAIL;type=INTERNET;type=HOME;type=pref:adler@example.net\r\n"                                  \
  "TEL;type=CELL;type=VOICE:+43 660 1\r\nTEL;type=WORK:2\r\n"                                      \
  "item2.ADR;type=HOME:;;Ring 1\\nTop 4;Wi\r\n en;;1010;Austria\r\nitem2.X-ABADR:at\r\n"           \
  "LABEL;TYPE=home:Ring 1\\n1010 Wien\r\n"                                                         \
  "URL:http\\://example.org/eva\r\nX-JABBER:eva@example.org\r\n"                                   \
  "BDAY;VALUE=date:1985-04-12\r\n"                                                                 \
  "item3.X-ABDATE:2011-06-18\r\nitem3.X-ABLabel:_$!<Anniversary>!$_\r\n"                           \
  "item4.X-ABRELATEDNAMES:Jan\r\nitem4.X-ABLabel:_$!<Spouse>!$_\r\n"                               \
  "X-EVOLUTION-MANAGER:Ole\r\nX-EVOLUTION-MANAGER:Ida\r\n"                                         \
  "NOTE:one\\ntwo\r\nCATEGORIES:a\\,b,Choir,x\r\nGEO:48.2;16.3\r\nTZ:+01:00\r\n"                   \
  "MAILER:Some 1.0\r\nSORT-STRING:Adler\r\nCLASS:PUBLIC\r\nSOUND;ENCODING=b:AAAA\r\n"              \
  "KEY;ENCODING=b:BBBB\r\nLOGO;VALUE=uri:http://example.org/l.png\r\n"                             \
  "PHOTO;ENCODING=b;TYPE=GIF:" GIF                                                                 \
  "\r\nAGENT:urn:agent\r\nNAME:x\r\nSOURCE:y\r\nPROFILE:vcard\r\n"                                 \
  "X-UNKNOWN;P=1:k\r\n ept\r\nX-ABUID:1\\:ABPerson\r\nno colon\r\nREV:2020-01-01T00:00:00Z\r\n"    \
  "END:VCARD\r\n"

/* Every property of RFC 6350. */
#define FOUR                                                                                       \
  "BEGIN:VCARD\nVERSION:4.0\nSOURCE:http://example.org/1\nKIND:individual\nXML:<a/>\n"             \
  "FN;PID=1.1:Ida Berg\nN;SORT-AS=\"Berg,Ida\":Berg;Ida;Anna,Lise;;\nNICKNAME:Ida,Idun\n"          \
  "PHOTO:data:image/gif;base64," GIF "\nBDAY:--0503\nANNIVERSARY:20090808\nGENDER:F\n"             \
  "ADR;LABEL=\"Storgata 1\\n0155 Oslo\";TYPE=home:;;Storgata 1,B;Oslo;;0155;Norge\n"               \
  "TEL;VALUE=uri;PREF=1;TYPE=\"work,cell\":tel:+47-22;ext=4\nEMAIL;PID=4.1:ida@example.com\n"      \
  "IMPP;PREF=2:xmpp:ida@example.com\nLANG;PREF=1:nb\nTZ:Europe/Oslo\nGEO:geo:59.9,10.7\n"          \
  "TITLE:T\nROLE:R\nLOGO:http://example.org/l\nORG;SORT-AS=x:Org;Unit\n"                           \
  "RELATED;TYPE=friend:urn:uuid:77\nRELATED;TYPE=spouse;VALUE=text:Per\nCATEGORIES:a,b\n"          \
  "NOTE:n\nPRODID:p\nREV:20200101T000000Z\nSOUND:data:audio/ogg;base64,AAAA\nUID:urn:uuid:4\n"     \
  "CLIENTPIDMAP:1;urn:uuid:5\nURL:http://example.org/\nKEY:http://example.org/k\n"                 \
  "FBURL:http://example.org/fb\nCALADRURI:mailto:ida@example.com\nCALURI:http://example.org/c\n"   \
  "X-UNKNOWN:kept\nBIRTHPLACE:Oslo\nHOBBY:reading\nEND:VCARD\n"

#define GROUP                                                                                      \
  "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:g\r\nN:Choir\r\nFN:Choir\r\n"                                 \
  "X-ADDRESSBOOKSERVER-KIND:group\r\nX-ADDRESSBOOKSERVER-MEMBER:urn:uuid:a\r\n"                    \
  "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:b\r\nREV:x\r\nEND:VCARD\r\n"

#define OLD                                                                                        \
  "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=85s;P=C3=A4r\r\n"   \
  "TEL;CELL:1\r\nX-CLASS:private\r\nEND:VCARD\r\n"

static const struct {
  const char *card;
  const char *edit; /* what, a blank, the text; several by newline */
  const char *changes; /* lines with their mark, but REV */
} rows[] = {
  { THREE, "", "" },
  { THREE, "name Eva-Maria Adler",
    "-FN:Eva Adler|-N:Adler;Eva;Maria;;|+FN:Eva-Maria Adler|"
    "+N:Adler;Eva-Maria;;;" },
  { THREE, "family Berg", "-FN:Eva Adler|-N:Adler;Eva;Maria;;|+FN:Eva Berg|+N:Berg;Eva;Maria;;" },
  { THREE, "family Berg\nname Chief",
    "-FN:Eva Adler|-N:Adler;Eva;Maria;;|+FN:Chief|+N:Berg;Eva;Maria;;" },
  { THREE, "nickname Ev;a", "-NICKNAME:Evi|+NICKNAME:Ev\\;a" },
  { THREE, "nickname ", "-NICKNAME:Evi" },
  { THREE, "organization Autumn",
    "-ORG:Spring\\, Fair;Programme;Room 2|+ORG:Autumn;Programme;Room 2" },
  { THREE, "department P", "-ORG:Spring\\, Fair;Programme;Room 2|+ORG:Spring\\, Fair;P;Room 2" },
  { THREE, "title Boss", "-TITLE:Dire| ctor|+TITLE:Boss" },
  { THREE, "role ", "-ROLE:Speaker" },
  { THREE, "=EMAIL new@example.org",
    "-item1.EMAIL;type=INTERNET;X-P=\"a;b\":eva@example.org|"
    "+item1.EMAIL;type=INTERNET;X-P=\"a;b\":new@example.org" },
  { THREE, "-EMAIL ",
    "-item1.EMAIL;type=INTERNET;X-P=\"a;b\":eva@example.org|-item1.X-ABLabel:Choir" },
  { THREE, "label-EMAIL Opera", "-item1.X-ABLabel:Choir|+item1.X-ABLabel:Opera" },
  { THREE, "label-EMAIL ", "-item1.X-ABLabel:Choir" },
  { THREE, "label-TEL Boat",
    "-TEL;type=CELL;type=VOICE:+43 660 1|"
    "+item5.TEL;type=CELL;type=VOICE:+43 660 1|+item5.X-ABLabel:Boat" },
  { THREE, "+EMAIL third@example.org", "+EMAIL:third@example.org" },
  { THREE, "types-TEL home,fax",
    "-TEL;type=CELL;type=VOICE:+43 660 1|+TEL;TYPE=home;TYPE=fax:+43 660 1" },
  { THREE, "pref-EMAIL 1",
    "-item1.EMAIL;type=INTERNET;X-P=\"a;b\":eva@example.org|"
    "+item1.EMAIL;X-P=\"a;b\";TYPE=INTERNET;TYPE=pref:eva@example.org" },
  { THREE, "=ADR \n\nRing 1, Top 4\nGraz\n\n1010\nAustria",
    "-item2.ADR;type=HOME:;;Ring 1\\nTop 4;Wi| en;;1010;Austria|"
    "+item2.ADR;type=HOME:;;Ring 1\\nTop 4;Graz;;1010;Austria" },
  { THREE, "=URL https://example.org/a,b",
    "-URL:http\\://example.org/eva|+URL:https://example.org/a,b" },
  { THREE, "=IMPP xmpp:e@example.org", "-X-JABBER:eva@example.org|+X-JABBER:e@example.org" },
  { THREE, "=IMPP sip:e@example.org", "-X-JABBER:eva@example.org|+IMPP:sip:e@example.org" },
  { THREE, "=BDAY --04-13", "-BDAY;VALUE=date:1985-04-12|+BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-13" },
  { THREE, "=ANNIVERSARY 2011-06-19", "-item3.X-ABDATE:2011-06-18|+item3.X-ABDATE:2011-06-19" },
  { THREE, "-ANNIVERSARY ", "-item3.X-ABDATE:2011-06-18|-item3.X-ABLabel:_$!<Anniversary>!$_" },
  { THREE, "=RELATED Per", "-item4.X-ABRELATEDNAMES:Jan|+item4.X-ABRELATEDNAMES:Per" },
  { THREE, "label-RELATED Friend",
    "-item4.X-ABLabel:_$!<Spouse>!$_|+item4.X-ABLabel:_$!<Friend>!$_" },
  { THREE, "=NOTE a\nb,c", "-NOTE:one\\ntwo|+NOTE:a\\nb\\,c" },
  { THREE, "categories a,b|x|new", "-CATEGORIES:a\\,b,Choir,x|+CATEGORIES:a\\,b,x,new" },
  { THREE, "categories ", "-CATEGORIES:a\\,b,Choir,x" },
  { THREE, "=GEO 1,2", "-GEO:48.2;16.3|+GEO:1;2" },
  { THREE, "photo ", "-PHOTO;ENCODING=b;TYPE=GIF:" GIF },
  { FOUR, "=TEL +47 23",
    "-TEL;VALUE=uri;PREF=1;TYPE=\"work,cell\":tel:+47-22;ext=4|+TEL;PREF=1;TYPE=\"work,cell\":+47 23" },
  { FOUR, "types-TEL home",
    "-TEL;VALUE=uri;PREF=1;TYPE=\"work,cell\":tel:+47-22;ext=4|"
    "+TEL;VALUE=uri;TYPE=home;PREF=1:tel:+47-22;ext=4" },
  { FOUR, "=BDAY 1990-05-03", "-BDAY:--0503|+BDAY:19900503" },
  { FOUR, "=BDAY in May", "-BDAY:--0503|+BDAY;VALUE=text:in May" },
  { FOUR, "=ADR \n\nStorgata 1,B\nBergen\n\n0155\nNorge",
    "-ADR;LABEL=\"Storgata 1\\n0155 Oslo\";TYPE=home:;;Storgata 1,B;Oslo;;0155;Norge|"
    "+ADR;TYPE=home:;;Storgata 1,B;Bergen;;0155;Norge" },
  { FOUR, "given Ada",
    "-FN;PID=1.1:Ida Berg|-N;SORT-AS=\"Berg,Ida\":Berg;Ida;Anna,Lise;;|+FN;PID=1.1:Ada Berg|"
    "+N;SORT-AS=\"Berg,Ida\":Berg;Ada;Anna,Lise;;" },
  { FOUR, "=RELATED Somebody",
    "-RELATED;TYPE=friend:urn:uuid:77|+RELATED;VALUE=text;TYPE=friend:Somebody" },
  { FOUR, "categories b", "-CATEGORIES:a,b|+CATEGORIES:b" },
  { FOUR, "+RELATED Kari", "+RELATED;VALUE=text:Kari" },
  { FOUR, "+ANNIVERSARY 2020-01-02", "+ANNIVERSARY:20200102" },
  { GROUP, "members urn:uuid:b|urn:uuid:c",
    "-X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:a|+X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:c" },
  { GROUP, "name Great Choir", "-FN:Choir|-N:Choir|+FN:Great Choir|+N:Great Choir;;;;" },
  { OLD, "=TEL 2",
    "-VERSION:2.1|-N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=85s;P=C3=A4r|-TEL;CELL:1|"
    "+VERSION:3.0|+N:Ås;Pär|+TEL;TYPE=cell:2|+FN:Pär Ås" },
};

static GBytes *
bytes_of (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static void
set (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static LoftContactValue *
first (LoftContact *contact, const char *property)
{
  for (guint i = 0; i < contact->values->len; i++)
    {
      LoftContactValue *value = g_ptr_array_index (contact->values, i);

      if (g_str_equal (value->property, property))
        return value;
    }
  g_assert_not_reached ();
}

static void
set_words (GStrv *field, const char *text, const char *separator)
{
  g_strfreev (*field);
  *field = g_strsplit (text, separator, -1);
}

static void
edit_value (LoftContact *contact, const char *what, const char *text)
{
  const char *dash = strchr (what + 1, '-');

  if (*what == '+')
    g_ptr_array_add (contact->values, loft_contact_value_new (what + 1, text));
  else if (*what == '-')
    g_ptr_array_remove (contact->values, first (contact, what + 1));
  else if (*what == '=')
    set (&first (contact, what + 1)->value, text);
  else if (g_str_has_prefix (what, "types-"))
    set_words (&first (contact, dash + 1)->types, text, ",");
  else if (g_str_has_prefix (what, "label-"))
    set (&first (contact, dash + 1)->label, text);
  else if (g_str_has_prefix (what, "pref-"))
    first (contact, dash + 1)->preference = atoi (text);
  else
    g_assert_not_reached ();
}

static void
edit (LoftContact *contact, const char *what, const char *text)
{
  const struct {
    const char *name;
    char **field;
  } fields[] = {
    { "name", &contact->name },   { "family", &contact->family },
    { "given", &contact->given }, { "nickname", &contact->nickname },
    { "title", &contact->title }, { "organization", &contact->organization },
    { "role", &contact->role },   { "department", &contact->department },
  };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_str_equal (what, fields[i].name))
      {
        set (fields[i].field, text);
        return;
      }
  if (g_str_equal (what, "categories"))
    set_words (&contact->categories, text, "|");
  else if (g_str_equal (what, "members"))
    set_words (&contact->members, text, "|");
  else if (g_str_equal (what, "photo"))
    g_clear_pointer (&contact->photo, g_bytes_unref);
  else
    edit_value (contact, what, text);
}

/* Lines of an edit begin with what is edited, which an address does not. */
static LoftContact *
edit_copy (const LoftContact *before, const char *edits)
{
  LoftContact *after = loft_contact_copy (before);
  gboolean is_one = *edits == '=';
  g_auto (GStrv) lines = g_strsplit (edits, "\n", is_one ? 1 : -1);

  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      char *blank = strchr (lines[i], ' ');

      *blank = '\0';
      edit (after, lines[i], blank + 1);
    }
  return after;
}

static char *
text_of (GBytes *bytes)
{
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* Lines of one that the other lacks, in order. Folds stay apart: all lines here are short. */
static void
add_missing (GString *changes, char **lines, char **others, const char *mark)
{
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (g_strv_contains ((const char *const *) others, lines[i]) ||
          g_str_has_prefix (lines[i], "REV"))
        continue;
      if (changes->len > 0)
        g_string_append_c (changes, '|');
      g_string_append_printf (changes, "%s%s", *lines[i] == ' ' ? "" : mark, lines[i]);
    }
}

/* Lines that were written are folded at 75; put together again. */
static char *
unfold_written (const char *text, const char *original)
{
  g_auto (GStrv) lines = g_strsplit (text, "\r\n ", -1);
  GString *whole = g_string_new (lines[0]);

  for (guint i = 1; lines[i] != NULL; i++)
    {
      g_autofree char *fold = g_strdup_printf ("\r\n %.3s", lines[i]);

      g_string_append (whole, strstr (original, fold) != NULL ? "\r\n " : "");
      g_string_append (whole, lines[i]);
    }
  return g_string_free (whole, FALSE);
}

static char **
split_lines (const char *text)
{
  g_auto (GStrv) halves = g_strsplit (text, "\r", -1);
  g_autofree char *plain = g_strjoinv ("", halves);

  return g_strsplit (plain, "\n", -1);
}

static char *
list_changes (const char *before, const char *written)
{
  g_autofree char *after = unfold_written (written, before);
  g_auto (GStrv) old = split_lines (before);
  g_auto (GStrv) new = split_lines (after);
  GString *changes = g_string_new (NULL);

  add_missing (changes, old, new, "-");
  add_missing (changes, new, old, "+");
  return g_string_free (changes, FALSE);
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static char *
sort_lines (const char *changes)
{
  g_auto (GStrv) lines = g_strsplit (changes != NULL ? changes : "", "|", -1);

  qsort (lines, g_strv_length (lines), sizeof *lines, compare_lines);
  return g_strjoinv ("|", lines);
}

static void
check_changes (const char *changes, const char *expected)
{
  g_autofree char *sorted = sort_lines (changes);
  g_autofree char *sorted_expected = sort_lines (expected);

  if (g_str_equal (sorted, sorted_expected))
    return;
  g_test_message ("changed %s\n# instead %s", sorted, sorted_expected);
  g_test_fail ();
}

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) raw = bytes_of (rows[i].card);
      g_autoptr (LoftContact) before = loft_vcard_read (raw, NULL);
      g_autoptr (LoftContact) after = edit_copy (before, rows[i].edit);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) changed = loft_vcard_change (raw, before, after, &error);
      g_autofree char *text = NULL;
      g_autofree char *changes = NULL;

      g_test_message ("%s", rows[i].edit);
      g_assert_no_error (error);
      text = text_of (changed);
      changes = list_changes (rows[i].card, text);
      check_changes (changes, rows[i].changes);
      g_assert_true ((strstr (text, "REV:" REV) != NULL) == (*rows[i].edit != '\0'));
    }
}

/* What was changed is what is read. */
static void
test_read_again (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) raw = bytes_of (rows[i].card);
      g_autoptr (LoftContact) before = loft_vcard_read (raw, NULL);
      g_autoptr (LoftContact) after = edit_copy (before, rows[i].edit);
      g_autoptr (GBytes) changed = loft_vcard_change (raw, before, after, NULL);
      g_autoptr (LoftContact) again = loft_vcard_read (changed, NULL);

      g_assert_cmpuint (again->values->len, ==, after->values->len);
      for (guint k = 0; k < after->values->len; k++)
        {
          gboolean found = FALSE;

          for (guint m = 0; m < again->values->len; m++)
            found = found || loft_contact_value_equal (g_ptr_array_index (again->values, m),
                                                       g_ptr_array_index (after->values, k));
          g_assert_true (found);
        }
      g_assert_cmpstr (again->organization, ==, after->organization);
      g_assert_cmpstr (again->title, ==, after->title);
      g_assert_cmpstr (again->nickname, ==, after->nickname);
    }
}

static const struct {
  const char *there; /* what another device did */
  const char *here;
  const char *changes; /* of both, or NULL: a conflict */
} merges[] = {
  { "title Boss", "role R", "-TITLE:Dire| ctor|-ROLE:Speaker|+TITLE:Boss|+ROLE:R" },
  { "title Boss", "title Boss", "-TITLE:Dire| ctor|+TITLE:Boss" },
  { "title Boss", "title Chief", NULL },
  { "department P", "organization O", "-ORG:Spring\\, Fair;Programme;Room 2|+ORG:O;P;Room 2" },
  { "organization P", "organization O", NULL },
  { "=TEL 7", "=EMAIL e@example.org",
    "-item1.EMAIL;type=INTERNET;X-P=\"a;b\":eva@example.org|-TEL;type=CELL;type=VOICE:+43 660 1|"
    "+item1.EMAIL;type=INTERNET;X-P=\"a;b\":e@example.org|+TEL;type=CELL;type=VOICE:7" },
  { "=TEL 7", "=TEL 8", NULL },
  { "=TEL 7", "=TEL 7", "-TEL;type=CELL;type=VOICE:+43 660 1|+TEL;type=CELL;type=VOICE:7" },
  { "+TEL 7", "+TEL 7", "+TEL:7" },
  { "+TEL 7", "+TEL 8", "+TEL:7|+TEL:8" },
  { "-TEL ", "-TEL ", "-TEL;type=CELL;type=VOICE:+43 660 1" },
  { "-TEL ", "=TEL 8", NULL },
  { "categories a,b|Choir|x|p", "categories Choir|x|q",
    "-CATEGORIES:a\\,b,Choir,x|+CATEGORIES:Choir,x,p,q" },
  { "photo ", "photo ", "-PHOTO;ENCODING=b;TYPE=GIF:" GIF },
};

static void
test_merges (void)
{
  g_autoptr (GBytes) raw = bytes_of (THREE);
  g_autoptr (LoftContact) base = loft_vcard_read (raw, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (merges); i++)
    {
      g_autoptr (LoftContact) there = edit_copy (base, merges[i].there);
      g_autoptr (LoftContact) here = edit_copy (base, merges[i].here);
      g_autoptr (GBytes) of_server = loft_vcard_change (raw, base, there, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) merged = loft_vcard_change (of_server, base, here, &error);
      g_autofree char *text = merged != NULL ? text_of (merged) : NULL;
      g_autofree char *changes = merged != NULL ? list_changes (THREE, text) : NULL;

      g_test_message ("%s / %s", merges[i].there, merges[i].here);
      check_changes (changes, merges[i].changes);
      if (merges[i].changes == NULL)
        g_assert_error (error, LOFT_ERROR, (int) LOFT_ERROR_CONFLICT);
    }
}

static void
test_nothing (void)
{
  g_autoptr (GBytes) raw = bytes_of (THREE);
  g_autoptr (LoftContact) contact = loft_vcard_read (raw, NULL);
  g_autoptr (GBytes) same = loft_vcard_change (raw, contact, contact, NULL);

  g_assert_true (same == raw);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  loft_clock_set_for_test (NOW);
  g_test_add_func ("/vcard/change/rows", test_rows);
  g_test_add_func ("/vcard/change/read-again", test_read_again);
  g_test_add_func ("/vcard/change/merges", test_merges);
  g_test_add_func ("/vcard/change/nothing", test_nothing);
  return g_test_run ();
}
