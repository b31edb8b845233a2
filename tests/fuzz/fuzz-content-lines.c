/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-content-component.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

static void
touch (LoftContentProperty *property)
{
  g_auto (GStrv) names = loft_content_property_dup_parameter_names (property);
  g_auto (GStrv) types = loft_content_property_dup_parameters (property, "TYPE");
  g_auto (GStrv) parts = loft_content_value_split (loft_content_property_get_value (property), ';');
  g_autofree char *text = loft_content_property_dup_text (property);
  g_autofree char *group = loft_content_property_dup_group (property);

  if (!loft_content_property_is (property, ""))
    loft_content_property_set_parameter (property, "TYPE", "\"a\";b");
}

static void
touch_all (LoftContentComponent *component)
{
  LoftContentComponent *child;
  LoftContentProperty *property;
  guint position = 0;

  while ((property = loft_content_component_next_property (component, &position, NULL)) != NULL)
    touch (property);
  position = 0;
  while ((child = loft_content_component_next_component (component, &position, NULL)) != NULL)
    touch_all (child);
}

/* Quoted-printable lines go on without a fold, which a longer head may move out of sight; a byte
 * order mark may be made from two lines. */
static gboolean
may_turn (const guint8 *bytes, gsize length)
{
  g_autofree char *text = g_ascii_strup ((const char *) bytes, length);

  return strstr (text, "PRINTABLE") != NULL || bytes[0] == 0xef;
}

/* What is read is written the same; what is changed can be read again. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autoptr (GBytes) all = g_bytes_new_static (bytes, length);
  g_autoptr (LoftContentComponent) root = loft_content_component_read (all, NULL);
  g_autoptr (LoftContentComponent) copy = NULL;
  g_autoptr (LoftContentComponent) again = NULL;
  g_autoptr (GBytes) written = NULL;
  g_autoptr (GBytes) changed = NULL;
  gsize mark = 0;

  if (root == NULL)
    return 0;
  while (length - mark >= 3 && memcmp (bytes + mark, "\xef\xbb\xbf", 3) == 0)
    mark += 3;
  copy = loft_content_component_copy (root);
  touch_all (root);
  changed = loft_content_component_write (root);
  again = loft_content_component_read (changed, NULL);
  g_assert_true (again != NULL || may_turn (bytes, length));
  written = loft_content_component_write (copy);
  g_assert_cmpmem (g_bytes_get_data (written, NULL), g_bytes_get_size (written), bytes + mark,
                   length - mark);
  return 0;
}
