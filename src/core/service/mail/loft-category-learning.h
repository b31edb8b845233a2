/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-categories.h"

G_BEGIN_DECLS

/* The categories that messages of Exchange accounts have become categories here, with name and colour, as
 * soon as one comes that is unknown; nobody is asked. Its server tells no colours, nor categories that no
 * message has. accounts: of LoftMailAccount, later ones too. It ends with owner. Main thread only. */
void loft_category_learning_follow (LoftCategories *categories, GListModel *accounts,
                                    GObject *owner);

G_END_DECLS
