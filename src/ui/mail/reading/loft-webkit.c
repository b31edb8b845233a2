/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-webkit.h"

#include <dlfcn.h>

/* The number is part of the programming interface: another one comes with another "6.0". */
#define LIBRARY "libwebkitgtk-6.0.so.4"

LoftWebkit loft_webkit;

static const struct {
  const char *symbol;
  gsize place;
} functions[] = {
#define FUNCTION(prefix, name) { #prefix "_" #name, G_STRUCT_OFFSET (LoftWebkit, name) },
  LOFT_WEBKIT_FUNCTIONS (FUNCTION)
#undef FUNCTION
};

/* Never closed: types cannot be taken back. */
static gpointer
load (gpointer unused)
{
  void *library = dlopen (LIBRARY, RTLD_LAZY | RTLD_LOCAL);

  if (library == NULL)
    return g_strdup (dlerror ());
  for (gsize i = 0; i < G_N_ELEMENTS (functions); i++)
    {
      gpointer function = dlsym (library, functions[i].symbol);

      if (function == NULL)
        return g_strdup (dlerror ());
      G_STRUCT_MEMBER (gpointer, &loft_webkit, functions[i].place) = function;
    }
  return NULL;
}

const char *
loft_webkit_load (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load, NULL);
}

static gpointer
load_in_thread (gpointer unused)
{
  loft_webkit_load ();
  return NULL;
}

void
loft_webkit_load_soon (void)
{
  g_thread_unref (g_thread_new ("webkit", load_in_thread, NULL));
}
