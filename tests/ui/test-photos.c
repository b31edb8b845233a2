/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Photos of people: what is decoded, who has whose, and choosing one. */
#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

#include "fake-contacts.h"
#include "loft-avatar.h"
#include "loft-contact-editor-private.h"
#include "loft-faces.h"
#include "loft-photo-crop.h"
#include "loft-photo.h"
#include "ui-test.h"

/* (transfer full) Red on the left, blue on the right. */
static GdkPixbuf *
new_picture (int width, int height)
{
  GdkPixbuf *picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  g_autoptr (GdkPixbuf) right =
    gdk_pixbuf_new_subpixbuf (picture, width / 2, 0, width - width / 2, height);

  gdk_pixbuf_fill (picture, 0xff0000ff);
  gdk_pixbuf_fill (right, 0x0000ffff);
  return picture;
}

static GBytes *
new_file (const char *kind, int width, int height)
{
  g_autoptr (GdkPixbuf) picture = new_picture (width, height);
  char *data = NULL;
  gsize length = 0;

  g_assert_true (gdk_pixbuf_save_to_buffer (picture, &data, &length, kind, NULL, NULL));
  return g_bytes_new_take (data, length);
}

/* ---- decoding ----------------------------------------------------------------------------- */

static void
test_decode (void)
{
  static const struct {
    const char *kind;
    int width, height, edge;
    int shown; /* 0: nothing */
  } cases[] = {
    { "png", 64, 64, 32, 32 },    { "jpeg", 300, 200, 96, 96 }, { "png", 20, 30, 96, 20 },
    { "png", 4096, 1, 32, 1 },    { "png", 4097, 1, 32, 0 },    { "png", 1, 4097, 32, 0 },
    { "jpeg", 5000, 600, 96, 0 }, { "bmp", 64, 64, 32, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) file = new_file (cases[i].kind, cases[i].width, cases[i].height);
      g_autoptr (GdkTexture) texture = loft_photo_decode (file, cases[i].edge, NULL);

      g_test_message ("%u", i);
      g_assert_cmpint (texture != NULL ? gdk_texture_get_width (texture) : 0, ==, cases[i].shown);
      g_assert_cmpint (texture != NULL ? gdk_texture_get_height (texture) : 0, ==, cases[i].shown);
    }
}

/* Screen 1 × 1, red; then as often as wanted a picture on it. */
#define GIF_HEAD      "GIF89a\x01\0\x01\0\x80\0\0\xff\0\0\0\0\0"
#define GIF_EXTENSION "!\xf9\x04\x01\0\0\0\0"
#define GIF_PICTURE   ",\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0"
#define GIF_TOO_WIDE  ",\0\0\0\0\xff\xff\x01\0\0\x02\x02\x44\x01\0"

static gboolean
is_shown (const char *file, gsize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (file, length);
  g_autoptr (GdkTexture) texture = loft_photo_decode (bytes, 32, NULL);

  return texture != NULL;
}

/* The first picture of a film, wherever it is cut; none that leaves its screen. */
static void
test_gif (void)
{
  static const char one[] = GIF_HEAD GIF_PICTURE ";";
  static const char film[] = GIF_HEAD GIF_EXTENSION GIF_PICTURE GIF_EXTENSION GIF_TOO_WIDE ";";
  static const char wide[] = GIF_HEAD GIF_EXTENSION GIF_TOO_WIDE ";";
  const gsize whole = sizeof GIF_HEAD - 1 + sizeof GIF_PICTURE - 1;

  g_assert_true (is_shown (one, sizeof one - 1));
  g_assert_true (is_shown (film, sizeof film - 1));
  g_assert_false (is_shown (wide, sizeof wide - 1));
  g_assert_false (is_shown ("GIF89a", 6));
  for (gsize length = 0; length < sizeof one; length++)
    if (length < whole - 6)
      g_assert_false (is_shown (one, length));
    else
      is_shown (one, length);
  for (gsize length = 0; length < sizeof film; length++)
    is_shown (film, length);
}

/* A film is none, whatever the platform has a loader for. */
static void
test_webp (void)
{
  static const char film[] = "RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\0\0\0\0\0\0";

  g_assert_false (is_shown (film, sizeof film - 1));
}

/* Cut off anywhere, or no picture behind the first bytes: nothing or something, and no more than that. */
static void
test_broken (void)
{
  g_autoptr (GBytes) file = new_file ("jpeg", 100, 100);
  g_autoptr (GBytes) lie = g_bytes_new_static ("\xff\xd8\xff no picture", 14);
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);

  g_assert_null (loft_photo_decode (lie, 32, NULL));
  g_assert_null (loft_photo_decode (empty, 32, NULL));
  for (gsize length = 0; length < g_bytes_get_size (file); length += 7)
    {
      g_autoptr (GBytes) start = g_bytes_new_from_bytes (file, 0, length);
      g_autoptr (GdkTexture) texture = loft_photo_decode (start, 32, NULL);

      g_assert_true (texture == NULL || gdk_texture_get_width (texture) <= 32);
    }
}

