/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-folder.h"

struct _LoftMailFolder {
  GObject parent;

  LoftFolder *folder; /* (owned) */
};

enum { PROP_0, PROP_FOLDER, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (LoftMailFolder, loft_mail_folder, G_TYPE_OBJECT)

static void
loft_mail_folder_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  switch (id)
    {
    case PROP_FOLDER:
      g_value_set_pointer (value, LOFT_MAIL_FOLDER (object)->folder);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
loft_mail_folder_finalize (GObject *object)
{
  loft_folder_unref (LOFT_MAIL_FOLDER (object)->folder);
  G_OBJECT_CLASS (loft_mail_folder_parent_class)->finalize (object);
}

static void
loft_mail_folder_class_init (LoftMailFolderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = loft_mail_folder_get_property;
  object_class->finalize = loft_mail_folder_finalize;
  properties[PROP_FOLDER] = g_param_spec_pointer ("folder", NULL, NULL,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS |
                                                      G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
loft_mail_folder_init (LoftMailFolder *self)
{
}

LoftMailFolder *
loft_mail_folder_new (LoftFolder *folder)
{
  LoftMailFolder *self = g_object_new (LOFT_TYPE_MAIL_FOLDER, NULL);

  self->folder = loft_folder_ref (folder);
  return self;
}

LoftFolder *
loft_mail_folder_get (LoftMailFolder *self)
{
  return self->folder;
}

void
loft_mail_folder_set (LoftMailFolder *self, LoftFolder *folder)
{
  LoftFolder *old = self->folder;

  self->folder = loft_folder_ref (folder);
  loft_folder_unref (old);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDER]);
}

guint
loft_mail_folder_get_depth (LoftMailFolder *self)
{
  guint depth = 0;

  for (const char *p = self->folder->path; *p != '\0'; p++)
    depth += *p == '/';
  return depth;
}
