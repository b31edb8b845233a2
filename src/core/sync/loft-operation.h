/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-flags.h"

G_BEGIN_DECLS

/* What a waiting operation does to the messages it names, apart from where it is kept
 * (store/loft-operation-store.h) and how it is replayed (loft-operation-queue.h). Pure. */

#define LOFT_OPERATION_FLAGS "flags"

/* The effect of a "flags" operation. */
typedef struct {
  LoftFlags add;
  LoftFlags remove;
  char *add_keywords;    /* canonical, never NULL */
  char *remove_keywords;
} LoftFlagChange;

LoftFlagChange *loft_flag_change_new  (LoftFlags add, LoftFlags remove, const char *add_keywords,
                                       const char *remove_keywords);
void            loft_flag_change_free (LoftFlagChange *self);

/* The text kept in the store: lines of "name words". parse gives NULL for text that is none. */
char           *loft_flag_change_format (const LoftFlagChange *self);
LoftFlagChange *loft_flag_change_parse  (const char *text);

/* Values after the change; keywords is replaced. */
void loft_flag_change_apply (const LoftFlagChange *self, LoftFlags *flags, char **keywords);

/* (transfer full) one line for lists: "+seen -flagged +$Work". */
char *loft_flag_change_describe (const LoftFlagChange *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftFlagChange, loft_flag_change_free)

G_END_DECLS
