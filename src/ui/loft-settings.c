/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-settings.h"

#include "config.h"

/* (nullable) g_settings_new() would end the program where the schema is missing. */
static GSettings *
settings (void)
{
  static GSettings *instance = NULL;
  static gboolean looked = FALSE;
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (looked)
    return instance;
  looked = TRUE;
  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, LOFT_APPLICATION_ID, TRUE);
  if (schema != NULL)
    instance = g_settings_new_full (schema, NULL, NULL);
  return instance;
}

/* (nullable) only with the key and the type asked for: an older schema may be installed. */
static GSettings *
settings_with (const char *key, const GVariantType *type)
{
  GSettings *all = settings ();
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsSchemaKey) schema_key = NULL;

  if (all == NULL)
    return NULL;
  g_object_get (all, "settings-schema", &schema, NULL);
  if (!g_settings_schema_has_key (schema, key))
    return NULL;
  schema_key = g_settings_schema_get_key (schema, key);
  return g_variant_type_equal (g_settings_schema_key_get_value_type (schema_key), type) ? all
                                                                                        : NULL;
}

int
loft_settings_get_int (const char *key, int fallback)
{
  GSettings *all = settings_with (key, G_VARIANT_TYPE_INT32);

  return all == NULL ? fallback : g_settings_get_int (all, key);
}

void
loft_settings_set_int (const char *key, int value)
{
  GSettings *all = settings_with (key, G_VARIANT_TYPE_INT32);

  if (all != NULL && g_settings_get_int (all, key) != value)
    g_settings_set_int (all, key, value);
}

gboolean
loft_settings_get_boolean (const char *key, gboolean fallback)
{
  GSettings *all = settings_with (key, G_VARIANT_TYPE_BOOLEAN);

  return all == NULL ? fallback : g_settings_get_boolean (all, key);
}

void
loft_settings_set_boolean (const char *key, gboolean value)
{
  GSettings *all = settings_with (key, G_VARIANT_TYPE_BOOLEAN);

  if (all != NULL && g_settings_get_boolean (all, key) != value)
    g_settings_set_boolean (all, key, value);
}

char *
loft_settings_get_string (const char *key)
{
  GSettings *all = settings_with (key, G_VARIANT_TYPE_STRING);

  return all == NULL ? g_strdup ("") : g_settings_get_string (all, key);
}

void
loft_settings_set_string (const char *key, const char *value)
{
  GSettings *all = settings_with (key, G_VARIANT_TYPE_STRING);

  if (all != NULL)
    g_settings_set_string (all, key, value);
}

char **
loft_settings_get_strings (const char *key)
{
  GSettings *all = settings_with (key, G_VARIANT_TYPE_STRING_ARRAY);

  return all == NULL ? g_new0 (char *, 1) : g_settings_get_strv (all, key);
}

void
loft_settings_set_strings (const char *key, const char *const *values)
{
  GSettings *all = settings_with (key, G_VARIANT_TYPE_STRING_ARRAY);

  if (all != NULL)
    g_settings_set_strv (all, key, values);
}

void
loft_settings_follow (const char *key, GCallback changed, gpointer object)
{
  g_autofree char *detailed = g_strconcat ("changed::", key, NULL);
  GSettings *all = settings ();

  if (all != NULL)
    g_signal_connect_object (all, detailed, changed, object, G_CONNECT_SWAPPED);
}
