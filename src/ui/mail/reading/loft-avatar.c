/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-avatar.h"

#include "config.h"
#include "loft-faces.h"
#include "loft-photo.h"

#include <glib/gi18n.h>

/* Style classes "color1" to "color14" of AdwAvatar's only child. */
#define N_COLORS 14
#define MAX_NAME 100

static void
set_color (GtkWidget *face, const char *address)
{
  g_autofree char *lower = g_utf8_strdown (address, -1);
  guint wanted = g_str_hash (lower) % N_COLORS + 1;

  for (guint i = 1; i <= N_COLORS; i++)
    {
      g_autofree char *name = g_strdup_printf ("color%u", i);

      if (i == wanted)
        gtk_widget_add_css_class (face, name);
      else
        gtk_widget_remove_css_class (face, name);
    }
}

/* ---- photos ------------------------------------------------------------------------------- */

/* What an avatar shows, or will when it is decoded. */
typedef struct {
  AdwAvatar *avatar; /* (borrowed) owns us */
  char *email; /* (nullable) whose photo the books may have */
  GBytes *photo; /* (nullable) */
  GCancellable *cancellable; /* (nullable) while it is decoded */
  gulong followed;
} Face;

static void
stop (Face *face)
{
  if (face->cancellable != NULL)
    g_cancellable_cancel (face->cancellable);
  g_clear_object (&face->cancellable);
}

static void
face_free (gpointer data)
{
  Face *face = data;

  stop (face);
  g_signal_handler_disconnect (loft_faces_get (), face->followed);
  g_clear_pointer (&face->photo, g_bytes_unref);
  g_free (face->email);
  g_free (face);
}

static void
on_decoded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (AdwAvatar) avatar = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = loft_photo_load_finish (result, &error);
  Face *face = g_object_get_data (G_OBJECT (avatar), "loft-face");

  if (face == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  g_clear_object (&face->cancellable);
  adw_avatar_set_custom_image (avatar, texture != NULL ? GDK_PAINTABLE (texture) : NULL);
  if (texture == NULL)
    gtk_widget_set_tooltip_text (GTK_WIDGET (avatar),
                                 _ ("There is a photo of a kind that cannot be shown here"));
}

static void
show_photo (Face *face, GBytes *photo)
{
  int edge = adw_avatar_get_size (face->avatar) *
             MAX (1, gtk_widget_get_scale_factor (GTK_WIDGET (face->avatar)));
  GdkTexture *known = photo != NULL ? loft_photo_recall (photo, edge) : NULL;

  if (face->photo == photo)
    return;
  stop (face);
  g_clear_pointer (&face->photo, g_bytes_unref);
  face->photo = photo != NULL ? g_bytes_ref (photo) : NULL;
  gtk_widget_set_tooltip_text (GTK_WIDGET (face->avatar), NULL);
  adw_avatar_set_custom_image (face->avatar, known != NULL ? GDK_PAINTABLE (known) : NULL);
  if (photo == NULL || known != NULL)
    return;
  face->cancellable = g_cancellable_new ();
  loft_photo_load_async (photo, edge, face->cancellable, on_decoded, g_object_ref (face->avatar));
}

static void
look_up (Face *face)
{
  if (face->email != NULL)
    show_photo (face, loft_faces_find (loft_faces_get (), face->email));
}

static Face *
get_face (AdwAvatar *avatar)
{
  Face *face = g_object_get_data (G_OBJECT (avatar), "loft-face");

  if (face != NULL)
    return face;
  face = g_new0 (Face, 1);
  face->avatar = avatar;
  face->followed =
    g_signal_connect_swapped (loft_faces_get (), "changed", G_CALLBACK (look_up), face);
  g_object_set_data_full (G_OBJECT (avatar), "loft-face", face, face_free);
  return face;
}

/* ---- who ---------------------------------------------------------------------------------- */

static void
show_initials (AdwAvatar *avatar, const LoftAddress *who)
{
  g_autofree char *name =
    who == NULL ? g_strdup ("") : g_strndup (loft_address_label (who), MAX_NAME);
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  GtkWidget *face = gtk_widget_get_first_child (GTK_WIDGET (avatar));

  adw_avatar_set_text (avatar, valid);
  if (who != NULL && face != NULL)
    set_color (face, who->email);
}

void
loft_avatar_show (AdwAvatar *avatar, const LoftAddress *who)
{
  Face *face = get_face (avatar);

  show_initials (avatar, who);
  g_free (face->email);
  face->email = g_strdup (who != NULL ? who->email : "");
  look_up (face);
}

void
loft_avatar_show_contact (AdwAvatar *avatar, const LoftContact *contact)
{
  g_autoptr (GPtrArray) emails = loft_contact_list_values (contact, "EMAIL");
  const LoftContactValue *email = emails->len > 0 ? g_ptr_array_index (emails, 0) : NULL;
  g_autoptr (LoftAddress) who =
    loft_address_new (contact->name, email != NULL ? email->value : contact->name);
  Face *face = get_face (avatar);

  show_initials (avatar, who);
  g_clear_pointer (&face->email, g_free);
  show_photo (face, contact->photo);
}
