/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Compiled once for each layer and read by every file of it, for the speed of building. Nothing is to rely
 * on it: each file includes what it uses (-Db_pch=false builds without). */

#include <gio/gio.h>
