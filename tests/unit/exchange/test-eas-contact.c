/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-eas-clearing.h"
#include "loft-eas-contact.h"
#include "loft-eas-data.h"
#include "loft-error.h"
#include "loft-vcard-object.h"

#define GIF "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"

static const LoftEasMapping how = { .version = 161,
                                    .address = "me@example.org",
                                    .name = "",
                                    .zone = "Europe/Vienna" };

static char *
to_vcard (const LoftWbxmlElement *data)
{
  g_autoptr (GError) error = NULL;
  char *text = loft_eas_contact_to_vcard (data, "u-1", &how, &error);

  g_assert_no_error (error);
  return text;
}

static LoftWbxmlElement *
from_vcard (const char *vcard)
{
  g_autoptr (GError) error = NULL;
  LoftWbxmlElement *data = loft_eas_contact_from_vcard (vcard, &how, &error);

  g_assert_no_error (error);
  return data;
}

static LoftContact *
read_contact (const char *vcard)
{
  g_autoptr (GBytes) raw = g_bytes_new (vcard, strlen (vcard));
  g_autoptr (GError) error = NULL;
  LoftContact *contact = loft_vcard_read (raw, &error);

  g_assert_no_error (error);
  return contact;
}

/* Lines as they are written when nothing is folded. */
static char *
unfold (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "\r\n ", -1);

  return g_strjoinv ("", parts);
}

static void
add_list (LoftWbxmlElement *data, guint list, guint item, const char *const *texts)
{
  LoftWbxmlElement *element = loft_wbxml_element_add (data, list);

  for (guint i = 0; texts[i] != NULL; i++)
    loft_wbxml_element_add_text (element, item, texts[i]);
}

static void
add_body (LoftWbxmlElement *data, const char *type, const char *text, gboolean is_cut)
{
  LoftWbxmlElement *body = loft_wbxml_element_add (data, LOFT_EAS_AIRSYNCBASE_BODY);

  loft_wbxml_element_add_text (body, LOFT_EAS_AIRSYNCBASE_TYPE, type);
  if (is_cut)
    loft_wbxml_element_add_text (body, LOFT_EAS_AIRSYNCBASE_TRUNCATED, "1");
  loft_wbxml_element_add_text (body, LOFT_EAS_AIRSYNCBASE_DATA, text);
}

/* ---- each element, both ways -------------------------------------------------------------- */

typedef struct {
  guint tag;
  const char *text;
  const char *line; /* that is in the card */
} ElementCase;

#define C(name)  LOFT_EAS_CONTACTS_##name
#define C2(name) LOFT_EAS_CONTACTS2_##name