/* ---- faces -------------------------------------------------------------------------------- */

static LoftContact *
new_contact (const char *uid, const char *name, const char *email, GBytes *photo)
{
  LoftContact *contact = loft_contact_new ();

  g_free (contact->uid);
  contact->uid = g_strdup (uid);
  g_free (contact->name);
  contact->name = g_strdup (name);
  g_ptr_array_add (contact->values, loft_contact_value_new ("EMAIL", email));
  contact->photo = photo != NULL ? g_bytes_ref (photo) : NULL;
  return contact;
}

static gboolean
has_photo (AdwAvatar *avatar)
{
  return adw_avatar_get_custom_image (avatar) != NULL;
}

static gboolean
has_none (AdwAvatar *avatar)
{
  return adw_avatar_get_custom_image (avatar) == NULL;
}

/* A sender has the face of the address, and none of somebody else's. */
static void
test_faces (void)
{
  g_autoptr (GBytes) photo = new_file ("png", 64, 64);
  g_autoptr (GBytes) lie = g_bytes_new_static ("GIF89a", 6);
  g_autoptr (FakeContacts) contacts = fake_contacts_new ();
  g_autoptr (LoftAddress) eva = loft_address_new ("Somebody", "EVA@example.org");
  g_autoptr (LoftAddress) mallory = loft_address_new ("Eva Adler", "mallory@example.net");
  AdwAvatar *avatar = ADW_AVATAR (adw_avatar_new (32, NULL, TRUE));

  g_object_ref_sink (avatar);
  fake_contacts_add_book (contacts, "People");
  loft_faces_follow (loft_faces_get (),
                     loft_contact_actions_get_list (LOFT_CONTACT_ACTIONS (contacts)));
  loft_avatar_show (avatar, eva);
  g_assert_true (has_none (avatar));
  fake_contacts_add (contacts, new_contact ("1", "Eva Adler", "eva@Example.org", photo));
  fake_contacts_add (contacts, new_contact ("2", "Lie", "lie@example.org", lie));
  fake_contacts_load (contacts);
  ui_test_wait_for (has_photo, avatar);
  loft_avatar_show (avatar, mallory);
  g_assert_true (has_none (avatar));
  loft_avatar_show (avatar, eva);
  g_assert_true (has_photo (avatar)); /* it was kept */
  fake_contacts_clear (contacts);
  fake_contacts_load (contacts);
  ui_test_wait_for (has_none, avatar);
  loft_faces_follow (loft_faces_get (), NULL);
  g_object_unref (avatar);
}

/* Rows are used again: what was being decoded for the one before is not shown for this one. */
static void
test_reused (void)
{
  g_autoptr (GBytes) photo = new_file ("png", 2000, 2000);
  g_autoptr (LoftContact) with = new_contact ("1", "Eva Adler", "eva@example.org", photo);
  g_autoptr (LoftContact) without = new_contact ("2", "Jan Novak", "jan@example.org", NULL);
  AdwAvatar *avatar = ADW_AVATAR (adw_avatar_new (32, NULL, TRUE));
  AdwAvatar *other = ADW_AVATAR (adw_avatar_new (32, NULL, TRUE));

  g_object_ref_sink (avatar);
  g_object_ref_sink (other);
  loft_avatar_show_contact (avatar, with);
  loft_avatar_show_contact (avatar, without);
  loft_avatar_show_contact (other, with);
  ui_test_wait_for (has_photo, other);
  ui_test_settle ();
  g_assert_true (has_none (avatar));
  g_object_unref (avatar);
  g_object_unref (other);
}

/* ---- choosing ----------------------------------------------------------------------------- */

/* The colour of a pixel, as 0xrrggbb, each 0 or f where JPEG leaves it nearly so. */
static guint
colour_at (GBytes *photo, double x)
{
  g_autoptr (GdkPixbuf) picture = loft_photo_decode_whole (photo, 1000, NULL);
  int width = gdk_pixbuf_get_width (picture);
  const guchar *pixel = gdk_pixbuf_read_pixels (picture) +
                        (int) (x * (width - 1)) * gdk_pixbuf_get_n_channels (picture);

  g_assert_cmpint (width, ==, gdk_pixbuf_get_height (picture));
  g_assert_cmpint (width, <=, 320);
  return (guint) (pixel[0] > 127) << 2 | (guint) (pixel[1] > 127) << 1 | (guint) (pixel[2] > 127);
}

