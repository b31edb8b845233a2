/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-image-permission.h"

#include <gtk/gtk.h>
#include <string.h>

#define GROUP     "remote-images"
#define KEY       "allowed"
#define MAX_NAMES 10000

static char *file_path;
static GtkStringList *names; /* sorted */

static GtkStringList *
get_names (void)
{
  if (names == NULL)
    names = gtk_string_list_new (NULL);
  return names;
}

/* The position of name, or the one to put it in. */
static gboolean
find (const char *name, guint *position)
{
  guint low = 0, high = g_list_model_get_n_items (G_LIST_MODEL (get_names ()));

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      int order = strcmp (gtk_string_list_get_string (names, middle), name);

      if (order == 0)
        {
          *position = middle;
          return TRUE;
        }
      if (order < 0)
        low = middle + 1;
      else
        high = middle;
    }
  *position = low;
  return FALSE;
}

static void
insert (const char *name)
{
  const char *added[] = { name, NULL };
  guint position = 0;

  if (name[0] != '\0' && !find (name, &position) &&
      g_list_model_get_n_items (G_LIST_MODEL (names)) < MAX_NAMES)
    gtk_string_list_splice (names, position, 0, added);
}

void
loft_image_permission_open (const char *profile_dir)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) stored = NULL;
  GListModel *list = G_LIST_MODEL (get_names ());

  g_free (file_path);
  file_path = g_build_filename (profile_dir, "remote-images.ini", NULL);
  gtk_string_list_splice (names, 0, g_list_model_get_n_items (list), NULL);
  if (!g_key_file_load_from_file (file, file_path, G_KEY_FILE_NONE, NULL))
    return;
  stored = g_key_file_get_string_list (file, GROUP, KEY, NULL, NULL);
  for (guint i = 0; stored != NULL && stored[i] != NULL; i++)
    insert (stored[i]);
}

static void
save (void)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (names));

  if (file_path == NULL)
    return;
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (all, (char *) gtk_string_list_get_string (names, i));
  g_ptr_array_add (all, NULL);
  g_key_file_set_string_list (file, GROUP, KEY, (const char *const *) all->pdata, n);
  if (!g_key_file_save_to_file (file, file_path, &error))
    g_warning ("permission for images was not kept: %s", error->message);
}

/* A name that anybody can write is no permission: forged mail would load its images. */
static gboolean
is_believable (LoftMessageBody *body)
{
  const LoftAuthentication *found = body->authentication;

  if ((body->sender->oddities &
       (LOFT_SENDER_NO_AUTHOR | LOFT_SENDER_SEVERAL_AUTHORS | LOFT_SENDER_BAD_ADDRESS)) != 0 ||
      body->message->from->len != 1 || body->sender->domain[0] == '\0')
    return FALSE;
  if (found->verdict == LOFT_AUTHENTICATION_CONFIRMED)
    return TRUE;
  return found->verdict != LOFT_AUTHENTICATION_REJECTED &&
         found->dkim != LOFT_AUTHENTICATION_FAILED && found->spf != LOFT_AUTHENTICATION_FAILED &&
         found->dmarc != LOFT_AUTHENTICATION_FAILED;
}

char *
loft_image_permission_sender (LoftMessageBody *body)
{
  const LoftAddress *from = NULL;

  if (!is_believable (body))
    return NULL;
  from = g_ptr_array_index (body->message->from, 0);
  return g_utf8_strdown (from->email, -1);
}

char *
loft_image_permission_domain (LoftMessageBody *body)
{
  return is_believable (body) ? g_strconcat ("@", body->sender->domain, NULL) : NULL;
}

gboolean
loft_image_permission_has (LoftMessageBody *body)
{
  g_autofree char *sender = loft_image_permission_sender (body);
  g_autofree char *domain = loft_image_permission_domain (body);
  guint position = 0;

  return sender != NULL && (find (sender, &position) || find (domain, &position));
}

void
loft_image_permission_add (const char *name)
{
  insert (name);
  save ();
}

void
loft_image_permission_remove (const char *name)
{
  guint position = 0;

  if (!find (name, &position))
    return;
  gtk_string_list_remove (names, position);
  save ();
}

GListModel *
loft_image_permission_list (void)
{
  return G_LIST_MODEL (get_names ());
}
