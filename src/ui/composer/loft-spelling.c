/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-spelling.h"

#include "loft-settings.h"

#include <dlfcn.h>
#include <string.h>

#define LIBRARY       "libenchant-2.so.2"
#define MAX_LANGUAGES 4

typedef struct _Broker Broker;
typedef struct _Dictionary Dictionary;
typedef void (*Describe) (const char *language, const char *provider, const char *description,
                          const char *file, void *data);

/* Loaded, not linked: it is not everywhere, and most starts of the program write nothing. */
static struct {
  Broker *(*broker_init) (void);
  Dictionary *(*broker_request_dict) (Broker *broker, const char *language);
  int (*broker_dict_exists) (Broker *broker, const char *language);
  void (*broker_list_dicts) (Broker *broker, Describe describe, void *data);
  void (*broker_free_dict) (Broker *broker, Dictionary *dictionary);
  int (*dict_check) (Dictionary *dictionary, const char *word, gssize length);
  char **(*dict_suggest) (Dictionary *dictionary, const char *word, gssize length, gsize *n);
  void (*dict_free_string_list) (Dictionary *dictionary, char **list);
  void (*dict_add) (Dictionary *dictionary, const char *word, gssize length);
  void (*dict_add_to_session) (Dictionary *dictionary, const char *word, gssize length);
} enchant;

static Broker *broker;

struct _LoftSpelling {
  GPtrArray *languages; /* of char *, NULL at the end */
  GPtrArray *dictionaries;
};

static LoftSpelling *spelling;

static gboolean
load_function (void *library, const char *name, gpointer place)
{
  *(gpointer *) place = dlsym (library, name);
  return *(gpointer *) place != NULL;
}

static gboolean
load (void)
{
  void *library = dlopen (LIBRARY, RTLD_LAZY | RTLD_LOCAL);

#define LOAD(name) load_function (library, "enchant_" #name, &enchant.name)
  return library != NULL && LOAD (broker_init) && LOAD (broker_request_dict) &&
         LOAD (broker_dict_exists) && LOAD (broker_list_dicts) && LOAD (broker_free_dict) &&
         LOAD (dict_check) && LOAD (dict_suggest) && LOAD (dict_free_string_list) &&
         LOAD (dict_add) && LOAD (dict_add_to_session);
#undef LOAD
}

static Broker *
get_broker (void)
{
  static gboolean tried = FALSE;

  if (!tried && load ())
    broker = enchant.broker_init ();
  tried = TRUE;
  return broker;
}

static gboolean
has_language (LoftSpelling *self, const char *language)
{
  for (guint i = 0; i < self->dictionaries->len; i++)
    {
      if (g_str_equal (g_ptr_array_index (self->languages, i), language))
        return TRUE;
    }
  return FALSE;
}

static void
add_language (LoftSpelling *self, const char *language)
{
  Dictionary *dictionary = NULL;

  if (self->dictionaries->len >= MAX_LANGUAGES || has_language (self, language) ||
      strchr (language, '.') != NULL || strchr (language, '@') != NULL ||
      enchant.broker_dict_exists (broker, language) == 0)
    return;
  dictionary = enchant.broker_request_dict (broker, language);
  if (dictionary == NULL)
    return;
  g_ptr_array_add (self->dictionaries, dictionary);
  g_ptr_array_add (self->languages, g_strdup (language));
}

/* "C" has no words; English is what there is then. */
static void
add_desktop_languages (LoftSpelling *self)
{
  const char *const *names = g_get_language_names ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (!g_str_equal (names[i], "C"))
        add_language (self, names[i]);
      /* One variant of a language is enough. */
      if (self->dictionaries->len > 0 && strchr (names[i], '_') == NULL)
        break;
    }
  if (self->dictionaries->len == 0)
    add_language (self, "en_US");
}

static void
fill (LoftSpelling *self)
{
  g_auto (GStrv) chosen = loft_settings_get_strings (LOFT_SETTING_SPELLING);

  self->languages = g_ptr_array_new_with_free_func (g_free);
  self->dictionaries = g_ptr_array_new ();
  for (guint i = 0; chosen[i] != NULL; i++)
    add_language (self, chosen[i]);
  if (chosen[0] == NULL)
    add_desktop_languages (self);
  g_ptr_array_add (self->languages, NULL);
}

static void
empty (LoftSpelling *self)
{
  for (guint i = 0; i < self->dictionaries->len; i++)
    enchant.broker_free_dict (broker, g_ptr_array_index (self->dictionaries, i));
  g_ptr_array_unref (self->dictionaries);
  g_ptr_array_unref (self->languages);
}

LoftSpelling *
loft_spelling_get (void)
{
  if (get_broker () == NULL)
    return NULL;
  if (spelling == NULL)
    {
      spelling = g_new0 (LoftSpelling, 1);
      fill (spelling);
    }
  return spelling->dictionaries->len > 0 ? spelling : NULL;
}

gboolean
loft_spelling_check (LoftSpelling *self, const char *word, gssize length)
{
  for (guint i = 0; i < self->dictionaries->len; i++)
    {
      if (enchant.dict_check (g_ptr_array_index (self->dictionaries, i), word, length) <= 0)
        return TRUE;
    }
  return FALSE;
}

static void
add_suggestions (GPtrArray *all, Dictionary *dictionary, const char *word, guint max)
{
  gsize n = 0;
  char **found = enchant.dict_suggest (dictionary, word, (gssize) strlen (word), &n);

  for (gsize i = 0; i < n && i < max; i++)
    {
      if (!g_ptr_array_find_with_equal_func (all, found[i], g_str_equal, NULL))
        g_ptr_array_add (all, g_strdup (found[i]));
    }
  if (found != NULL)
    enchant.dict_free_string_list (dictionary, found);
}

char **
loft_spelling_suggest (LoftSpelling *self, const char *word, guint max)
{
  GPtrArray *all = g_ptr_array_new ();
  guint n = self->dictionaries->len;

  for (guint i = 0; i < n; i++)
    add_suggestions (all, g_ptr_array_index (self->dictionaries, i), word, (max + n - 1) / n);
  g_ptr_array_add (all, NULL);
  return (char **) g_ptr_array_free (all, FALSE);
}

void
loft_spelling_add (LoftSpelling *self, const char *word)
{
  enchant.dict_add (g_ptr_array_index (self->dictionaries, 0), word, (gssize) strlen (word));
}

void
loft_spelling_ignore (LoftSpelling *self, const char *word)
{
  enchant.dict_add_to_session (g_ptr_array_index (self->dictionaries, 0), word,
                               (gssize) strlen (word));
}

static void
note_language (const char *language, const char *provider, const char *description,
               const char *file, void *data)
{
  if (!g_ptr_array_find_with_equal_func (data, language, g_str_equal, NULL))
    g_ptr_array_add (data, g_strdup (language));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char **
loft_spelling_list_languages (void)
{
  GPtrArray *all = g_ptr_array_new ();

  if (get_broker () != NULL)
    enchant.broker_list_dicts (broker, note_language, all);
  g_ptr_array_sort (all, compare_names);
  g_ptr_array_add (all, NULL);
  return (char **) g_ptr_array_free (all, FALSE);
}

const char *const *
loft_spelling_get_languages (LoftSpelling *self)
{
  return (const char *const *) self->languages->pdata;
}

void
loft_spelling_set_languages (const char *const *languages)
{
  loft_settings_set_strings (LOFT_SETTING_SPELLING, languages);
  if (spelling == NULL)
    return;
  empty (spelling);
  fill (spelling);
}