static const ElementCase elements[] = {
  { C (LAST_NAME), "Adler; sen.", "\r\nN:Adler\\; sen.;;;;\r\n" },
  { C (FIRST_NAME), "Eva", "\r\nN:;Eva;;;\r\n" },
  { C (MIDDLE_NAME), "Maria", "\r\nN:;;Maria;;\r\n" },
  { C (TITLE), "Dr.", "\r\nN:;;;Dr.;\r\n" },
  { C (SUFFIX), "MSc", "\r\nN:;;;;MSc\r\n" },
  { C2 (NICK_NAME), "Evi", "\r\nNICKNAME:Evi\r\n" },
  { C (YOMI_FIRST_NAME), "エバ", "\r\nX-PHONETIC-FIRST-NAME:エバ\r\n" },
  { C (YOMI_LAST_NAME), "アドラー", "\r\nX-PHONETIC-LAST-NAME:アドラー\r\n" },
  { C (YOMI_COMPANY_NAME), "カイシャ", "\r\nX-PHONETIC-ORG:カイシャ\r\n" },
  { C (COMPANY_NAME), "Spring, Fair", "\r\nORG:Spring\\, Fair\r\n" },
  { C (DEPARTMENT), "Programme", "\r\nORG:;Programme\r\n" },
  { C (JOB_TITLE), "Director", "\r\nTITLE:Director\r\n" },
  { C (OFFICE_LOCATION), "2.14", "\r\nX-LOFT-EAS-OFFICE-LOCATION:2.14\r\n" },
  { C2 (CUSTOMER_ID), "k-7", "\r\nX-LOFT-EAS-CUSTOMER-ID:k-7\r\n" },
  { C2 (GOVERNMENT_ID), "1234 120485", "\r\nX-LOFT-EAS-GOVERNMENT-ID:1234 120485\r\n" },
  { C2 (ACCOUNT_NAME), "fair", "\r\nX-LOFT-EAS-ACCOUNT-NAME:fair\r\n" },
  { C (WEB_PAGE), "http://example.org/?a=1,2;3", "\r\nURL:http://example.org/?a=1,2;3\r\n" },
  { C (EMAIL1_ADDRESS), "eva@example.org",
    "\r\nEMAIL;X-LOFT-EAS=Email1Address:eva@example.org\r\n" },
  { C (EMAIL2_ADDRESS), "\"Adler, Eva\" <eva@example.org>",
    "\r\nEMAIL;X-LOFT-EAS=Email2Address;X-LOFT-EAS-SHOWN=\"^'Adler, Eva^' <eva@example.org>\":"
    "eva@example.org\r\n" },
  { C (EMAIL3_ADDRESS), "/o=Org/cn=eva", "\r\nEMAIL;X-LOFT-EAS=Email3Address:/o=Org/cn=eva\r\n" },
  { C (MOBILE_PHONE_NUMBER), "+43 660 1", "\r\nTEL;TYPE=cell:+43 660 1\r\n" },
  { C (BUSINESS_PHONE_NUMBER), "1", "\r\nTEL;TYPE=work;X-LOFT-EAS=BusinessPhoneNumber:1\r\n" },
  { C (BUSINESS2_PHONE_NUMBER), "2", "\r\nTEL;TYPE=work;X-LOFT-EAS=Business2PhoneNumber:2\r\n" },
  { C (HOME_PHONE_NUMBER), "3", "\r\nTEL;TYPE=home;X-LOFT-EAS=HomePhoneNumber:3\r\n" },
  { C (HOME2_PHONE_NUMBER), "4", "\r\nTEL;TYPE=home;X-LOFT-EAS=Home2PhoneNumber:4\r\n" },
  { C (BUSINESS_FAX_NUMBER), "5", "\r\nTEL;TYPE=fax;TYPE=work:5\r\n" },
  { C (HOME_FAX_NUMBER), "6", "\r\nTEL;TYPE=fax;TYPE=home:6\r\n" },
  { C (PAGER_NUMBER), "7", "\r\nTEL;TYPE=pager:7\r\n" },
  { C (CAR_PHONE_NUMBER), "8", "\r\nTEL;TYPE=car:8\r\n" },
  { C (RADIO_PHONE_NUMBER), "9", "\r\nTEL;TYPE=radio:9\r\n" },
  { C (ASSISTANT_PHONE_NUMBER), "10", "\r\nTEL;TYPE=assistant:10\r\n" },
  { C2 (COMPANY_MAIN_PHONE), "11", "\r\nTEL;TYPE=work;TYPE=main:11\r\n" },
  { C2 (MMS), "12", "\r\nTEL;TYPE=mms:12\r\n" },
  { C2 (IM_ADDRESS), "sip:eva@example.org",
    "\r\nIMPP;X-LOFT-EAS=IMAddress:sip:eva@example.org\r\n" },
  { C2 (IM_ADDRESS2), "CORP\\nina", "\r\nIMPP;X-LOFT-EAS=IMAddress2:CORP\\\\nina\r\n" },
  { C2 (IM_ADDRESS3), "evi", "\r\nIMPP;X-LOFT-EAS=IMAddress3:evi\r\n" },
  { C (BUSINESS_ADDRESS_STREET), "Ring 1\nTop 4", "\r\nADR;TYPE=work:;;Ring 1\\nTop 4;;;;\r\n" },
  { C (BUSINESS_ADDRESS_CITY), "Wien", "\r\nADR;TYPE=work:;;;Wien;;;\r\n" },
  { C (BUSINESS_ADDRESS_STATE), "W", "\r\nADR;TYPE=work:;;;;W;;\r\n" },
  { C (BUSINESS_ADDRESS_POSTAL_CODE), "1010", "\r\nADR;TYPE=work:;;;;;1010;\r\n" },
  { C (BUSINESS_ADDRESS_COUNTRY), "Austria", "\r\nADR;TYPE=work:;;;;;;Austria\r\n" },
  { C (HOME_ADDRESS_STREET), "Gasse 2", "\r\nADR;TYPE=home:;;Gasse 2;;;;\r\n" },
  { C (HOME_ADDRESS_CITY), "Graz", "\r\nADR;TYPE=home:;;;Graz;;;\r\n" },
  { C (HOME_ADDRESS_STATE), "St", "\r\nADR;TYPE=home:;;;;St;;\r\n" },
  { C (HOME_ADDRESS_POSTAL_CODE), "8010", "\r\nADR;TYPE=home:;;;;;8010;\r\n" },
  { C (HOME_ADDRESS_COUNTRY), "AT", "\r\nADR;TYPE=home:;;;;;;AT\r\n" },
  { C (OTHER_ADDRESS_STREET), "Weg 3", "\r\nADR:;;Weg 3;;;;\r\n" },
  { C (OTHER_ADDRESS_CITY), "Linz", "\r\nADR:;;;Linz;;;\r\n" },
  { C (OTHER_ADDRESS_STATE), "O", "\r\nADR:;;;;O;;\r\n" },
  { C (OTHER_ADDRESS_POSTAL_CODE), "4020", "\r\nADR:;;;;;4020;\r\n" },
  { C (OTHER_ADDRESS_COUNTRY), "A", "\r\nADR:;;;;;;A\r\n" },
  { C (BIRTHDAY), "1985-04-11T22:00:00.000Z",
    "\r\nBDAY;X-LOFT-EAS=\"1985-04-11T22:00:00.000Z\":19850412\r\n" },
  { C (ANNIVERSARY), "1604-06-18T00:00:00.000Z",
    "\r\nANNIVERSARY;X-LOFT-EAS=\"1604-06-18T00:00:00.000Z\":--0618\r\n" },
  { C (SPOUSE), "Jan", "\r\nRELATED;VALUE=text;TYPE=spouse:Jan\r\n" },
  { C (ASSISTANT_NAME), "Ole", "\r\nRELATED;VALUE=text;TYPE=assistant:Ole\r\n" },
  { C2 (MANAGER_NAME), "Ida", "\r\nRELATED;VALUE=text;TYPE=manager:Ida\r\n" },
  { C (PICTURE), GIF, "\r\nPHOTO;X-LOFT-EAS=" },
};

