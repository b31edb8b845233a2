/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "loft-contact-item.h"
#include "loft-contact-reading.h"
#include "loft-output.h"
#include "loft-resource-command.h"

/* contacts, contact: address books. */

static void
add_values (JsonBuilder *builder, const char *name, const LoftContact *contact,
            const char *property)
{
  g_autoptr (GPtrArray) values = loft_contact_list_values (contact, property);

  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < values->len; i++)
    json_builder_add_string_value (builder,
                                   ((LoftContactValue *) g_ptr_array_index (values, i))->value);
  json_builder_end_array (builder);
}

void
loft_print_contact_json (const char *account, const char *id, const char *book,
                         const LoftContact *contact)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  loft_output_add_text (builder, "id", id);
  loft_output_add_text (builder, "account", account);
  loft_output_add_text (builder, "book", book);
  loft_output_add_text (builder, "uid", contact->uid);
  loft_output_add_text (builder, "name", contact->name);
  add_values (builder, "emails", contact, "EMAIL");
  add_values (builder, "phones", contact, "TEL");
  loft_output_add_text (builder, "org", contact->organization);
  json_builder_end_object (builder);
  loft_output_json_line (builder);
}

void
loft_print_contact_line (const char *id, const LoftContact *contact)
{
  g_autofree char *name = loft_output_safe (contact->name);
  g_autoptr (GPtrArray) emails = loft_contact_list_values (contact, "EMAIL");
  const LoftContactValue *first = emails->len > 0 ? g_ptr_array_index (emails, 0) : NULL;
  g_autofree char *email = loft_output_safe (first != NULL ? first->value : "");

  printf ("%-14s %-32s %s\n", id, name, email);
}

static gboolean
fits (LoftContact *contact, const char *query)
{
  g_auto (GStrv) words = query != NULL ? loft_contact_item_fold_words (query) : NULL;
  g_autoptr (LoftContactItem) item = NULL;

  if (words == NULL)
    return TRUE;
  item = loft_contact_item_new (contact, FALSE);
  return loft_contact_item_fits (item, (const char *const *) words);
}

static const char *
book_of (GPtrArray *folders, const LoftContact *contact)
{
  for (guint i = 0; i < folders->len; i++)
    if (((LoftFolder *) g_ptr_array_index (folders, i))->id == contact->folder_id)
      return ((LoftFolder *) g_ptr_array_index (folders, i))->path;
  return NULL;
}

static int
print_account (LoftContext *context, LoftMailAccount *account, const char *query)
{
  g_autoptr (GError) error = NULL;
  LoftMailReader *reader = loft_mail_account_get_reader (account, &error);
  g_autoptr (GPtrArray) contacts =
    reader != NULL ? loft_contact_reading_list (reader, context->cancellable, &error) : NULL;
  g_autoptr (GPtrArray) folders =
    loft_resources_list_folders (account, LOFT_FOLDER_KIND_CONTACTS, NULL);

  if (contacts == NULL || folders == NULL)
    return loft_report_error (loft_mail_account_get_name (account), error);
  for (guint i = 0; i < contacts->len; i++)
    {
      LoftContact *contact = g_ptr_array_index (contacts, i);
      g_autofree char *id = loft_format_id (account, contact->resource_id);

      if (!fits (contact, query))
        continue;
      if (context->json)
        loft_print_contact_json (loft_mail_account_get_name (account), id,
                                 book_of (folders, contact), contact);
      else
        loft_print_contact_line (id, contact);
    }
  return LOFT_EXIT_DONE;
}

static int
run_directory (LoftContext *context, GPtrArray *args)
{
  g_autoptr (GPtrArray) names = loft_args_take_values (args, "--account");
  g_autofree char *words = loft_args_take_word (args);

  if (!loft_args_are_empty (args))
    return LOFT_EXIT_USAGE;
  return loft_print_directories (context, names, words != NULL ? words : "");
}

static int
run_books (LoftContext *context, GPtrArray *args)
{
  g_autoptr (GPtrArray) accounts =
    loft_take_collection_accounts (context, args, LOFT_FOLDER_KIND_CONTACTS);
  g_autofree char *query = accounts != NULL ? loft_args_take_word (args) : NULL;
  int status = LOFT_EXIT_DONE;

  if (accounts == NULL || !loft_args_are_empty (args))
    return LOFT_EXIT_USAGE;
  for (guint i = 0; i < accounts->len; i++)
    status =
      loft_combine_status (status, print_account (context, g_ptr_array_index (accounts, i), query),
                           i);
  return status;
}

int
loft_command_contacts (LoftContext *context, GPtrArray *args)
{
  return loft_args_take_flag (args, "--directory") ? run_directory (context, args)
                                                   : run_books (context, args);
}

static int
show (LoftContext *context, GPtrArray *args)
{
  g_autofree char *text = NULL;
  gint64 id = 0;
  LoftMailAccount *account;

  loft_args_take_flag (args, "--vcf");
  text = loft_args_take_word (args);
  if (text == NULL || !loft_args_are_empty (args))
    return loft_usage_error ("contact show ID [--vcf]");
  account = loft_parse_id (context, text, &id);
  return account != NULL ? loft_print_resource (account, id) : LOFT_EXIT_USAGE;
}

int
loft_command_contact (LoftContext *context, GPtrArray *args)
{
  g_autofree char *verb = loft_args_take_word (args);

  if (verb == NULL)
    return loft_usage_error ("contact show|add|edit|delete …");
  if (strcmp (verb, "show") == 0)
    return show (context, args);
  return loft_run_resource_verb (context, verb, args, "--book", LOFT_FOLDER_KIND_CONTACTS);
}
