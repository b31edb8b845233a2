/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-domain.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

#define DOMAIN_LIMIT 255 /* RFC 1035, 2.3.4 */

/* Scripts that one label may mix, as bits. */
enum {
  LATIN = 1 << 0,
  HAN = 1 << 1,
  KANA = 1 << 2,
  BOPOMOFO = 1 << 3,
  HANGUL = 1 << 4,
  CYRILLIC = 1 << 5,
  GREEK = 1 << 6,
  ARMENIAN = 1 << 7,
  OTHER = 1 << 8, /* any one script that is not named here */
};

typedef struct {
  guint scripts;
  GUnicodeScript other;
  gboolean is_odd; /* characters that no name needs */
  gboolean looks_latin; /* all letters so far */
} Label;

/* Letters that are drawn as Latin ones in most fonts; sorted. */
static const gunichar look_alikes[] = {
  0x0131, 0x0251, 0x0261, 0x026a, /* ı ɑ ɡ ɪ */
  0x03b1, 0x03b3, 0x03b9, 0x03ba, 0x03bd, 0x03bf, 0x03c1, 0x03c5, 0x03c9, /* αγικνορυω */
  0x0430, 0x0433, 0x0435, 0x043a, 0x043c, 0x043e, 0x043f, 0x0440, 0x0441, 0x0442,
  0x0443, 0x0445, 0x044a, 0x044c, 0x0455, 0x0456, 0x0458, 0x0461, 0x0475, 0x04bb,
  0x04bd, 0x04cf, 0x0501, 0x051b, 0x051d, /* агекмопрстухъьѕіјѡѵһҽӏԁԛԝ */
  0x0561, 0x0563, 0x0566, 0x056b, 0x056f, 0x0570, 0x0578, 0x057d, 0x0581, 0x0585, /* Armenian */
};

static int
compare_characters (const void *a, const void *b)
{
  gunichar first = *(const gunichar *) a, second = *(const gunichar *) b;

  return first < second ? -1 : first > second;
}

static gboolean
is_look_alike (gunichar c)
{
  return bsearch (&c, look_alikes, G_N_ELEMENTS (look_alikes), sizeof c, compare_characters) !=
         NULL;
}

static guint
script_bit (Label *self, GUnicodeScript script)
{
  switch (script)
    {
    case G_UNICODE_SCRIPT_LATIN:
      return LATIN;
    case G_UNICODE_SCRIPT_HAN:
      return HAN;
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
      return KANA;
    case G_UNICODE_SCRIPT_BOPOMOFO:
      return BOPOMOFO;
    case G_UNICODE_SCRIPT_HANGUL:
      return HANGUL;
    case G_UNICODE_SCRIPT_CYRILLIC:
      return CYRILLIC;
    case G_UNICODE_SCRIPT_GREEK:
      return GREEK;
    case G_UNICODE_SCRIPT_ARMENIAN:
      return ARMENIAN;
    default:
      break;
    }
  self->is_odd |= (self->scripts & OTHER) != 0 && self->other != script;
  self->other = script;
  return OTHER;
}

/* Marks over Latin, Greek and Cyrillic letters have composed forms where a language needs them. */
static void
take_mark (Label *self)
{
  self->is_odd |= self->scripts == 0 || (self->scripts & (LATIN | CYRILLIC | GREEK)) != 0;
}

static void
take_character (Label *self, gunichar c)
{
  GUnicodeScript script = g_unichar_get_script (c);

  if (c < 0x80 && !g_ascii_isalpha (c))
    self->is_odd |= !g_ascii_isdigit (c) && c != '-' && c != '_';
  else if (c == 0x30fc || c == 0x30fb) /* ー ・ */
    self->scripts |= KANA;
  else if (script == G_UNICODE_SCRIPT_INHERITED)
    take_mark (self);
  else if (script == G_UNICODE_SCRIPT_COMMON || script == G_UNICODE_SCRIPT_UNKNOWN)
    self->is_odd = TRUE;
  else
    {
      self->scripts |= script_bit (self, script);
      self->looks_latin &= is_look_alike (c) || (script == G_UNICODE_SCRIPT_LATIN && c < 0x80);
    }
}

