/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-dav-multistatus.h"

#include <string.h>

#include "loft-dav-href.h"
#include "loft-dav-xml.h"
#include "loft-error.h"

#define MAX_TOKEN 4096

struct _LoftDavMultistatus {
  char *base;
  LoftDavResponseFunc func;
  gpointer user_data;
  LoftDavXml *xml;
  guint depth; /* elements that are open */
  LoftDavElement *root; /* what is read now: a child of DAV:multistatus */
  GPtrArray *open; /* (borrowed) its elements that are open, the innermost last */
  guint n_elements;
  gsize n_text;
  guint n_responses;
  char *sync_token;
};

/* ---- a response --------------------------------------------------------------------------- */

/* "HTTP/1.1 200 OK" (RFC 4918, 14.28); 0 for what is none. */
static guint
read_status (const LoftDavElement *element)
{
  g_autofree char *text = loft_dav_element_dup_text (element, LOFT_DAV_NS_DAV, "status");
  const char *space = text != NULL ? strchr (text, ' ') : NULL;
  guint64 status;

  if (space == NULL)
    return 0;
  status = g_ascii_strtoull (space + 1, NULL, 10);
  return status >= 100 && status < 600 ? (guint) status : 0;
}

static char *
read_condition (const LoftDavElement *element)
{
  const LoftDavElement *problem = loft_dav_element_find (element, LOFT_DAV_NS_DAV, "error");

  return loft_dav_element_get_n_children (problem) > 0
           ? g_strdup (loft_dav_element_get_child (problem, 0)->name)
           : NULL;
}

/* Servers that leave the status of a propstat out mean 200. */
static void
add_properties (LoftDavResponse *response, const LoftDavElement *propstat)
{
  LoftDavElement *prop =
    (LoftDavElement *) loft_dav_element_find (propstat, LOFT_DAV_NS_DAV, "prop");
  guint status = read_status (propstat);

  if (status >= 300)
    {
      if (status != 404)
        response->failure = status;
      if (response->condition == NULL)
        response->condition = read_condition (propstat);
      return;
    }
  if (loft_dav_element_get_n_children (prop) == 0)
    return;
  g_ptr_array_set_free_func (prop->children, NULL);
  for (guint i = 0; i < prop->children->len; i++)
    loft_dav_element_take_child (response->found, g_ptr_array_index (prop->children, i));
  g_clear_pointer (&prop->children, g_ptr_array_unref);
}

static void
add_propstats (LoftDavResponse *response, const LoftDavElement *element)
{
  for (guint i = 0; i < loft_dav_element_get_n_children (element); i++)
    {
      const LoftDavElement *child = loft_dav_element_get_child (element, i);

      if (loft_dav_element_is (child, LOFT_DAV_NS_DAV, "propstat"))
        add_properties (response, child);
    }
}

/* With DAV:status there may be several hrefs (RFC 4918, 14.24). */
static gboolean
tell_hrefs (LoftDavMultistatus *self, LoftDavResponse *response, const LoftDavElement *element,
            GError **error)
{
  gboolean well = TRUE;

  for (guint i = 0; well && i < loft_dav_element_get_n_children (element); i++)
    {
      const LoftDavElement *child = loft_dav_element_get_child (element, i);

      if (!loft_dav_element_is (child, LOFT_DAV_NS_DAV, "href"))
        continue;
      response->path = loft_dav_href_to_path (self->base, child->text->str);
      well = self->func (response, self->user_data, error);
      g_clear_pointer (&response->path, g_free);
    }
  return well;
}

static gboolean
tell_response (LoftDavMultistatus *self, const LoftDavElement *element, GError **error)
{
  LoftDavResponse response = { NULL, read_status (element), NULL, 0, read_condition (element) };
  gboolean well;

  if (++self->n_responses > LOFT_DAV_MAX_RESPONSES)
    {
      g_free (response.condition);
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "The server tells of too much");
      return FALSE;
    }
  response.found = loft_dav_element_new (LOFT_DAV_NS_DAV, "prop");
  add_propstats (&response, element);
  well = tell_hrefs (self, &response, element, error);
  loft_dav_element_free (response.found);
  g_free (response.condition);
  return well;
}

