/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-given-colors.h"

#include <string.h>

#define NAME       "calendar-colors.ini"
#define OF_SERVICE "loft-given-colors"

/* Calm ones, told apart by most eyes. */
static const char *const palette[] = {
  "#3584e4", "#26a269", "#e5a50a", "#c64600", "#813d9c", "#a51d2d", "#63452c", "#1c71d8",
};

/* What servers give every calendar that nobody has chosen a color for: SOGo 5.8. */
static const char *const defaults[] = { "#aaaaaa", NULL };

struct _LoftGivenColors {
  GObject parent;

  char *path;
  GKeyFile *file; /* a group an account, a key a folder */
  GHashTable *colors; /* (owned) of what was handed out: text, lives as long as self */
  gboolean changed;
};

G_DEFINE_FINAL_TYPE (LoftGivenColors, loft_given_colors, G_TYPE_OBJECT)

/* ---- what a folder has -------------------------------------------------------------------- */

static gboolean
is_default (const char *color)
{
  return g_strv_contains (defaults, color);
}

static gboolean
is_shared (GPtrArray *folders, const LoftFolder *folder)
{
  guint n = 0;

  for (guint i = 0; i < folders->len; i++)
    n += strcmp (((const LoftFolder *) g_ptr_array_index (folders, i))->color, folder->color) == 0;
  return n > 1;
}

static const char *
intern (LoftGivenColors *self, char *color)
{
  const char *known = g_hash_table_lookup (self->colors, color);

  if (known != NULL)
    {
      g_free (color);
      return known;
    }
  g_hash_table_add (self->colors, color);
  return color;
}

static gboolean
is_color (const char *text)
{
  return text[0] == '#' && strlen (text) == 7 && strspn (text + 1, "0123456789abcdefABCDEF") == 6;
}

/* (nullable) */
static const char *
recall (LoftGivenColors *self, const char *account_id, const LoftFolder *folder)
{
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT, folder->id);
  g_autofree char *color = g_key_file_get_string (self->file, account_id, key, NULL);

  return color == NULL || !is_color (color) ? NULL : intern (self, g_steal_pointer (&color));
}

/* (nullable) NULL: it must be given one. Once it was, it keeps that until somebody chooses another. */
static const char *
find_color (LoftGivenColors *self, const char *account_id, GPtrArray *folders,
            const LoftFolder *folder)
{
  gboolean by_default = is_default (folder->color);
  const char *given =
    folder->color[0] == '\0' || by_default ? recall (self, account_id, folder) : NULL;

  if (given != NULL)
    return given;
  return folder->color[0] == '\0' || (by_default && is_shared (folders, folder)) ? NULL
                                                                                 : folder->color;
}

/* ---- giving ------------------------------------------------------------------------------- */

GHashTable *
loft_given_colors_new_use (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static guint
count (GHashTable *use, const char *color)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (use, color));
}

static void
add (GHashTable *use, const char *color)
{
  g_hash_table_replace (use, g_strdup (color), GUINT_TO_POINTER (count (use, color) + 1));
}

void
loft_given_colors_note (LoftGivenColors *self, const char *account_id, GPtrArray *folders,
                        GHashTable *use)
{
  for (guint i = 0; i < folders->len; i++)
    {
      const char *color = find_color (self, account_id, folders, g_ptr_array_index (folders, i));

      if (color != NULL)
        add (use, color);
    }
}

static const char *
choose (GHashTable *use)
{
  const char *best = palette[0];

  for (guint i = 1; i < G_N_ELEMENTS (palette); i++)
    if (count (use, palette[i]) < count (use, best))
      best = palette[i];
  return best;
}

const char *
loft_given_colors_get (LoftGivenColors *self, const char *account_id, GPtrArray *folders,
                       const LoftFolder *folder, GHashTable *use)
{
  const char *color = find_color (self, account_id, folders, folder);
  g_autofree char *key = NULL;

  if (color != NULL)
    return color;
  color = choose (use);
  key = g_strdup_printf ("%" G_GINT64_FORMAT, folder->id);
  g_key_file_set_string (self->file, account_id, key, color);
  self->changed = TRUE;
  add (use, color);
  return color;
}

void
loft_given_colors_save (LoftGivenColors *self)
{
  g_autoptr (GError) error = NULL;

  if (!self->changed)
    return;
  self->changed = FALSE;
  if (!g_key_file_save_to_file (self->file, self->path, &error))
    g_message ("The colors of calendars are not kept: %s", error->message);
}

/* ---- object ------------------------------------------------------------------------------- */

static void
loft_given_colors_finalize (GObject *object)
{
  LoftGivenColors *self = LOFT_GIVEN_COLORS (object);

  g_free (self->path);
  g_key_file_unref (self->file);
  g_hash_table_unref (self->colors);
  G_OBJECT_CLASS (loft_given_colors_parent_class)->finalize (object);
}

static void
loft_given_colors_class_init (LoftGivenColorsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_given_colors_finalize;
}

static void
loft_given_colors_init (LoftGivenColors *self)
{
  self->file = g_key_file_new ();
  self->colors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

LoftGivenColors *
loft_given_colors_new (const char *profile_dir)
{
  LoftGivenColors *self = g_object_new (LOFT_TYPE_GIVEN_COLORS, NULL);

  self->path = g_build_filename (profile_dir, NAME, NULL);
  g_key_file_load_from_file (self->file, self->path, G_KEY_FILE_NONE, NULL);
  return self;
}

LoftGivenColors *
loft_given_colors_of (LoftService *service)
{
  LoftGivenColors *self = g_object_get_data (G_OBJECT (service), OF_SERVICE);

  if (self != NULL)
    return self;
  self = loft_given_colors_new (loft_service_get_profile_dir (service));
  g_object_set_data_full (G_OBJECT (service), OF_SERVICE, self, g_object_unref);
  return self;
}
