/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How important its writer says that a message is (RFC 4021, "Importance"). Numbers stand in databases. */
typedef enum {
  LOFT_PRIORITY_NORMAL = 0,
  LOFT_PRIORITY_HIGH   = 1,
  LOFT_PRIORITY_LOW    = 2,
} LoftPriority;