static gboolean
end_child (LoftDavMultistatus *self, GError **error)
{
  g_autoptr (LoftDavElement) element = g_steal_pointer (&self->root);

  if (loft_dav_element_is (element, LOFT_DAV_NS_DAV, "response"))
    return tell_response (self, element, error);
  if (loft_dav_element_is (element, LOFT_DAV_NS_DAV, "sync-token") &&
      element->text->len <= MAX_TOKEN)
    {
      g_free (self->sync_token);
      self->sync_token = g_strstrip (g_strdup (element->text->str));
    }
  return TRUE;
}

/* ---- elements ----------------------------------------------------------------------------- */

static gboolean
begin_root (const char *space, const char *name, GError **error)
{
  if (strcmp (space, LOFT_DAV_NS_DAV) == 0 && strcmp (name, "multistatus") == 0)
    return TRUE;
  if (g_ascii_strcasecmp (name, "html") == 0)
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                         "The answer is a web page, not WebDAV");
  else
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "The answer is no multistatus");
  return FALSE;
}

static void
open_element (LoftDavMultistatus *self, LoftDavElement *element)
{
  if (self->root == NULL)
    self->root = element;
  else
    loft_dav_element_take_child (g_ptr_array_index (self->open, self->open->len - 1), element);
  g_ptr_array_add (self->open, element);
}

static gboolean
on_begin (const char *space, const char *name, GHashTable *attributes, gpointer user_data,
          GError **error)
{
  LoftDavMultistatus *self = user_data;
  LoftDavElement *element;

  if (self->depth++ == 0)
    {
      g_clear_pointer (&attributes, g_hash_table_unref);
      return begin_root (space, name, error);
    }
  if (self->root == NULL)
    self->n_elements = self->n_text = 0;
  element = loft_dav_element_new (space, name);
  element->attributes = attributes;
  open_element (self, element);
  if (++self->n_elements <= LOFT_DAV_MAX_ELEMENTS)
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "The answer has too many elements");
  return FALSE;
}

static gboolean
on_end (gpointer user_data, GError **error)
{
  LoftDavMultistatus *self = user_data;

  self->depth--;
  if (self->open->len == 0)
    return TRUE;
  g_ptr_array_set_size (self->open, (int) self->open->len - 1);
  return self->open->len > 0 || end_child (self, error);
}

static gboolean
on_text (const char *text, gsize length, gpointer user_data, GError **error)
{
  LoftDavMultistatus *self = user_data;
  LoftDavElement *element;

  if (self->open->len == 0)
    return TRUE;
  self->n_text += length;
  if (self->n_text > LOFT_DAV_MAX_TEXT)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT,
                           "Something that the server tells is too large");
      return FALSE;
    }
  element = g_ptr_array_index (self->open, self->open->len - 1);
  g_string_append_len (element->text, text, (gssize) length);
  return TRUE;
}

/* ---- interface ---------------------------------------------------------------------------- */

LoftDavMultistatus *
loft_dav_multistatus_new (const char *base, LoftDavResponseFunc func, gpointer user_data)
{
  static const LoftDavXmlSink sink = { on_begin, on_end, on_text };
  LoftDavMultistatus *self = g_new0 (LoftDavMultistatus, 1);

  self->base = g_strdup (base);
  self->func = func;
  self->user_data = user_data;
  self->open = g_ptr_array_new ();
  self->xml = loft_dav_xml_new (&sink, self);
  return self;
}

void
loft_dav_multistatus_free (LoftDavMultistatus *self)
{
  if (self == NULL)
    return;
  loft_dav_xml_free (self->xml);
  g_ptr_array_unref (self->open);
  loft_dav_element_free (self->root);
  g_free (self->sync_token);
  g_free (self->base);
  g_free (self);
}

gboolean
loft_dav_multistatus_feed (LoftDavMultistatus *self, const guint8 *bytes, gsize length,
                           GError **error)
{
  return loft_dav_xml_feed (self->xml, bytes, length, error);
}

gboolean
loft_dav_multistatus_end (LoftDavMultistatus *self, GError **error)
{
  return loft_dav_xml_end (self->xml, error);
}

const char *
loft_dav_multistatus_get_sync_token (LoftDavMultistatus *self)
{
  return self->sync_token;
}
