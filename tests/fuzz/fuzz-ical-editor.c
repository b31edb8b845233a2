/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-clock.h"
#include "loft-ical-editor.h"
#include "loft-ical-object.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

static void
assert_readable (GBytes *bytes)
{
  g_autoptr (LoftIcalObject) object = NULL;

  if (bytes == NULL)
    return;
  object = loft_ical_object_read (bytes, NULL);
  g_assert_nonnull (object);
}

static void
change (GBytes *raw, LoftIcalObject *object, const char *id, LoftIcalScope scope)
{
  g_autoptr (LoftEvent) before = loft_ical_object_get_occurrence (object, id);
  g_autoptr (LoftEvent) after = before != NULL ? loft_event_copy (before) : NULL;
  g_autoptr (GBytes) rest = NULL;
  g_autoptr (GBytes) changed = NULL;
  g_autoptr (GBytes) left = NULL;

  if (before == NULL || !before->start.is_set)
    return;
  g_free (after->summary);
  after->summary = g_strdup ("changed");
  after->start.wall += 3600;
  after->start.at += 3600;
  changed = loft_ical_change_event (raw, before, after, scope, &rest, NULL);
  assert_readable (changed);
  assert_readable (rest);
  left = loft_ical_remove_occurrence (raw, id, scope, NULL);
  assert_readable (left);
}

/* Whatever is changed can be read again. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autoptr (GBytes) raw = g_bytes_new_static (bytes, length);
  g_autoptr (LoftIcalObject) object = loft_ical_object_read (raw, NULL);
  g_autoptr (GPtrArray) found =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_occurrence_unref);

  if (object == NULL)
    return 0;
  loft_clock_set_for_test (1767225600);
  loft_ical_object_expand (object, 0, 4102444800, 3, NULL, found);
  for (guint i = 0; i < found->len; i++)
    for (guint scope = LOFT_ICAL_THIS; scope <= LOFT_ICAL_ALL; scope++)
      change (raw, object, ((LoftOccurrence *) found->pdata[i])->recurrence_id, scope);
  return 0;
}
