/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "loft-directories.h"
#include "loft-output.h"
#include "loft-resource-command.h"

/* contacts --directory: people that only servers know. */

#define MAX_PEOPLE 100

/* (transfer full) (nullable) of LoftContact */
static GPtrArray *
find (LoftContext *context, LoftDirectory *directory, const char *words, gboolean *more,
      GError **error)
{
  LoftWait wait = { 0 };
  g_autoptr (GAsyncResult) result = NULL;

  loft_directory_find_async (directory, words, MAX_PEOPLE, context->cancellable, loft_wait_done,
                             &wait);
  result = loft_wait_for (&wait);
  return loft_directory_find_finish (directory, result, more, error);
}

static int
print_directory (LoftContext *context, LoftDirectory *directory, const char *words)
{
  const char *account = loft_directory_get_account_name (directory);
  g_autoptr (GError) error = NULL;
  gboolean more = FALSE;
  g_autoptr (GPtrArray) people = find (context, directory, words, &more, &error);

  if (people == NULL)
    return loft_report_error (account, error);
  for (guint i = 0; i < people->len; i++)
    if (context->json)
      loft_print_contact_json (account, NULL, NULL, g_ptr_array_index (people, i));
    else
      loft_print_contact_line ("", g_ptr_array_index (people, i));
  if (more)
    fprintf (stderr, "loftctl: %s: there are more people; use more words\n", account);
  return LOFT_EXIT_DONE;
}

static gboolean
is_wished (GPtrArray *names, LoftDirectory *directory)
{
  return names->len == 0 ||
         g_ptr_array_find_with_equal_func (names, loft_directory_get_account_name (directory),
                                           g_str_equal, NULL);
}

int
loft_print_directories (LoftContext *context, GPtrArray *names, const char *text)
{
  LoftDirectories *directories = loft_service_get_directories (context->service);
  GListModel *list = loft_directories_get_list (directories);
  g_autofree char *words = loft_directories_normalize (text);
  int status = LOFT_EXIT_DONE;
  guint n = 0;

  if (words[0] == '\0')
    return loft_usage_error ("a directory is asked for three letters at least");
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (LoftDirectory) directory = g_list_model_get_item (list, i);

      if (is_wished (names, directory))
        {
          status = loft_combine_status (status, print_directory (context, directory, words), n);
          n++;
        }
    }
  return n > 0 ? status : loft_usage_error ("there is no account with a directory");
}
