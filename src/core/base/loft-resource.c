/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-resource.h"

/* A look at what is registered waits for whoever registers. */
GResource *
loft_resource_get (LoftResourceFunc get)
{
  GResource *resource = get ();

  if (resource != NULL)
    return resource;
  g_resources_get_info ("/", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL);
  return get ();
}
