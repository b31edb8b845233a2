/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-recipient-completion.h"

#include "config.h"
#include "loft-avatar.h"
#include "loft-directory-search.h"
#include "loft-directory-text.h"
#include "loft-recipient-text.h"

#include <glib/gi18n.h>

#define FACE       24
#define MAX_PEOPLE 6
#define MAX_BESIDE 5 /* of directories */
#define MAX_ROWS   (MAX_PEOPLE + MAX_BESIDE)
#define MAX_ASKED  20 /* people of one directory: some of them are here already */
#define MAX_CHARS  30

typedef struct {
  GtkWidget *row;
  AdwAvatar *face;
  GtkLabel *name;
  GtkLabel *email;
} Row;

struct _LoftRecipientCompletion {
  GObject parent_instance;

  LoftRecipientEntry *entry; /* (borrowed) owns us */
  LoftPeopleIndex *index; /* (nullable) */
  LoftDirectories *directories; /* (owned) (nullable) */
  LoftDirectorySearch *search; /* (owned) (nullable) */
  GPtrArray *found; /* (nullable) of LoftPerson, of the index; NULL: nothing is suggested */
  GPtrArray *beside; /* of LoftDirectoryPerson (borrowed of search), whom found has not */
  GtkPopover *popover;
  GtkListBox *list;
  Row rows[MAX_ROWS];
  gboolean is_updating; /* what the search tells is asked for anyway */
};

G_DEFINE_FINAL_TYPE (LoftRecipientCompletion, loft_recipient_completion, G_TYPE_OBJECT)

guint
loft_recipient_completion_get_n_shown (LoftRecipientCompletion *self)
{
  return self->found != NULL && gtk_widget_get_visible (GTK_WIDGET (self->popover))
           ? self->found->len + self->beside->len
           : 0;
}

void
loft_recipient_completion_close (LoftRecipientCompletion *self)
{
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_ptr_array_set_size (self->beside, 0);
  gtk_popover_popdown (self->popover);
  if (self->search != NULL)
    loft_directory_search_set_words (self->search, "");
}

static guint
count_rows (LoftRecipientCompletion *self)
{
  return self->found->len + self->beside->len;
}

/* (transfer full) What stands beside the name. */
static char *
describe (const LoftPerson *person)
{
  if (person->members == NULL)
    return g_strdup (person->email);
  return g_strdup_printf (ngettext ("Group of %u person", "Group of %u people",
                                    person->members->len),
                          person->members->len);
}

/* beside: what stands below the name; of: (nullable) the directory that knows them. */
static void
show_row (Row *row, const char *name, const char *beside, const char *of)
{
  g_autofree char *spoken = of != NULL ? g_strdup_printf ("%s %s, %s", name, beside, of)
                                       : g_strdup_printf ("%s %s", name, beside);
  gboolean named = name[0] != '\0';

  gtk_label_set_text (row->name, named ? name : beside);
  gtk_label_set_text (row->email, named ? beside : "");
  gtk_widget_set_visible (GTK_WIDGET (row->email), named);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
}

static void
show_person (Row *row, const LoftPerson *person)
{
  g_autofree char *beside = describe (person);
  g_autoptr (LoftAddress) who =
    loft_address_new (person->name, person->email[0] != '\0' ? person->email : person->name);

  loft_avatar_show (row->face, who);
  show_row (row, person->name, beside, NULL);
}

/* (transfer none) (nullable) The address that is written to. */
static const char *
get_email (const LoftContact *contact)
{
  g_autoptr (GPtrArray) emails = loft_contact_list_values (contact, "EMAIL");

  return emails->len > 0 ? ((LoftContactValue *) g_ptr_array_index (emails, 0))->value : NULL;
}

static void
show_beside (LoftRecipientCompletion *self, Row *row, const LoftDirectoryPerson *person)
{
  g_autofree char *of = loft_directory_text_mark (person->directory, self->directories);

  loft_avatar_show_contact (row->face, person->contact);
  show_row (row, person->contact->name, get_email (person->contact), of);
}