static void
test_elements (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (elements); i++)
    {
      g_autoptr (LoftWbxmlElement) data =
        loft_eas_data_new (C (FILE_AS), "A", elements[i].tag, elements[i].text, 0);
      g_autofree char *vcard = to_vcard (data);
      g_autofree char *again = to_vcard (data);
      g_autofree char *lines = unfold (vcard);
      g_autoptr (LoftWbxmlElement) back = from_vcard (vcard);

      g_test_message ("%s", loft_eas_tag_get_name (elements[i].tag));
      if (strstr (lines, elements[i].line) == NULL)
        g_error ("no line %s in %s", elements[i].line, lines);
      g_assert_cmpstr (vcard, ==, again);
      loft_eas_data_assert_equal (data, back);
    }
}

/* All of them in one. */
static LoftWbxmlElement *
make_whole (void)
{
  static const char *const children[] = { "Pia", "Tom", NULL };
  static const char *const categories[] = { "Choir, old", "Spring", NULL };
  LoftWbxmlElement *data = loft_eas_data_new (C (FILE_AS), "Adler; sen., Eva", 0);

  for (guint i = 0; i < G_N_ELEMENTS (elements); i++)
    loft_wbxml_element_add_text (data, elements[i].tag, elements[i].text);
  add_list (data, C (CHILDREN), C (CHILD), children);
  add_list (data, C (CATEGORIES), C (CATEGORY), categories);
  add_body (data, "1", "one\r\n\r\ntwo, three; \\ four \r\n", FALSE);
  return data;
}

static void
test_whole (void)
{
  g_autoptr (LoftWbxmlElement) data = make_whole ();
  g_autofree char *vcard = to_vcard (data);
  g_autoptr (LoftWbxmlElement) back = from_vcard (vcard);
  g_autofree char *again = to_vcard (back);
  g_autoptr (LoftContact) contact = read_contact (vcard);

  loft_eas_data_assert_equal (data, back);
  g_assert_cmpstr (vcard, ==, again);
  g_assert_cmpstr (contact->uid, ==, "u-1");
  g_assert_cmpstr (contact->name, ==, "Dr. Eva Maria Adler; sen. MSc");
  g_assert_cmpuint (g_strv_length (contact->categories), ==, 2);
  g_assert_cmpstr (contact->categories[0], ==, "Choir, old");
  g_assert_nonnull (contact->photo);
}

/* ---- names -------------------------------------------------------------------------------- */

static void
test_filed (void)
{
  static const struct {
    const char *file_as;
    const char *name; /* FN */
    const char *form;
  } cases[] = {
    { "Eva Maria Adler", "Eva Maria Adler", NULL },
    { "Adler, Eva", "Eva Maria Adler", "l\\, f" },
    { "Adler, Eva Maria", "Eva Maria Adler", "l\\, f m" },
    { "Fair", "Eva Maria Adler", "c" },
    { "Adler, Eva (Fair)", "Eva Maria Adler", "l\\, f (c)" },
    { "Fair (Adler, Eva)", "Eva Maria Adler", "c (l\\, f)" },
    { "Eva Adler", "Eva Maria Adler", "f l" },
    { "Adler Eva", "Eva Maria Adler", "l f" },
    { "Evi from the choir", "Evi from the choir", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftWbxmlElement) data =
        loft_eas_data_new (C (FILE_AS), cases[i].file_as, C (LAST_NAME), "Adler", C (FIRST_NAME),
                           "Eva", C (MIDDLE_NAME), "Maria", C (COMPANY_NAME), "Fair", 0);
      g_autofree char *vcard = to_vcard (data);
      g_autofree char *line = g_strdup_printf ("\r\nX-LOFT-EAS-FILE-AS:%s\r\n", cases[i].form);
      g_autoptr (LoftContact) contact = read_contact (vcard);
      g_autoptr (LoftWbxmlElement) back = from_vcard (vcard);

      g_assert_cmpstr (contact->name, ==, cases[i].name);
      g_assert_true ((strstr (vcard, line) != NULL) == (cases[i].form != NULL));
      loft_eas_data_assert_equal (data, back);
    }
}

static void
test_without_names (void)
{
  static const struct {
    guint tag;
    const char *text;
    const char *name;
  } cases[] = {
    { C (COMPANY_NAME), "Fair", "Fair" },
    { C (EMAIL1_ADDRESS), "eva@example.org", "eva@example.org" },
    { C2 (NICK_NAME), "Evi", "Evi" },
    { C (JOB_TITLE), "Director", "-" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftWbxmlElement) data = loft_eas_data_new (cases[i].tag, cases[i].text, 0);
      g_autofree char *vcard = to_vcard (data);
      g_autofree char *line = g_strdup_printf ("\r\nFN:%s\r\n", cases[i].name);

      g_assert_nonnull (strstr (vcard, line));
    }
}

