/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contact-fields.h"

#include <adwaita.h>

#include "config.h"

#include <glib/gi18n.h>

typedef enum {
  ALWAYS,
  RARE, /* when it says something or is asked for */
  NAME, /* where it is not made of the parts */
} Showing;

typedef struct {
  const char *name;
  const char *title;
  gsize offset; /* in LoftContact */
  Showing showing;
  gboolean is_work;
} Field;

#define AT(member) G_STRUCT_OFFSET (LoftContact, member)

static const Field fields[] = {
  { "name", N_ ("Shown As"), AT (name), NAME, FALSE },
  { "prefix", N_ ("Title Before the Name"), AT (prefix), RARE, FALSE },
  { "given", N_ ("First Name"), AT (given), ALWAYS, FALSE },
  { "additional", N_ ("Middle Name"), AT (additional), RARE, FALSE },
  { "family", N_ ("Last Name"), AT (family), ALWAYS, FALSE },
  { "suffix", N_ ("Title After the Name"), AT (suffix), RARE, FALSE },
  { "nickname", N_ ("Nickname"), AT (nickname), RARE, FALSE },
  { "organization", N_ ("Organization"), AT (organization), ALWAYS, TRUE },
  { "department", N_ ("Department"), AT (department), RARE, TRUE },
  { "title", N_ ("Job Title"), AT (title), ALWAYS, TRUE },
  { "role", N_ ("Role"), AT (role), RARE, TRUE },
};

#define N_FIELDS G_N_ELEMENTS (fields)

struct _LoftContactFields {
  GtkWidget *rows[N_FIELDS];
  gboolean is_of_parts; /* the name */
  gboolean is_made; /* the same, or of the organization, or nobody has one yet */
};

static char **
place_of (const LoftContact *contact, const Field *field)
{
  return G_STRUCT_MEMBER_P (contact, field->offset);
}

/* (transfer full) */
static char *
join (const char *const *parts, guint n)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    if (*parts[i] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", parts[i]);
  return g_strdup (text->str);
}

/* (transfer full) */
static char *
join_name (const LoftContact *contact)
{
  const char *const parts[] = { contact->prefix, contact->given, contact->additional,
                                contact->family, contact->suffix };

  return join (parts, G_N_ELEMENTS (parts));
}

static gboolean
is_joined (const LoftContact *contact, const char *const *parts, guint n)
{
  g_autofree char *joined = join (parts, n);

  return g_str_equal (contact->name, joined);
}

/* As the ways in which programs make a name. */
static gboolean
is_made_of_parts (const LoftContact *contact)
{
  const char *const plain[] = { contact->given, contact->family };
  const char *const middle[] = { contact->given, contact->additional, contact->family };
  const char *const turned[] = { contact->family, contact->given };
  g_autofree char *comma = g_strjoin (", ", contact->family, contact->given, NULL);
  g_autofree char *all = join_name (contact);

  return *contact->name != '\0' &&
         (g_str_equal (contact->name, all) || g_str_equal (contact->name, comma) ||
          is_joined (contact, plain, 2) || is_joined (contact, middle, 3) ||
          is_joined (contact, turned, 2));
}

static const char *
get_text (LoftContactFields *self, guint i)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->rows[i]));
}

/* Whether one of the parts of a name is another now. */
static gboolean
take_texts (LoftContactFields *self, LoftContact *contact)
{
  gboolean has_new_parts = FALSE;

  for (guint i = 0; i < N_FIELDS; i++)
    {
      char **place = place_of (contact, &fields[i]);
      char *text = g_strstrip (g_strdup (get_text (self, i)));

      if (fields[i].showing == NAME && self->is_made)
        {
          g_free (text);
          continue;
        }
      has_new_parts = has_new_parts || (!g_str_equal (text, *place) && !fields[i].is_work);
      g_free (*place);
      *place = text;
    }
  return has_new_parts;
}

void
loft_contact_fields_take (LoftContactFields *self, LoftContact *contact)
{
  g_autofree char *organization = g_strdup (contact->organization);
  gboolean is_of_work =
    *organization != '\0' && g_str_equal (contact->name, organization) && !self->is_of_parts;
  gboolean has_new_parts = take_texts (self, contact);
  g_autofree char *made = join_name (contact);

  if (!self->is_made || (!has_new_parts && !is_of_work))
    return;
  /* The card's own way of making its name is kept when it is written. */
  if (self->is_of_parts && *made != '\0')
    return;
  g_free (contact->name);
  contact->name =
    *made == '\0' && is_of_work ? g_strdup (contact->organization) : g_steal_pointer (&made);
}

char *
loft_contact_fields_dup_name (LoftContactFields *self)
{
  g_autoptr (LoftContact) typed = loft_contact_new ();

  take_texts (self, typed);
  return *typed->name != '\0' ? g_strdup (typed->name) : join_name (typed);
}

GMenuModel *
loft_contact_fields_new_menu (void)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < N_FIELDS; i++)
    {
      g_autofree char *action = g_strdup_printf ("contact.add-field::%s", fields[i].name);

      if (fields[i].showing == RARE)
        g_menu_append (menu, _ (fields[i].title), action);
    }
  return G_MENU_MODEL (menu);
}

void
loft_contact_fields_add (LoftContactFields *self, const char *name)
{
  for (guint i = 0; i < N_FIELDS; i++)
    if (g_str_equal (fields[i].name, name))
      {
        gtk_widget_set_visible (self->rows[i], TRUE);
        gtk_widget_grab_focus (self->rows[i]);
      }
}

static GtkWidget *
new_row (const Field *field, const char *text)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (field->title));
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  return row;
}

static gboolean
is_shown (LoftContactFields *self, const Field *field, const char *text)
{
  if (field->showing == NAME)
    return !self->is_made;
  return field->showing == ALWAYS || *text != '\0';
}

LoftContactFields *
loft_contact_fields_new (GtkListBox *names, GtkListBox *work, const LoftContact *contact,
                         GCallback changed, gpointer user_data)
{
  LoftContactFields *self = g_new0 (LoftContactFields, 1);

  self->is_of_parts = is_made_of_parts (contact);
  self->is_made = self->is_of_parts || *contact->name == '\0' ||
                  g_str_equal (contact->name, contact->organization);
  for (guint i = 0; i < N_FIELDS; i++)
    {
      const char *text = *place_of (contact, &fields[i]);

      self->rows[i] = new_row (&fields[i], text);
      gtk_widget_set_visible (self->rows[i], is_shown (self, &fields[i], text));
      gtk_list_box_append (fields[i].is_work ? work : names, self->rows[i]);
      g_signal_connect_swapped (self->rows[i], "changed", changed, user_data);
    }
  return self;
}

void
loft_contact_fields_free (LoftContactFields *self)
{
  g_free (self);
}

void
loft_contact_fields_focus (LoftContactFields *self)
{
  for (guint i = 0; i < N_FIELDS; i++)
    if (gtk_widget_get_visible (self->rows[i]))
      {
        gtk_widget_grab_focus (self->rows[i]);
        return;
      }
}