static void
show_found (LoftRecipientCompletion *self)
{
  for (guint i = 0; i < MAX_ROWS; i++)
    {
      guint n = self->found->len;

      gtk_widget_set_visible (self->rows[i].row, i < count_rows (self));
      if (i < n)
        show_person (&self->rows[i], g_ptr_array_index (self->found, i));
      else if (i < count_rows (self))
        show_beside (self, &self->rows[i], g_ptr_array_index (self->beside, i - n));
    }
  gtk_list_box_invalidate_headers (self->list);
}

/* (transfer none) (nullable) Whose the row is, if somebody's that a directory knows. */
static LoftDirectory *
get_directory (LoftRecipientCompletion *self, GtkListBoxRow *row)
{
  guint i = row != NULL ? (guint) gtk_list_box_row_get_index (row) : 0;

  if (row == NULL || self->found == NULL || i < self->found->len || i >= count_rows (self))
    return NULL;
  return ((LoftDirectoryPerson *) g_ptr_array_index (self->beside, i - self->found->len))
    ->directory;
}

static void
add_heading (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  LoftRecipientCompletion *self = data;
  LoftDirectory *directory = get_directory (self, row);
  g_autofree char *text = NULL;
  GtkWidget *heading;

  if (directory == NULL || directory == get_directory (self, before))
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  text = loft_directory_text_mark (directory, self->directories);
  heading = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_label_set_ellipsize (GTK_LABEL (heading), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (heading), MAX_CHARS);
  gtk_widget_add_css_class (heading, "suggestion-heading");
  gtk_list_box_row_set_header (row, heading);
}

/* Below the text, not below the first pill. */
static void
point_at_text (LoftRecipientCompletion *self)
{
  GtkWidget *text = GTK_WIDGET (loft_recipient_entry_get_text (self->entry));
  graphene_rect_t bounds;
  GdkRectangle place;

  if (!gtk_widget_compute_bounds (text, GTK_WIDGET (self->entry), &bounds))
    return;
  place.x = (int) bounds.origin.x;
  place.y = (int) bounds.origin.y;
  place.width = (int) bounds.size.width;
  place.height = (int) bounds.size.height;
  gtk_popover_set_pointing_to (self->popover, &place);
}

/* Nobody is suggested twice. */
static gboolean
is_found (LoftRecipientCompletion *self, const char *email)
{
  for (guint i = 0; i < self->found->len; i++)
    if (loft_recipient_text_same (((LoftPerson *) g_ptr_array_index (self->found, i))->email,
                                  email))
      return TRUE;
  return FALSE;
}

static void
gather_beside (LoftRecipientCompletion *self)
{
  GPtrArray *people = self->search != NULL ? loft_directory_search_get_people (self->search) : NULL;

  g_ptr_array_set_size (self->beside, 0);
  for (guint i = 0; people != NULL && i < people->len && self->beside->len < MAX_BESIDE; i++)
    {
      LoftDirectoryPerson *person = g_ptr_array_index (people, i);
      const char *email = get_email (person->contact);

      if (email != NULL && !is_found (self, email))
        g_ptr_array_add (self->beside, person);
    }
}

/* Also with nobody yet whom a directory may still tell of. */
static void
present (LoftRecipientCompletion *self)
{
  if (count_rows (self) == 0)
    {
      gtk_popover_popdown (self->popover);
      return;
    }
  show_found (self);
  point_at_text (self);
  gtk_popover_popup (self->popover);
}

