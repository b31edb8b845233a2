/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-vcard-name.h"

#include <string.h>

#include "loft-vcard-line.h"
#include "loft-vcard-object.h"

/* How programs make FN of N. */
typedef enum {
  ALL_PARTS, /* Dr. Eva Maria Adler PhD */
  GIVEN_FAMILY,
  GIVEN_ADDITIONAL_FAMILY,
  FAMILY_GIVEN,
  FAMILY_COMMA_GIVEN,
  N_FORMS,
} Form;

static char *
make_name (const LoftContact *contact, Form form)
{
  const char *comma = *contact->family != '\0' && *contact->given != '\0' ? ", " : "";
  g_autofree char *name = NULL;

  if (form == FAMILY_COMMA_GIVEN)
    name = g_strconcat (contact->family, comma, contact->given, NULL);
  else if (form == FAMILY_GIVEN)
    name = g_strjoin (" ", contact->family, contact->given, NULL);
  else if (form == GIVEN_FAMILY)
    name = g_strjoin (" ", contact->given, contact->family, NULL);
  else if (form == GIVEN_ADDITIONAL_FAMILY)
    name = g_strjoin (" ", contact->given, contact->additional, contact->family, NULL);
  else
    name = g_strjoin (" ", contact->prefix, contact->given, contact->additional, contact->family,
                      contact->suffix, NULL);
  return loft_vcard_trim_text (name);
}

static Form
find_form (const LoftContact *contact)
{
  for (Form form = ALL_PARTS; form < N_FORMS; form++)
    {
      g_autofree char *name = make_name (contact, form);

      if (g_str_equal (name, contact->name))
        return form;
    }
  return N_FORMS;
}

static gboolean
has_same_parts (const LoftContact *a, const LoftContact *b)
{
  return g_str_equal (a->family, b->family) && g_str_equal (a->given, b->given) &&
         g_str_equal (a->additional, b->additional) && g_str_equal (a->prefix, b->prefix) &&
         g_str_equal (a->suffix, b->suffix);
}

static void
set (char **field, const char *text)
{
  char *copy = g_strdup (text);

  g_free (*field);
  *field = g_strstrip (copy);
}

/* "Adler, Eva" or "Eva Maria Adler": the last word is the family's. */
static void
split_name (LoftContact *contact)
{
  g_autofree char *name = g_strdup (contact->name);
  char *comma = strchr (name, ',');
  char *blank = strrchr (name, ' ');
  char *cut = comma != NULL ? comma : blank;

  set (&contact->additional, "");
  set (&contact->prefix, "");
  set (&contact->suffix, "");
  if (cut != NULL)
    *cut = '\0';
  set (&contact->family, comma != NULL ? name : cut != NULL ? cut + 1 : "");
  set (&contact->given, comma != NULL ? cut + 1 : name);
}

LoftContact *
loft_vcard_name_keep_in_step (const LoftContact *before, const LoftContact *after)
{
  LoftContact *kept = loft_contact_copy (after);
  gboolean same_name = g_str_equal (before->name, after->name);
  gboolean same_parts = has_same_parts (before, after);
  Form form = find_form (before);

  if (same_name && !same_parts && form < N_FORMS)
    {
      g_free (kept->name);
      kept->name = make_name (after, form);
    }
  else if (!same_name && same_parts && form < N_FORMS && *after->name != '\0')
    {
      split_name (kept);
      if (after->is_group) /* it has no given and family name */
        {
          set (&kept->family, after->name);
          set (&kept->given, "");
        }
    }
  if (*kept->name == '\0' && !same_name)
    {
      g_free (kept->name);
      kept->name = loft_vcard_dup_made_name (kept);
    }
  return kept;
}
