/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-fault.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <glib/gstdio.h>

static LoftFaultControl *
map_control (const char *path)
{
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  LoftFaultControl *control = MAP_FAILED;

  if (fd >= 0 && ftruncate (fd, sizeof *control) == 0)
    control = mmap (NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (control == MAP_FAILED)
    g_error ("%s: %s", path, g_strerror (errno));
  close (fd);
  return control;
}

LoftFault *
loft_fault_new (const char *folder)
{
  LoftFault *self = g_new0 (LoftFault, 1);
  g_autoptr (GError) error = NULL;

  self->directory = g_dir_make_tmp ("loft-fault-XXXXXX", &error);
  if (self->directory == NULL)
    g_error ("%s", error->message);
  self->control_path = g_build_filename (self->directory, "control", NULL);
  self->log_path = g_build_filename (self->directory, "log", NULL);
  self->boot_path = g_build_filename (self->directory, "boot", NULL);
  self->control = map_control (self->control_path);
  if (g_strlcpy (self->control->folder, folder, LOFT_FAULT_MAX_PATH) >= LOFT_FAULT_MAX_PATH)
    g_error ("%s: too long", folder);
  loft_fault_reset (self);
  return self;
}

void
loft_fault_free (LoftFault *self)
{
  munmap (self->control, sizeof *self->control);
  g_unlink (self->control_path);
  g_unlink (self->log_path);
  g_unlink (self->boot_path);
  g_rmdir (self->directory);
  g_free (self->control_path);
  g_free (self->log_path);
  g_free (self->boot_path);
  g_free (self->directory);
  g_free (self);
}

char **
loft_fault_dup_environment (LoftFault *self)
{
  const char *options = g_getenv ("ASAN_OPTIONS");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *control =
    g_strconcat (LOFT_FAULT_CONTROL_VARIABLE "=", self->control_path, NULL);
  /* AddressSanitizer wants to be loaded first, and need not be. */
  g_autofree char *sanitizer = g_strconcat ("ASAN_OPTIONS=", options != NULL ? options : "",
                                            ":verify_asan_link_order=0", NULL);

  g_strv_builder_add_many (builder, "LD_PRELOAD=" LOFT_TEST_FAULT_SHIM, control, sanitizer, NULL);
  return g_strv_builder_end (builder);
}

void
loft_fault_reset (LoftFault *self)
{
  LoftFaultControl *control = self->control;

  memset ((char *) control + sizeof control->folder, 0, sizeof *control - sizeof control->folder);
  control->room = G_MAXINT64;
}

void
loft_fault_arm (LoftFault *self, guint32 calls, guint n, LoftFaultKind kind, int error)
{
  loft_fault_reset (self);
  self->control->calls = calls;
  self->control->at = n;
  self->control->kind = kind;
  self->control->error = error;
}

void
loft_fault_restart (LoftFault *self, guint n)
{
  g_autofree char *name = g_strdup_printf ("start-%u\n", n);
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents (self->boot_path, name, -1, &error))
    g_error ("%s", error->message);
  g_strlcpy (self->control->boot, self->boot_path, LOFT_FAULT_MAX_PATH);
}

void
loft_fault_begin_log (LoftFault *self)
{
  loft_fault_reset (self);
  g_strlcpy (self->control->log, self->log_path, LOFT_FAULT_MAX_PATH);
}

gsize
loft_fault_get_log_size (LoftFault *self)
{
  GStatBuf status;

  return g_stat (self->log_path, &status) == 0 ? (gsize) status.st_size : 0;
}