static void
test_crop (void)
{
  g_autoptr (GdkPixbuf) picture = new_picture (1600, 800);
  LoftPhotoCrop *crop = loft_photo_crop_new (NULL, picture);
  g_autoptr (GBytes) middle = loft_photo_crop_make (crop);
  g_autoptr (GBytes) left = NULL;
  g_autoptr (GBytes) near = NULL;

  g_assert_cmpuint (colour_at (middle, 0.1), ==, 4);
  g_assert_cmpuint (colour_at (middle, 0.9), ==, 1);
  loft_photo_crop_move (crop, 10, 0); /* as far as there is something */
  left = loft_photo_crop_make (crop);
  g_assert_cmpuint (colour_at (left, 0), ==, 4);
  g_assert_cmpuint (colour_at (left, 0.9), ==, 4);
  loft_photo_crop_zoom (crop, 4);
  loft_photo_crop_move (crop, -100, -100);
  near = loft_photo_crop_make (crop);
  g_assert_cmpuint (colour_at (near, 0.1), ==, 1);
  g_assert_cmpuint (g_bytes_get_size (near), <=, 36000);
  gtk_window_destroy (GTK_WINDOW (crop));
}

static LoftPhotoCrop *
find_crop (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (LOFT_IS_PHOTO_CROP (window))
        return LOFT_PHOTO_CROP (window); /* GTK holds it */
    }
  return NULL;
}

static gboolean
is_cropping (gpointer unused)
{
  return find_crop () != NULL;
}

static gboolean
is_cropped (gpointer unused)
{
  return find_crop () == NULL;
}

static gboolean
has_complaint (LoftContactEditor *editor)
{
  return gtk_widget_get_visible (GTK_WIDGET (editor->photo_problem));
}

static void
open_file (LoftContactEditor *editor, GBytes *bytes)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "loft-photo-XXXXXX", NULL);
  g_autoptr (GFile) file = NULL;
  int fd = g_mkstemp (path);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL));
  file = g_file_new_for_path (path);
  loft_contact_editor_open_photo (editor, file);
  ui_test_wait_for (g_bytes_get_size (bytes) > 100 ? is_cropping : (UiTestCondition) has_complaint,
                    editor);
  g_unlink (path);
}

/* Chosen, changed and removed while a contact is edited; without a choice all stays. */
static void
test_editor (void)
{
  g_autoptr (GListStore) books = g_list_store_new (LOFT_TYPE_CALENDAR_ITEM);
  g_autoptr (GBytes) old = new_file ("png", 64, 64);
  g_autoptr (GBytes) file = new_file ("jpeg", 900, 600);
  g_autoptr (GBytes) text = g_bytes_new_static ("no picture", 10);
  g_autoptr (LoftContact) before = new_contact ("1", "Eva Adler", "eva@example.org", old);
  g_autoptr (LoftContact) same = NULL;
  g_autoptr (LoftContact) changed = NULL;
  g_autoptr (LoftContact) removed = NULL;
  LoftContactEditor *editor = loft_contact_editor_new (G_LIST_MODEL (books), before, NULL);
  GtkWindow *window = ui_test_show (GTK_WIDGET (editor), 600, 700);

  open_file (editor, text);
  g_assert_nonnull (ui_test_find_text (editor, "no picture of the kinds"));
  same = loft_contact_editor_make (editor);
  g_assert_true (same->photo == old);
  open_file (editor, file);
  g_assert_false (has_complaint (editor));
  ui_test_settle ();
  gtk_widget_activate_default (GTK_WIDGET (find_crop ()));
  ui_test_wait (is_cropped, NULL);
  g_assert_true (loft_contact_editor_is_changed (editor));
  changed = loft_contact_editor_make (editor);
  g_assert_nonnull (changed->photo);
  g_assert_true (changed->photo != old);
  g_assert_cmpuint (colour_at (changed->photo, 0.1), ==, 4);
  gtk_widget_activate_action (GTK_WIDGET (editor), "contact.remove-photo", NULL);
  removed = loft_contact_editor_make (editor);
  g_assert_null (removed->photo);
  gtk_window_destroy (window);
  ui_test_settle ();
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/photos/decode", test_decode);
  g_test_add_func ("/photos/broken", test_broken);
  g_test_add_func ("/photos/gif", test_gif);
  g_test_add_func ("/photos/webp", test_webp);
  g_test_add_func ("/photos/faces", test_faces);
  g_test_add_func ("/photos/reused", test_reused);
  g_test_add_func ("/photos/crop", test_crop);
  g_test_add_func ("/photos/editor", test_editor);
  return g_test_run ();
}
