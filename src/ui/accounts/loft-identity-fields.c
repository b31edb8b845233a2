/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-identity-fields.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-identity-window.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#define MOST 100 /* as many as accounts.ini holds */

struct _LoftIdentityFields {
  GtkWidget parent_instance;

  AdwPreferencesGroup *group;
  GtkWidget *add;
  GPtrArray *rows; /* of GtkWidget, borrowed */
  GPtrArray *identities; /* of LoftIdentity, the usual one first */
  char *person; /* of the account when it was shown */
  char *address;
  guint open; /* place of the one whose window is open; the length: a new one */
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftIdentityFields, loft_identity_fields, GTK_TYPE_WIDGET)

static void rebuild (LoftIdentityFields *self);

/* Identities */

static void
replace (char **field, const char *value)
{
  char *copy = g_strdup (value);

  g_free (*field);
  *field = copy;
}

static gboolean
is_own (LoftIdentityFields *self, const LoftIdentity *identity)
{
  return strcmp (identity->name, self->person) == 0 &&
         strcmp (identity->address, self->address) == 0;
}

/* The account's own name and address say all that there is to say. */
static gboolean
is_plain (const LoftIdentity *identity, const LoftAccount *account)
{
  return strcmp (identity->name, account->person) == 0 &&
         strcmp (identity->address, account->address) == 0 && identity->reply_to[0] == '\0' &&
         identity->organization[0] == '\0' && identity->signature[0] == '\0' &&
         identity->signature_html[0] == '\0';
}

void
loft_identity_fields_read (LoftIdentityFields *self, LoftAccount *account)
{
  g_ptr_array_set_size (account->identities, 0);
  for (guint i = 0; i < self->identities->len; i++)
    {
      LoftIdentity *copy = loft_identity_copy (g_ptr_array_index (self->identities, i));

      if (is_own (self, copy))
        {
          replace (&copy->name, account->person);
          replace (&copy->address, account->address);
        }
      g_ptr_array_add (account->identities, copy);
    }
  if (account->identities->len == 1 &&
      is_plain (g_ptr_array_index (account->identities, 0), account))
    g_ptr_array_set_size (account->identities, 0);
}

/* One of them */

static void
on_done (LoftIdentityFields *self, gboolean is_usual, LoftIdentityWindow *window)
{
  LoftIdentity *identity = loft_identity_window_read (window);

  if (self->open < self->identities->len)
    g_ptr_array_remove_index (self->identities, self->open);
  g_ptr_array_insert (self->identities,
                      is_usual ? 0 : (int) MIN (self->open, self->identities->len), identity);
  rebuild (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_removed (LoftIdentityFields *self)
{
  if (self->open >= self->identities->len || self->identities->len < 2)
    return;
  g_ptr_array_remove_index (self->identities, self->open);
  rebuild (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
open_window (LoftIdentityFields *self, guint place)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  gboolean is_new = place >= self->identities->len;
  LoftIdentityWindow *window =
    loft_identity_window_present (GTK_WINDOW (root),
                                  is_new ? NULL : g_ptr_array_index (self->identities, place),
                                  !is_new && place == 0, !is_new && self->identities->len > 1);

  self->open = place;
  g_signal_connect_object (window, "done", G_CALLBACK (on_done), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "removed", G_CALLBACK (on_removed), self, G_CONNECT_SWAPPED);
}

static void
on_add (LoftIdentityFields *self)
{
  open_window (self, self->identities->len);
}

static void
on_activated (LoftIdentityFields *self, GtkWidget *row)
{
  guint place;

  if (g_ptr_array_find (self->rows, row, &place))
    open_window (self, place);
}

/* Rows */

/* The first line of a signature tells it best. */
static char *
describe (const LoftIdentity *identity)
{
  g_autofree char *line = g_strndup (identity->signature, strcspn (identity->signature, "\n"));

  if (identity->name[0] == '\0')
    return g_steal_pointer (&line);
  return line[0] == '\0' ? g_strdup (identity->address)
                         : g_strdup_printf ("%s\n%s", identity->address, line);
}

static GtkWidget *
new_row (LoftIdentityFields *self, const LoftIdentity *identity, gboolean is_usual)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *subtitle = describe (identity);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 identity->name[0] != '\0' ? identity->name : identity->address);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  if (is_usual && self->identities->len > 1)
    {
      /* Translators: the identity that new messages are written as. */
      GtkWidget *label = gtk_label_new (C_ ("identity", "Default"));

      gtk_widget_add_css_class (label, "dim-label");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
    }
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect_swapped (row, "activated", G_CALLBACK (on_activated), self);
  return row;
}

static void
rebuild (LoftIdentityFields *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < self->identities->len; i++)
    {
      GtkWidget *row = new_row (self, g_ptr_array_index (self->identities, i), i == 0);

      adw_preferences_group_add (self->group, row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_widget_set_visible (self->add, self->identities->len < MOST);
}

void
loft_identity_fields_show (LoftIdentityFields *self, LoftAccount *account)
{
  g_ptr_array_unref (self->identities);
  self->identities = loft_account_list_identities (account);
  replace (&self->person, account->person);
  replace (&self->address, account->address);
  rebuild (self);
}

/* Object */

static void
loft_identity_fields_dispose (GObject *object)
{
  g_clear_pointer ((GtkWidget **) &LOFT_IDENTITY_FIELDS (object)->group, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_identity_fields_parent_class)->dispose (object);
}

static void
loft_identity_fields_finalize (GObject *object)
{
  LoftIdentityFields *self = LOFT_IDENTITY_FIELDS (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->identities);
  g_free (self->person);
  g_free (self->address);
  G_OBJECT_CLASS (loft_identity_fields_parent_class)->finalize (object);
}

static void
loft_identity_fields_class_init (LoftIdentityFieldsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_identity_fields_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_identity_fields_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
loft_identity_fields_init (LoftIdentityFields *self)
{
  self->rows = g_ptr_array_new ();
  self->identities = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_identity_free);
  self->person = g_strdup ("");
  self->address = g_strdup ("");
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->group, _ ("Identities"));
  adw_preferences_group_set_description (self->group, _ ("As whom you write, with signature"));
  self->add = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_add_css_class (self->add, "flat");
  loft_accessibility_set_button_name (self->add, _ ("Add Identity"));
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (on_add), self);
  adw_preferences_group_set_header_suffix (self->group, self->add);
  gtk_widget_set_parent (GTK_WIDGET (self->group), GTK_WIDGET (self));
}