static gboolean
may_mix (guint scripts)
{
  return (scripts & (scripts - 1)) == 0 || (scripts & ~(LATIN | HAN | KANA)) == 0 ||
         (scripts & ~(LATIN | HAN | BOPOMOFO)) == 0 || (scripts & ~(LATIN | HAN | HANGUL)) == 0;
}

static LoftDomainLook
judge_label (const char *label)
{
  Label self = { .looks_latin = TRUE };
  gboolean is_ascii = TRUE;

  for (const char *p = label; *p != '\0'; p = g_utf8_next_char (p))
    {
      take_character (&self, g_utf8_get_char (p));
      is_ascii &= (guchar) *p < 0x80;
    }
  if (is_ascii)
    return LOFT_DOMAIN_PLAIN;
  if (self.is_odd || !may_mix (self.scripts))
    return LOFT_DOMAIN_MIXED;
  return self.looks_latin ? LOFT_DOMAIN_LOOK_ALIKE : LOFT_DOMAIN_PLAIN;
}

static gboolean
is_ascii (const char *text)
{
  while ((guchar) *text != '\0' && (guchar) *text < 0x80)
    text++;
  return *text == '\0';
}

/* A name under a top level of its own script is at home: there nobody expects Latin letters. */
static LoftDomainLook
judge (const char *domain)
{
  g_auto (GStrv) labels = g_strsplit (domain, ".", -1);
  LoftDomainLook worst = LOFT_DOMAIN_PLAIN;
  guint n = g_strv_length (labels);

  for (guint i = 0; i < n; i++)
    {
      LoftDomainLook look = judge_label (labels[i]);

      if (look == LOFT_DOMAIN_LOOK_ALIKE && !is_ascii (labels[n - 1]))
        look = LOFT_DOMAIN_PLAIN;
      if (look != LOFT_DOMAIN_PLAIN && worst != LOFT_DOMAIN_MIXED)
        worst = look;
    }
  return worst;
}

char *
loft_mime_domain_to_ascii (const char *domain)
{
  g_autofree char *lower = g_ascii_strdown (domain, -1);
  g_autofree char *ascii = NULL;

  if (is_ascii (lower) || strlen (lower) > DOMAIN_LIMIT)
    return g_steal_pointer (&lower);
  ascii = g_hostname_to_ascii (lower);
  return ascii != NULL ? g_steal_pointer (&ascii) : g_steal_pointer (&lower);
}

char *
loft_mime_domain_show (const char *domain, LoftDomainLook *look)
{
  g_autofree char *ascii = loft_mime_domain_to_ascii (domain);
  g_autofree char *letters = NULL;
  LoftDomainLook found = LOFT_DOMAIN_PLAIN;

  if (is_ascii (ascii) && strstr (ascii, "xn--") != NULL && strlen (ascii) <= DOMAIN_LIMIT)
    letters = g_hostname_to_unicode (ascii);
  if (letters != NULL)
    found = judge (letters);
  else if (!is_ascii (ascii))
    found = LOFT_DOMAIN_MIXED; /* not even a host name */
  if (look != NULL)
    *look = found;
  return letters != NULL && found == LOFT_DOMAIN_PLAIN ? g_steal_pointer (&letters)
                                                       : g_steal_pointer (&ascii);
}

const char *
loft_mime_domain_of (const char *email)
{
  const char *at = strrchr (email, '@');

  return at != NULL ? at + 1 : "";
}

char *
loft_mime_domain_show_address (const char *email, LoftDomainLook *look)
{
  const char *domain = loft_mime_domain_of (email);
  g_autofree char *shown = loft_mime_domain_show (domain, look);

  return g_strdup_printf ("%.*s%s",
                          (int) (domain[0] != '\0' ? domain - email : (int) strlen (email)), email,
                          shown);
}

gboolean
loft_mime_domain_is_within (const char *inner, const char *outer)
{
  gsize n = strlen (inner), m = strlen (outer);

  if (m == 0 || n < m || g_ascii_strcasecmp (inner + n - m, outer) != 0)
    return FALSE;
  return n == m || inner[n - m - 1] == '.';
}