void
loft_recipient_completion_update (LoftRecipientCompletion *self)
{
  GtkEditable *text = loft_recipient_entry_get_text (self->entry);
  const char *typed = gtk_editable_get_text (text);

  if (typed[0] == '\0' || !gtk_widget_has_focus (GTK_WIDGET (text)))
    {
      loft_recipient_completion_close (self);
      return;
    }
  g_clear_pointer (&self->found, g_ptr_array_unref);
  self->found = self->index != NULL ? loft_people_index_match (self->index, typed, MAX_PEOPLE)
                                    : g_ptr_array_new ();
  self->is_updating = TRUE;
  if (self->search != NULL)
    loft_directory_search_set_words (self->search, typed);
  self->is_updating = FALSE;
  gather_beside (self);
  /* The best is what Tab takes; Enter takes it only when it was chosen. */
  gtk_list_box_unselect_all (self->list);
  present (self);
}

/* Whoever is chosen stays so, as long as there is a row. */
static void
on_directories (LoftRecipientCompletion *self)
{
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (self->list);

  if (self->is_updating || self->found == NULL)
    return;
  gather_beside (self);
  if (selected != NULL && (guint) gtk_list_box_row_get_index (selected) >= count_rows (self))
    gtk_list_box_unselect_all (self->list);
  present (self);
}

static void
drop_search (LoftRecipientCompletion *self)
{
  if (self->search != NULL)
    g_signal_handlers_disconnect_by_data (self->search, self);
  g_clear_object (&self->search);
  g_clear_object (&self->directories);
}

void
loft_recipient_completion_set_directories (LoftRecipientCompletion *self,
                                           LoftDirectories *directories, int pause)
{
  loft_recipient_completion_close (self);
  drop_search (self);
  self->directories = g_object_ref (directories);
  self->search = loft_directory_search_new (directories, NULL, MAX_ASKED);
  if (pause >= 0)
    loft_directory_search_set_pause (self->search, (guint) pause);
  g_signal_connect_swapped (self->search, "changed", G_CALLBACK (on_directories), self);
}

void
loft_recipient_completion_set_people (LoftRecipientCompletion *self, LoftPeopleIndex *index)
{
  loft_recipient_completion_close (self);
  g_clear_pointer (&self->index, loft_people_index_unref);
  self->index = index == NULL ? NULL : loft_people_index_ref (index);
}

/* Taking one */

static void
take_person (LoftRecipientCompletion *self, const LoftPerson *person)
{
  g_autoptr (LoftAddress) address = loft_address_new (person->name, person->email);

  loft_recipient_entry_take (self->entry, address);
}

static void
take_beside (LoftRecipientCompletion *self, const LoftDirectoryPerson *person)
{
  g_autoptr (LoftContact) contact = loft_contact_ref (person->contact);
  g_autoptr (LoftAddress) address = loft_address_new (contact->name, get_email (contact));

  loft_recipient_completion_close (self);
  loft_recipient_entry_take (self->entry, address);
}

/* A group becomes those who are in it: each can be taken out again. */
static void
take (LoftRecipientCompletion *self, guint i)
{
  const LoftPerson *person = i < self->found->len ? g_ptr_array_index (self->found, i) : NULL;

  if (person == NULL)
    {
      take_beside (self, g_ptr_array_index (self->beside, i - self->found->len));
      return;
    }
  loft_recipient_completion_close (self);
  if (person->members == NULL)
    take_person (self, person);
  for (guint k = 0; person->members != NULL && k < person->members->len; k++)
    take_person (self, g_ptr_array_index (person->members, k));
}

static void
on_row_activated (LoftRecipientCompletion *self, GtkListBoxRow *row)
{
  if (self->found != NULL && (guint) gtk_list_box_row_get_index (row) < count_rows (self))
    take (self, (guint) gtk_list_box_row_get_index (row));
}

static gboolean
move (LoftRecipientCompletion *self, int step)
{
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (self->list);
  int index = (selected != NULL ? gtk_list_box_row_get_index (selected) : -1) + step;

  if (index < -1)
    index = (int) count_rows (self) - 1;
  if (index >= (int) count_rows (self))
    index = -1;
  gtk_list_box_select_row (self->list,
                           index < 0 ? NULL : gtk_list_box_get_row_at_index (self->list, index));
  return TRUE;
}

