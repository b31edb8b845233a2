/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-dav-xml.h"

#include <string.h>

#include <libxml/parser.h>

#include "loft-dav-multistatus.h"
#include "loft-error.h"

#define MAX_ATTRIBUTES 64
#define MAX_CHUNK      (1024 * 1024)
#define MAX_DOCUMENT   (1024 * 1024)

struct _LoftDavXml {
  const LoftDavXmlSink *sink;
  gpointer user_data;
  xmlParserCtxt *parser;
  guint depth;
  gboolean begun;
  GError *error; /* (nullable) the first; nothing is read after it */
};

/* ---- what libxml2 calls ------------------------------------------------------------------- */

static void
stop (LoftDavXml *self, LoftError error_class, const char *text)
{
  if (self->error == NULL)
    g_set_error_literal (&self->error, LOFT_ERROR, error_class, text);
  xmlStopParser (self->parser);
}

static void
go_on (LoftDavXml *self, gboolean well)
{
  if (!well)
    xmlStopParser (self->parser);
}

/* libxml2 gives five pointers an attribute: name, prefix, namespace, begin and end of its value. */
static GHashTable *
read_attributes (int n_attributes, const xmlChar **attributes)
{
  GHashTable *read = NULL;

  for (int i = 0; i < n_attributes && i < MAX_ATTRIBUTES; i++, attributes += 5)
    {
      if (read == NULL)
        read = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_hash_table_insert (read, g_strdup ((const char *) attributes[0]),
                           g_strndup ((const char *) attributes[3],
                                      (gsize) (attributes[4] - attributes[3])));
    }
  return read;
}

static void
on_begin (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *space,
          int n_spaces, const xmlChar **spaces, int n_attributes, int n_defaulted,
          const xmlChar **attributes)
{
  LoftDavXml *self = data;

  if (self->error != NULL)
    return;
  if (++self->depth > LOFT_DAV_MAX_DEPTH)
    {
      stop (self, LOFT_ERROR_LIMIT, "The answer's elements lie too deep in each other");
      return;
    }
  self->begun = TRUE;
  go_on (self, self->sink->begin (space != NULL ? (const char *) space : "", (const char *) name,
                                  read_attributes (n_attributes, attributes), self->user_data,
                                  &self->error));
}

static void
on_end (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *space)
{
  LoftDavXml *self = data;

  if (self->error != NULL)
    return;
  self->depth--;
  go_on (self, self->sink->end (self->user_data, &self->error));
}

static void
on_text (void *data, const xmlChar *text, int length)
{
  LoftDavXml *self = data;

  if (self->error == NULL && length > 0)
    go_on (self,
           self->sink->text ((const char *) text, (gsize) length, self->user_data, &self->error));
}

/* Nobody needs one here, and all that is dangerous in XML begins with it. */
static void
on_document_type (void *data, const xmlChar *name, const xmlChar *public_id,
                  const xmlChar *system_id)
{
  gboolean page = name != NULL && g_ascii_strcasecmp ((const char *) name, "html") == 0;

  stop (data, LOFT_ERROR_PROTOCOL,
        page ? "The answer is a web page, not WebDAV"
             : "The answer has a document type, which WebDAV does not");
}

static void
on_error (void *data, xmlErrorPtr problem)
{
}

static xmlSAXHandler handler = {
  .initialized = XML_SAX2_MAGIC,
  .startElementNs = on_begin,
  .endElementNs = on_end,
  .characters = on_text,
  .ignorableWhitespace = on_text,
  .cdataBlock = on_text,
  .internalSubset = on_document_type,
  .serror = on_error,
};

/* ---- feeding ------------------------------------------------------------------------------ */

LoftDavXml *
loft_dav_xml_new (const LoftDavXmlSink *sink, gpointer user_data)
{
  LoftDavXml *self = g_new0 (LoftDavXml, 1);

  self->sink = sink;
  self->user_data = user_data;
  self->parser = xmlCreatePushParserCtxt (&handler, self, NULL, 0, NULL);
  xmlCtxtUseOptions (self->parser, XML_PARSE_NONET);
  return self;
}