/* ---- days --------------------------------------------------------------------------------- */

static void
test_days (void)
{
  static const struct {
    const char *zone;
    const char *instant;
    const char *day;
  } cases[] = {
    { "Europe/Vienna", "1985-04-12T00:00:00.000Z", "19850412" }, /* midnight of UTC */
    { "Europe/Vienna", "1985-04-11T22:00:00.000Z", "19850412" }, /* of the wall in summer */
    { "Europe/Vienna", "1985-01-11T23:00:00.000Z", "19850112" }, /* in winter */
    { "Europe/Vienna", "1985-04-11T23:00:00.000Z", "19850412" }, /* who reckoned with winter */
    { "Europe/Vienna", "1985-01-11T22:00:00.000Z", "19850112" }, /* who reckoned with summer */
    { "Europe/Vienna", "1985-04-12T11:59:00.000Z", "19850412" }, /* noon of UTC */
    { "America/New_York", "1985-04-12T00:00:00.000Z", "19850412" },
    { "America/New_York", "1985-04-12T05:00:00.000Z", "19850412" },
    { "America/New_York", "1985-04-12T04:00:00.000Z", "19850412" },
    { "America/New_York", "1985-04-12T11:59:00.000Z", "19850412" },
    { "America/New_York", "1985-04-11T22:00:00.000Z", "19850412" }, /* midnight in Vienna */
    { "Pacific/Auckland", "1985-04-11T12:00:00.000Z", "19850412" }, /* midnight there */
    { "Pacific/Auckland", "1985-04-12T00:00:00.000Z", "19850412" },
    { "Asia/Kolkata", "1985-04-11T18:30:00.000Z", "19850412" },
    { NULL, "1985-04-12T00:00:00.000Z", "19850412" },
    { NULL, "1985-04-11T18:30:00.000Z", "19850412" },
    { NULL, "1985-04-12T05:00:00.000Z", "19850412" },
    { NULL, "1985-04-12T11:59:00.000Z", "19850412" },
    { NULL, "1900-02-28T23:00:00.000Z", "19000301" },
    { "No/Such", "2000-02-29T00:00:00Z", "20000229" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const LoftEasMapping reader = { .version = 141, .zone = cases[i].zone };
      g_autoptr (LoftWbxmlElement) data =
        loft_eas_data_new (C (FILE_AS), "A", C (BIRTHDAY), cases[i].instant, 0);
      g_autofree char *vcard = loft_eas_contact_to_vcard (data, "u", &reader, NULL);
      g_autofree char *line = g_strdup_printf (":%s\r\n", cases[i].day);
      g_autofree char *lines = unfold (vcard);
      g_autoptr (LoftWbxmlElement) back = loft_eas_contact_from_vcard (vcard, &reader, NULL);

      if (strstr (lines, line) == NULL)
        g_error ("%s in %s: no %s in %s", cases[i].instant, cases[i].zone, cases[i].day, lines);
      loft_eas_data_assert_equal (data, back);
    }
}

static void
test_new_days (void)
{
  static const struct {
    const char *line;
    const char *instant;
  } cases[] = {
    { "BDAY:19850412", "1985-04-12T00:00:00.000Z" },
    { "BDAY:1985-04-12", "1985-04-12T00:00:00.000Z" },
    { "BDAY:--0412", "1604-04-12T00:00:00.000Z" },
    { "BDAY;X-LOFT-EAS=\"1985-04-11T22:00:00.000Z\":19850413", "1985-04-13T00:00:00.000Z" },
    { "BDAY;X-LOFT-EAS=nonsense:19850413", "1985-04-13T00:00:00.000Z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *vcard =
        g_strdup_printf ("BEGIN:VCARD\r\nVERSION:4.0\r\nFN:A\r\n%s\r\nEND:VCARD\r\n",
                         cases[i].line);
      g_autoptr (LoftWbxmlElement) data = from_vcard (vcard);

      g_assert_cmpstr (loft_wbxml_element_get_text (data, C (BIRTHDAY)), ==, cases[i].instant);
    }
}

/* ---- cards of others ---------------------------------------------------------------------- */

#define CARD(lines) "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A\r\n" lines "END:VCARD\r\n"

static void
test_cards (void)
{
  static const struct {
    const char *vcard;
    guint tag;
    const char *text;
  } cases[] = {
    { CARD ("TEL;TYPE=CELL,VOICE:1\r\n"), C (MOBILE_PHONE_NUMBER), "1" },
    { CARD ("TEL;TYPE=CELL:1\r\nTEL;TYPE=work:2\r\nTEL;TYPE=work:3\r\n"),
      C (BUSINESS2_PHONE_NUMBER), "3" },
    { CARD ("TEL;TYPE=work,cell:1\r\n"), C (MOBILE_PHONE_NUMBER), "1" },
    { CARD ("TEL;TYPE=work,cell:1\r\nTEL;TYPE=cell:2\r\n"), C (BUSINESS_PHONE_NUMBER), "1" },
    { CARD ("TEL;TYPE=fax:1\r\n"), C (BUSINESS_FAX_NUMBER), "1" },
    { CARD ("TEL;TYPE=home,fax:1\r\n"), C (HOME_FAX_NUMBER), "1" },
    { CARD ("TEL:1\r\n"), C (MOBILE_PHONE_NUMBER), "1" },
    { CARD ("TEL:1\r\nTEL;TYPE=cell:2\r\n"), C (BUSINESS_PHONE_NUMBER), "1" },
    { CARD ("TEL;TYPE=home;X-LOFT-EAS=BusinessPhoneNumber:1\r\n"), C (HOME_PHONE_NUMBER), "1" },
    { CARD ("EMAIL;TYPE=home:a@b\r\nEMAIL:c@d\r\n"), C (EMAIL2_ADDRESS), "c@d" },
    { CARD ("EMAIL:a@b\r\nEMAIL;X-LOFT-EAS=Email1Address:c@d\r\n"), C (EMAIL2_ADDRESS), "a@b" },
    { CARD ("EMAIL;X-LOFT-EAS-SHOWN=\"^'Eva^' <a@b>\":new@b\r\n"), C (EMAIL1_ADDRESS),
      "\"Eva\" <new@b>" },
    { CARD ("ADR;TYPE=home:Box 7;Top 4;Ring 1;Wien;;1010;\r\n"), C (HOME_ADDRESS_STREET),
      "Box 7\nTop 4\nRing 1" },
    { CARD ("ADR;TYPE=home:;;A;;;;\r\nADR;TYPE=home:;;B;;;;\r\n"), C (OTHER_ADDRESS_STREET), "B" },
    { CARD ("item1.X-ABRELATEDNAMES:Jan\r\nitem1.X-ABLabel:_$!<Spouse>!$_\r\n"), C (SPOUSE),
      "Jan" },
    { CARD ("X-EVOLUTION-MANAGER:Ole\r\n"), C2 (MANAGER_NAME), "Ole" },
    { CARD ("X-JABBER:eva@example.org\r\n"), C2 (IM_ADDRESS), "xmpp:eva@example.org" },
    { CARD ("X-ANNIVERSARY:2011-06-18\r\n"), C (ANNIVERSARY), "2011-06-18T00:00:00.000Z" },
    { CARD ("URL:http\\://example.org\r\n"), C (WEB_PAGE), "http://example.org" },
    { CARD ("N:Adler;Eva\r\n"), C (FILE_AS), "A" },
    { CARD ("N:Adler;Eva\r\nX-LOFT-EAS-FILE-AS:l\\, f\r\n"), C (FILE_AS), "A" },
    { CARD ("PHOTO;ENCODING=b;TYPE=GIF:" GIF "\r\n"), C (PICTURE), GIF },
    { "BEGIN:VCARD\nVERSION:2.1\nN;ENCODING=QUOTED-PRINTABLE:=C3=85s\nTEL;CELL:1\nEND:VCARD\n",
      C (LAST_NAME), "Ås" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftWbxmlElement) data = from_vcard (cases[i].vcard);

      g_test_message ("%s", cases[i].vcard);
      g_assert_cmpstr (loft_wbxml_element_get_text (data, cases[i].tag), ==, cases[i].text);
    }
}

/* Refused, or where that is wanted left out, with the same sentence; the rest of the card goes. */
static void
assert_left_out (const char *vcard, const char *word)
{
  g_autoptr (GPtrArray) left_out = g_ptr_array_new_with_free_func (g_free);
  const LoftEasMapping lenient = {
    .version = 161, .address = how.address, .name = how.name, .left_out = left_out
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftWbxmlElement) data = loft_eas_contact_from_vcard (vcard, &lenient, &error);

  g_assert_no_error (error);
  g_assert_nonnull (loft_wbxml_element_get_text (data, LOFT_EAS_CONTACTS_FILE_AS));
  g_assert_cmpuint (left_out->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (left_out, 0), word));
}

static void
test_refused (void)
{
  static const struct {
    const char *vcard;
    const char *word; /* of the sentence */
    gboolean is_vital;
  } cases[] = {
    { CARD ("EMAIL:a@b\r\nEMAIL:c@d\r\nEMAIL:e@f\r\nEMAIL:g@h\r\n"), "three e-mail" },
    { CARD ("TEL;TYPE=cell:1\r\nTEL;TYPE=cell:22\r\n"), "“22”" },
    { CARD ("TEL;TYPE=home:1\r\nTEL;TYPE=home:2\r\nTEL;TYPE=home:3\r\n"), "“3”" },
    { CARD ("TEL;TYPE=fax:1\r\nTEL;TYPE=fax:2\r\nTEL;TYPE=fax:3\r\n"), "“3”" },
    { CARD ("IMPP:a\r\nIMPP:b\r\nIMPP:c\r\nIMPP:d\r\n"), "three chat" },
    { CARD ("URL:a\r\nURL:b\r\n"), "one web page" },
    { CARD ("ADR:;;A\r\nADR:;;B\r\n"), "three postal" },
    { CARD ("RELATED;TYPE=friend;VALUE=text:Jan\r\n"), "spouse" },
    { CARD ("X-SPOUSE:Jan\r\nX-SPOUSE:Tim\r\n"), "spouse" },
    { CARD ("BDAY;VALUE=text:circa 1800\r\n"), "dates only" },
    { CARD ("ROLE:Speaker\r\n"), "no role" },
    { CARD ("X-ADDRESSBOOKSERVER-KIND:group\r\n"), "groups", TRUE },
    { CARD ("NOTE;X-LOFT-EAS-CUT=00000000:changed\r\n"), "only the beginning", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (loft_eas_contact_from_vcard (cases[i].vcard, &how, &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
      g_assert_nonnull (strstr (error->message, cases[i].word));
      if (!cases[i].is_vital)
        assert_left_out (cases[i].vcard, cases[i].word);
    }
}

static void
test_no_card (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (
    loft_eas_contact_from_vcard ("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", &how, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
  g_clear_error (&error);
  g_assert_null (loft_eas_contact_to_vcard (NULL, "u", &how, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
}

/* ---- notes, pictures, what nobody knows --------------------------------------------------- */

static void
test_cut_note (void)
{
  g_autoptr (LoftWbxmlElement) data = loft_eas_data_new (C (FILE_AS), "A", 0);
  g_autoptr (LoftWbxmlElement) rest = loft_eas_data_new (C (FILE_AS), "A", 0);
  g_autoptr (LoftWbxmlElement) back = NULL;
  g_autofree char *vcard = NULL;

  add_body (data, "1", "the begin", TRUE);
  vcard = to_vcard (data);
  g_assert_nonnull (strstr (vcard, ":the begin\r\n"));
  back = from_vcard (vcard);
  loft_eas_data_assert_equal (back, rest);
}

/* Rich text and elements of a later protocol go back as they came. */
static void
test_unknown (void)
{
  g_autoptr (LoftWbxmlElement) data = loft_eas_data_new (C (FILE_AS), "A", 0x013f, "new", 0);
  g_autoptr (LoftWbxmlElement) back = NULL;
  g_autofree char *vcard = NULL;

  add_body (data, "3", "e1xydGYxfQ==", FALSE);
  loft_wbxml_element_add_text (loft_wbxml_element_add (data, 0x0c1f), 0x0c20, "inside");
  loft_wbxml_element_add_text (data, C (BIRTHDAY), "no day");
  vcard = to_vcard (data);
  back = from_vcard (vcard);
  loft_eas_data_assert_equal (data, back);
}

/* HTML is read as text, and stays HTML until a person writes something else, or nothing. */
static void
test_html (void)
{
  static const struct {
    const char *note; /* NULL: as it came */
    const char *type; /* NULL: no body */
    const char *text;
  } cases[] = {
    { NULL, "2", "<b>bold</b> &amp; more" },
    { "NOTE:mine\r\n", "1", "mine" },
    { "", NULL, NULL },
  };
  g_autoptr (LoftWbxmlElement) data = loft_eas_data_new (C (FILE_AS), "A", 0);
  g_autofree char *vcard = NULL;

  add_body (data, "2", "<b>bold</b> &amp; more", FALSE);
  vcard = to_vcard (data);
  g_assert_nonnull (strstr (vcard, "\r\nNOTE:bold & more\r\n"));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) parts = g_strsplit (vcard, "NOTE:bold & more\r\n", 2);
      g_autofree char *edited =
        g_strjoinv (cases[i].note != NULL ? cases[i].note : "NOTE:bold & more\r\n", parts);
      g_autoptr (LoftWbxmlElement) back = from_vcard (edited);
      const LoftWbxmlElement *body = loft_wbxml_element_find (back, LOFT_EAS_AIRSYNCBASE_BODY);

      g_assert_cmpstr (loft_wbxml_element_get_text (body, LOFT_EAS_AIRSYNCBASE_TYPE), ==,
                       cases[i].type);
      g_assert_cmpstr (loft_wbxml_element_get_text (body, LOFT_EAS_AIRSYNCBASE_DATA), ==,
                       cases[i].text);
    }
}

static char *
make_picture (gsize length)
{
  g_autofree guchar *bytes = g_malloc0 (length);

  memcpy (bytes, "\xff\xd8\xff", 3);
  return g_base64_encode (bytes, length);
}

static void
test_pictures (void)
{
  g_autofree char *fits = make_picture (LOFT_EAS_PICTURE_MAX);
  g_autofree char *large = make_picture (LOFT_EAS_PICTURE_MAX + 1);
  g_autofree char *small_card = g_strdup_printf (CARD ("PHOTO;ENCODING=b:%s\r\n"), fits);
  g_autofree char *large_card = g_strdup_printf (CARD ("PHOTO;ENCODING=b:%s\r\n"), large);
  g_autoptr (LoftWbxmlElement) small_data = from_vcard (small_card);
  g_autoptr (LoftWbxmlElement) of_server =
    loft_eas_data_new (C (FILE_AS), "A", C (PICTURE), large, 0);
  g_autofree char *server_card = to_vcard (of_server);
  g_autoptr (LoftWbxmlElement) back = from_vcard (server_card);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (loft_wbxml_element_get_text (small_data, C (PICTURE)), ==, fits);
  g_assert_null (loft_eas_contact_from_vcard (large_card, &how, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
  loft_eas_data_assert_equal (of_server, back);
}

/* A new card goes without; of one that is there a picture is not taken for one that cannot be kept. */
static void
test_picture_left_out (void)
{
  g_autofree char *large = make_picture (LOFT_EAS_PICTURE_MAX + 1);
  g_autofree char *card = g_strdup_printf (CARD ("PHOTO;ENCODING=b:%s\r\n"), large);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GPtrArray) left_out = g_ptr_array_new_with_free_func (g_free);
      const LoftEasMapping lenient = { .version = 161,
                                       .address = how.address,
                                       .name = how.name,
                                       .left_out = left_out,
                                       .is_new = i > 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (LoftWbxmlElement) data = loft_eas_contact_from_vcard (card, &lenient, &error);

      g_assert_cmpint (data != NULL, ==, i > 0);
      g_assert_cmpuint (left_out->len, ==, i);
      if (i > 0)
        g_assert_null (loft_wbxml_element_find (data, C (PICTURE)));
    }
}

static void
test_no_picture (void)
{
  g_autoptr (LoftWbxmlElement) data = loft_eas_data_new (C (FILE_AS), "A", C (PICTURE), "QUJD", 0);
  g_autofree char *vcard = to_vcard (data);
  g_autoptr (LoftWbxmlElement) back = from_vcard (vcard);

  g_assert_null (strstr (vcard, "\r\nPHOTO"));
  loft_eas_data_assert_equal (data, back);
}

/* ---- changes ------------------------------------------------------------------------------ */

typedef void (*Edit) (LoftContact *contact);

static void
set_text (char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

static LoftContactValue *
find_value (LoftContact *contact, const char *property, const char *text)
{
  for (guint i = 0; i < contact->values->len; i++)
    {
      LoftContactValue *value = g_ptr_array_index (contact->values, i);

      if (g_str_equal (value->property, property) && g_str_equal (value->value, text))
        return value;
    }
  g_assert_not_reached ();
}

static void
edit_family (LoftContact *contact)
{
  set_text (&contact->family, "Berg");
}

static void
edit_job (LoftContact *contact)
{
  set_text (&contact->title, "Retired");
}

static void
edit_number (LoftContact *contact)
{
  set_text (&find_value (contact, "TEL", "2")->value, "22");
}

static void
remove_first_number (LoftContact *contact)
{
  g_ptr_array_remove (contact->values, find_value (contact, "TEL", "1"));
}

static void
edit_email (LoftContact *contact)
{
  set_text (&find_value (contact, "EMAIL", "/o=Org/cn=eva")->value, "new@example.org");
}

static void
edit_city (LoftContact *contact)
{
  LoftContactValue *value =
    find_value (contact, "ADR", "\n\nRing 1, Top 4\nWien\nW\n1010\nAustria");

  set_text (&value->value, "\n\nRing 1, Top 4\nGraz\nW\n1010\nAustria");
}

static void
edit_birthday (LoftContact *contact)
{
  set_text (&find_value (contact, "BDAY", "1985-04-12")->value, "1985-04-13");
}

static void
edit_spouse (LoftContact *contact)
{
  set_text (&find_value (contact, "RELATED", "Jan")->value, "Jana");
}

static void
edit_categories (LoftContact *contact)
{
  set_text (&contact->categories[1], "Autumn");
}

static void
remove_photo (LoftContact *contact)
{
  g_clear_pointer (&contact->photo, g_bytes_unref);
}

static void
add_number (LoftContact *contact)
{
  g_ptr_array_remove (contact->values, find_value (contact, "TEL", "+43 660 1"));
  g_ptr_array_add (contact->values, loft_contact_value_new ("TEL", "99"));
}

/* What Loft's editor changes is what the server is told, and nothing else. */
static void
test_edits (void)
{
  static const struct {
    Edit edit;
    guint tags[3];
    const char *text;
  } cases[] = {
    { edit_family, { C (LAST_NAME), C (FILE_AS) }, "Berg" },
    { edit_job, { C (JOB_TITLE) }, "Retired" },
    { edit_number, { C (BUSINESS2_PHONE_NUMBER) }, "22" },
    { remove_first_number, { C (BUSINESS_PHONE_NUMBER) }, NULL },
    { edit_email, { C (EMAIL3_ADDRESS) }, "new@example.org" },
    { edit_city, { C (BUSINESS_ADDRESS_CITY) }, "Graz" },
    { edit_birthday, { C (BIRTHDAY) }, "1985-04-13T00:00:00.000Z" },
    { edit_spouse, { C (SPOUSE) }, "Jana" },
    { edit_categories, { C (CATEGORIES) }, "" },
    { remove_photo, { C (PICTURE) }, NULL },
    { add_number, { C (MOBILE_PHONE_NUMBER) }, "99" },
  };
  g_autoptr (LoftWbxmlElement) data = make_whole ();
  g_autofree char *vcard = to_vcard (data);
  g_autoptr (GBytes) raw = g_bytes_new (vcard, strlen (vcard));
  g_autoptr (LoftContact) before = read_contact (vcard);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftContact) after = loft_contact_copy (before);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) changed = NULL;
      g_autofree char *text = NULL;
      g_autoptr (LoftWbxmlElement) back = NULL;

      cases[i].edit (after);
      changed = loft_vcard_change (raw, before, after, &error);
      g_assert_no_error (error);
      text = g_strndup (g_bytes_get_data (changed, NULL), g_bytes_get_size (changed));
      back = from_vcard (text);
      loft_eas_data_assert_only (data, back, cases[i].tags);
      g_assert_cmpstr (loft_wbxml_element_get_text (back, cases[i].tags[0]), ==, cases[i].text);
    }
}

static void
test_clearing (void)
{
  g_autoptr (LoftWbxmlElement) before =
    loft_eas_data_new (C (FILE_AS), "A", C (SPOUSE), "Jan", C (BIRTHDAY),
                       "1985-04-12T00:00:00.000Z", C (JOB_TITLE), "Director", 0);
  g_autoptr (LoftWbxmlElement) after =
    loft_eas_data_new (C (FILE_AS), "A", C (JOB_TITLE), "Retired", 0);
  LoftWbxmlElement *body;

  add_body (before, "1", "note", FALSE);
  loft_eas_clearing_add (after, NULL, TRUE);
  g_assert_cmpuint (loft_wbxml_element_get_n_children (after), ==, 2);
  loft_eas_clearing_add (after, before, FALSE);
  g_assert_cmpuint (loft_wbxml_element_get_n_children (after), ==, 4);
  g_assert_cmpstr (loft_wbxml_element_get_text (after, C (SPOUSE)), ==, "");
  g_assert_cmpstr (loft_wbxml_element_get_text (after, C (JOB_TITLE)), ==, "Retired");
  body = loft_wbxml_element_find (after, LOFT_EAS_AIRSYNCBASE_BODY);
  g_assert_cmpstr (loft_wbxml_element_get_text (body, LOFT_EAS_AIRSYNCBASE_DATA), ==, "");
  g_assert_null (loft_wbxml_element_get_text (after, C (BIRTHDAY)));
  loft_eas_clearing_add (after, before, TRUE);
  g_assert_cmpuint (loft_wbxml_element_get_n_children (after), ==, 5);
  g_assert_cmpstr (loft_wbxml_element_get_text (after, C (BIRTHDAY)), ==, "");
}

/* ---- what is hostile ---------------------------------------------------------------------- */

static void
test_many (void)
{
  g_autoptr (LoftWbxmlElement) data = loft_eas_data_new (C (FILE_AS), "A", 0);
  LoftWbxmlElement *children = loft_wbxml_element_add (data, C (CHILDREN));
  g_autoptr (GError) error = NULL;
  g_autofree char *vcard = NULL;

  for (guint i = 0; i < 1900; i++)
    loft_wbxml_element_add_text (children, C (CHILD), "Pia");
  vcard = to_vcard (data);
  for (guint i = 0; i < 100000; i++)
    loft_wbxml_element_add_text (children, C (CHILD), "Pia");
  g_assert_null (loft_eas_contact_to_vcard (data, "u", &how, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
}

static void
test_odd_texts (void)
{
  static const char *const texts[] = { "",   " ",    "\r\nEND:VCARD",  ";;;", "<",  ">",  "<>",
                                       "\"", "\x01", "a\nBEGIN:VCARD", ":",   "\\", "<@>" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint k = 0; k < G_N_ELEMENTS (elements); k++)
      {
        g_autoptr (LoftWbxmlElement) data = loft_eas_data_new (elements[k].tag, texts[i], 0);
        g_autofree char *vcard = to_vcard (data);
        g_autoptr (LoftWbxmlElement) back = from_vcard (vcard);
        g_autoptr (LoftContact) contact = read_contact (vcard);

        g_assert_cmpstr (contact->uid, ==, "u-1");
        g_assert_nonnull (back);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/eas-contact/elements", test_elements);
  g_test_add_func ("/eas-contact/whole", test_whole);
  g_test_add_func ("/eas-contact/filed", test_filed);
  g_test_add_func ("/eas-contact/without-names", test_without_names);
  g_test_add_func ("/eas-contact/days", test_days);
  g_test_add_func ("/eas-contact/new-days", test_new_days);
  g_test_add_func ("/eas-contact/cards", test_cards);
  g_test_add_func ("/eas-contact/refused", test_refused);
  g_test_add_func ("/eas-contact/picture-left-out", test_picture_left_out);
  g_test_add_func ("/eas-contact/no-card", test_no_card);
  g_test_add_func ("/eas-contact/cut-note", test_cut_note);
  g_test_add_func ("/eas-contact/unknown", test_unknown);
  g_test_add_func ("/eas-contact/html", test_html);
  g_test_add_func ("/eas-contact/pictures", test_pictures);
  g_test_add_func ("/eas-contact/no-picture", test_no_picture);
  g_test_add_func ("/eas-contact/edits", test_edits);
  g_test_add_func ("/eas-contact/clearing", test_clearing);
  g_test_add_func ("/eas-contact/many", test_many);
  g_test_add_func ("/eas-contact/odd-texts", test_odd_texts);
  return g_test_run ();
}