static gboolean
take_selected (LoftRecipientCompletion *self, gboolean or_first)
{
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (self->list);

  if (selected == NULL && !or_first)
    return FALSE;
  take (self, selected == NULL ? 0 : (guint) gtk_list_box_row_get_index (selected));
  return TRUE;
}

gboolean
loft_recipient_completion_key (LoftRecipientCompletion *self, guint key)
{
  if (loft_recipient_completion_get_n_shown (self) == 0)
    return FALSE;
  switch (key)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return move (self, 1);
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return move (self, -1);
    case GDK_KEY_Tab:
    case GDK_KEY_KP_Tab:
      return take_selected (self, TRUE);
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      return take_selected (self, FALSE);
    case GDK_KEY_Escape:
      loft_recipient_completion_close (self);
      return TRUE;
    default:
      return FALSE;
    }
}

/* Object */

static void
loft_recipient_completion_dispose (GObject *object)
{
  LoftRecipientCompletion *self = LOFT_RECIPIENT_COMPLETION (object);

  drop_search (self);
  g_clear_pointer (&self->beside, g_ptr_array_unref);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_clear_pointer (&self->index, loft_people_index_unref);
  g_clear_pointer ((GtkWidget **) &self->popover, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_recipient_completion_parent_class)->dispose (object);
}

static void
loft_recipient_completion_class_init (LoftRecipientCompletionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_recipient_completion_dispose;
}

static void
loft_recipient_completion_init (LoftRecipientCompletion *self)
{
  self->beside = g_ptr_array_new ();
}

static GtkLabel *
new_label (GtkWidget *line, PangoEllipsizeMode mode)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (""));

  gtk_label_set_xalign (label, 0);
  gtk_label_set_ellipsize (label, mode);
  gtk_label_set_max_width_chars (label, MAX_CHARS);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (label));
  return label;
}

static void
add_row (LoftRecipientCompletion *self, Row *row)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *whole = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  row->row = gtk_list_box_row_new ();
  row->face = ADW_AVATAR (adw_avatar_new (FACE, NULL, TRUE));
  gtk_box_append (GTK_BOX (whole), GTK_WIDGET (row->face));
  gtk_box_append (GTK_BOX (whole), line);
  gtk_widget_set_valign (line, GTK_ALIGN_CENTER);
  row->name = new_label (line, PANGO_ELLIPSIZE_END);
  row->email = new_label (line, PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (GTK_WIDGET (row->email), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (row->email), "caption");
  gtk_widget_set_focusable (row->row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row->row), whole);
  gtk_list_box_append (self->list, row->row);
}

LoftRecipientCompletion *
loft_recipient_completion_new (LoftRecipientEntry *entry)
{
  LoftRecipientCompletion *self = g_object_new (LOFT_TYPE_RECIPIENT_COMPLETION, NULL);

  self->entry = entry;
  self->popover = GTK_POPOVER (gtk_popover_new ());
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_SINGLE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "search-suggestions");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Suggestions"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (on_row_activated), self);
  for (guint i = 0; i < MAX_ROWS; i++)
    add_row (self, &self->rows[i]);
  gtk_list_box_set_header_func (self->list, add_heading, self, NULL);
  gtk_popover_set_child (self->popover, GTK_WIDGET (self->list));
  gtk_popover_set_autohide (self->popover, FALSE);
  gtk_popover_set_has_arrow (self->popover, FALSE);
  gtk_popover_set_position (self->popover, GTK_POS_BOTTOM);
  gtk_widget_set_halign (GTK_WIDGET (self->popover), GTK_ALIGN_START);
  gtk_widget_set_can_focus (GTK_WIDGET (self->popover), FALSE);
  gtk_widget_set_parent (GTK_WIDGET (self->popover), GTK_WIDGET (entry));
  return self;
}
