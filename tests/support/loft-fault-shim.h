/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-fault-control.h"

/* NULL while the program is not under test. */
LoftFaultControl *loft_fault_shim_get_control (void);

/* The function that stands behind ours; remembered in slot. */
void *loft_fault_shim_next (void **slot, const char *name);

#define LOFT_FAULT_NEXT(name, type, ...)                                                           \
  (((type) loft_fault_shim_next (&next_##name, #name)) (__VA_ARGS__))