void
loft_dav_xml_free (LoftDavXml *self)
{
  if (self == NULL)
    return;
  xmlFreeParserCtxt (self->parser);
  g_clear_error (&self->error);
  g_free (self);
}

static gboolean
check (LoftDavXml *self, int result, GError **error)
{
  const xmlError *problem = xmlCtxtGetLastError (self->parser);

  if (self->error == NULL && result == XML_ERR_OK)
    return TRUE;
  if (self->error == NULL && !self->begun)
    stop (self, LOFT_ERROR_PROTOCOL, "The answer is no XML, so this is no WebDAV server");
  if (self->error == NULL)
    {
      g_autofree char *why = g_strdup (problem != NULL ? problem->message : "");

      g_set_error (&self->error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "The answer's XML is broken: %s",
                   g_strstrip (why));
    }
  g_propagate_error (error, g_error_copy (self->error));
  return FALSE;
}

gboolean
loft_dav_xml_feed (LoftDavXml *self, const guint8 *bytes, gsize length, GError **error)
{
  while (length > 0 || self->error != NULL)
    {
      gsize now = MIN (length, MAX_CHUNK);
      int result = self->error == NULL
                     ? xmlParseChunk (self->parser, (const char *) bytes, (int) now, 0)
                     : XML_ERR_OK;

      if (!check (self, result, error))
        return FALSE;
      bytes += now;
      length -= now;
    }
  return TRUE;
}

gboolean
loft_dav_xml_end (LoftDavXml *self, GError **error)
{
  return check (self, self->error == NULL ? xmlParseChunk (self->parser, NULL, 0, 1) : XML_ERR_OK,
                error);
}

/* ---- a document as a whole ---------------------------------------------------------------- */

typedef struct {
  LoftDavElement *root; /* (owned) */
  GPtrArray *open; /* (borrowed) the innermost last */
  guint n_elements;
} Tree;

static gboolean
tree_begin (const char *space, const char *name, GHashTable *attributes, gpointer user_data,
            GError **error)
{
  Tree *tree = user_data;
  LoftDavElement *element = loft_dav_element_new (space, name);
  LoftDavElement *parent =
    tree->open->len > 0 ? g_ptr_array_index (tree->open, tree->open->len - 1) : NULL;

  element->attributes = attributes;
  if (parent == NULL)
    tree->root = element;
  else
    loft_dav_element_take_child (parent, element);
  g_ptr_array_add (tree->open, element);
  if (++tree->n_elements <= LOFT_DAV_MAX_ELEMENTS)
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "The answer has too many elements");
  return FALSE;
}

static gboolean
tree_end (gpointer user_data, GError **error)
{
  Tree *tree = user_data;

  g_ptr_array_set_size (tree->open, (int) tree->open->len - 1);
  return TRUE;
}

static gboolean
tree_text (const char *text, gsize length, gpointer user_data, GError **error)
{
  Tree *tree = user_data;
  LoftDavElement *element = g_ptr_array_index (tree->open, tree->open->len - 1);

  g_string_append_len (element->text, text, (gssize) length);
  return TRUE;
}

LoftDavElement *
loft_dav_xml_read (GBytes *bytes, GError **error)
{
  static const LoftDavXmlSink sink = { tree_begin, tree_end, tree_text };
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  Tree tree = { NULL, open, 0 };
  g_autoptr (LoftDavXml) xml = loft_dav_xml_new (&sink, &tree);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  if (length > MAX_DOCUMENT)
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "The answer is too large");
  else if (loft_dav_xml_feed (xml, data, length, error) && loft_dav_xml_end (xml, error))
    return tree.root;
  loft_dav_element_free (tree.root);
  return NULL;
}
