/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-category-change.h"

#include "loft-category-look.h"

void
loft_category_change_async (LoftMessageList *list, const gint64 *keys, guint n_keys,
                            LoftCategory *category, gboolean add, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autofree char *all = loft_categories_join_keywords (loft_category_look_get_list ());
  const char *keyword = category == NULL ? all : loft_category_get_keyword (category);
  const LoftMove move = { .kind = LOFT_MOVE_MARK,
                          .mark = { .add_keywords = add ? keyword : NULL,
                                    .remove_keywords = add ? NULL : keyword } };

  loft_message_move_async (list, keys, n_keys, &move, callback, user_data);
}
