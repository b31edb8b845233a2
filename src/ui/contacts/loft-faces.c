/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-faces.h"

struct _LoftFaces {
  GObject parent_instance;

  LoftContactList *list; /* (owned) (nullable) */
  GHashTable *photos; /* of GBytes, by address in lower case */
};

G_DEFINE_FINAL_TYPE (LoftFaces, loft_faces, G_TYPE_OBJECT)

static guint changed_signal;

static void
add (LoftFaces *self, const LoftContact *contact)
{
  g_autoptr (GPtrArray) emails = loft_contact_list_values (contact, "EMAIL");

  for (guint i = 0; i < emails->len; i++)
    {
      const LoftContactValue *email = g_ptr_array_index (emails, i);

      g_hash_table_replace (self->photos, g_utf8_strdown (email->value, -1),
                            g_bytes_ref (contact->photo));
    }
}

static void
read_list (LoftFaces *self)
{
  g_autoptr (GPtrArray) contacts =
    self->list != NULL ? loft_contact_list_get_contacts (self->list) : NULL;
  gboolean had_none = g_hash_table_size (self->photos) == 0;

  g_hash_table_remove_all (self->photos);
  for (guint i = 0; contacts != NULL && i < contacts->len; i++)
    {
      const LoftContact *contact = g_ptr_array_index (contacts, i);

      if (contact->photo != NULL)
        add (self, contact);
    }
  if (!had_none || g_hash_table_size (self->photos) > 0)
    g_signal_emit (self, changed_signal, 0);
}

static void
loft_faces_finalize (GObject *object)
{
  LoftFaces *self = LOFT_FACES (object);

  g_clear_object (&self->list);
  g_hash_table_unref (self->photos);
  G_OBJECT_CLASS (loft_faces_parent_class)->finalize (object);
}

static void
loft_faces_class_init (LoftFacesClass *class)
{
  G_OBJECT_CLASS (class)->finalize = loft_faces_finalize;
  changed_signal = g_signal_new ("changed", LOFT_TYPE_FACES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
loft_faces_init (LoftFaces *self)
{
  self->photos =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
}

LoftFaces *
loft_faces_get (void)
{
  static LoftFaces *faces; /* as long as the program */

  if (faces == NULL)
    faces = g_object_new (LOFT_TYPE_FACES, NULL);
  return faces;
}

void
loft_faces_follow (LoftFaces *self, LoftContactList *list)
{
  if (self->list == list)
    return;
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_set_object (&self->list, list);
  if (list != NULL)
    g_signal_connect_object (list, "loaded", G_CALLBACK (read_list), self, G_CONNECT_SWAPPED);
  read_list (self);
}

GBytes *
loft_faces_find (LoftFaces *self, const char *email)
{
  g_autofree char *lower = g_hash_table_size (self->photos) > 0 ? g_utf8_strdown (email, -1) : NULL;

  return lower != NULL ? g_hash_table_lookup (self->photos, lower) : NULL;
}
